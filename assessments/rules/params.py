"""The rules a criterion can be scored by, and the parameters each needs."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from targets.rules import sentence

Words = Promise | str


class Rule(models.TextChoices):
    """How a criterion is scored."""

    MANUAL = "manual", _("by a person")
    TARGET_ATTAINMENT = "target_attainment", _("attainment of the unit's targets")
    TOWNSHIP_PASS_RATE = "township_pass_rate", _("pass rate of spot checks in the township")
    TOWNSHIP_CREDENTIALS = "township_credentials", _("credentials held in the township")


FIGURES: Final[dict[str, tuple[str, ...]]] = {
    Rule.MANUAL: (),
    Rule.TARGET_ATTAINMENT: ("lead_weight", "cooperating_weight"),
    Rule.TOWNSHIP_PASS_RATE: ("full_rate", "zero_rate", "min_samples"),
    Rule.TOWNSHIP_CREDENTIALS: ("full_count",),
}
"""The figures each rule needs among its parameters."""

LISTS: Final[dict[str, tuple[str, ...]]] = {Rule.TOWNSHIP_CREDENTIALS: ("families",)}
"""The lists of names each rule needs among its parameters."""


def figure(params: Mapping[str, Any], name: str) -> Decimal:
    """Return a parameter as an exact number; raises InvalidOperation where it is none."""
    value = params.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise InvalidOperation
    number = Decimal(str(value))
    if not number.is_finite() or not 0 <= number <= 1_000_000:
        raise InvalidOperation
    return number


def params_error(rule: str, params: object) -> Words:
    """Return what is wrong with a rule's parameters as a sentence, empty where nothing is."""
    if not isinstance(params, dict):
        return _("Write the parameters as names and values.")
    for name in FIGURES.get(rule, ()):
        try:
            figure(params, name)
        except InvalidOperation:
            return sentence(_("The rule needs “%(name)s”: a number from 0 to 1,000,000."), name=name)
    for name in LISTS.get(rule, ()):
        names = params.get(name)
        if not isinstance(names, list) or not names or not all(isinstance(item, str) for item in names):
            return sentence(_("The rule needs “%(name)s”: a list of names."), name=name)
    return _order_error(rule, params)


def _order_error(rule: str, params: Mapping[str, Any]) -> Words:
    if rule == Rule.TARGET_ATTAINMENT and not figure(params, "lead_weight"):
        return _("“lead_weight” must be above 0.")
    if rule == Rule.TOWNSHIP_PASS_RATE and figure(params, "full_rate") <= figure(params, "zero_rate"):
        return _("“full_rate” must be above “zero_rate”.")
    if rule == Rule.TOWNSHIP_CREDENTIALS and not figure(params, "full_count"):
        return _("“full_count” must be above 0.")
    return ""
