"""The filter of the list of samples."""

from typing import ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.models import Department
from inspections.models import (
    Campaign,
    CampaignLevel,
    CampaignQuota,
    FailedItem,
    Field,
    ProductClass,
    Result,
    Side,
)
from inspections.models.sample import SampleQuerySet
from inspections.queries.rates import FAILED
from inspections.queries.registers import batches_of, batches_outside
from inspections.queries.units import FAILED_UNITS, TESTED_UNITS, counted_within, one_of_each_unit
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm


class SampleListForm(ListForm[SampleQuerySet]):
    """Finds samples by words, year or period, campaign, township, product class and result."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "day": ("judged_on",),
        "product": ("product", "judged_on"),
        "producer": ("producer_name", "judged_on"),
        "township": ("township__order", "judged_on"),
        "result": ("result", "judged_on"),
    }
    DEFAULT_SORT = "-day"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(
            "product",
            _("Product"),
            exported=(
                "产品名称",
                "规格型号",
                "商标",
                "生产日期/批号",
            ),
        ),
        Column(
            "producer",
            _("Producer"),
            exported=(
                "标称生产单位",
                "标称生产单位所在地",
                "受检单位",
            ),
        ),
        Column("township", _("Township"), exported=("乡镇",)),
        Column("day", _("Counts on"), exported=("计入日期",)),
        Column(
            "result",
            _("Result"),
            exported=(
                "抽查结果",
                "主要不合格项目",
            ),
        ),
    )

    q = forms.CharField(label=_("Product, enterprise or batch"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    campaign = forms.ModelChoiceField(Campaign.objects.all(), label=_("Campaign"), required=False)
    township = forms.ModelChoiceField(Department.objects.townships(), label=_("Township"), required=False)
    product_class = forms.ModelChoiceField(
        ProductClass.objects.all(), label=_("Product class"), required=False
    )
    result = forms.ChoiceField(label=_("Result"), required=False, choices=[ANY, *Result.choices])
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)
    producer = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)
    counterfeit = forms.ChoiceField(
        required=False, choices=[ANY, ("0", "0"), ("1", "1")], widget=forms.HiddenInput
    )
    level = forms.ChoiceField(required=False, choices=[ANY, *CampaignLevel.choices], widget=forms.HiddenInput)
    field = forms.ChoiceField(required=False, choices=[ANY, *Field.choices], widget=forms.HiddenInput)
    side = forms.ChoiceField(required=False, choices=[ANY, *Side.choices], widget=forms.HiddenInput)
    item = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    without = forms.ChoiceField(  # type: ignore[assignment] # the field leaves the property be
        required=False,
        choices=[(name, name) for name in ("township", "product_class", "side")],
        widget=forms.HiddenInput,
    )

    quota = forms.ModelChoiceField(CampaignQuota.objects.all(), required=False, widget=forms.HiddenInput)
    units = forms.ChoiceField(
        required=False,
        choices=[(name, name) for name in (TESTED_UNITS, FAILED_UNITS)],
        widget=forms.HiddenInput,
    )
    outside = forms.ModelChoiceField(Campaign.objects.all(), required=False, widget=forms.HiddenInput)

    def filtered(self, rows: SampleQuerySet) -> SampleQuerySet:
        """Narrow the samples."""
        if words := self.value("q"):
            rows = rows.naming(words)
        if year := self.value("year"):
            rows = rows.for_year(year)
        rows = rows.filter(self._within_the_period())
        for name in ("campaign", "township", "product_class", "result"):
            if value := self.value(name):
                rows = rows.filter(Q((name, value)))
        rows = self._behind_a_figure(rows)
        return one_of_each_unit(rows) if self.value("units") else rows

    def _within_the_period(self) -> Q:
        """Return what finds the period's batches; where enterprises are asked for, those that count."""
        first, last, units = self.value("first"), self.value("last"), self.value("units")
        if units and first and last and not self.value("item"):
            parts = ("township", "product_class", "side", "without")
            whole = units == FAILED_UNITS and not any(self.value(name) for name in parts)
            counted = counted_within(first, last, whole=whole)
            return counted & FAILED if units == FAILED_UNITS else counted
        found = FAILED if units else Q()
        if first:
            found &= Q(judged_on__gte=first)
        return found & Q(judged_on__lte=last) if last else found

    def _behind_a_figure(self, rows: SampleQuerySet) -> SampleQuerySet:
        """Narrow the samples by what only links from figures ask for."""
        if code := self.value("producer"):
            rows = rows.filter(producer__credit_code=code)
        if counterfeit := self.value("counterfeit"):
            rows = rows.filter(is_counterfeit=counterfeit == "1")
        for name in ("level", "field"):
            if value := self.value(name):
                rows = rows.filter(Q((f"campaign__{name}", value)))
        if side := self.value("side"):
            rows = rows.filter(side=side)
        if item := self.value("item"):
            rows = rows.filter(pk__in=FailedItem.objects.filter(name=item).values("sample"))
        if name := self.value("without"):
            rows = rows.filter(side="") if name == "side" else rows.filter(Q((f"{name}__isnull", True)))
        return rows.filter(self._of_a_plan())

    def _of_a_plan(self) -> Q:
        """Return what finds the batches of a plan's row, or those that no row was made for."""
        found = Q()
        if quota := self.value("quota"):
            found &= batches_of(quota)
        if campaign := self.value("outside"):
            found &= batches_outside(campaign)
        return found
