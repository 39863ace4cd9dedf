"""The rules a criterion can be scored by, and the parameters each needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from targets import measures
from targets.rules import sentence

Words = Promise | str


class Rule(models.TextChoices):
    """How a criterion is scored (评分规则)."""

    MANUAL = "manual", _("by a person")
    TIER = "tier", _("by tiers")
    PARTS = "parts", _("sum of parts")
    DEDUCT_MISSING = "deduct_missing", _("deduction for what is missing")
    DEDUCT_OCCURRENCE = "deduct_occurrence", _("deduction for each occurrence")
    STEP_RATE = "step_rate", _("deduction by steps of a rate")
    TARGET_ATTAINMENT = "target_attainment", _("attainment of the unit's targets")
    MEASURE_RATE = "measure_rate", _("a rate of the records, in proportion")
    TOWNSHIP_PASS_RATE = "township_pass_rate", _("pass rate of spot checks in the township")
    TOWNSHIP_CREDENTIALS = "township_credentials", _("credentials held in the township")
    REPORT_TIMELINESS = "report_timeliness", _("timeliness of reports")
    TASK_CLOSING = "task_closing", _("closing of tasks")
    MEETING_ATTENDANCE = "meeting_attendance", _("attendance at meetings")
    BONUS_ITEMS = "bonus_items", _("points for each item")
    BASE_INCREMENT = "base_increment", _("base points and increments")
    COMPOSITE = "composite", _("weighted composite")


class Form:
    """The forms a parameter can have."""

    NUMBER: Final = "number"
    NAMES: Final = "names"
    PAIRS: Final = "pairs"
    CHOICE: Final = "choice"
    FLAG: Final = "flag"
    MEASURE: Final = "measure"
    TEXT: Final = "text"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a rule: its name, its form, whether it may be left out, and what may be chosen.

    ``NAMES`` is a list of texts, ``PAIRS`` a list of pairs of a name and a number, ``MEASURE`` the code
    of a measure that records answer. ``least`` and ``most`` bound the numbers.
    """

    name: str
    form: str = Form.NUMBER
    is_required: bool = True
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 1_000_000
    default: Any = None


FLOOR: Final = Param("floor", is_required=False, default=0)
PARTIAL: Final = ("down", "exact", "up")
"""How part of a step counts: not at all, in proportion, or as a whole one."""
SCOPES: Final = ("township", "county")
"""Whose figure of a measure counts: that of the unit's own township, or the county's for every unit."""
OCCURRENCES: Final = ("", "incidents")
"""Where occurrences are counted: found by a person, or the incidents that take points from the unit."""

PARAMS: Final[dict[str, tuple[Param, ...]]] = {
    Rule.MANUAL: (),
    Rule.TIER: (Param("tiers", Form.PAIRS),),
    Rule.PARTS: (Param("parts", Form.PAIRS),),
    Rule.DEDUCT_MISSING: (
        Param("per"),
        Param("aspects", Form.NAMES, is_required=False, default=()),
        FLOOR,
        Param("none_is_zero", Form.FLAG, is_required=False, default=False),
    ),
    Rule.DEDUCT_OCCURRENCE: (
        Param("per"),
        FLOOR,
        Param("what", Form.TEXT, is_required=False, default=""),
        Param("records", Form.CHOICE, is_required=False, choices=OCCURRENCES, default=""),
    ),
    Rule.STEP_RATE: (
        Param("goal"),
        Param("per"),
        Param("step", is_required=False, default=1),
        FLOOR,
        Param("partial", Form.CHOICE, is_required=False, choices=PARTIAL, default="down"),
        Param("without_goal", is_required=False),
        Param("measure", Form.MEASURE, is_required=False, default=""),
        Param("scope", Form.CHOICE, is_required=False, choices=SCOPES, default="township"),
    ),
    Rule.TARGET_ATTAINMENT: (
        Param("lead_weight"),
        Param("cooperating_weight"),
        Param("target", Form.TEXT, is_required=False, default=""),
    ),
    Rule.MEASURE_RATE: (
        Param("measure", Form.MEASURE),
        Param("full_rate"),
        Param("zero_rate"),
        Param("min_records", is_required=False, default=1),
        Param("scope", Form.CHOICE, is_required=False, choices=SCOPES, default="township"),
    ),
    Rule.TOWNSHIP_PASS_RATE: (Param("full_rate"), Param("zero_rate"), Param("min_samples")),
    Rule.TOWNSHIP_CREDENTIALS: (Param("full_count"), Param("families", Form.NAMES)),
    Rule.REPORT_TIMELINESS: (Param("late"), Param("missing"), FLOOR),
    Rule.TASK_CLOSING: (Param("late_share", most=100, is_required=False, default=50),),
    Rule.MEETING_ATTENDANCE: (Param("excused_share", most=100, is_required=False, default=100),),
    Rule.BONUS_ITEMS: (
        Param("credentials", Form.PAIRS, is_required=False, default=()),
        Param("items", Form.PAIRS, is_required=False, default=()),
    ),
    Rule.BASE_INCREMENT: (
        Param("base"),
        Param("per"),
        Param("what", Form.TEXT, is_required=False, default=""),
    ),
    Rule.COMPOSITE: (Param("weights", Form.PAIRS),),
}
"""The parameters of each rule. A composite's weights name the parts of a heading by their codes."""

FIGURES: Final[dict[str, tuple[str, ...]]] = {
    rule: tuple(param.name for param in params if param.form == Form.NUMBER and param.is_required)
    for rule, params in PARAMS.items()
}
"""The figures each rule needs among its parameters."""

LISTS: Final[dict[str, tuple[str, ...]]] = {Rule.TOWNSHIP_CREDENTIALS: ("families",)}
"""The lists of families of credentials each rule needs among its parameters."""


def number(value: Any) -> Decimal:
    """Return a value as an exact number; raises InvalidOperation where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise InvalidOperation
    found = Decimal(str(value))
    if not found.is_finite():
        raise InvalidOperation
    return found


def figure(params: Mapping[str, Any], name: str, default: Any = None) -> Decimal:
    """Return a parameter as an exact number; raises InvalidOperation where it is none."""
    found = number(params.get(name, default))
    if not 0 <= found <= 1_000_000:
        raise InvalidOperation
    return found


def pairs(params: Mapping[str, Any], name: str) -> dict[str, Decimal]:
    """Return a parameter of names with numbers, in its order; raises InvalidOperation where it is none."""
    rows = params.get(name, [])
    if not isinstance(rows, list | tuple):
        raise InvalidOperation
    found: dict[str, Decimal] = {}
    for row in rows:
        if not isinstance(row, list | tuple) or len(row) != 2 or not isinstance(row[0], str) or not row[0]:
            raise InvalidOperation
        value = number(row[1])
        if row[0] in found or not 0 <= value <= 1_000_000:
            raise InvalidOperation
        found[row[0]] = value
    return found


def params_error(rule: str, params: object) -> Words:
    """Return what is wrong with a rule's parameters as a sentence, empty where nothing is."""
    if not isinstance(params, dict):
        return _("Write the parameters as names and values.")
    for param in PARAMS.get(rule, ()):
        if param.name not in params and not param.is_required:
            continue
        error = _value_error(param, params)
        if error:
            return error
    return _order_error(rule, params)


def _value_error(param: Param, params: Mapping[str, Any]) -> Words:
    value = params.get(param.name)
    try:
        match param.form:
            case Form.NUMBER:
                fits = param.least <= figure(params, param.name) <= param.most
            case Form.PAIRS:
                fits = bool(pairs(params, param.name)) or not param.is_required
            case Form.NAMES:
                fits = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
                fits = fits and (bool(value) or not param.is_required)
            case Form.CHOICE:
                fits = value in param.choices
            case Form.FLAG:
                fits = isinstance(value, bool)
            case Form.MEASURE:
                fits = isinstance(value, str) and (
                    measures.get(value) is not None or not (value or param.is_required)
                )
            case _:
                fits = isinstance(value, str) and len(value) <= 200
    except InvalidOperation:
        fits = False
    return (
        ""
        if fits
        else sentence(
            WRONG[param.form], name=param.name, choices="、".join(param.choices), most=f"{param.most:,}"
        )
    )


WRONG: Final[dict[str, Words]] = {
    Form.NUMBER: _("The rule needs “%(name)s”: a number from 0 to %(most)s."),
    Form.NAMES: _("The rule needs “%(name)s”: a list of names."),
    Form.PAIRS: _(
        "The rule needs “%(name)s”: a list of pairs, each a different name and a number from 0 on."
    ),
    Form.CHOICE: _("“%(name)s” is one of: %(choices)s."),
    Form.FLAG: _("“%(name)s” is true or false."),
    Form.MEASURE: _("“%(name)s” names a measure that records answer."),
    Form.TEXT: _("“%(name)s” is a short text."),
}
"""What is said of a parameter that does not have its form."""


def _order_error(rule: str, params: Mapping[str, Any]) -> Words:
    for name in ABOVE_ZERO.get(rule, ()):
        if name in params and not figure(params, name):
            return sentence(_("“%(name)s” must be above 0."), name=name)
    if "full_rate" in params and figure(params, "full_rate") <= figure(params, "zero_rate"):
        return _("“full_rate” must be above “zero_rate”.")
    if rule == Rule.BONUS_ITEMS and not (pairs(params, "credentials") or pairs(params, "items")):
        return _("Name the credentials or items that earn points.")
    if rule == Rule.COMPOSITE and not any(pairs(params, "weights").values()):
        return _("At least one weight must be above 0.")
    return ""


ABOVE_ZERO: Final[dict[str, tuple[str, ...]]] = {
    Rule.TARGET_ATTAINMENT: ("lead_weight",),
    Rule.TOWNSHIP_CREDENTIALS: ("full_count",),
    Rule.STEP_RATE: ("step", "per"),
    Rule.DEDUCT_MISSING: ("per",),
    Rule.DEDUCT_OCCURRENCE: ("per",),
    Rule.BASE_INCREMENT: ("per",),
}
"""Figures that mean nothing when they are 0."""
