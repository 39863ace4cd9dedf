"""The table of units by targets, as a page shows it and as a workbook holds it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from departments.models import Department
from quality_portal.lib.lists import ListForm
from quality_portal.lib.numbers import rate
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table
from targets.contributions import Contributed, Share
from targets.forms import ANY, MomentForm
from targets.models import OverUnits, Sector


class ContributionForm(MomentForm, ListForm[Any]):
    """Narrows the table of contributions."""

    TOWNSHIPS, DEPARTMENTS = "townships", "departments"

    sector = forms.ChoiceField(label=_("part of the plan"), required=False, choices=[ANY, *Sector.choices])
    units = forms.ChoiceField(
        label=_("units"),
        required=False,
        choices=[ANY, (TOWNSHIPS, _("townships")), (DEPARTMENTS, _("departments"))],
    )

    field_order = ("year", "as_of", "sector", "units")

    @property
    def is_filtered(self) -> bool:
        """Whether the reader narrowed the table; choosing year and day leaves it whole."""
        return bool(self.value("sector") or self.value("units"))

    def narrowed(self, units: Iterable[Department]) -> list[Department]:
        """Return the units asked for."""
        asked = self.value("units")
        return [unit for unit in units if not asked or unit.is_township == (asked == self.TOWNSHIPS)]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What one unit gives to each target, in the targets' order; None where it has no part in it."""

    unit: Department
    shares: tuple[Share | None, ...]


def matrix(found: Sequence[Contributed], units: Iterable[Department]) -> list[UnitLine]:
    """Return a line for every unit that has a part in any of the targets."""
    lines = [UnitLine(unit, tuple(each.of(unit) for each in found)) for unit in units]
    return [line for line in lines if any(line.shares)]


def contribution_table(
    found: Sequence[Contributed], units: Sequence[Department], on: date, year: int
) -> Table:
    """Return the contributions as a table, a row for each unit and target and one for all units."""
    columns = [
        Column("年度", "integer"),
        Column("数据截至", "date"),
        Column("目标编号"),
        Column("目标", width=32),
        Column("计量单位"),
        Column("单位", width=28),
        Column("角色"),
        Column("数值", "number"),
        Column("分子", "number"),
        Column("分母", "number"),
        Column("记录数", "integer"),
        Column("占全县比重", "percent"),
        Column("汇总口径", width=30),
    ]
    return Table("目标贡献表", columns, _lines(found, set(units), on, year))


def _lines(
    found: Sequence[Contributed], units: set[Department], on: date, year: int
) -> Iterator[list[OutCell]]:
    for each in found:
        target = each.row.target
        head: list[OutCell] = [year, on, target.code, target.name, target.unit]
        for share in each.shares:
            if share.unit is None or share.unit in units:
                figure = share.figure
                yield [
                    *head,
                    share.unit.name if share.unit else "",
                    share.part_label,
                    *([None] * 4 if figure is None else _numbers(figure)),
                    _percentage(each, share),
                    each.rule_label,
                ]
        yield [*head, "合计", "", *_numbers(each.total), None, each.rule_label]


def _numbers(figure: Any) -> list[OutCell]:
    return [figure.value, figure.numerator, figure.denominator, figure.records]


def _percentage(each: Contributed, share: Share) -> Decimal | None:
    """A unit's part of the whole where figures are added up; of percentages there is none."""
    if each.row.target.rolls_up_by != OverUnits.SUM or share.figure is None:
        return None
    whole = each.total.value
    return rate(share.figure.value, whole) if whole else None
