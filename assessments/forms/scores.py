"""The grid of scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import actions
from assessments.actions import Entered
from assessments.models import Column, Criterion, Rule, Scheme, Score
from assessments.rules import Words
from assessments.scoring import UnitTotal
from departments.models import Department
from quality_portal.lib import text
from quality_portal.lib.numbers import NumberError, format_decimal, parse_decimal

DECIMALS = 2


class PointsField(forms.CharField):
    """Points as people type them: full-width digits are understood, at most two decimals."""

    def __init__(self, *, full: Decimal, **kwargs: Any) -> None:
        self.full = full
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "10"}
        super().__init__(required=False, max_length=10, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """Return the points, None where nothing was entered."""
        try:
            points = parse_decimal(super().clean(value))
        except NumberError as error:
            raise ValidationError(str(error)) from error
        if points is None:
            return None
        if not 0 <= points <= self.full or points != round(points, DECIMALS):
            full = format_decimal(self.full)
            raise ValidationError(
                _("Enter points from 0 to %(full)s, with at most two decimals.") % {"full": full}
            )
        return points


class ReasonField(forms.CharField):
    """A reason in one line."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": gettext_lazy("Reason for lost points")}
        super().__init__(required=False, max_length=300, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        """Return the reason in the form texts are kept in."""
        try:
            return text.clean(super().clean(value))
        except text.TextError as error:
            raise ValidationError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of the grid, or the computed points where a person has nothing to enter."""

    criterion: Criterion
    unit: Department
    score: Score | None
    computed: Decimal | None
    note: Words = ""

    @property
    def key(self) -> str:
        """The part of the field names that tells the cells apart."""
        return f"{self.criterion.pk}-{self.unit.pk}"

    @property
    def is_open(self) -> bool:
        """Whether a person scores it: by the scheme, or because records give no score."""
        return self.criterion.rule == Rule.MANUAL or self.computed is None or self.score is not None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its bound fields; without fields it shows computed points."""

    cell: Cell
    points: BoundField | None = None
    reason: BoundField | None = None
    version: BoundField | None = None


class ScoreGrid(forms.Form):
    """All scores of a scheme that people enter, on one page; what was typed stays when something is wrong."""

    def __init__(self, scheme: Scheme, totals: Sequence[UnitTotal], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        self.criteria = list(scheme.criteria.all())
        scores = {
            (score.criterion_id, score.unit_id): score
            for score in Score.objects.filter(criterion__scheme=scheme, column=Column.FINAL).select_related(
                "scored_by"
            )
        }
        self.cells = [
            [self._cell(criterion, total, scores) for criterion in self.criteria]
            for total in sorted(totals, key=lambda total: (total.unit.order, total.unit.code))
        ]
        for cell in self._open_cells():
            self._add_fields(cell)

    @staticmethod
    def _cell(criterion: Criterion, total: UnitTotal, scores: dict[tuple[int, int], Score]) -> Cell:
        score = scores.get((criterion.pk, total.unit.pk))
        line = total.line(criterion.code)
        computed = line.proposed if line else None
        needs_reason = criterion.rule != Rule.MANUAL and line is not None
        return Cell(
            criterion, total.unit, score, computed, line.trace.formula if line and needs_reason else ""
        )

    def _open_cells(self) -> Iterator[Cell]:
        return (cell for row in self.cells for cell in row if cell.is_open)

    def _add_fields(self, cell: Cell) -> None:
        score = cell.score
        names = {"unit": cell.unit.label, "criterion": cell.criterion.label}
        self.fields[f"points-{cell.key}"] = PointsField(
            full=cell.criterion.points,
            label=_("%(unit)s, %(criterion)s: points") % names,
            initial=format_decimal(score.points) if score else "",
        )
        self.fields[f"reason-{cell.key}"] = ReasonField(
            label=_("%(unit)s, %(criterion)s: reason") % names, initial=score.reason if score else ""
        )
        self.fields[f"version-{cell.key}"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=score.version if score else None
        )

    @property
    def rows(self) -> list[tuple[Department, list[GridCell]]]:
        """The grid as it is drawn: a row per unit, a cell per criterion."""
        return [(row[0].unit, [self._drawn(cell) for cell in row]) for row in self.cells if row]

    def _drawn(self, cell: Cell) -> GridCell:
        if not cell.is_open:
            return GridCell(cell)
        return GridCell(cell, *(self[f"{name}-{cell.key}"] for name in ("points", "reason", "version")))

    def clean(self) -> dict[str, Any]:
        """Compare every changed cell with what is stored now, and check what it needs."""
        for cell in self._open_cells():
            self._check(cell)
        return self.cleaned_data

    def _check(self, cell: Cell) -> None:
        points, reason = (
            self.cleaned_data.get(f"points-{cell.key}"),
            self.cleaned_data.get(f"reason-{cell.key}", ""),
        )
        name = f"points-{cell.key}"
        if name in self.errors or not self._is_changed(cell):
            return
        if points is None:
            said = (
                _("A score can be changed, but not emptied.")
                if cell.score
                else _("Enter the points as well.")
            )
            self.add_error(name, said)
        elif cell.score and cell.score.version != self.cleaned_data.get(f"version-{cell.key}"):
            self.add_error(
                name,
                _("%(by)s has entered %(points)s in the meantime. Reload the page to see it.")
                % {"by": cell.score.scored_by, "points": format_decimal(cell.score.points)},
            )
        else:
            entry = Entered(cell.criterion, cell.unit, points, reason)
            for field, message in actions.missing_for_score(self.scheme, entry).items():
                self.add_error(f"{field}-{cell.key}", str(message))

    def _is_changed(self, cell: Cell) -> bool:
        points, reason = (
            self.cleaned_data.get(f"points-{cell.key}"),
            self.cleaned_data.get(f"reason-{cell.key}"),
        )
        if cell.score is None:
            return points is not None or bool(reason)
        return (points, reason) != (cell.score.points, cell.score.reason)

    def entries(self) -> list[Entered]:
        """Return what was changed."""
        return [
            Entered(
                cell.criterion,
                cell.unit,
                self.cleaned_data[f"points-{cell.key}"],
                self.cleaned_data[f"reason-{cell.key}"],
                self.cleaned_data[f"version-{cell.key}"],
            )
            for cell in self._open_cells()
            if self._is_changed(cell)
        ]
