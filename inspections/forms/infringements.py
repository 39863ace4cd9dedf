"""Forms of the register of infringement cases."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.forms import CheckedByAction
from enterprises.fields import EnterpriseField
from enterprises.forms import townships
from inspections.models import (
    Campaign,
    InfringementCase,
    InfringementKind,
    InfringementSource,
    InfringementState,
    Sample,
)
from inspections.models.infringement import InfringementCaseQuerySet
from inspections.rules.infringements import ALL_REQUIRED, REQUIRED
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm

OPEN_ONLY = "open"
"""Chosen as a state, it stands for every state in which something is still to be done."""


class InfringementListForm(ListForm[InfringementCaseQuerySet]):
    """Finds cases by words, year or period, kind, state, source, township and campaign."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "found": ("found_on",),
        "number": ("number",),
        "party": ("party_key",),
        "value": ("goods_value",),
        "penalty": ("penalty",),
        "township": ("township__order", "found_on"),
    }
    DEFAULT_SORT = "-found"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("number", _("Case number"), exported=("案件编号",)),
        Column(
            "party",
            _("Party"),
            exported=(
                "当事人",
                "统一社会信用代码",
            ),
        ),
        Column("township", _("Township"), exported=("乡镇",)),
        Column("found", _("Found on"), exported=("发现日期",)),
        Column("value", _("Value (yuan)"), num=True, exported=("货值",)),
        Column("penalty", _("Penalty (yuan)"), num=True, exported=("罚没金额",)),
        Column("state", _("State"), exported=("状态",)),
    )

    q = forms.CharField(label=_("Number, party or credit code"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *InfringementKind.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ANY, (OPEN_ONLY, _("not yet closed")), *InfringementState.choices],
    )
    source = forms.ChoiceField(
        label=_("Case source"), required=False, choices=[ANY, *InfringementSource.choices]
    )
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)
    campaign = forms.ModelChoiceField(
        Campaign.objects.exclude(special=None), label=_("Special campaign"), required=False
    )
    first = DayField(required=False, widget=forms.HiddenInput)
    last = DayField(required=False, widget=forms.HiddenInput)

    def filtered(self, rows: InfringementCaseQuerySet) -> InfringementCaseQuerySet:
        """Narrow the cases."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if year := self.value("year"):
            rows = rows.for_year(year)
        state = self.value("state")
        if state == OPEN_ONLY:
            rows = rows.open()
        elif state:
            rows = rows.filter(state=state)
        return rows.filter(self.plain_conditions())

    def plain_conditions(self) -> Q:
        """The filters that each compare one field."""
        fields = {"first": "found_on__gte", "last": "found_on__lte"}
        fields |= {name: name for name in ("kind", "source", "township", "campaign")}
        return Q(**{path: self.value(name) for name, path in fields.items() if self.value(name) is not None})


class PrefillForm(forms.Form):
    """What a link to the empty case form may fill in."""

    sample = forms.ModelChoiceField(Sample.objects.select_related("producer", "seller"), required=False)
    campaign = forms.ModelChoiceField(Campaign.objects.all(), required=False)

    @property
    def values(self) -> dict[str, Any]:
        """The empty form's first values."""
        if not self.is_valid():
            return {}
        sample, campaign = self.cleaned_data["sample"], self.cleaned_data["campaign"]
        values: dict[str, Any] = {}
        if campaign:
            values |= {"campaign": campaign, "source": InfringementSource.CAMPAIGN}
        if sample:
            firm = sample.producer or sample.seller
            values |= {
                "sample": sample.pk,
                "source": InfringementSource.SPOT_CHECK,
                "found_on": sample.judged_on,
                "party": sample.seller_name or sample.producer_name,
                "township": sample.township_id,
                "enterprise": firm.credit_code if firm else "",
            }
        return values


class InfringementForm(CheckedByAction):
    """Files a case or corrects what is known of it; what later states need shows once they are reached."""

    enterprise = EnterpriseField()
    found_on = DayField(label=_("found on"))
    sample = forms.ModelChoiceField(
        Sample.objects.all(),
        label=_("sample"),
        required=False,
        widget=forms.NumberInput,
        help_text=_("The number at the end of the address of the sample's page."),
    )
    decided_on = DayField(label=_("decided on"))
    closed_on = DayField(label=_("closed or handed over on"))

    class Meta:
        model = InfringementCase
        fields: ClassVar[list[str]] = [
            "number",
            "kind",
            "party",
            "enterprise",
            "township",
            "found_on",
            "source",
            "sample",
            "campaign",
            "facts",
            "goods_value",
            "officer",
            "decision_number",
            "decided_on",
            "penalty",
            "transferred_to",
            "closed_on",
        ]

    ALWAYS: ClassVar[tuple[str, ...]] = ("facts", "goods_value", "officer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = REQUIRED[self.instance.state]
        for name in ALL_REQUIRED:
            self.fields[name].required = name in needed
            known = getattr(self.instance, name) not in (None, "")
            if name not in needed and name not in self.ALWAYS and not known:
                del self.fields[name]


class AdvanceForm(CheckedByAction):
    """Takes a case to its next state: asks for what that state needs beyond the present one."""

    decided_on = DayField(label=_("decided on"))
    closed_on = DayField(label=_("closed or handed over on"))

    class Meta:
        model = InfringementCase
        fields: ClassVar[tuple[str, ...]] = ALL_REQUIRED

    def __init__(self, *args: Any, state: InfringementState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ALL_REQUIRED:
            if name in REQUIRED[state] and name not in REQUIRED[self.instance.state]:
                self.fields[name].required = True
            else:
                del self.fields[name]
