"""One entrance to every rule: the frame, its parameters and the inputs in, points and reason out.

The inputs are plain values, so that what is stored beside a score gives the same score again.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from assessments.rules.bonus import base_increment, bonus_items
from assessments.rules.deductions import deduct_missing, deduct_occurrence, report_timeliness, step_rate
from assessments.rules.frame import Frame
from assessments.rules.given import Given, rows_of
from assessments.rules.headings import composite
from assessments.rules.params import Rule, figure, number, pairs
from assessments.rules.points import (
    FULL,
    Awarded,
    PassRate,
    Scored,
    Share,
    Trace,
    target_attainment,
    township_credentials,
    township_pass_rate,
)
from assessments.rules.shares import measure_rate, meeting_attendance, task_closing
from assessments.rules.tiers import parts, tier

Params = Mapping[str, Any]

EDITION: Final = 1
"""The edition of the rules; it rises when the same inputs come to give other points."""


def _attainment(frame: Frame, _params: Params, given: Given) -> Scored:
    shares = [
        Share(
            name=row["name"],
            attainment=None if row["attainment"] is None else number(row["attainment"]),
            weight=number(row["weight"]),
            reason=row.get("reason", ""),
            url=row.get("url", ""),
        )
        for row in rows_of(given, "shares")
    ]
    return target_attainment(frame.full, shares)


def _pass_rate(frame: Frame, params: Params, given: Given) -> Scored:
    rate = None if given.get("rate") is None else number(given["rate"])
    found = PassRate(rate, int(given.get("records", 0)), given.get("url", ""))
    limits = {name: figure(params, name) for name in ("full_rate", "zero_rate", "min_samples")}
    return township_pass_rate(frame.full, found, **limits)


def _credentials(frame: Frame, params: Params, given: Given) -> Scored:
    awarded = [Awarded(row["name"], int(row["count"]), row.get("url", "")) for row in rows_of(given, "items")]
    return township_credentials(frame.full, awarded, full_count=figure(params, "full_count"))


def _composite(frame: Frame, params: Params, given: Given) -> Scored:
    found = {name: number(value) / FULL for name, value in given.get("shares", {}).items()}
    shares = {name: min(max(share, Decimal(0)), Decimal(1)) for name, share in found.items()}
    return composite(frame, pairs(params, "weights"), shares)


SCORERS: Final[dict[str, Callable[[Frame, Params, Given], Scored]]] = {
    Rule.TIER: tier,
    Rule.PARTS: parts,
    Rule.DEDUCT_MISSING: deduct_missing,
    Rule.DEDUCT_OCCURRENCE: deduct_occurrence,
    Rule.STEP_RATE: step_rate,
    Rule.TARGET_ATTAINMENT: _attainment,
    Rule.MEASURE_RATE: measure_rate,
    Rule.TOWNSHIP_PASS_RATE: _pass_rate,
    Rule.TOWNSHIP_CREDENTIALS: _credentials,
    Rule.REPORT_TIMELINESS: report_timeliness,
    Rule.TASK_CLOSING: task_closing,
    Rule.MEETING_ATTENDANCE: meeting_attendance,
    Rule.BONUS_ITEMS: bonus_items,
    Rule.BASE_INCREMENT: base_increment,
    Rule.COMPOSITE: _composite,
}
"""What makes points of the inputs, by rule; points by hand alone have none."""


def score(rule: str, frame: Frame, params: Params, given: Given | None) -> Scored:
    """Score by a rule; without inputs there is nothing to score by, which is None and never 0."""
    if given is None:
        return Scored(None, Trace(_("Not yet found: nobody has entered what the rule asks for.")))
    return SCORERS[rule](frame, params, given)


def kept_inputs(frame: Frame, params: Params, given: Given) -> dict[str, Any]:
    """Return all that a score follows from, in the form it is stored in."""
    return {
        "full": str(frame.full),
        "deducts": frame.deducts,
        "is_open": frame.is_open,
        "params": dict(params),
        "given": dict(given),
    }


def score_again(rule: str, kept: Mapping[str, Any]) -> Scored:
    """Score by what was stored alone."""
    frame = Frame(Decimal(kept["full"]), deducts=kept["deducts"], is_open=kept["is_open"])
    return score(rule, frame, kept["params"], kept["given"])
