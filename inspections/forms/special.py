"""Forms of special campaigns and their plan of batches."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from departments.forms import CheckedByAction
from departments.models import Department
from enterprises.forms import townships
from inspections.actions.quotas import PlannedBatches
from inspections.models import Campaign, CampaignQuota, ProductClass, SpecialCampaign
from inspections.models.quota import LARGEST_QUOTA, SpecialCampaignQuerySet
from quality_portal.lib.fields import DayField
from quality_portal.lib.lists import Column, ListForm

MOST_ROWS = 250
"""Rows of one plan: what a browser may send stays below the limit of fields in one form."""

BLANK_ROWS = 5


class SpecialListForm(ListForm[SpecialCampaignQuerySet]):
    """Finds special campaigns by name, year and leading department."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "name": ("campaign__name",),
        "from": ("starts_on",),
        "lead": ("lead__order", "starts_on"),
    }
    DEFAULT_SORT = "-from"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("name", _("Special campaign"), exported=("专项行动",)),
        Column("lead", _("Leading department"), exported=("牵头部门",)),
        Column(
            "from",
            _("Campaign period"),
            exported=(
                "开始日期",
                "结束日期",
            ),
        ),
        Column("planned", _("Batches planned"), num=True, exported=("计划批次",)),
        Column("drawn", _("Batches drawn"), num=True, exported=("已抽批次",)),
        Column("share", _("Share done")),
        Column("cases", _("Cases found"), num=True, exported=("查处案件",)),
    )

    q = forms.CharField(label=_("Name, code or number"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    lead = forms.ModelChoiceField(
        Department.objects.departments(), label=_("Leading department"), required=False
    )

    def filtered(self, rows: SpecialCampaignQuerySet) -> SpecialCampaignQuerySet:
        """Narrow the special campaigns."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if year := self.value("year"):
            rows = rows.for_year(year)
        if lead := self.value("lead"):
            rows = rows.filter(lead=lead)
        return rows


class SpecialForm(CheckedByAction):
    """Makes a campaign a special one, or changes its goal, lead, period and summary."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.filter(special=None),
        label=_("campaign"),
        help_text=_("A campaign of spot checks that is not a special one yet."),
    )
    lead = forms.ModelChoiceField(Department.objects.active().departments(), label=_("leading department"))
    starts_on = DayField(label=_("starts on"))
    ends_on = DayField(label=_("ends on"))

    class Meta:
        model = SpecialCampaign
        fields: ClassVar[list[str]] = ["campaign", "goal", "lead", "starts_on", "ends_on", "summary"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["campaign"]


def _chosen(rows: dict[str, Any], pk: Any) -> Any:
    """Return the row chosen; raises ValueError for what was not offered."""
    if pk not in rows:
        raise ValueError(pk)
    return rows[pk]


class QuotaForm(forms.Form):
    """A row of the plan; without a number the row falls away."""

    product_class = forms.TypedChoiceField(label=_("Product class"), required=False, empty_value=None)
    township = forms.TypedChoiceField(label=_("Township"), required=False, empty_value=None)
    planned = forms.IntegerField(
        label=_("Batches planned"), required=False, min_value=1, max_value=LARGEST_QUOTA
    )

    def __init__(
        self, *args: Any, classes: dict[str, ProductClass], places: dict[str, Department], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("product_class", classes, _("every other product"))
        self._offer("township", places, _("every other place"))

    def _offer(self, name: str, rows: dict[str, Any], empty: Any) -> None:
        """Offer the rows, read once for the whole table."""
        field = self.fields[name]
        field.choices = [("", empty), *((pk, str(row)) for pk, row in rows.items())]  # type: ignore[attr-defined]
        field.coerce = partial(_chosen, rows)  # type: ignore[attr-defined]

    @property
    def row(self) -> PlannedBatches | None:
        """The row as it was entered, None where it has no number."""
        planned = self.cleaned_data.get("planned")
        if not planned:
            return None
        return PlannedBatches(self.cleaned_data["product_class"], self.cleaned_data["township"], planned)


class PlanRules(forms.BaseFormSet):
    """What holds for the rows of a plan together."""

    def clean(self) -> None:
        """Refuse two rows for the same class and township."""
        places = [form.row.place for form in self.forms if form.is_valid() and form.row]
        if len(set(places)) < len(places):
            raise ValidationError(_("Two rows name the same product class and township. Put them together."))


PlanTable = forms.formset_factory(
    QuotaForm,
    formset=PlanRules,
    extra=BLANK_ROWS,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
    validate_max=True,
)


def plan_rows_form(special: SpecialCampaign, data: Mapping[str, Any] | None) -> forms.BaseFormSet:
    """Return the whole plan of a special campaign as one small table, with blank rows at its end."""
    rows = [
        {
            "product_class": str(quota.product_class_id or ""),
            "township": str(quota.township_id or ""),
            "planned": quota.planned,
        }
        for quota in CampaignQuota.objects.filter(campaign=special.campaign_id)
    ]
    options = {
        "classes": {str(row.pk): row for row in ProductClass.objects.all()},
        "places": {str(row.pk): row for row in townships()},
    }
    return PlanTable(data, initial=rows, form_kwargs=options)


def planned_rows(table: forms.BaseFormSet) -> list[PlannedBatches]:
    """Return the rows of a valid table as they were entered."""
    return [form.row for form in table.forms if form.row is not None]


class OpenedForm(forms.Form):
    """The version of the special campaign that the table was opened at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def read_version(self) -> int:
        """The version; 0, which no record has, where it was tampered with."""
        return (self.cleaned_data.get("version") or 0) if self.is_valid() else 0
