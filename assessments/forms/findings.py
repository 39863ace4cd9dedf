"""The form of a finding, its fields made from what the criterion's rule asks; the filters of their list."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.findings import FindingRow
from assessments.forms.rule_fields import FigureField
from assessments.models import Criterion, Finding
from assessments.rules import MOST_COUNTED, Answer, Ask, Words, asked
from departments.models import Department
from quality_portal.lib.fields import ANY
from quality_portal.lib.lists import Column, ListForm
from quality_portal.lib.numbers import format_decimal
from reports.forms import ActionForm

LABELS: Final[dict[str, Words]] = {
    "tier": gettext_lazy("Tier reached"),
    "parts": gettext_lazy("Parts present"),
    "missing": gettext_lazy("What is missing"),
    "count": gettext_lazy("How many"),
    "rate": gettext_lazy("Rate, per cent"),
    "no_goal": gettext_lazy("No target was set for the year"),
}
OPEN, FOUND = "open", "found"
STATES: Final = [(OPEN, gettext_lazy("still to be found")), (FOUND, gettext_lazy("found"))]


class FindingForm(ActionForm):
    """What was found of a unit for a criterion; which fields there are is the rule's matter."""

    def __init__(self, criterion: Criterion, finding: Finding | None, *args: Any, **kwargs: Any) -> None:
        initial = {"version": finding.version, "note": finding.note} if finding else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.asked = asked(criterion.rule, criterion.params)
        inputs = finding.inputs if finding else {}
        for ask in self.asked:
            self.fields.update(_fields(ask, inputs, str(criterion.params.get("what") or "")))
        label = gettext_lazy("Rests on, or why it is changed")
        box = forms.Textarea(attrs={"rows": 3})
        words = gettext_lazy("The papers seen, with their numbers. Owed where points are lost or added.")
        self.fields["note"] = forms.CharField(
            label=label, help_text=words, max_length=300, required=False, widget=box
        )

    def inputs(self) -> dict[str, Any]:
        """Return the finding as it was entered; what was left empty is left out."""
        found = {ask.name: _entered(ask, self.cleaned_data) for ask in self.asked}
        return {name: value for name, value in found.items() if value is not None}


def _fields(ask: Ask, inputs: Mapping[str, Any], what: str) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields of an entry: one, or one for each of its names."""
    value = inputs.get(ask.name)
    if ask.form in (Answer.COUNTS, Answer.PER_CENTS):
        for place, name in enumerate(ask.options):
            yield f"{ask.name}_{place}", _one_of_many(ask, name, (value or {}).get(name))
        return
    is_owed = ask.form in (Answer.ONE, Answer.COUNT)
    usual: dict[str, Any] = {"label": LABELS[ask.name], "required": is_owed, "initial": value}
    choices = [(name, _worth(ask, name)) for name in ask.options]
    match ask.form:
        case Answer.ONE:
            yield ask.name, forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **usual)
        case Answer.SOME:
            tick = forms.CheckboxSelectMultiple
            yield ask.name, forms.MultipleChoiceField(choices=choices, widget=tick, **usual)
        case Answer.COUNT:
            yield ask.name, _count(**usual, help_text=what)
        case Answer.PER_CENT:
            yield ask.name, _figure(**usual)
        case _:
            yield ask.name, forms.BooleanField(**usual)


def _one_of_many(ask: Ask, name: str, value: Any) -> forms.Field:
    label = _worth(ask, name)
    if ask.form == Answer.COUNTS:
        return _count(label=label, required=False, initial=0 if value is None else value)
    return _figure(label=label, required=False, initial=value)


def _count(**usual: Any) -> forms.Field:
    box = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(min_value=0, max_value=MOST_COUNTED, widget=box, **usual)


def _figure(**usual: Any) -> forms.Field:
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return FigureField(max_length=10, widget=box, **usual)


def _worth(ask: Ask, name: str) -> str:
    """Return a name with what it is worth."""
    points = ask.options[name]
    if points is None:
        return name
    values = {"name": name, "points": format_decimal(points)}
    if ask.form == Answer.PER_CENTS:
        return _("%(name)s, per cent (weight %(points)s)") % values
    if ask.form == Answer.COUNTS:
        return _("%(name)s, how many (%(points)s points each)") % values
    return _("%(name)s (%(points)s points)") % values


def _entered(ask: Ask, cleaned: Mapping[str, Any]) -> Any:
    match ask.form:
        case Answer.COUNTS:
            given = {name: cleaned.get(f"{ask.name}_{place}") for place, name in enumerate(ask.options)}
            return {name: count or 0 for name, count in given.items()}
        case Answer.PER_CENTS:
            given = {name: cleaned.get(f"{ask.name}_{place}") for place, name in enumerate(ask.options)}
            return {name: share for name, share in given.items() if share is not None}
        case Answer.FLAG:
            return True if cleaned.get(ask.name) else None
    return None if cleaned.get(ask.name) == "" else cleaned.get(ask.name)


class FindingListForm(ListForm[Any]):
    """Finds what was and is to be found, by criterion, unit and state."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("unit", gettext_lazy("Unit"), exported=("单位",)),
        Column("criterion", gettext_lazy("Criterion"), exported=("指标编号", "考核指标")),
        Column("said", gettext_lazy("What was found"), exported=("认定情况", "依据或变更理由")),
        Column("proposed", gettext_lazy("Proposed by the rule"), num=True, exported=("分值", "规则建议得分")),
        Column("found_by", gettext_lazy("Found by"), exported=("认定人", "认定日期")),
    )

    criterion = forms.ModelChoiceField(
        Criterion.objects.none(), label=gettext_lazy("Criterion"), required=False
    )
    unit = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("Unit"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[ANY, *STATES])

    def __init__(
        self, criteria: Sequence[Criterion], units: Sequence[Department], *args: Any, **kwargs: Any
    ) -> None:
        self._offered = {"criterion": (Criterion, criteria), "unit": (Department, units)}
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Offer the scheme's own criteria and units before what was chosen is checked."""
        for name, (model, rows) in self._offered.items():
            known = model.objects.filter(pk__in=[row.pk for row in rows])  # type: ignore[attr-defined]
            self.fields[name].queryset = known  # type: ignore[attr-defined]
        super().full_clean()

    def filtered(self, rows: list[FindingRow]) -> list[FindingRow]:
        """Narrow the rows."""
        criterion, unit, state = (self.value(name) for name in ("criterion", "unit", "state"))
        return [
            row
            for row in rows
            if criterion in (None, row.criterion)
            and unit in (None, row.unit)
            and state in (None, FOUND if row.finding else OPEN)
        ]
