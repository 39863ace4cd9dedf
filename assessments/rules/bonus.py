"""Points added: for each item counted (每项加分), and increments on a base (基础分加增量分)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.rules.deductions import times
from assessments.rules.frame import Frame
from assessments.rules.given import Given, count_of, rows_of
from assessments.rules.params import figure, number, pairs
from assessments.rules.points import PLACES, Fact, Scored, Trace, printed
from quality_portal.lib.numbers import format_decimal, round_half_up
from targets.rules import sentence


def bonus_items(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Give so many points for each item (采用国际标准 +5), up to the limit where there is one."""
    worth = {**pairs(params, "credentials"), **pairs(params, "items")}
    rows = [row for row in rows_of(given, "items") if row["key"] in worth and number(row["count"]) > 0]
    added = sum((number(row["count"]) * worth[row["key"]] for row in rows), Decimal(0))
    points = frame.bounded(added)
    text = _("%(working)s = %(points)s points")
    if points < round_half_up(added, PLACES):
        text = _("%(working)s = %(added)s points, at most %(points)s")
    working = " + ".join(times(number(row["count"]), worth[row["key"]]) for row in rows) or "0"
    formula = sentence(text, working=working, added=format_decimal(added), points=printed(points))
    line = _("%(name)s: %(count)s × %(worth)s points")
    facts = tuple(
        Fact(
            sentence(line, name=row["name"], count=row["count"], worth=format_decimal(worth[row["key"]])),
            row.get("url", ""),
        )
        for row in rows
    )
    return Scored(points, Trace(formula, facts))


def base_increment(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Give base points and so many more for each achievement, at most the full points."""
    base, per = figure(params, "base"), figure(params, "per")
    count = count_of(given)
    added = base + count * per
    points = frame.bounded(added)
    text = _("Base %(base)s + %(working)s = %(points)s")
    if points < round_half_up(added, PLACES):
        text = _("Base %(base)s + %(working)s = %(added)s, at most %(points)s")
    formula = sentence(
        text,
        base=format_decimal(base),
        working=times(count, per),
        added=format_decimal(added),
        points=printed(points),
    )
    return Scored(points, Trace(formula))
