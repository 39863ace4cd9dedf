"""What a rule asks a person for, entry by entry, and whether what was entered answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.rules.asked import asks
from assessments.rules.frame import Frame
from assessments.rules.params import Rule, Words, number, pairs
from assessments.rules.points import FULL, Scored

MOST_COUNTED: Final = 9999
"""The most that is counted of anything."""


class Answer:
    """The forms an answer can have."""

    ONE: Final = "one"
    SOME: Final = "some"
    COUNT: Final = "count"
    COUNTS: Final = "counts"
    PER_CENT: Final = "per_cent"
    PER_CENTS: Final = "per_cents"
    FLAG: Final = "flag"


@dataclass(frozen=True, slots=True)
class Ask:
    """An entry of a finding: its name among the inputs, its form, and the names to choose from or to fill.

    ``options`` hold what each name is worth in points, its weight, or None where it is worth nothing itself.
    """

    name: str
    form: str
    options: Mapping[str, Decimal | None] = field(default_factory=dict)


def asked(rule: str, params: Mapping[str, Any]) -> tuple[Ask, ...]:
    """Return what a rule asks for; nothing where records answer it or a person gives the points."""
    if not asks(rule, params):
        return ()
    match rule:
        case Rule.TIER:
            return (Ask("tier", Answer.ONE, pairs(params, "tiers")),)
        case Rule.PARTS:
            return (Ask("parts", Answer.SOME, pairs(params, "parts")),)
        case Rule.DEDUCT_MISSING if params.get("aspects"):
            return (Ask("missing", Answer.SOME, dict.fromkeys(params["aspects"])),)
        case Rule.STEP_RATE:
            flat = (Ask("no_goal", Answer.FLAG),) if "without_goal" in params else ()
            return (Ask("rate", Answer.PER_CENT), *flat)
        case Rule.BONUS_ITEMS:
            return (Ask("counts", Answer.COUNTS, pairs(params, "items")),)
        case Rule.COMPOSITE:
            return (Ask("shares", Answer.PER_CENTS, pairs(params, "weights")),)
    return (Ask("count", Answer.COUNT),)


def finding_error(rule: str, params: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Words]:
    """Return what is wrong with a finding, by entry; empty where it answers what the rule asks."""
    entries = {ask.name: ask for ask in asked(rule, params)}
    if not entries or set(inputs) - set(entries):
        return {"": _("The rule does not ask for this.")}
    if inputs.get("no_goal"):
        entries.pop("rate", None)
    wrong = {name: _error(ask, inputs.get(name)) for name, ask in entries.items()}
    return {name: words for name, words in wrong.items() if words}


def _error(ask: Ask, value: Any) -> Words:
    match ask.form:
        case Answer.ONE:
            fits = isinstance(value, str) and value in ask.options
        case Answer.SOME:
            fits = isinstance(value, list) and set(value) <= set(ask.options)
        case Answer.COUNT:
            fits = _is_count(value)
        case Answer.COUNTS:
            fits = isinstance(value, Mapping) and set(value) <= set(ask.options)
            fits = fits and all(_is_count(count) for count in value.values())
        case Answer.PER_CENT:
            fits = _is_share(value)
        case Answer.PER_CENTS:
            fits = isinstance(value, Mapping) and set(value) == set(ask.options)
            fits = fits and all(_is_share(share) for share in value.values())
        case _:
            fits = value is None or isinstance(value, bool)
    return "" if fits else WRONG[ask.form]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_COUNTED


def _is_share(value: Any) -> bool:
    try:
        return 0 <= number(value) <= FULL
    except InvalidOperation:
        return False


WRONG: Final[dict[str, Words]] = {
    Answer.ONE: _("Choose the tier that the unit reaches."),
    Answer.SOME: _("Choose from the list."),
    Answer.COUNT: _("Enter a whole number from 0 to 9999."),
    Answer.COUNTS: _("Enter a whole number from 0 to 9999 for each item."),
    Answer.PER_CENT: _("Enter a figure from 0 to 100 per cent."),
    Answer.PER_CENTS: _("Enter a figure from 0 to 100 per cent for each part."),
    Answer.FLAG: _("Choose from the list."),
}
"""What is said of an answer that does not have its form."""


def needs_note(frame: Frame, scored: Scored, *, is_scored: bool) -> bool:
    """Whether a finding must say what it rests on: it takes points away, or adds some beside the scheme's."""
    if scored.points is None:
        return False
    return scored.points < frame.full if is_scored else scored.points > 0


def say_found(rule: str, params: Mapping[str, Any], inputs: Mapping[str, Any]) -> str:
    """Word a finding as one phrase, in the language now active."""
    return "；".join(_said(ask, inputs[ask.name]) for ask in asked(rule, params) if ask.name in inputs)


def _said(ask: Ask, value: Any) -> str:
    match ask.form:
        case Answer.ONE:
            return str(value)
        case Answer.SOME:
            said = gettext("missing: %(names)s") if ask.name == "missing" else gettext("present: %(names)s")
            return said % {"names": "、".join(value) or gettext("nothing")}
        case Answer.COUNT:
            return gettext("counted: %(count)s") % {"count": value}
        case Answer.COUNTS:
            return "、".join(f"{name} × {count}" for name, count in value.items() if count) or gettext(
                "nothing"
            )
        case Answer.PER_CENT:
            return f"{value}%"
        case Answer.PER_CENTS:
            return "、".join(f"{name} {share}%" for name, share in value.items())
    return gettext("No target was set.")
