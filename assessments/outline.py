"""The criteria of a scheme as a table: heads that span their parts, sums, and what does not add up."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from assessments.models import Criterion, CriterionKind, Rule
from assessments.rules import describe, params_error
from quality_portal.lib.numbers import format_decimal

FULL: Final = Decimal(100)
"""The points of a whole scheme (百分制)."""


@dataclass(slots=True)
class Node:
    """A criterion in its tree: ``span`` is how many leaves stand below it, itself where it is one."""

    criterion: Criterion
    depth: int
    parts: list["Node"] = field(default_factory=list)
    warning: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the criterion has parts."""
        return bool(self.parts)

    @property
    def span(self) -> int:
        """How many rows of the table it takes."""
        return sum(part.span for part in self.parts) or 1

    @property
    def total(self) -> Decimal:
        """What the scored parts come to."""
        return scored_sum(part.criterion for part in self.parts)

    @property
    def rule_words(self) -> str:
        """The rule as a sentence; empty where a person decides freely or its parameters do not fit."""
        criterion = self.criterion
        if criterion.rule == Rule.MANUAL or params_error(criterion.rule, criterion.params):
            return ""
        return describe(criterion.rule, criterion.params)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table: the heads that begin in it, and the leaf with the columns its name spans."""

    heads: tuple[Node, ...]
    leaf: Node
    width: int


def scored_sum(criteria: Iterator[Criterion] | Sequence[Criterion]) -> Decimal:
    """Return what the scored ones of the criteria come to."""
    return sum((each.points for each in criteria if each.kind == CriterionKind.SCORED), Decimal(0))


class Outline:
    """A scheme's criteria in the order of the tree, with sentences about sums that do not come out."""

    def __init__(self, criteria: Sequence[Criterion]) -> None:
        below: dict[int | None, list[Criterion]] = defaultdict(list)
        for criterion in criteria:
            below[criterion.parent_id].append(criterion)
        self.tops = _grown(below, None, 0)
        self.nodes = list(_walk(self.tops))
        self.warnings = [node.warning for node in self.nodes if node.warning]
        self.total = scored_sum([node.criterion for node in self.tops])
        if self.total != FULL:
            text = _("The scored criteria at the top come to %(total)s points, not %(full)s.")
            self.warnings.append(text % {"total": format_decimal(self.total), "full": format_decimal(FULL)})

    @property
    def depth(self) -> int:
        """How many levels the tree has, at least one."""
        return max((node.depth for node in self.nodes), default=0) + 1

    @property
    def leaves(self) -> list[Node]:
        """The criteria that are scored themselves."""
        return [node for node in self.nodes if not node.is_heading]

    @property
    def rows(self) -> list[TableRow]:
        """The table, a row per leaf."""
        rows: list[TableRow] = []
        heads: list[Node] = []
        for node in self.nodes:
            if node.is_heading:
                heads.append(node)
            else:
                rows.append(TableRow(tuple(heads), node, self.depth - node.depth))
                heads = []
        return rows

    def below(self, pk: int) -> set[int]:
        """Return the keys of a criterion and of everything below it."""
        return {each.criterion.pk for node in self.nodes if node.criterion.pk == pk for each in _walk([node])}


def _grown(below: dict[int | None, list[Criterion]], parent: int | None, depth: int) -> list[Node]:
    nodes = []
    for criterion in below[parent]:
        parts = _grown(below, criterion.pk, depth + 1) if criterion.pk in below else []
        node = Node(criterion, depth, parts)
        node.warning = _sum_warning(node)
        nodes.append(node)
    return nodes


def _walk(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.parts)


def _sum_warning(node: Node) -> str:
    """Say that the parts of a heading do not come to its points; a composite weighs them instead."""
    criterion = node.criterion
    is_summed = criterion.kind == CriterionKind.SCORED and criterion.rule != Rule.COMPOSITE
    if not node.parts or not is_summed or node.total == criterion.points:
        return ""
    return _("“%(name)s” has %(points)s points, but its parts come to %(total)s.") % {
        "name": criterion.label,
        "points": format_decimal(criterion.points),
        "total": format_decimal(node.total),
    }
