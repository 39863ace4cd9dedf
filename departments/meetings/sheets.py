"""The agenda and the attendance of a meeting as small tables that are written as a whole."""

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from departments.backoffice.forms import CleanTextMixin
from departments.models import Department, Meeting, Presence

BLANK_ROWS = 3
MOST_ROWS = 120

Sheet = TypeVar("Sheet", bound=forms.BaseFormSet)


def _chosen(units: dict[str, Department], pk: Any) -> Department:
    """Return the unit chosen; raises ValueError for what was not offered."""
    if pk not in units:
        raise ValueError(pk)
    return units[pk]


class RowForm(CleanTextMixin, forms.Form):
    """A row of a sheet that names a unit; the units are read once for the whole sheet."""

    UNIT = "department"

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: dict[str, Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.UNIT]
        field.choices = [("", "—"), *((pk, unit.short_name) for pk, unit in units.items())]  # type: ignore[attr-defined]
        field.coerce = partial(_chosen, units)  # type: ignore[attr-defined]


class AgendaRow(RowForm):
    """A matter of the agenda; an own matter whose title is emptied falls away."""

    UNIT = "presenter"

    order = forms.IntegerField(label=_("No."), required=False, min_value=1, max_value=999)
    title = forms.CharField(label=_("Matter"), required=False, max_length=200)
    presenter = forms.TypedChoiceField(label=_("Presented by"), required=False, empty_value=None)
    source = forms.CharField(label=_("Where it comes from"), required=False, max_length=300)
    is_taken = forms.BooleanField(label=_("On the agenda"), required=False, initial=True)


class AttendanceRow(RowForm):
    """Somebody who came or was excused; a row without a name falls away."""

    department = forms.TypedChoiceField(label=_("Unit"), required=False, empty_value=None)
    person = forms.CharField(label=_("Name"), required=False, max_length=60)
    post = forms.CharField(label=_("Post"), required=False, max_length=100)
    presence = forms.ChoiceField(label=_("Presence"), choices=Presence.choices)


class WideRows(forms.BaseFormSet):
    """A sheet whose rows all answer, also those that were left blank."""

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of a valid sheet as they were entered."""
        return [dict(form.cleaned_data) for form in self.forms if form.cleaned_data]


def _factory(row: type[RowForm]) -> type[WideRows]:
    return forms.formset_factory(  # type: ignore[return-value]
        row,
        formset=WideRows,
        extra=BLANK_ROWS,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        validate_max=True,
    )


AgendaSheet, AttendanceSheet = _factory(AgendaRow), _factory(AttendanceRow)


def agenda_sheet(meeting: Meeting, data: Mapping[str, Any] | None) -> WideRows:
    """Return the agenda as a sheet, what units have raised included, with blank rows at its end."""
    rows = [
        {
            "pk": item.pk,
            "order": item.order,
            "title": item.title,
            "presenter": str(item.presenter_id or ""),
            "source": item.source,
            "is_taken": item.is_taken,
        }
        for item in meeting.items.all()
    ]
    return AgendaSheet(data, initial=rows, form_kwargs={"units": _units()})


def attendance_sheet(meeting: Meeting, data: Mapping[str, Any] | None) -> WideRows:
    """Return the attendance as a sheet: the people entered, and a row for each unit without any."""
    people = list(meeting.attendance.all())
    rows: list[dict[str, Any]] = [
        {
            "pk": each.pk,
            "department": str(each.department_id or ""),
            "person": each.person,
            "post": each.post,
            "presence": each.presence,
        }
        for each in people
    ]
    there = {each.department_id for each in people}
    rows += [{"department": str(unit.pk)} for unit in meeting.invited.all() if unit.pk not in there]
    return AttendanceSheet(data, initial=rows, form_kwargs={"units": _units()})


def _units() -> dict[str, Department]:
    return {str(unit.pk): unit for unit in Department.objects.active()}
