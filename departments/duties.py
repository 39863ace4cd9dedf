"""Forms of duties: the list's filter, and the edit form."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from departments.forms import RecordForm
from departments.models import Department, Duty, DutyArea
from departments.models.duty import DutyQuerySet
from quality_portal.lib.lists import Column, ListForm


class DutyListForm(ListForm[DutyQuerySet]):
    """Narrows the list of duties by unit, field of work and words."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "code": ("all_townships", "lead__order", "order", "code"),
        "area": ("area__order", "order"),
        "clause": ("clause", "order"),
    }
    DEFAULT_SORT = "code"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("code", _("Code")),
        Column("text", _("Duty")),
        Column("lead", _("Lead")),
        Column("area", _("Field of work")),
        Column("clause", _("Clause")),
    )

    q = forms.CharField(label=_("Words"), required=False, max_length=60)
    unit = forms.ModelChoiceField(
        Department.objects.active(), label=_("Department or township"), required=False, to_field_name="code"
    )
    area = forms.ModelChoiceField(
        DutyArea.objects.all(), label=_("Field of work"), required=False, to_field_name="code"
    )

    def filtered(self, rows: DutyQuerySet) -> DutyQuerySet:
        """Narrow the duties; a unit's duties are those it leads or cooperates in."""
        if unit := self.value("unit"):
            rows = rows.of(unit)
        if area := self.value("area"):
            rows = rows.filter(area=area)
        if words := self.value("q"):
            rows = rows.matching(words)
        return rows


class DutyForm(RecordForm):
    """Changes a duty."""

    class Meta:
        model = Duty
        fields: ClassVar[list[str]] = [
            "text",
            "lead",
            "all_townships",
            "cooperating",
            "area",
            "clause",
            "is_active",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "cooperating": forms.CheckboxSelectMultiple(),
        }
