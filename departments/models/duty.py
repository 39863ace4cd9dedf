"""Standing duties that the plan gives to departments and townships."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models.department import Department
from departments.records import Record
from quality_portal.lib.naming import Named
from quality_portal.lib.words import each_word, holds

if TYPE_CHECKING:
    from departments.models.user import User


class DutyArea(Named):
    """A field of work that duties belong to, such as spot checks or certification."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("field of work")
        verbose_name_plural = _("fields of work")
        ordering = ["order", "code"]


class DutyQuerySet(models.QuerySet["Duty"]):
    """Questions about duties."""

    def active(self) -> "DutyQuerySet":
        """Return the duties in force."""
        return self.filter(is_active=True)

    def with_holders(self) -> "DutyQuerySet":
        """Bring the lead, the field of work and the cooperating units along."""
        return self.select_related("lead", "area").prefetch_related("cooperating")

    def of(self, department: Department) -> "DutyQuerySet":
        """Return the duties a unit leads or cooperates in, each once."""
        own = models.Q(lead=department) | models.Q(cooperating=department)
        return self.filter(own | models.Q(all_townships=department.is_township, lead=None)).distinct()

    @each_word
    def matching(self, words: str) -> "DutyQuerySet":
        """Return the duties whose text or code contains every word."""
        return self.filter(holds(words, "text", "code"))

    def visible_to(self, user: "User") -> "DutyQuerySet":
        """Return the duties the person may see: a liaison those of the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.of(user.department) if user.department else self.none()


class Duty(Record):
    """A standing duty (职责) with the clause of the founding document it comes from."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    lead = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_duties",
        verbose_name=_("lead department"),
    )
    all_townships = models.BooleanField(_("duty of every township"), default=False)
    cooperating = models.ManyToManyField(
        Department, blank=True, related_name="supported_duties", verbose_name=_("cooperating departments")
    )
    area = models.ForeignKey(
        DutyArea, on_delete=models.PROTECT, related_name="duties", verbose_name=_("field of work")
    )
    text = models.TextField(_("duty"), max_length=500)
    clause = models.CharField(_("clause"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in force"), default=True)

    history = tracked(m2m_fields=[cooperating])
    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="duty_has_one_holder",
                condition=models.Q(lead__isnull=False, all_townships=False)
                | models.Q(lead__isnull=True, all_townships=True),
                violation_error_message=_(
                    "Name the lead department, or mark it as a duty of every township."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:30]}"
