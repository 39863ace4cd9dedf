"""Closing a year: figures are frozen as they stand, and shown beside what the records say since."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from quality_portal.lib.numbers import format_decimal, round_half_up
from targets.measures import Figure
from targets.models import FrozenFigure, Target, YearClosing
from targets.rules import Judgement, Light, Words, quantity, sentence

CHINESE, ENGLISH = "zh-hans", "en"
PLACES = 4
"""Decimal places a frozen figure keeps."""

Frozen = dict[int, dict[int, FrozenFigure]]
"""Frozen figures by target and year."""


def frozen_figures(targets: Iterable[int]) -> Frozen:
    """Return what closed years keep of these targets. One query."""
    found: Frozen = {}
    rows = FrozenFigure.objects.in_force().filter(target__in=targets)
    for row in rows.select_related("closing__plan_year", "closing__closed_by"):
        found.setdefault(row.target_id, {})[row.closing.plan_year.year] = row
    return found


def at_year_end(frozen: dict[int, FrozenFigure], day: date) -> FrozenFigure | None:
    """Return what was frozen for a day: figures of earlier days of a closed year stay open to questions."""
    return frozen.get(day.year) if (day.month, day.day) == (12, 31) else None


def figure_of(frozen: FrozenFigure) -> Figure:
    """Return the frozen figure as the measures give theirs."""
    return Figure(frozen.value, frozen.numerator, frozen.denominator, frozen.records)


_in_readers_language = lazy(lambda frozen: frozen.reason_text, str)


def judgement_of(frozen: FrozenFigure | None, live: Judgement) -> Judgement:
    """Return the judgement as it was frozen; the one made now where nothing was."""
    if frozen is None:
        return live
    reason = _in_readers_language(frozen)
    attained = live.attained if live.attainment == frozen.attainment else None
    frozen_light = Light(frozen.light)
    return Judgement(frozen.attainment, frozen_light, reason, attained)


def freeze(closing: YearClosing, row: Any) -> FrozenFigure:
    """Return what a closing keeps of a target's progress (`targets.progress.TargetProgress`)."""
    words: dict[str, str] = {}
    for language, suffix in ((CHINESE, ""), (ENGLISH, "_en")):
        with override(language):
            words |= {f"goal{suffix}": str(row.goal_text), f"reason{suffix}": str(row.reason)}
    figure = row.figure
    return FrozenFigure(
        closing=closing,
        target=row.target,
        value=_rounded(figure.value),
        grade=row.grade,
        numerator=_rounded(figure.numerator),
        denominator=_rounded(figure.denominator),
        records=figure.records,
        attainment=row.attainment,
        light=row.light,
        **words,
    )


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_half_up(value, PLACES)


def difference(frozen: FrozenFigure, live: Figure, target: Target) -> Words:
    """Return in words what the records give today where it is not what was frozen; empty where it is."""
    now = _rounded(live.value)
    if now == frozen.value:
        return ""
    places: int | None = target.decimals
    if format_decimal(now, places) == format_decimal(frozen.value, places):
        places = None
    return sentence(
        _("frozen %(frozen)s, records today give %(now)s"),
        frozen=quantity(frozen.value, target.unit, places),
        now=quantity(now, target.unit, places),
    )
