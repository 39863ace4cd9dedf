"""Quality accidents, confirmed complaints and exposures in the media."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models import Department, DepartmentKind
from departments.records import Record
from enterprises.models import Enterprise
from quality_portal.lib import text
from quality_portal.lib.words import each_word

if TYPE_CHECKING:
    from departments.models import User


class IncidentKind(models.TextChoices):
    """What happened (质量事故、投诉属实、媒体曝光)."""

    ACCIDENT = "accident", _("quality accident")
    COMPLAINT = "complaint", _("confirmed complaint")
    EXPOSURE = "exposure", _("exposure in the media")


class Severity(models.TextChoices):
    """How grave it is (一般、较大、重大、特别重大)."""

    ORDINARY = "ordinary", _("ordinary incident")
    SERIOUS = "serious", _("serious incident")
    MAJOR = "major", _("major incident")
    EXTREME = "extreme", _("extremely major incident")


class Consequence(models.TextChoices):
    """What it means for the yearly assessment of the responsible unit (不影响、扣分、一票否决)."""

    NONE = "none", _("no consequence")
    DEDUCT = "deduct", _("points are deducted")
    VETO = "veto", _("veto")


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Questions about incidents."""

    def for_period(self, start: date, end: date) -> "IncidentQuerySet":
        """Return the incidents that occurred from ``start`` to ``end``, both days included."""
        return self.filter(occurred_on__range=(start, end))

    def with_consequence(self) -> "IncidentQuerySet":
        """Return the incidents that count in the yearly assessment."""
        return self.exclude(consequence=Consequence.NONE)

    def open(self) -> "IncidentQuerySet":
        """Return the incidents whose handling has not ended."""
        return self.filter(handled_on=None)

    @each_word
    def matching(self, words: str) -> "IncidentQuerySet":
        """Return the incidents whose title, facts or enterprise contains every word."""
        return self.filter(
            models.Q(title__icontains=words)
            | models.Q(facts__icontains=words)
            | models.Q(enterprise__name_key__contains=text.enterprise_key(words))
        )

    def with_units(self) -> "IncidentQuerySet":
        """Bring the responsible unit, the township and the enterprise along."""
        return self.select_related("department", "township", "enterprise")

    def visible_to(self, user: "User") -> "IncidentQuerySet":
        """Return the incidents the person may see: a liaison those of the own department or township."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(models.Q(department=user.department_id) | models.Q(township=user.department_id))


class Incident(Record):
    """A quality accident, confirmed complaint or exposure (质量事故、投诉属实、媒体曝光).

    Whether it is regional or systemic (区域性、系统性) is declared by people, with a reason and a document,
    and never computed: regional means many similar firms of one area with the same problem, systemic that
    the order of a whole market is broken. What it means for the assessment is decided with a reason too.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=IncidentKind.choices)
    occurred_on = models.DateField(_("occurred on"))
    title = models.CharField(_("title"), max_length=120)
    facts = models.TextField(_("facts"), max_length=4000)
    severity = models.CharField(
        _("severity"), max_length=12, choices=Severity.choices, default=Severity.ORDINARY
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="incidents", verbose_name=_("responsible unit")
    )
    township = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents_within",
        verbose_name=_("township"),
        limit_choices_to={"kind": DepartmentKind.TOWNSHIP},
    )
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("enterprise"),
    )
    is_regional_or_systemic = models.BooleanField(_("regional or systemic"), default=False)
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    judgement_reason = models.TextField(_("reason of the judgement"), max_length=1000, blank=True)
    judgement_document = models.CharField(_("document of the judgement"), max_length=100, blank=True)
    handled_on = models.DateField(_("handled on"), null=True, blank=True)
    result = models.TextField(_("result of the handling"), max_length=2000, blank=True)
    consequence = models.CharField(
        _("consequence for the assessment"),
        max_length=8,
        choices=Consequence.choices,
        default=Consequence.NONE,
    )
    consequence_reason = models.TextField(_("reason of the consequence"), max_length=1000, blank=True)

    history = tracked()
    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality incident")
        verbose_name_plural = _("quality incidents")
        ordering = ["-occurred_on", "-pk"]
        indexes = [models.Index(name="incident_unit", fields=["department", "occurred_on"])]
        constraints = [
            models.CheckConstraint(
                name="incident_words_known",
                condition=models.Q(
                    kind__in=IncidentKind.values,
                    severity__in=Severity.values,
                    consequence__in=Consequence.values,
                ),
            ),
            models.CheckConstraint(
                name="incident_judgement_complete",
                condition=models.Q(
                    is_regional_or_systemic=False, judged_on=None, judgement_reason="", judgement_document=""
                )
                | (
                    models.Q(judged_on__isnull=False)
                    & ~models.Q(judgement_reason="")
                    & ~models.Q(judgement_document="")
                ),
                violation_error_message=_("The judgement needs its day, a reason and a document."),
            ),
            models.CheckConstraint(
                name="incident_handling_complete",
                condition=models.Q(handled_on=None, result="")
                | (models.Q(handled_on__isnull=False) & ~models.Q(result="")),
                violation_error_message=_("The end of the handling needs its day and the result."),
            ),
            models.CheckConstraint(
                name="incident_consequence_has_reason",
                condition=models.Q(consequence=Consequence.NONE) | ~models.Q(consequence_reason=""),
                violation_error_message=_("A consequence for the assessment needs a reason."),
            ),
            models.CheckConstraint(
                name="incident_days_in_order",
                condition=models.Q(
                    models.Q(handled_on=None) | models.Q(handled_on__gte=models.F("occurred_on")),
                    models.Q(judged_on=None) | models.Q(judged_on__gte=models.F("occurred_on")),
                ),
                violation_error_message=_("Judgement and handling cannot precede the incident."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Fill in the township where the enterprise or the responsible unit tells it."""
        if self.township_id is None and self.enterprise is not None:
            self.township = self.enterprise.township
        if self.township_id is None and self.department_id and self.department.is_township:
            self.township = self.department
