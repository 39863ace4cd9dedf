"""What the page of one case shows: the step line, what may follow, what may not and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from inspections.forms.cases import StepForm
from inspections.models import Case, CaseAction, Step
from inspections.queries.cases import LadderReader
from inspections.rules.clocks import years_unknown
from inspections.rules.ladder import Proceedings, Proposal
from inspections.rules.terms import DayUnit, Track


def is_main(step: Step) -> bool:
    """Tell whether a step belongs to the main line."""
    return step.track == Track.MAIN


@dataclass(frozen=True, slots=True)
class Rung:
    """A step on the line: taken (with its action), next, left behind without being taken, or ahead."""

    step: Step
    action: CaseAction | None
    is_next: bool
    is_behind: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A step not yet taken, as stored and as judged; ``days_left`` is negative when it is late."""

    step: Step
    proposal: Proposal
    days_left: int | None

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed."""
        return self.days_left is not None and self.days_left < 0


@dataclass
class CaseSheet:
    """A case on its ladder on a day."""

    case: Case
    reader: LadderReader
    today: date

    @cached_property
    def proceedings(self) -> Proceedings:
        """The case as the rules see it."""
        return self.reader.of(self.case)

    @cached_property
    def steps(self) -> dict[str, Step]:
        """The ladder's steps by code."""
        return self.reader.steps(self.case.ladder_id)

    @cached_property
    def actions(self) -> list[CaseAction]:
        """Every step entered, withdrawn ones included, in the order of their days."""
        return list(self.case.actions.select_related("step", "entered_by").order_by("taken_on", "pk"))

    @property
    def last_action(self) -> CaseAction | None:
        """The step entered last, the only one that can be withdrawn."""
        valid = [action for action in self.actions if action.withdrawn_at is None]
        return max(valid, key=lambda action: action.pk, default=None)

    @cached_property
    def options(self) -> list[Option]:
        """The steps not yet taken."""
        return [self._option(proposal) for proposal in self.proceedings.proposals(self.today)]

    def _option(self, proposal: Proposal) -> Option:
        days_left = (proposal.latest - self.today).days if proposal.latest else None
        return Option(self.steps[proposal.step.code], proposal, days_left)

    @property
    def lawful(self) -> list[Option]:
        """The steps that may be taken now, the main line first."""
        found = [option for option in self.options if option.proposal.is_lawful]
        return sorted(found, key=lambda option: option.step.track != Track.MAIN)

    @property
    def forbidden(self) -> list[Option]:
        """The steps that may not be taken now, with the reasons."""
        return [option for option in self.options if not option.proposal.is_lawful]

    @property
    def line(self) -> list[Rung]:
        """The main line in its order."""
        return list(self._rungs())

    def _rungs(self) -> Iterator[Rung]:
        taken = {action.step_id: action for action in self.actions if action.withdrawn_at is None}
        reached = {option.step.pk for option in self.options if option.proposal.is_reached}
        last = max(
            (step.order for step in self.steps.values() if step.pk in taken and is_main(step)), default=0
        )
        for step in filter(is_main, self.steps.values()):
            if step.is_active or step.pk in taken:
                is_behind = self.case.closed_on is not None or step.order < last
                yield Rung(step, taken.get(step.pk), step.pk in reached, is_behind)

    @property
    def open_duties(self) -> list[Option]:
        """What runs beside the main line and keeps the case open, with its last day."""
        codes = {duty.code for duty in self.proceedings.open_duties()}
        return [option for option in self.options if option.step.code in codes]

    @property
    def years_without_calendar(self) -> list[int]:
        """The years whose holidays are missing though working days of this case fall into them."""
        facts = [option.proposal for option in self.options if option.step.unit == DayUnit.WORKING]
        days = [day for each in facts for day in (each.earliest, each.latest) if day and each.is_reached]
        return years_unknown(days, self.reader.calendar)

    def proposal(self, step: Step) -> Option:
        """Return how a step is judged today."""
        return self._option(self.proceedings.judge(self.proceedings.by_code[step.code], self.today))

    def form(self, step: Step, *arguments: Any) -> StepForm:
        """Return the form of a step."""
        return StepForm(
            *arguments,
            step=step,
            proceedings=self.proceedings,
            version=self.case.version,
            today=self.today,
        )

    def forms(self) -> list[tuple[Option, StepForm]]:
        """Return the lawful steps with their forms."""
        return [(option, self.form(option.step)) for option in self.lawful]
