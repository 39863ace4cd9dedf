"""Points taken away: for what is missing, for occurrences, for late reports, by steps of a rate."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.rules.frame import Frame
from assessments.rules.given import Given, count_of, rows_of
from assessments.rules.params import Words, figure, number
from assessments.rules.points import PLACES, Fact, Scored, Trace, printed
from quality_portal.lib.numbers import format_decimal, round_half_up
from targets.rules import sentence


def taken(
    frame: Frame, amount: Decimal, working: str, floor: Decimal, facts: tuple[Fact, ...] = ()
) -> Scored:
    """Take an amount from the full points, down to a floor; an extra deduction scores the amount itself."""
    if frame.deducts:
        points = frame.bounded(amount)
        capped = points < round_half_up(amount, PLACES)
        text = (
            _("%(working)s, at most %(points)s points taken")
            if capped
            else _("%(working)s = %(points)s points taken")
        )
    else:
        points = frame.bounded(max(frame.full - amount, floor))
        below = frame.full - amount < floor
        text = (
            _("%(full)s points − %(working)s is less than %(floor)s: %(points)s")
            if below
            else _("%(full)s points − %(working)s = %(points)s")
        )
    values = {"full": format_decimal(frame.full), "working": working, "floor": format_decimal(floor)}
    return Scored(points, Trace(sentence(text, **values, points=printed(points)), facts))


def times(count: Decimal | int, per: Decimal) -> str:
    """Return a product as it is written in a formula."""
    return f"{format_decimal(count)} × {format_decimal(per)}"


def deduct_missing(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Take points for each aspect missing (每缺一个方面扣 0.1 分), down to the floor (扣完为止)."""
    per, floor = figure(params, "per"), figure(params, "floor", 0)
    aspects = list(params.get("aspects", ()))
    missing = [name for name in given.get("missing", ()) if name in aspects]
    count = Decimal(len(missing)) if aspects else count_of(given)
    facts = (Fact(sentence(_("Missing: %(names)s"), names="、".join(missing))),) if missing else ()
    if params.get("none_is_zero") and aspects and len(missing) == len(aspects) and not frame.deducts:
        return Scored(frame.bounded(Decimal(0)), Trace(_("All aspects are missing: no points."), facts))
    return taken(frame, count * per, times(count, per), floor, facts)


def deduct_occurrence(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Take points for each occurrence (每发现一次扣 4 分), down to the floor."""
    per, floor = figure(params, "per"), figure(params, "floor", 0)
    seen = rows_of(given, "seen")
    count = Decimal(len(seen)) if "seen" in given else count_of(given)
    facts = tuple(Fact(row["name"], row.get("url", "")) for row in seen)
    return taken(frame, count * per, times(count, per), floor, facts)


REPORTS: Final[dict[str, Words]] = {
    "on_time": pgettext_lazy("report of a unit", "on time"),
    "late": pgettext_lazy("report of a unit", "late"),
    "missing": pgettext_lazy("report of a unit", "missing"),
    "open": pgettext_lazy("report of a unit", "not yet due"),
}
"""How a report of a unit can stand."""


def report_timeliness(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Take points for each report handed in late and for each that is missing."""
    rows = rows_of(given, "reports")
    due = [row for row in rows if row["state"] != "open"]
    facts = stated(rows, REPORTS)
    if not due:
        return Scored(None, Trace(_("No report of the unit has fallen due in the period."), facts))
    late = sum(row["state"] == "late" for row in due)
    missing = sum(row["state"] == "missing" for row in due)
    per_late, per_missing = figure(params, "late"), figure(params, "missing")
    working = f"({times(late, per_late)} + {times(missing, per_missing)})"
    return taken(frame, late * per_late + missing * per_missing, working, figure(params, "floor", 0), facts)


def stated(rows: Sequence[Mapping[str, Any]], words: Mapping[str, Words]) -> tuple[Fact, ...]:
    """Return each record with how it stands, as a fact."""
    text = _("%(name)s: %(state)s")
    return tuple(
        Fact(sentence(text, name=row["name"], state=words[row["state"]]), row.get("url", "")) for row in rows
    )


def step_rate(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Take points for each step that a rate lies below its goal (每降 1 个百分点扣 1 分)."""
    per, floor = figure(params, "per"), figure(params, "floor", 0)
    if given.get("no_goal") and "without_goal" in params:
        flat = figure(params, "without_goal")
        return taken(frame, flat, format_decimal(flat), floor, (Fact(_("No target was set.")),))
    rate = None if given.get("rate") is None else round_half_up(number(given["rate"]), PLACES)
    url = given.get("url", "")
    if rate is None:
        return Scored(None, Trace(_("The rate is not known.")))
    goal, step = figure(params, "goal"), figure(params, "step", 1)
    values = {"rate": format_decimal(rate, PLACES), "goal": format_decimal(goal)}
    facts: tuple[Fact, ...] = (
        Fact(sentence(_("Rate %(rate)s %%, full from %(goal)s %% on"), **values), url),
    )
    steps = _steps(max(goal - rate, Decimal(0)) / step, str(params.get("partial", "down")))
    if steps and not frame.deducts:
        gap = sentence(
            _("(%(goal)s − %(rate)s) ÷ %(step)s = %(steps)s steps"),
            **values,
            step=format_decimal(step),
            steps=format_decimal(steps),
        )
        facts = (*facts, Fact(gap))
    return taken(frame, steps * per, times(steps, per), floor, facts)


def _steps(exact: Decimal, partial: str) -> Decimal:
    """Count steps: part of one not at all, in proportion, or as a whole one."""
    if partial == "exact":
        return round_half_up(exact, PLACES)
    return exact.to_integral_value(ROUND_CEILING if partial == "up" else ROUND_FLOOR)
