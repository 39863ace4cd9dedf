"""The form of the page that tries out goals and figures; everything stands in the address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from targets.models import Grade
from targets.progress import TargetProgress
from targets.what_if import Supposition, takes_a_figure

LARGEST = Decimal(10) ** 9 - 1
"""A goal or a step beyond this no target has; see the constraints of `targets.models.Goal`."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The form's fields of one target: goal and step, or the grade."""

    goal: BoundField | None
    added: BoundField | None
    grade: BoundField | None

    @property
    def shown(self) -> list[BoundField]:
        """The fields there are."""
        return [field for field in (self.goal, self.added, self.grade) if field is not None]


class WhatIfForm(forms.Form):
    """What the office supposes of each target."""

    def __init__(self, data: QueryDict, *, rows: Sequence[TargetProgress]) -> None:
        super().__init__(data)
        self.rows = rows
        for row in rows:
            self._offer(row)
        self.is_valid()

    def _offer(self, row: TargetProgress) -> None:
        """Add the fields of a target."""
        code, label = row.target.code, {"target": row.target.label}
        if not takes_a_figure(row):
            choices = [("", "—"), *Grade.choices]
            name = _("Supposed grade of %(target)s") % label
            self.fields[f"grade-{code}"] = forms.ChoiceField(label=name, choices=choices, required=False)
            return
        name = _("Supposed goal of %(target)s") % label
        self.fields[f"goal-{code}"] = _number(name, Decimal(0))
        name = _("More or less of %(target)s") % label
        self.fields[f"added-{code}"] = _number(name, -LARGEST)

    def fields_of(self, row: TargetProgress) -> Fields:
        """Return the bound fields of a target."""
        names = (f"{kind}-{row.target.code}" for kind in ("goal", "added", "grade"))
        return Fields(*(self[name] if name in self.fields else None for name in names))

    @property
    def supposed(self) -> dict[str, Supposition]:
        """What is supposed, by the target's code; what does not fit is told beside its field and left out."""
        return dict(self._supposed())

    def _supposed(self) -> Iterator[tuple[str, Supposition]]:
        given: dict[str, Any] = self.cleaned_data
        for row in self.rows:
            code = row.target.code
            yield (
                code,
                Supposition(
                    given.get(f"goal-{code}"), given.get(f"added-{code}"), given.get(f"grade-{code}") or ""
                ),
            )


def _number(label: str, least: Decimal) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=least, max_value=LARGEST, max_digits=14, decimal_places=4
    )
