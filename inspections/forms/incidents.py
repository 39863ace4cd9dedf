"""Forms of the register of quality incidents."""

from typing import ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.forms import CheckedByAction
from departments.models import Department
from enterprises.fields import EnterpriseField
from enterprises.forms import townships
from inspections.forms.infringements import OPEN_ONLY
from inspections.models import Consequence, Incident, IncidentKind, Severity
from inspections.models.incident import IncidentQuerySet
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm


class IncidentListForm(ListForm[IncidentQuerySet]):
    """Finds incidents by words, year, kind, severity, responsible unit, township and consequence."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "occurred": ("occurred_on",),
        "title": ("title",),
        "unit": ("department__kind", "department__order", "occurred_on"),
    }
    DEFAULT_SORT = "-occurred"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("title", _("Title"), exported=("标题",)),
        Column("occurred", _("Occurred on"), exported=("发生日期",)),
        Column("unit", _("Responsible unit"), exported=("责任单位",)),
        Column("severity", _("Severity"), exported=("等级",)),
        Column(
            "handling",
            _("Handling"),
            exported=(
                "处理完毕日期",
                "处理结果",
            ),
        ),
        Column(
            "consequence",
            _("Consequence"),
            exported=(
                "考核影响",
                "影响理由",
            ),
        ),
    )

    q = forms.CharField(label=_("Title, facts or enterprise"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *IncidentKind.choices])
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[ANY, *Severity.choices])
    department = forms.ModelChoiceField(Department.objects.all(), label=_("Responsible unit"), required=False)
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)
    consequence = forms.ChoiceField(
        label=_("Consequence"), required=False, choices=[ANY, *Consequence.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, (OPEN_ONLY, _("being handled"))]
    )

    def filtered(self, rows: IncidentQuerySet) -> IncidentQuerySet:
        """Narrow the incidents."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if year := self.value("year"):
            rows = rows.filter(occurred_on__year=year)
        if self.value("state"):
            rows = rows.open()
        for name in ("kind", "severity", "department", "township", "consequence"):
            if value := self.value(name):
                rows = rows.filter(Q((name, value)))
        return rows


class IncidentForm(CheckedByAction):
    """Enters an incident or corrects what is known of it."""

    occurred_on = DayField(label=_("occurred on"))
    department = forms.ModelChoiceField(Department.objects.active(), label=_("responsible unit"))
    enterprise = EnterpriseField()

    class Meta:
        model = Incident
        fields: ClassVar[list[str]] = [
            "kind",
            "occurred_on",
            "title",
            "severity",
            "department",
            "township",
            "enterprise",
            "facts",
        ]


class JudgeForm(CheckedByAction):
    """Declares whether an incident is regional or systemic."""

    judged_on = DayField(label=_("judged on"))
    judgement_reason = forms.CharField(
        label=_("reason of the judgement"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_(
            "Regional: many similar firms of one area have the same problem. "
            "Systemic: the order of a whole market is broken."
        ),
    )
    judgement_document = forms.CharField(label=_("document of the judgement"), max_length=100)

    class Meta:
        model = Incident
        fields: ClassVar[list[str]] = [
            "is_regional_or_systemic",
            "judged_on",
            "judgement_reason",
            "judgement_document",
        ]


class SettleForm(CheckedByAction):
    """Ends the handling of an incident and says what it means for the yearly assessment."""

    handled_on = DayField(label=_("handled on"))
    result = forms.CharField(label=_("result of the handling"), max_length=2000, widget=forms.Textarea)

    class Meta:
        model = Incident
        fields: ClassVar[list[str]] = ["handled_on", "result", "consequence", "consequence_reason"]
