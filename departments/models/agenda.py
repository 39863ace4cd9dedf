"""What a joint meeting speaks about, and who is there."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models.decision import Decision
from departments.models.department import Department
from departments.models.meeting import Meeting
from departments.records import Record

if TYPE_CHECKING:
    from departments.models.user import User


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Questions about matters for meetings."""

    def taken(self) -> "AgendaItemQuerySet":
        """Return what stands on the agenda."""
        return self.filter(is_taken=True)

    def waiting(self) -> "AgendaItemQuerySet":
        """Return the matters units have raised that the office has not taken up."""
        return self.filter(is_taken=False)

    def raised(self) -> "AgendaItemQuerySet":
        """Return the matters that units have raised."""
        return self.exclude(raised_by=None)

    def visible_to(self, user: "User") -> "AgendaItemQuerySet":
        """Return the matters of meetings the person may see: what is not taken up, to who raised it."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        own = models.Q(is_taken=True) | models.Q(raised_by=user.department_id)
        return self.filter(own, meeting__in=Meeting.objects.visible_to(user))


class AgendaItem(Record):
    """A matter for a meeting (议题): the office's own, one a unit has raised, or an open decision.

    ``source`` says where it comes from and ``url`` leads there inside the portal. What a unit raises
    stands on the agenda once the office takes it up.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="items", verbose_name=_("joint meeting")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("matter"), max_length=200)
    presenter = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presented_items",
        verbose_name=_("presented by"),
    )
    source = models.CharField(_("where it comes from"), max_length=300, blank=True)
    url = models.CharField(_("address in the portal"), max_length=200, blank=True)
    raised_by = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="raised_items",
        verbose_name=_("raised by"),
    )
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="returns",
        verbose_name=_("open decision"),
    )
    is_taken = models.BooleanField(_("on the agenda"), default=True)

    history = tracked()
    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter for a meeting")
        verbose_name_plural = _("matters for meetings")
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="decision_once_on_agenda",
                fields=["meeting", "decision"],
                violation_error_message=_("This decision is on the agenda already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Presence(models.TextChoices):
    """Whether somebody came (出席、请假、缺席、列席)."""

    PRESENT = "present", pgettext_lazy("meeting", "present")
    EXCUSED = "excused", pgettext_lazy("meeting", "excused")
    ABSENT = "absent", pgettext_lazy("meeting", "absent")
    GUEST = "guest", pgettext_lazy("meeting", "sitting in")


class Attendance(Record):
    """Who came to a meeting for whom (参会情况); a guest may come from outside the county's units."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="attendance", verbose_name=_("joint meeting")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendance",
        verbose_name=_("unit"),
    )
    person = models.CharField(_("person"), max_length=60)
    post = models.CharField(_("unit and post"), max_length=100, blank=True)
    presence = models.CharField(
        _("presence"), max_length=8, choices=Presence.choices, default=Presence.PRESENT
    )

    history = tracked()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance of meetings")
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attendance_presence_known", condition=models.Q(presence__in=Presence.values)
            ),
            models.UniqueConstraint(
                name="attendance_once",
                fields=["meeting", "department", "person"],
                violation_error_message=_("This person is on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return self.person

    @property
    def official_name(self) -> str:
        """Unit, name and post as the minutes list them."""
        unit = self.department.short_name if self.department else ""
        return f"{unit}{self.person}" + (f"（{self.post}）" if self.post else "")
