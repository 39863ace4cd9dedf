"""Points in proportion to a share: of tasks closed, of meetings attended, of a rate between limits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.rules.deductions import stated
from assessments.rules.frame import Frame
from assessments.rules.given import Given, rows_of
from assessments.rules.params import Words, figure, number
from assessments.rules.points import FULL, PLACES, Fact, Scored, Trace, printed
from quality_portal.lib.numbers import format_decimal, round_half_up
from targets.rules import sentence

TASKS: Final[dict[str, Words]] = {
    "on_time": pgettext_lazy("task of a unit", "closed on time"),
    "late": pgettext_lazy("task of a unit", "closed late"),
    "overdue": pgettext_lazy("task of a unit", "overdue"),
    "open": pgettext_lazy("task of a unit", "not yet due"),
}
"""How a task of a unit can stand."""

MEETINGS: Final[dict[str, Words]] = {
    "present": pgettext_lazy("meeting", "present"),
    "excused": pgettext_lazy("meeting", "excused"),
    "absent": pgettext_lazy("meeting", "absent"),
}
"""Whether a unit came."""


def task_closing(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Score by the share of tasks closed in time; a late one counts in part, one not yet due not at all."""
    rows = rows_of(given, "tasks")
    facts = stated(rows, TASKS)
    due = [row["state"] for row in rows if row["state"] != "open"]
    if not due:
        return Scored(None, Trace(_("No task of the unit has fallen due in the year."), facts))
    counts = due.count("on_time"), due.count("late")
    return _share(frame, counts, figure(params, "late_share", 50), len(due), facts)


def meeting_attendance(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Score by the share of meetings attended; an excused absence counts in part."""
    rows = rows_of(given, "meetings")
    facts = stated(rows, MEETINGS)
    if not rows:
        return Scored(None, Trace(_("The unit was invited to no meeting held in the period.")))
    states = [row["state"] for row in rows]
    counts = states.count("present"), states.count("excused")
    return _share(frame, counts, figure(params, "excused_share", 100), len(rows), facts)


def _share(
    frame: Frame, counts: tuple[int, int], in_part: Decimal, whole: int, facts: tuple[Fact, ...]
) -> Scored:
    """Give full points by a share: what counts fully and what counts in part, by the whole."""
    full, part = counts
    share = (full + part * in_part / FULL) / whole
    points = frame.bounded(frame.full * share)
    formula = sentence(
        _("%(points_full)s points × (%(full)s + %(part)s × %(in_part)s %%) ÷ %(whole)s = %(points)s"),
        points_full=format_decimal(frame.full),
        full=full,
        part=part,
        in_part=format_decimal(in_part),
        whole=whole,
        points=printed(points),
    )
    return Scored(points, Trace(formula, facts))


def measure_rate(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Score by a figure of the records: full from one limit on, none up to another, in proportion between."""
    rate = None if given.get("rate") is None else round_half_up(number(given["rate"]), PLACES)
    records = int(given.get("records", 0))
    top, bottom = figure(params, "full_rate"), figure(params, "zero_rate")
    least = figure(params, "min_records", 1)
    values = {
        "rate": format_decimal(rate, PLACES),
        "records": records,
        "top": format_decimal(top),
        "bottom": format_decimal(bottom),
        "full": format_decimal(frame.full),
        "least": format_decimal(least),
    }
    said = _("%(name)s: %(rate)s, from %(records)s records")
    facts = (Fact(sentence(said, **values, name=given.get("name", "")), given.get("url", "")),)
    if rate is None or records < least:
        text = _("Too few records: %(records)s; judged from %(least)s on.")
        return Scored(None, Trace(sentence(text, **values), facts))
    points = frame.bounded(frame.full * min(max((rate - bottom) / (top - bottom), Decimal(0)), Decimal(1)))
    if rate >= top:
        text = _("%(rate)s is at or above %(top)s: full points, %(points)s")
    elif rate <= bottom:
        text = _("%(rate)s is at or below %(bottom)s: no points, %(points)s")
    else:
        text = _("%(full)s points × (%(rate)s − %(bottom)s) ÷ (%(top)s − %(bottom)s) = %(points)s")
    return Scored(points, Trace(sentence(text, **values, points=printed(points)), facts))
