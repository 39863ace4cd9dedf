"""Forms of the import of criteria tables: the file, what its columns and names mean, the confirmation."""

import re
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.criteria_imports import Answers, CriteriaDraft
from assessments.rules.criteria_columns import LEVELS
from departments.models import Department
from quality_portal.lib.uploads import MAX_SIZE

SUFFIXES: Final = (".xlsx", ".xls", ".ods", ".csv")
WRITE: Final = "write"
CHECK: Final = "check"
MARKED: Final = "marked"
MEANING_WORDS: Final = {
    "": gettext_lazy("not read"),
    "points": gettext_lazy("points"),
    "standard": gettext_lazy("how points are given"),
    "evidence": gettext_lazy("Evidence"),
    "scorer": gettext_lazy("Scored by"),
    "responsible": gettext_lazy("responsible unit, kept in the text"),
    "code": gettext_lazy("code"),
    "kind": gettext_lazy("kind"),
    "clause": gettext_lazy("clause"),
    "rule": gettext_lazy("rule"),
    "params": gettext_lazy("parameters of the rule"),
}
_FIELD: Final = re.compile(r"(column|unit|name)-(\d{1,3})")


class CriteriaFileForm(forms.Form):
    """A table of criteria."""

    file = forms.FileField(
        label=gettext_lazy("Criteria table"),
        help_text=gettext_lazy("xlsx, xls, ods or csv, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large or no table."""
        file = self.cleaned_data["file"]
        if file.size > MAX_SIZE:
            raise ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": MAX_SIZE // 1024**2})
        if not str(file.name).lower().endswith(SUFFIXES):
            raise ValidationError(_("Choose a table: xlsx, xls, ods or csv."))
        return file


class AnswersForm(forms.Form):
    """What each column means, and which department each unknown name is."""

    @classmethod
    def of(cls, draft: CriteriaDraft, answers: Answers) -> "AnswersForm":
        """Return the form that shows how a table was understood."""
        form = cls()
        for index, heading in draft.table.headings.items():
            initial = draft.table.columns.get(index, "")
            form.fields[f"column-{index}"] = _meaning(heading, initial)
        for place, (name, rows) in enumerate(draft.asked.items()):
            form.fields[f"name-{place}"] = forms.CharField(widget=forms.HiddenInput, initial=name)
            label = _("“%(name)s” in row %(rows)s") % {"name": name, "rows": _rows(rows)}
            form.fields[f"unit-{place}"] = _unit(label, answers.units.get(name))
        return form

    @classmethod
    def sent(cls, data: QueryDict) -> "AnswersForm":
        """Return the form as a person sent it back."""
        form = cls(data)
        for name in data:
            match = _FIELD.fullmatch(name)
            if match is None:
                continue
            kinds: dict[str, Any] = {"column": _meaning, "unit": _unit}
            make = kinds.get(match[1])
            form.fields[name] = make("", None) if make else forms.CharField(max_length=200, strip=True)
        return form

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields of the columns."""
        return [field for field in self.visible_fields() if field.name.startswith("column-")]

    @property
    def unit_fields(self) -> list[forms.BoundField]:
        """The fields of unknown names."""
        return [field for field in self.visible_fields() if field.name.startswith("unit-")]

    @property
    def answers(self) -> Answers:
        """What the person decided; how the table is understood by itself where an answer does not fit."""
        if not self.is_valid():
            return Answers()
        values = self.cleaned_data
        columns = {_number(name): each for name, each in values.items() if name.startswith("column-")}
        meant = {index: meaning for index, meaning in columns.items() if meaning}
        units = {
            values[name]: values.get(f"unit-{_number(name)}") for name in values if name.startswith("name-")
        }
        return Answers(meant if columns else None, units)


class ConfirmForm(forms.Form):
    """Which upload is spoken of, what the person saw of it, and what is to be done."""

    token = forms.CharField(max_length=600, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    do = forms.ChoiceField(
        choices=[(WRITE, WRITE), (CHECK, CHECK), (MARKED, MARKED)], widget=forms.HiddenInput
    )


def digest(answers: Answers) -> str:
    """Return what tells two sets of answers apart."""
    units = sorted((name, unit.pk if unit else 0) for name, unit in answers.units.items())
    return sha256(repr((sorted((answers.columns or {}).items()), units)).encode()).hexdigest()


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])


def _meaning(heading: str, initial: str | None) -> forms.ChoiceField:
    levels = [
        (f"level{place}", _("level %(number)d of the tree") % {"number": place})
        for place in range(1, LEVELS + 1)
    ]
    choices = [("", MEANING_WORDS[""]), *levels, *list(MEANING_WORDS.items())[1:]]
    label = " ".join(heading.split())[:40]
    return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial or "")


def _unit(label: str, initial: Department | None) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=Department.objects.active(),
        required=False,
        initial=initial,
        empty_label=_("no department: leave it to the office"),
    )


def _rows(rows: list[int]) -> str:
    shown = _("、").join(str(row) for row in dict.fromkeys(rows[:5]))
    return shown if len(set(rows)) <= 5 else f"{shown}…"
