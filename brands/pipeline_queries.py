"""The board of the cultivation pipeline: its columns and cards."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from brands.models import Candidate
from brands.models.candidate import CandidateQuerySet
from brands.pipeline_rules import Stage

if TYPE_CHECKING:
    from departments.models import User

SHOWN = 20
"""Cards a column shows; the list has them all."""


FORMS = {Stage.AWARDED: "brands:candidate_award", Stage.NOT_AWARDED: "brands:candidate_refuse"}
"""Stages that ask for more than a click: the record of the award, the reason why there is none."""


@dataclass(frozen=True, slots=True)
class Step:
    """A move the person may make; ``form_url`` is the form it leads to, empty where it is one click."""

    stage: Stage
    form_url: str
    is_back: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A candidate with the moves the person may make."""

    candidate: Candidate
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Lane:
    """A stage of the board with how many candidates it has, and its first cards."""

    stage: Stage
    total: int
    cards: list[Card]

    @property
    def hidden(self) -> int:
        """How many candidates the lane does not show."""
        return self.total - len(self.cards)


def steps_of(candidate: Candidate, user: "User") -> list[Step]:
    """Return the moves the person may make with a candidate."""
    order = Stage.values.index
    return [
        Step(
            stage,
            reverse(FORMS[stage], args=[candidate.pk]) if stage in FORMS else "",
            order(stage) < order(candidate.stage),
        )
        for stage in candidate.moves_for(user)
    ]


def board(rows: CandidateQuerySet, user: "User") -> list[Lane]:
    """Return a lane per stage in two questions: the totals, and each lane's first cards."""
    totals = dict(rows.order_by().values_list("stage").annotate(number=Count("*")))
    place = Window(RowNumber(), partition_by=F("stage"), order_by=["planned_year", "pk"])
    first = rows.with_units().annotate(place=place).filter(place__lte=SHOWN)
    cards: dict[str, list[Card]] = {stage: [] for stage in Stage.values}
    for candidate in first.order_by("planned_year", "pk"):
        cards[candidate.stage].append(Card(candidate, steps_of(candidate, user)))
    return [Lane(stage, totals.get(stage.value, 0), cards[stage]) for stage in Stage]
