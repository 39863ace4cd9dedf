"""What changed since the last joint meeting: targets, its decisions, urging notices, what units did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from departments import news
from departments.meetings.queries import DecisionLine, decision_lines
from departments.models import Decision, Department, Meeting, UrgingNotice, User
from departments.models.meeting import AHEAD
from departments.news import News
from targets.progress import TargetProgress
from targets.rules import Light

ORDER = (Light.RED, Light.YELLOW, Light.GREEN)
"""Lights that can be compared, the worst first."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A target that shows another light or another figure than on the day of the meeting."""

    now: TargetProgress
    then: TargetProgress

    @property
    def has_turned(self) -> bool:
        """Whether the light is another one."""
        return self.now.light != self.then.light

    @property
    def course(self) -> str:
        """``better`` or ``worse`` where the lights tell, else empty."""
        if not self.has_turned or Light.UNKNOWN in (self.now.light, self.then.light):
            return ""
        return "better" if ORDER.index(self.now.light) > ORDER.index(self.then.light) else "worse"


@dataclass(frozen=True, slots=True)
class UnitNews:
    """What a unit did and what was found there."""

    unit: Department
    news: Sequence[News]


@dataclass(frozen=True, slots=True)
class Urged:
    """A unit that was urged on a task: the latest notice, and how many there were."""

    latest: UrgingNotice
    times: int


@dataclass(frozen=True, slots=True)
class SinceMeeting:
    """Everything that changed from the day after a meeting up to the day shown."""

    meeting: Meeting
    turns: Sequence[Turn]
    decisions: Sequence[DecisionLine]
    notices: Sequence[UrgingNotice]
    departments: Sequence[UnitNews]
    townships: Sequence[UnitNews]

    @property
    def turned(self) -> list[Turn]:
        """The targets with another light."""
        return [turn for turn in self.turns if turn.has_turned]

    @property
    def moved(self) -> list[Turn]:
        """The targets with the same light and another figure."""
        return [turn for turn in self.turns if not turn.has_turned]

    @property
    def urged(self) -> list[Urged]:
        """The notices by task and unit, the latest first; a graver one that followed is not named again."""
        found: dict[tuple[int, int], list[UrgingNotice]] = {}
        for notice in self.notices:
            found.setdefault((notice.task_id, notice.department_id), []).append(notice)
        return [Urged(notices[0], len(notices)) for notices in found.values()]

    @property
    def done(self) -> int:
        """How many decisions are carried out."""
        return sum(line.light == "good" for line in self.decisions)

    @property
    def late(self) -> int:
        """How many decisions are overdue."""
        return sum(line.light == "bad" for line in self.decisions)


def last_meeting(user: User, on: date) -> Meeting | None:
    """Return the last meeting held by a day that the person may see."""
    meetings = Meeting.objects.visible_to(user).exclude(state__in=AHEAD)
    return meetings.filter(held_on__lte=on).order_by("-held_on", "-pk").first()


def since_meeting(
    user: User, on: date, meeting: Meeting, turned: Sequence[Turn], units: Sequence[Department], today: date
) -> SinceMeeting:
    """Return what changed from a meeting to a day.

    How far the decisions are is told of today, as everywhere.
    """
    decisions = Decision.objects.visible_to(user).filter(meeting=meeting).with_state().order_by("order", "pk")
    notices = UrgingNotice.objects.visible_to(user).filter(issued_on__gt=meeting.held_on, issued_on__lte=on)
    told = news.gather(meeting.held_on + timedelta(days=1), on) if on > meeting.held_on else {}
    heard = [UnitNews(unit, told[unit.pk]) for unit in units if unit.pk in told]
    return SinceMeeting(
        meeting=meeting,
        turns=turned,
        decisions=decision_lines(decisions, today),
        notices=list(notices.with_units().order_by("-issued_on", "-pk")),
        departments=[each for each in heard if not each.unit.is_township],
        townships=[each for each in heard if each.unit.is_township],
    )


def turns(rows: Sequence[TargetProgress], before: Sequence[TargetProgress]) -> list[Turn]:
    """Return the targets that stand otherwise than before; lights of an earlier year were that year's."""
    then = {row.target.pk: row for row in before}
    pairs = [Turn(row, then[row.target.pk]) for row in rows if row.target.pk in then]
    return [turn for turn in pairs if turn.has_turned or turn.now.actual_text != turn.then.actual_text]
