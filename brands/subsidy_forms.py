"""Forms of awards and subsidies paid, and of the usual amounts."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brands.forms import KindField
from brands.models import Candidate, Credential, CredentialKind, Purpose, Subsidy, UsualAmount
from brands.models.subsidy import SubsidyQuerySet, UsualAmountQuerySet
from departments.forms import CheckedByAction
from enterprises.forms import townships
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm
from quality_portal.lib.numbers import format_decimal


class SubsidyListForm(ListForm[SubsidyQuerySet]):
    """Narrows the payments."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {"paid": ("paid_on",), "amount": ("amount",)}
    DEFAULT_SORT = "-paid"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(
            "recipient",
            _("Recipient"),
            exported=(
                "受奖补者",
                "统一社会信用代码",
            ),
        ),
        Column(
            "kind",
            _("Paid for"),
            exported=(
                "项目类别",
                "产品或证书编号",
                "用途",
            ),
        ),
        Column("township", _("Township"), exported=("乡镇",)),
        Column("paid", _("Paid on"), exported=("支付日期",)),
        Column("amount", _("Amount (yuan)"), num=True, exported=("金额",)),
        Column("document", _("Document number"), exported=("文号",)),
    )

    q = forms.CharField(label=_("Recipient, payer or document"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    kind = forms.ModelChoiceField(
        CredentialKind.objects.all(), label=_("Kind"), required=False, to_field_name="code"
    )
    purpose = forms.ChoiceField(label=_("Purpose"), required=False, choices=[ANY, *Purpose.choices])
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)

    def filtered(self, rows: SubsidyQuerySet) -> SubsidyQuerySet:
        """Narrow the payments."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if year := self.value("year"):
            rows = rows.for_year(year)
        if kind := self.value("kind"):
            rows = rows.of_kind(kind)
        if purpose := self.value("purpose"):
            rows = rows.filter(purpose=purpose)
        if township := self.value("township"):
            rows = rows.of_township(township)
        return rows


class OwnerForm(forms.Form):
    """What a link to the empty form says: the credential or candidate that money is paid for."""

    credential = forms.ModelChoiceField(Credential.objects.none(), required=False)
    candidate = forms.ModelChoiceField(Candidate.objects.none(), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "credential": Credential.objects.visible_to(user).with_holders(),
            "candidate": Candidate.objects.visible_to(user).with_units(),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    @property
    def owner(self) -> Credential | Candidate | None:
        """What it is paid for, None where the address names nothing the person may see."""
        if not self.is_valid():
            return None
        return self.cleaned_data["credential"] or self.cleaned_data["candidate"]


class SubsidyForm(CheckedByAction):
    """Enters or corrects a payment; the usual amount is proposed and may be changed."""

    paid_on = DayField(label=_("paid on"))

    class Meta:
        model = Subsidy
        fields: ClassVar[list[str]] = ["purpose", "amount", "paid_on", "payer", "document_number", "note"]

    def __init__(self, *args: Any, usual: UsualAmount | None = None, **kwargs: Any) -> None:
        if usual is not None:
            kwargs["initial"] = {
                "purpose": usual.purpose,
                "amount": usual.amount,
                "document_number": usual.document_number,
            }
        super().__init__(*args, **kwargs)
        if usual is not None:
            self.fields["amount"].help_text = gettext("Usual amount: %(amount)s yuan, %(policy)s.") % {
                "amount": format_decimal(usual.amount),
                "policy": usual.policy,
            }


class UsualAmountListForm(ListForm[UsualAmountQuerySet]):
    """Narrows the usual amounts."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "kind": ("kind__order", "kind__code"),
        "amount": ("amount",),
        "since": ("since",),
    }
    DEFAULT_SORT = "kind"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("kind", _("Kind"), exported=("项目类别",)),
        Column("purpose", _("Purpose"), exported=("用途",)),
        Column("amount", _("Amount (yuan)"), num=True, exported=("金额",)),
        Column(
            "policy",
            _("Policy"),
            exported=(
                "政策依据",
                "文号",
            ),
        ),
        Column("since", _("Holds from"), exported=("执行日期",)),
        Column("until", _("Holds until"), exported=("停止执行日期",)),
    )

    kind = forms.ModelChoiceField(
        CredentialKind.objects.all(), label=_("Kind"), required=False, to_field_name="code"
    )
    on = DayField(label=_("On the day"), required=False)

    def filtered(self, rows: UsualAmountQuerySet) -> UsualAmountQuerySet:
        """Narrow the amounts."""
        if kind := self.value("kind"):
            rows = rows.filter(kind=kind)
        if day := self.value("on"):
            rows = rows.in_force(day)
        return rows


class UsualAmountForm(CheckedByAction):
    """Enters or changes what is usually paid for a kind."""

    kind = KindField(CredentialKind.objects.all(), label=_("kind"))
    since = DayField(label=_("holds from"))
    until = DayField(label=_("holds until"), required=False)

    class Meta:
        model = UsualAmount
        fields: ClassVar[list[str]] = [
            "kind",
            "purpose",
            "amount",
            "policy",
            "document_number",
            "since",
            "until",
        ]
