"""The fields of a rule's parameters, made from the table of parameters: one field per parameter."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.rules import LISTS, PARAMS, Form, Param, Words
from brands.models import Family
from quality_portal.lib import text
from quality_portal.lib.numbers import NumberError, format_decimal, parse_decimal
from targets import measures

LABELS: Final[dict[str, Words]] = {
    "tiers": gettext_lazy("tiers and their points"),
    "parts": gettext_lazy("parts and their points"),
    "per": gettext_lazy("points for each"),
    "aspects": gettext_lazy("what has to be there"),
    "floor": gettext_lazy("least points"),
    "none_is_zero": gettext_lazy("0 points where nothing is there"),
    "what": gettext_lazy("what is counted"),
    "records": gettext_lazy("counted from records"),
    "goal": gettext_lazy("goal, per cent"),
    "step": gettext_lazy("step, percentage points"),
    "partial": gettext_lazy("part of a step"),
    "without_goal": gettext_lazy("points lost without a goal"),
    "measure": gettext_lazy("measure"),
    "scope": gettext_lazy("whose figure"),
    "lead_weight": gettext_lazy("weight of targets led"),
    "cooperating_weight": gettext_lazy("weight of targets helped with"),
    "target": gettext_lazy("code of the target, empty for all"),
    "full_rate": gettext_lazy("full points from, per cent"),
    "zero_rate": gettext_lazy("no points up to, per cent"),
    "min_records": gettext_lazy("least records"),
    "min_samples": gettext_lazy("least samples"),
    "full_count": gettext_lazy("full points from this many"),
    "families": gettext_lazy("families of credentials"),
    "late": gettext_lazy("points lost for each late report"),
    "missing": gettext_lazy("points lost for each missing report"),
    "late_share": gettext_lazy("what counts of a task closed late, per cent"),
    "excused_share": gettext_lazy("what counts of an excused absence, per cent"),
    "credentials": gettext_lazy("kinds of credentials and their points"),
    "items": gettext_lazy("items and their points"),
    "base": gettext_lazy("base points"),
    "weights": gettext_lazy("codes of the parts and their weights"),
}
"""What the parameters are called; the name itself for one that has no entry."""

CHOICES: Final[dict[str, Words]] = {
    "down": gettext_lazy("does not count"),
    "exact": gettext_lazy("counts in proportion"),
    "up": gettext_lazy("counts as a whole step"),
    "township": gettext_lazy("the unit's own township"),
    "county": gettext_lazy("the whole county"),
    "": gettext_lazy("found by a person"),
    "incidents": gettext_lazy("registered incidents"),
}


class FigureField(forms.CharField):
    """A number as people type it; kept as JSON can hold it exactly."""

    def clean(self, value: Any) -> int | str | None:
        """Return a whole number, any other as text, None where nothing was entered."""
        try:
            number = parse_decimal(super().clean(value))
        except NumberError as error:
            raise ValidationError(str(error)) from error
        return None if number is None else plain(number)


def plain(number: Decimal) -> int | str:
    """Return a number as JSON keeps it: whole ones as they are, others as text."""
    return int(number) if number == number.to_integral_value() else format_decimal(number)


class LinesField(forms.CharField):
    """Names, one in a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """Show a stored list in lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[Any]:
        """Return the lines that say something."""
        try:
            words = text.clean(super().clean(value) or "", multiline=True)
        except text.TextError as error:
            raise ValidationError(str(error)) from error
        return [line.strip() for line in words.splitlines() if line.strip()]


class PairsField(LinesField):
    """Names with a number, a pair in a line: “name: 2”."""

    def prepare_value(self, value: Any) -> Any:
        """Show stored pairs in lines."""
        if not isinstance(value, list | tuple):
            return value
        return "\n".join(f"{name}：{number}" for name, number in value)

    def clean(self, value: Any) -> list[Any]:
        """Return the pairs."""
        return [_pair(line) for line in super().clean(value)]


def _pair(line: str) -> list[Any]:
    name, mark, figure = line.replace("：", ":").replace("=", ":").rpartition(":")
    try:
        number = parse_decimal(figure) if mark and name.strip() else None
    except NumberError:
        number = None
    if number is None:
        raise ValidationError(
            _("Write a name, a colon and a number in each line, not “%(line)s”.") % {"line": line}
        )
    return [name.strip(), plain(number)]


def field_name(rule: str, param: Param) -> str:
    """Return the name of a parameter's field, which tells the rules apart."""
    return f"{rule}__{param.name}"


def rule_fields(rule: str, params: Mapping[str, Any]) -> dict[str, forms.Field]:
    """Return the fields of a rule's parameters with what they hold; none is required by itself."""
    return {field_name(rule, param): _field(rule, param, params) for param in PARAMS.get(rule, ())}


def _field(rule: str, param: Param, params: Mapping[str, Any]) -> forms.Field:
    usual: dict[str, Any] = {
        "label": LABELS.get(param.name, param.name),
        "required": False,
        "initial": params.get(param.name, param.default),
    }
    if param.name in LISTS.get(rule, ()):
        return forms.MultipleChoiceField(choices=Family.choices, widget=forms.CheckboxSelectMultiple, **usual)
    match param.form:
        case Form.NUMBER:
            return FigureField(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **usual)
        case Form.NAMES:
            return LinesField(max_length=2000, help_text=gettext_lazy("One in a line."), **usual)
        case Form.PAIRS:
            words = gettext_lazy("One in a line: name, colon, number.")
            return PairsField(max_length=2000, help_text=words, **usual)
        case Form.CHOICE:
            return forms.ChoiceField(
                choices=[(each, CHOICES.get(each, each)) for each in param.choices], **usual
            )
        case Form.MEASURE:
            return forms.ChoiceField(choices=[("", gettext_lazy("none")), *measures.choices()], **usual)
        case Form.FLAG:
            return forms.BooleanField(**usual)
    return forms.CharField(max_length=200, **usual)


def entered(rule: str, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule's parameters as they were entered; what may be left out and was, is left out."""
    found = {}
    for param in PARAMS.get(rule, ()):
        value = cleaned.get(field_name(rule, param))
        if value not in (None, "", []) and value is not False:
            found[param.name] = value
        elif param.form == Form.CHOICE and value == "":
            found[param.name] = ""
    return found
