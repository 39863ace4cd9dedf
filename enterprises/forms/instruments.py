"""Forms of instruments and their verifications."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.forms.files import PartForm, townships
from enterprises.models import Instrument, Verification
from enterprises.models.instrument import InstrumentQuerySet, in_use
from enterprises.rules.instruments import State
from quality_portal.lib import clock
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm

USED = "used"


class InstrumentListForm(ListForm[InstrumentQuerySet]):
    """Finds instruments by words, township and state on a day."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "name": ("name", "number"),
        "enterprise": ("enterprise__name_key", "name", "number"),
        "township": ("enterprise__township__order", "enterprise__name_key", "name"),
        "until": ("last_until", "enterprise__name_key", "name"),
    }
    DEFAULT_SORT = "enterprise"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(
            "name",
            _("Instrument"),
            exported=(
                "计量器具",
                "器具编号",
            ),
        ),
        Column(
            "enterprise",
            _("Enterprise"),
            exported=(
                "企业名称",
                "统一社会信用代码",
            ),
        ),
        Column("township", _("Township"), exported=("乡镇",)),
        Column("until", _("Valid until"), exported=("有效期至",)),
        Column("state", _("State"), exported=("状态",)),
    )

    q = forms.CharField(label=_("Instrument or enterprise"), required=False, max_length=60)
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)
    mandatory = forms.ChoiceField(
        label=_("Verification"), required=False, choices=[ANY, ("1", _("mandatory verification"))]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, (USED, _("in use")), *State.choices]
    )
    compare = forms.ChoiceField(required=False, choices=[ANY, ("1", "1")], widget=forms.HiddenInput)
    on = DayField(label=_("On the day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    @property
    def day(self) -> date:
        """The day the list speaks of."""
        return self.value("on") or self.today

    def filtered(self, rows: InstrumentQuerySet) -> InstrumentQuerySet:
        """Narrow to what is asked for on the day."""
        rows = rows.with_last(self.day)
        if words := self.value("q"):
            rows = rows.matching(words)
        if township := self.value("township"):
            rows = rows.filter(enterprise__township=township)
        if self.value("mandatory"):
            rows = rows.mandatory()
        state = self.value("state")
        if state == USED:
            return rows.filter(in_use(self.day))
        return rows.in_state(state, self.day) if state else rows


class InstrumentForm(PartForm):
    """Adds or changes an instrument."""

    OWNER = "enterprise"

    in_use_since = DayField(label=_("put into use on"))
    withdrawn_on = DayField(label=_("withdrawn from use on"), required=False)

    class Meta:
        model = Instrument
        fields: ClassVar[list[str]] = ["name", "number", "is_mandatory", "in_use_since", "withdrawn_on"]


class VerificationForm(PartForm):
    """Enters or changes a verification."""

    OWNER = "instrument"

    verified_on = DayField(label=_("verified on"))
    valid_until = DayField(
        label=_("valid until"),
        required=False,
        help_text=_("As on the certificate; empty when the instrument failed."),
    )

    class Meta:
        model = Verification
        fields: ClassVar[list[str]] = [
            "verified_on",
            "result",
            "valid_until",
            "certificate_number",
            "institution",
        ]

    def clean_verified_on(self) -> date:
        """Refuse a day that has not come yet."""
        day: date = self.cleaned_data["verified_on"]
        if day > clock.today():
            raise forms.ValidationError(_("The day lies in the future."))
        return day
