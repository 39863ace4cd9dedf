"""Departments and townships, and the leading group they form."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.records import Record
from quality_portal.lib.naming import Named
from quality_portal.lib.words import each_word, holds

if TYPE_CHECKING:
    from departments.models.user import User


class DepartmentKind(models.TextChoices):
    """A department of the county (部门) or a township, town or sub-district (乡镇街道)."""

    DEPARTMENT = "department", _("Department")
    TOWNSHIP = "township", _("Township")


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Questions about units."""

    def departments(self) -> "DepartmentQuerySet":
        """Return the county's departments."""
        return self.filter(kind=DepartmentKind.DEPARTMENT)

    def townships(self) -> "DepartmentQuerySet":
        """Return the townships, towns and sub-districts."""
        return self.filter(kind=DepartmentKind.TOWNSHIP)

    def active(self) -> "DepartmentQuerySet":
        """Return the units that still exist."""
        return self.filter(is_active=True)

    @each_word
    def matching(self, words: str) -> "DepartmentQuerySet":
        """Return the units whose name or code contains every word."""
        return self.filter(holds(words, "name", "short_name", "name_en", "code"))

    def visible_to(self, user: "User") -> "DepartmentQuerySet":
        """Return the units whose own papers the person may see."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(pk=user.department_id)


class Department(Named, Record):
    """A unit that carries duties and is assessed: a department (部门) or a township (乡镇)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=DepartmentKind.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    history = tracked()
    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department or township")
        verbose_name_plural = _("departments and townships")
        ordering = ["kind", "order", "code"]
        constraints = [
            models.CheckConstraint(
                name="department_kind_known",
                condition=models.Q(kind__in=DepartmentKind.values),
                violation_error_message=_("Choose department or township."),
            ),
        ]

    @property
    def is_township(self) -> bool:
        """Whether the unit is a township, town or sub-district."""
        return self.kind == DepartmentKind.TOWNSHIP


class SeatPosition(models.TextChoices):
    """A post in the leading group."""

    HEAD = "head", _("Head of the group")
    DEPUTY = "deputy", _("Deputy head")
    OFFICE_DIRECTOR = "office_director", _("Director of the office")
    MEMBER = "member", _("Member")


class LeadingGroupSeat(Record):
    """A seat in the leading group (领导小组) by post; who holds it at present is optional."""

    position = models.CharField(_("position"), max_length=16, choices=SeatPosition.choices)
    post = models.CharField(_("post"), max_length=100)
    holder = models.CharField(_("holder"), max_length=60, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("department"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = tracked()

    class Meta:
        verbose_name = _("seat in the leading group")
        verbose_name_plural = _("leading group")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_seat_per_post",
                fields=["position", "post"],
                violation_error_message=_("This post already has a seat."),
            ),
        ]

    def __str__(self) -> str:
        return self.post
