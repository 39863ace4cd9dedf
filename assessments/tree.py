"""The tree of a scheme's criteria: its order, and how headings follow from their parts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from assessments.lines import Line
from assessments.models import Criterion, CriterionKind, Rule
from assessments.rules import Frame, Hand, Scored, Trace, composite, pairs, sum_of_parts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a unit has for a criterion: what counts, what the rule proposed, and what people entered."""

    counted: Scored
    proposed: Decimal | None = None
    hands: Mapping[str, Hand] = field(default_factory=dict)


def frame_of(criterion: Criterion) -> Frame:
    """Return what a criterion allows."""
    return Frame(
        criterion.points,
        deducts=criterion.kind == CriterionKind.DEDUCTION,
        is_open=criterion.kind in (CriterionKind.BONUS, CriterionKind.DEDUCTION) and not criterion.points,
    )


class Tree:
    """A scheme's criteria as a tree, each heading before its parts."""

    def __init__(self, criteria: Sequence[Criterion]) -> None:
        self._parts: dict[int | None, list[Criterion]] = defaultdict(list)
        for criterion in criteria:
            self._parts[criterion.parent_id].append(criterion)
        self.order = list(self._walk(None, 0))
        self.leaves = [criterion for criterion, _depth in self.order if not self.is_heading(criterion)]
        self._codes = {criterion.pk: criterion.code for criterion in criteria}

    def _walk(self, parent: int | None, depth: int) -> Iterator[tuple[Criterion, int]]:
        for criterion in self._parts[parent]:
            yield criterion, depth
            if criterion.pk in self._parts:
                yield from self._walk(criterion.pk, depth + 1)

    def is_heading(self, criterion: Criterion) -> bool:
        """Whether a criterion has parts."""
        return criterion.pk in self._parts

    def lines(self, outcomes: Mapping[int, Outcome], scorers: Mapping[int, str]) -> tuple[Line, ...]:
        """Return a unit's lines in the order of the tree; headings follow from their parts."""
        found: dict[int, Line] = {}
        for criterion, depth in reversed(self.order):
            if self.is_heading(criterion):
                parts = [found[part.pk] for part in self._parts[criterion.pk]]
                outcome = Outcome(_heading(criterion, parts))
            else:
                outcome = outcomes[criterion.pk]
            found[criterion.pk] = self._line(criterion, depth, outcome, scorers)
        return tuple(found[criterion.pk] for criterion, _depth in self.order)

    def _line(self, criterion: Criterion, depth: int, outcome: Outcome, scorers: Mapping[int, str]) -> Line:
        return Line(
            code=criterion.code,
            name=criterion.label,
            full=criterion.points,
            points=outcome.counted.points,
            trace=outcome.counted.trace,
            rule=criterion.rule,
            evidence=criterion.evidence,
            clause=criterion.clause,
            criterion=criterion.pk,
            parent=self._codes.get(criterion.parent_id, "") if criterion.parent_id else "",
            depth=depth,
            is_heading=self.is_heading(criterion),
            kind=str(criterion.kind),
            is_key=criterion.is_key,
            proposed=outcome.proposed,
            columns={column: hand.points for column, hand in outcome.hands.items()},
            reasons={column: hand.reason for column, hand in outcome.hands.items() if hand.reason},
            scored_by=scorers.get(criterion.scored_by_id or 0, ""),
            standard=criterion.standard,
        )


def _heading(criterion: Criterion, parts: Sequence[Line]) -> Scored:
    """Add up a heading's parts, or weigh them where its rule says so."""
    frame = frame_of(criterion)
    if criterion.kind == CriterionKind.VETO:
        return not_counted()
    if criterion.rule == Rule.COMPOSITE:
        shares = {
            part.code: None if part.points is None else part.points / part.full for part in parts if part.full
        }
        return composite(frame, pairs(criterion.params, "weights"), shares)
    return sum_of_parts(frame, [(f"{part.code} {part.name}", part.points) for part in parts])


def not_counted() -> Scored:
    """Return what a veto item has: no points, whatever happens."""
    text = _("A veto item gives no points; it can force the grade.")
    return Scored(Decimal(0), Trace(text))


def nothing_entered() -> Scored:
    """Return what a bonus or an extra deduction has before anything is entered or found."""
    return Scored(Decimal("0.00"), Trace(_("Nothing to count has been found; 0 points.")))
