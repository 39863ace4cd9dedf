"""Points by tiers (1 / 0.5 / 0) and by the sum of the parts present (规划 0.5 + 方案 0.5)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.rules.frame import Frame
from assessments.rules.given import Given
from assessments.rules.params import pairs
from assessments.rules.points import Fact, Scored, Trace, printed
from quality_portal.lib.numbers import format_decimal
from targets.rules import sentence


def tier(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Give the points of the tier reached."""
    reached = pairs(params, "tiers")
    name = str(given.get("tier", ""))
    if name not in reached:
        return Scored(None, Trace(_("Nobody has said which tier the unit reaches.")))
    points = frame.bounded(reached[name])
    formula = sentence(_("Tier “%(tier)s”: %(points)s points"), tier=name, points=printed(points))
    return Scored(points, Trace(formula))


def parts(frame: Frame, params: Mapping[str, Any], given: Given) -> Scored:
    """Add up the points of the parts present; the trace names those missing."""
    known = pairs(params, "parts")
    present = [name for name in known if name in given.get("parts", ())]
    added = sum((known[name] for name in present), Decimal(0))
    points = frame.bounded(added)
    said = " + ".join(f"{name} {format_decimal(known[name])}" for name in present) or "0"
    formula = sentence(_("%(parts)s = %(points)s"), parts=said, points=printed(points))
    missing = [name for name in known if name not in present]
    facts = (Fact(sentence(_("Missing: %(names)s"), names="、".join(missing))),) if missing else ()
    return Scored(points, Trace(formula, facts))
