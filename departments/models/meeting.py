"""Joint meetings of the units that carry the plan."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models.department import Department
from departments.records import Record
from quality_portal.lib.words import each_word

if TYPE_CHECKING:
    from departments.models.user import User


class MeetingState(models.TextChoices):
    """How far a meeting is (筹备中、已通知、已召开、已印发纪要)."""

    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    INVITED = "invited", pgettext_lazy("meeting", "invited")
    HELD = "held", pgettext_lazy("meeting", "held")
    MINUTED = "minuted", pgettext_lazy("meeting", "minutes issued")


FOLLOWING: dict[str, MeetingState] = {
    MeetingState.PLANNED: MeetingState.INVITED,
    MeetingState.INVITED: MeetingState.HELD,
    MeetingState.HELD: MeetingState.MINUTED,
}
"""The state that follows each; nothing leads back."""

AHEAD = frozenset({MeetingState.PLANNED, MeetingState.INVITED})
"""The agenda may change; from the meeting on it is locked."""


class Half(models.IntegerChoices):
    """A half of the year (上半年、下半年)."""

    FIRST = 1, _("first half-year")
    SECOND = 2, _("second half-year")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about joint meetings."""

    def ahead(self) -> "MeetingQuerySet":
        """Return the meetings still to be held."""
        return self.filter(state__in=AHEAD)

    def awaiting_minutes(self) -> "MeetingQuerySet":
        """Return the meetings that were held and whose minutes are not issued."""
        return self.filter(state=MeetingState.HELD)

    @each_word
    def matching(self, words: str) -> "MeetingQuerySet":
        """Return the meetings whose place, chair or agenda contains every word."""
        items = Meeting.objects.filter(items__title__icontains=words, items__is_taken=True)
        plain = models.Q(place__icontains=words) | models.Q(chair__icontains=words)
        return self.filter(plain | models.Q(pk__in=items.values("pk")))

    def inviting(self, department: Department | None) -> "MeetingQuerySet":
        """Return the meetings a unit has been invited to."""
        through = Meeting.invited.through.objects.filter(meeting=models.OuterRef("pk"), department=department)
        return self.exclude(state=MeetingState.PLANNED).filter(models.Exists(through))

    def visible_to(self, user: "User") -> "MeetingQuerySet":
        """Return the meetings the person may see: a liaison those the own unit is invited to."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.inviting(user.department)


class Meeting(Record):
    """A joint meeting (联席会议): once in every half-year, more often where something presses.

    ``serial`` counts the meetings of a half-year. The minutes (纪要) are numbered by year in the order
    in which they are issued; their text and the decisions stay as issued.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    half = models.PositiveSmallIntegerField(_("half-year"), choices=Half.choices)
    serial = models.PositiveSmallIntegerField(_("number in the half-year"), default=1, editable=False)
    held_on = models.DateField(_("day of the meeting"))
    begins = models.TimeField(_("begins at"), null=True, blank=True)
    place = models.CharField(_("place of the meeting"), max_length=120)
    chair = models.CharField(_("chaired by"), max_length=100)
    invited = models.ManyToManyField(
        Department, blank=True, related_name="meetings", verbose_name=_("invited units")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=MeetingState.choices, default=MeetingState.PLANNED, editable=False
    )
    minutes = models.TextField(_("text of the minutes"), max_length=8000, blank=True)
    minutes_year = models.PositiveSmallIntegerField(
        _("year of the minutes"), null=True, blank=True, editable=False
    )
    minutes_number = models.PositiveSmallIntegerField(
        _("number of the minutes"), null=True, blank=True, editable=False
    )
    minuted_at = models.DateTimeField(_("minutes issued at"), null=True, blank=True, editable=False)
    minuted_by = models.CharField(_("minutes issued by"), max_length=200, blank=True, editable=False)

    history = tracked(m2m_fields=[invited])
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint meeting")
        verbose_name_plural = _("joint meetings")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(name="meeting_of_half_year", fields=["year", "half", "serial"]),
            models.UniqueConstraint(name="minutes_number_once", fields=["minutes_year", "minutes_number"]),
            models.CheckConstraint(
                name="meeting_words_known",
                condition=models.Q(half__in=Half.values, state__in=MeetingState.values),
            ),
            models.CheckConstraint(
                name="meeting_year_plausible",
                condition=models.Q(year__gte=2000, year__lte=2100),
                violation_error_message=_("The year lies between 2000 and 2100."),
            ),
            models.CheckConstraint(
                name="minutes_issued_complete",
                condition=~models.Q(state=MeetingState.MINUTED)
                | models.Q(
                    minutes_year__isnull=False, minutes_number__isnull=False, minuted_at__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Joint meeting, %(half)s of %(year)d") % {
            "half": self.get_half_display(),
            "year": self.year,
        } + (f" ({self.serial})" if self.serial > 1 else "")

    @property
    def official_name(self) -> str:
        """The name in papers, which are Chinese in either language."""
        half = "上半年" if self.half == Half.FIRST else "下半年"
        return f"{self.year}年{half}质量工作联席会议" + (f"（第{self.serial}次）" if self.serial > 1 else "")

    @property
    def is_ahead(self) -> bool:
        """Whether the agenda may still change."""
        return self.state in AHEAD

    @property
    def is_open(self) -> bool:
        """Whether attendance, decisions and minutes may still change."""
        return self.state == MeetingState.HELD

    @property
    def minutes_mark(self) -> str:
        """The number as the minutes bear it; empty before they are issued."""
        return f"〔{self.minutes_year}〕{self.minutes_number}号" if self.minutes_number else ""
