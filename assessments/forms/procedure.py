"""Forms of the procedure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Column, Criterion, Scheme, SchemeStage
from assessments.rules.stages import column_of
from departments.models import Department
from reports.forms import ActionForm, DayField


def _words(label: Any, most: int = 300, *, required: bool = True, rows: int = 3) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=box)


class NoteForm(ActionForm):
    """A step with a reason."""

    note = _words(_("Reason or remark"), required=False)


class RemarkForm(ActionForm):
    """What is to be corrected."""

    remark = _words(_("Remark"), required=False)


class DecisionForm(ActionForm):
    """The leading group's decision."""

    decided_on = DayField(label=_("Decided on"))
    note = _words(_("Meeting or paper"))


class TargetsForm(ActionForm):
    """The targets a unit files."""

    filed_targets = _words(_("Targets of the year, one a line"), 10_000, rows=14)


class VisitForm(ActionForm):
    """A visit with its findings."""

    visited_on = DayField(label=_("Visited on"))
    visit_note = _words(_("Findings of the visit"), 10_000, rows=8)


class DaysForm(ActionForm):
    """The days of every step."""

    def __init__(self, rows: list[SchemeStage], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            name = row.get_stage_display()
            self.fields[f"{row.stage}_opens"] = DayField(
                label=_("%(step)s: begins on") % {"step": name}, initial=row.opens_on
            )
            self.fields[f"{row.stage}_due"] = DayField(
                label=_("%(step)s: due on") % {"step": name}, initial=row.due_on
            )
        self.fields["note"] = _words(_("Reason or remark"))

    def clean(self) -> dict[str, Any]:
        """A step is not due before it begins."""
        super().clean()
        for row in self.rows:
            opens, due = (self.cleaned_data.get(f"{row.stage}_{part}") for part in ("opens", "due"))
            if opens and due and due < opens:
                self.add_error(f"{row.stage}_due", _("The step is due before it begins."))
        return self.cleaned_data

    def days(self) -> dict[str, Any]:
        """Return the days by step."""
        values = self.cleaned_data
        return {row.stage: (values[f"{row.stage}_opens"], values[f"{row.stage}_due"]) for row in self.rows}


class GridForm(forms.Form):
    """What of the grid is shown: a first-level heading, or one unit; and the column."""

    column = forms.ChoiceField(label=_("Column"), choices=Column.choices, required=False)
    heading = forms.ModelChoiceField(Criterion.objects.none(), label=_("Heading"), required=False)
    unit = forms.ModelChoiceField(Department.objects.none(), label=_("Unit"), required=False)

    def __init__(self, scheme: Scheme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        self.fields["heading"].queryset = scheme.criteria.filter(parent=None)  # type: ignore[attr-defined]
        units = Department.objects.active().filter(kind__in=scheme.kinds)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, Criterion | None, Department | None]:
        """Return column, heading and unit as chosen; the step's column where none was."""
        values = self.cleaned_data if self.is_valid() else {}
        column = values.get("column") or column_of(self.scheme.stage) or str(Column.FINAL)
        return column, values.get("heading"), values.get("unit")


class CellForm(ActionForm):
    """One cell of the grid."""

    criterion = forms.ModelChoiceField(Criterion.objects.none())
    unit = forms.ModelChoiceField(Department.objects.none())
    column = forms.ChoiceField(choices=Column.choices)
    points = forms.DecimalField(max_digits=6, decimal_places=2)
    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, scheme: Scheme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = scheme.criteria.select_related("scheme")  # type: ignore[attr-defined]
        units = Department.objects.active().filter(kind__in=scheme.kinds)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
