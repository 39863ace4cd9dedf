"""Forms of the procedure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.actions.scores import most_points
from assessments.forms.points import PointsField
from assessments.models import Column, Criterion, CriterionKind, Scheme, SchemeStage
from assessments.rules.stages import column_of
from departments.models import Department
from quality_portal.lib.fields import DayField
from reports.forms import ActionForm
from reports.models import Evidence
from reports.models.evidence import EvidenceQuerySet


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


class ReportFilesField(forms.ModelMultipleChoiceField):
    """Files of reports, each named with its half-year."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Name the file and the half-year it was handed in for."""
        return f"{obj.report.period}：{obj.name}"


class LinkForm(ActionForm):
    """Files of half-yearly reports that prove points as well."""

    chosen = ReportFilesField(Evidence.objects.none(), label=_("Files of the half-yearly reports"))

    def __init__(self, files: EvidenceQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = files  # type: ignore[attr-defined]


class HandInForm(ActionForm):
    """The unit's report on itself, handed in with its scores."""

    self_report = _words(_("Self-assessment report"), 20_000, required=False, rows=10)


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
    """What of the grid is shown: a first-level heading, or one unit; and the column.

    Left out, the column is the step's; where ``by_heading`` is set, the first heading is shown.
    """

    column = forms.ChoiceField(label=_("Score column"), choices=Column.choices, required=False)
    heading = forms.ModelChoiceField(
        Criterion.objects.none(), label=_("First-level criterion"), required=False, empty_label=_("any")
    )
    unit = forms.ModelChoiceField(
        Department.objects.none(), label=_("Unit"), required=False, empty_label=_("any")
    )

    def __init__(self, scheme: Scheme, data: Mapping[str, Any], *, by_heading: bool) -> None:
        headings = scheme.criteria.filter(parent=None).exclude(kind=CriterionKind.VETO)
        chosen = {name: value for name, value in data.items() if value}
        chosen.setdefault("column", column_of(scheme.stage) or str(Column.FINAL))
        if by_heading and not chosen.keys() & {"heading", "unit"}:
            chosen["heading"] = headings.values_list("pk", flat=True).first()
        super().__init__(chosen, label_suffix="")
        self.scheme = scheme
        self.fields["heading"].queryset = headings  # type: ignore[attr-defined]
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
    points = forms.CharField(max_length=10, required=False)
    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, scheme: Scheme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = scheme.criteria.select_related("scheme")  # type: ignore[attr-defined]
        units = Department.objects.active().filter(kind__in=scheme.kinds)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_points(self) -> Decimal | None:
        """Read the points as people type them, within what the criterion allows; a score is never emptied."""
        criterion = self.cleaned_data.get("criterion")
        if criterion is None:
            return None
        points = PointsField(full=most_points(criterion)).clean(self.cleaned_data["points"])
        if points is None and self.data.get("version"):
            raise forms.ValidationError(_("A score can be changed, but not emptied."))
        if points is None:
            raise forms.ValidationError(_("Enter the points as well."))
        return points
