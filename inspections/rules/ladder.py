"""The ladder of sanctions (产品质量法 Art. 17 and SAMR Order 18 Art. 44–49): which step may follow, and when.

Steps are data. What is fixed here is how they are read: the main line goes from step to step, the other
lines run beside it; a step before its first day is refused, after its last day it is late, or lapsed
where it is a party's right; nothing closes a case while something is open.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inspections.rules.clocks import WorkCalendar, days_later, working_days_later
from inspections.rules.terms import AUTHORITIES, FAILURES, Authority, DayUnit, Outcome, Start, Track


@dataclass(frozen=True, slots=True)
class Requirement:
    """A former step with the outcome it must have had; an empty outcome is any."""

    step: str
    outcome: str = ""

    def accepts(self, outcome: str) -> bool:
        """Tell whether the former step's outcome is the required one."""
        wanted = FAILURES if self.outcome == Outcome.FAIL else {self.outcome}
        return not self.outcome or outcome in wanted


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step of a ladder as the rules see it; ``name`` is only for sentences.

    One of ``after`` must hold. ``earliest`` and ``latest`` are day numbers counted from ``start``.
    ``hearing_days`` are the working days a party has to ask for a hearing (行政处罚法 Art. 63–64).
    """

    code: str
    name: str
    track: str = Track.MAIN
    after: tuple[Requirement, ...] = ()
    start: str = Start.OPENING
    counted_from: str = ""
    earliest: int | None = None
    latest: int | None = None
    unit: str = DayUnit.CALENDAR
    follows_deadline: bool = False
    lapses: bool = False
    is_mandatory: bool = False
    closes: bool = False
    hearing_days: int | None = None
    authority: str = Authority.COUNTY
    fields: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """A step taken; ``deadline_on`` is the day its document set for what must follow."""

    step: str
    taken_on: date
    outcome: str = Outcome.DONE
    deadline_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case: the days of its check (``begun_on`` the first) and opening, whose check it was, the steps."""

    published_on: date
    opened_on: date
    field: str
    level: str
    actions: tuple[ActionFacts, ...] = ()
    is_closed: bool = False
    begun_on: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step not yet taken: its first and last day, and in words what stands against it on the day asked.

    ``is_reached`` tells that the former steps are there, though its first day may lie ahead.
    """

    step: StepFacts
    earliest: date | None = None
    latest: date | None = None
    blockers: tuple[str, ...] = ()
    is_reached: bool = False

    @property
    def is_lawful(self) -> bool:
        """Whether the step may be taken on the day asked."""
        return not self.blockers

    def is_late(self, on: date) -> bool:
        """Tell whether the step's last day has passed."""
        return self.latest is not None and on > self.latest


@dataclass(frozen=True, slots=True)
class Proceedings:
    """A case on its ladder, asked what may follow."""

    steps: Sequence[StepFacts]
    case: CaseFacts
    calendar: WorkCalendar

    @property
    def taken(self) -> Mapping[str, ActionFacts]:
        """The steps taken, by code."""
        return {action.step: action for action in self.case.actions}

    @property
    def by_code(self) -> Mapping[str, StepFacts]:
        """The steps of the ladder, by code."""
        return {step.code: step for step in self.steps}

    def last_main(self) -> ActionFacts | None:
        """Return the last step taken on the main line; of one day's, the one entered last."""
        steps = self.by_code
        main = [action for action in self.case.actions if steps[action.step].track == Track.MAIN]
        return main[-1] if main else None

    def concerns(self, step: StepFacts) -> bool:
        """Tell whether the step is in force, for this kind of goods and this level of check."""
        return (
            step.is_active
            and (not step.fields or self.case.field in step.fields)
            and (not step.levels or self.case.level in step.levels)
        )

    def former(self, step: StepFacts) -> ActionFacts | None:
        """Return the action that makes the step possible; on the main line only the last step does."""
        last = self.last_main()
        for needed in step.after:
            action = self.taken.get(needed.step)
            if action is None or not needed.accepts(action.outcome):
                continue
            beside = Track.MAIN not in {step.track} & {self.by_code[needed.step].track}
            if beside or action is last:
                return action
        return None

    def is_reached(self, step: StepFacts) -> bool:
        """Tell whether the required former step is there; without one, the main line must not have begun."""
        if step.after:
            return self.former(step) is not None
        return step.track != Track.MAIN or self.last_main() is None

    def window(self, step: StepFacts) -> tuple[date | None, date | None]:
        """Return the step's first and last day; None where the law sets none, or its count has not begun."""
        former = self.taken.get(step.counted_from)
        start = {
            Start.OPENING: self.case.opened_on,
            Start.PUBLICATION: self.case.published_on,
            Start.STEP: former.taken_on if former else None,
        }[Start(step.start)]
        if start is None:
            return None, None
        earliest, latest = (
            None if days is None else days_later(start, days, step.unit, self.calendar)
            for days in (step.earliest, step.latest)
        )
        if step.follows_deadline and former and former.deadline_on:
            latest = min(former.deadline_on, latest) if latest else former.deadline_on
        if latest and step.lapses:
            # Civil Code Art. 203: a period ending on a day off ends on the next working day.
            latest = self.calendar.next_working(latest)
        return earliest, latest

    def is_overturned(self) -> bool:
        """Tell whether a re-test has overturned the result, after which the case can only be closed."""
        return any(action.outcome == Outcome.OVERTURNED for action in self.case.actions)

    def open_duties(self) -> list[StepFacts]:
        """Return the steps beside the main line that must be taken before the case can close."""
        return [
            step
            for step in self.steps
            if step.is_mandatory
            and step.code not in self.taken
            and self.concerns(step)
            and self.is_reached(step)
        ]

    def judge(self, step: StepFacts, on: date) -> Proposal:
        """Say whether a step may be taken on a day, and if not, why."""
        earliest, latest = self.window(step)
        reached = self.is_reached(step) and self.concerns(step) and not self.case.is_closed
        blockers = tuple(self._blockers(step, on, earliest, latest))
        return Proposal(step, earliest, latest, blockers, reached)

    def _blockers(
        self, step: StepFacts, on: date, earliest: date | None, latest: date | None
    ) -> Iterable[str]:
        if self.case.is_closed:
            yield _("The case is closed.")
            return
        if taken := self.taken.get(step.code):
            yield _("Already taken on %(day)s.") % {"day": taken.taken_on}
        if not self.concerns(step):
            yield _("This step does not concern this kind of goods or this level of check.")
        elif not self.is_reached(step):
            yield self._missing(step)
        elif self.is_overturned() and not step.closes and not step.is_mandatory:
            yield _("A re-test has overturned the result: the case can only be closed.")
        yield from self._day_blockers(step, on, earliest, latest)
        yield from self._closing_blockers(step)

    def _missing(self, step: StepFacts) -> str:
        """Say which former steps are missing."""
        if not step.after:
            return _("The proceedings have already begun.")
        names = []
        for needed in step.after:
            former = self.by_code[needed.step]
            if self.concerns(former):
                outcome = f" ({Outcome(needed.outcome).label})" if needed.outcome else ""
                names.append(f"{former.name}{outcome}")
        return _("Needed first: %(steps)s.") % {"steps": pgettext("list of steps", " or ").join(names)}

    def _day_blockers(
        self, step: StepFacts, on: date, earliest: date | None, latest: date | None
    ) -> Iterable[str]:
        first = max((day for day in (earliest, self.case.begun_on) if day), default=None)
        if first and on < first:
            yield _("Not before %(day)s.") % {"day": first}
        if latest and step.lapses and on > latest:
            yield _("The right lapsed after %(day)s.") % {"day": latest}

    def _closing_blockers(self, step: StepFacts) -> Iterable[str]:
        open_steps = [duty.name for duty in self.open_duties() if duty.code != step.code]
        if step.closes and open_steps:
            yield _("Still open: %(steps)s.") % {"steps": pgettext("list of steps", ", ").join(open_steps)}

    def proposals(self, on: date) -> list[Proposal]:
        """Return every step that has not been taken and concerns this case, with what stands against it."""
        untaken = (step for step in self.steps if step.code not in self.taken and self.concerns(step))
        return [self.judge(step, on) for step in untaken]

    def obligation(self) -> tuple[StepFacts, date] | None:
        """Return the step that is owed next and its last day; None where the law sets no day.

        A party's right (such as an objection) is nobody's obligation.
        """
        if self.case.is_closed:
            return None
        overturned = self.is_overturned()
        owed = []
        for step in self.steps:
            is_owed = step.is_mandatory or (step.track == Track.MAIN and not overturned)
            if is_owed and step.code not in self.taken and self.concerns(step) and self.is_reached(step):
                latest = self.window(step)[1]
                if latest and not step.lapses:
                    owed.append((latest, step))
        if not owed:
            return None
        latest, step = min(owed, key=lambda pair: pair[0])
        return step, latest

    def hearing_blocker(self, step: StepFacts, told_on: date | None, on: date) -> str | None:
        """Say what is missing of the right to a hearing, or None.

        Administrative Penalty Law (行政处罚法) Art. 63 and 64: the party is told and has 5 days, which are
        working days (Art. 85), to ask for a hearing; the decision comes after them.
        """
        if step.hearing_days is None:
            return None
        former = self.former(step)
        if told_on is None or (former and told_on < former.taken_on):
            return _("Tell the party of its right to a hearing first, and enter the day.")
        last = working_days_later(told_on, step.hearing_days, self.calendar)
        if on <= last:
            return _("The party may ask for a hearing until %(day)s; decide after that day.") % {"day": last}
        return None

    def deadline_limit(self, step: StepFacts, taken_on: date) -> tuple[bool, date | None]:
        """Tell whether the step's document sets a deadline for a later step, and its last lawful day."""
        for later in self.steps:
            if later.follows_deadline and later.counted_from == step.code:
                if later.latest is None:
                    return True, None
                return True, days_later(taken_on, later.latest, later.unit, self.calendar)
        return False, None


def authority_blocker(step: StepFacts, authority: str) -> str | None:
    """Say that the authority is too low for the step, or None."""
    if AUTHORITIES.index(Authority(authority)) >= AUTHORITIES.index(Authority(step.authority)):
        return None
    return _("Only the %(authority)s or one above it may take this step.") % {
        "authority": Authority(step.authority).label
    }
