"""The procedure as a table (考核程序): what each step owes, who scores which column, the usual days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from assessments.models import Column, Stage
from assessments.rules import Words
from targets.rules import sentence


class Who(StrEnum):
    """What a person is to a score: of the unit, of the department that scores, or of the office."""

    UNIT = "unit"
    SCORER = "scorer"
    OFFICE = "office"


ANY_SCORER: Final = frozenset({Who.SCORER, Who.OFFICE})
ONLY_OFFICE: Final = frozenset({Who.OFFICE})


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table: what must be there before the step ends, who scores meanwhile, its usual days.

    ``days`` are the days after the period's end (before it: negative) on which the step begins and is due.
    """

    needs: tuple[str, ...] = ()
    scores: Mapping[str, frozenset[Who]] = field(default_factory=dict)
    unit_may: frozenset[str] = frozenset()
    days: tuple[int, int] | None = None


STEPS: Final[dict[str, Step]] = {
    # A scheme whose procedure was never opened is scored by the office alone.
    Stage.DRAFT: Step(needs=("criteria", "adopted"), scores={Column.FINAL: ONLY_OFFICE}),
    Stage.FILING: Step(needs=("filed",), unit_may=frozenset({"file"}), days=(-275, -245)),
    Stage.SELF: Step(
        needs=("handed_in",),
        scores={Column.SELF: frozenset({Who.UNIT, Who.OFFICE})},
        unit_may=frozenset({"assess"}),
        days=(1, 15),
    ),
    Stage.DOCUMENT: Step(
        needs=("reviewed", "explained"), scores={Column.DOCUMENT: ANY_SCORER}, days=(16, 35)
    ),
    Stage.ONSITE: Step(
        needs=("drawn", "visited", "explained"), scores={Column.ONSITE: ANY_SCORER}, days=(36, 50)
    ),
    Stage.OVERALL: Step(needs=("scored", "explained"), scores={Column.FINAL: ONLY_OFFICE}, days=(51, 60)),
    Stage.LEADING_GROUP: Step(needs=("decided",), scores={Column.FINAL: ONLY_OFFICE}, days=(61, 75)),
    Stage.PUBLISHED: Step(days=(76, 80)),
    Stage.RECTIFICATION: Step(days=(81, 110)),
    Stage.CLOSED: Step(),
}
"""The steps in order; the office alone moves an assessment from one to the next."""

ORDER: Final = tuple(STEPS)
BY_HAND: Final = frozenset(
    {Stage.FILING, Stage.SELF, Stage.DOCUMENT, Stage.ONSITE, Stage.OVERALL, Stage.LEADING_GROUP}
)
"""Steps that are entered by moving on; publication and what follows have actions of their own."""

NEEDS: Final[dict[str, tuple[Words, bool]]] = {
    "criteria": (_("The scheme has no criteria yet."), True),
    "adopted": (_("The scheme has not been adopted yet."), False),
    "filed": (_("Units that have not filed their targets: %(n)d."), False),
    "handed_in": (_("Units that have not handed in their self-assessment: %(n)d."), False),
    "reviewed": (_("Scores still owed by the document review: %(n)d."), False),
    "explained": (_("Scores that take points away without a reason: %(n)d."), True),
    "drawn": (_("No units have been drawn for the on-site check."), True),
    "visited": (_("Drawn units that have not been visited: %(n)d."), False),
    "scored": (_("Scores still missing: %(n)d."), True),
    "decided": (_("The leading group's decision has not been recorded."), True),
}
"""What may be missing, in words, and whether it keeps the step from ending even with a reason."""


def following(stage: str) -> str:
    """Return the step after one, empty after the last that is entered by hand."""
    place = ORDER.index(Stage(stage)) + 1
    return str(ORDER[place]) if place < len(ORDER) and ORDER[place] in BY_HAND else ""


def preceding(stage: str) -> str:
    """Return the step one may go back to, empty where there is none."""
    return str(ORDER[ORDER.index(Stage(stage)) - 1]) if stage in BY_HAND - {Stage.FILING} else ""


def missing_before_next(stage: str, found: Mapping[str, int]) -> dict[str, Words]:
    """Return what is missing before a step may end; ``found`` counts by need what is not there."""
    return {
        need: sentence(NEEDS[need][0], n=found[need]) for need in STEPS[stage].needs if found.get(need, 0)
    }


def is_binding(missing: Iterable[str]) -> bool:
    """Whether something is missing that no reason makes up for."""
    return any(NEEDS[need][1] for need in missing)


def may_score(stage: str, column: str, who: Iterable[str]) -> bool:
    """Whether one who is this to a score may fill a column at a step."""
    return not STEPS[stage].scores.get(column, frozenset()).isdisjoint(who)


def column_of(stage: str) -> str:
    """Return the column that is filled at a step, empty where none is."""
    return next((str(column) for column in STEPS[stage].scores), "")


def proposed_days(period_end: date, today: date) -> dict[str, tuple[date, date]]:
    """Return the days on which each step begins and is due; what would be past is moved up to today."""
    found: dict[str, tuple[date, date]] = {}
    earliest = today
    for stage, step in STEPS.items():
        if step.days is None:
            continue
        first, last = (period_end + timedelta(days=days) for days in step.days)
        begins = max(first, earliest)
        due = max(last, begins + timedelta(days=step.days[1] - step.days[0]))
        found[stage] = (begins, due)
        earliest = begins
    return found
