"""What a rule asks a person for, because no record knows it."""

from collections.abc import Mapping
from typing import Any, Final

from assessments.rules.params import Rule

ALWAYS: Final = frozenset({Rule.TIER, Rule.PARTS, Rule.DEDUCT_MISSING, Rule.BASE_INCREMENT, Rule.COMPOSITE})


def asks(rule: str, params: Mapping[str, Any]) -> bool:
    """Whether a person says what was found: a tier, parts, aspects, occurrences, a rate, items."""
    match rule:
        case Rule.DEDUCT_OCCURRENCE:
            return not params.get("records")
        case Rule.STEP_RATE:
            return not params.get("measure")
        case Rule.BONUS_ITEMS:
            return bool(params.get("items"))
    return rule in ALWAYS
