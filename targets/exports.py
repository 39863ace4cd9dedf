"""Progress as JSON for scripts and as a table for a terminal."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from quality_portal.lib.numbers import format_decimal
from targets.progress import TargetProgress


def as_json(year: int, as_of: date, rows: Sequence[TargetProgress]) -> dict[str, Any]:
    """Return the progress of a year as the contract of ``progress --json`` has it; decimals are strings."""
    return {"year": year, "as_of": as_of.isoformat(), "targets": [_target(row) for row in rows]}


def _target(row: TargetProgress) -> dict[str, Any]:
    forecast = row.forecast
    return {
        "code": row.target.code,
        "name": row.target.name,
        "sector": row.target.sector,
        "goal": row.goal_text,
        "actual": row.grade or _number(row.actual, row.target.decimals),
        "attainment": _number(row.attainment, 2),
        "light": row.light.value,
        "forecast": forecast
        and {"year": forecast.year, "low": format(forecast.low, "f"), "high": format(forecast.high, "f")},
        "records": row.figure.records,
    }


def _number(value: Decimal | None, places: int) -> str | None:
    return None if value is None else format_decimal(value, places)


def as_table(rows: Sequence[TargetProgress]) -> str:
    """Return the progress as text in columns; a Chinese character takes two places."""
    heads = (_("Code"), _("Target"), _("Goal"), _("Actual"), _("Attained"), _("State"), _("Forecast"))
    lines = [tuple(str(head) for head in heads), *(_cells(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(
        "  ".join(_pad(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cells(row: TargetProgress) -> tuple[str, ...]:
    attained = "—" if row.attainment is None else f"{format_decimal(row.attainment, 2)}%"
    return (
        row.target.code,
        row.target.label,
        row.goal_text or "—",
        row.actual_text,
        attained,
        str(row.light.label),
        row.forecast_text or "—",
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
