"""Forms of the register: the lists' filters and the edit forms."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.holders import HolderKind, held_by
from brands.measures import COUNTED
from brands.models import Credential, CredentialKind, Ending, Family, Level, Stage
from brands.models.credential import CredentialQuerySet
from brands.rules import Award, Objection, Severity, Status, objections
from departments.backoffice import CleanTextMixin
from departments.forms import RecordForm
from departments.models import Department
from enterprises.fields import EnterpriseField
from enterprises.forms import townships
from enterprises.models import Industry
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm

REMARKS = "accept_remarks"
HOLDER = Column("holder", _("Holder"), exported=("持有者", "持有者类型", "统一社会信用代码"))
"""Who holds a credential, in every list of them."""


class RegisterForm(ListForm[CredentialQuerySet]):
    """Narrows the register; ``figure`` lists exactly the records behind a target's figure."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "issued": ("issued_on",),
        "until": ("valid_until",),
        "kind": ("kind__order", "kind__code"),
        "holder": ("enterprise__name_key", "department__order"),
        "township": ("township__order",),
    }
    DEFAULT_SORT = "-issued"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("kind", _("Kind"), exported=("类别",)),
        HOLDER,
        Column("township", _("Township"), exported=("乡镇",)),
        Column("issued", _("Awarded on"), exported=("授予日期",)),
        Column("until", _("Valid until"), exported=("有效期止",)),
        Column("status", _("Status"), exported=("状态",)),
    )

    q = forms.CharField(label=_("Holder, product or number"), required=False, max_length=60)
    family = forms.ChoiceField(label=_("Family"), required=False, choices=[ANY, *Family.choices])
    kind = forms.ModelChoiceField(
        CredentialKind.objects.all(), label=_("Kind"), required=False, to_field_name="code"
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[ANY, *Level.choices])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ANY, *Status.choices])
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[ANY, *Industry.choices])
    holder = forms.ChoiceField(label=_("Holder"), required=False, choices=[ANY, *HolderKind.choices])
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[ANY, *Stage.choices])
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)
    on = DayField(label=_("On the day"), required=False)
    figure = forms.ChoiceField(
        required=False, choices=[ANY, *((code, code) for code in COUNTED)], widget=forms.HiddenInput
    )
    issued_from = DayField(required=False, widget=forms.HiddenInput)
    issued_to = DayField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    @property
    def day(self) -> date:
        """The day whose statuses are shown."""
        return self.value("on") or self.today

    def filtered(self, rows: CredentialQuerySet) -> CredentialQuerySet:
        """Narrow the register."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if status := self.value("status"):
            rows = rows.with_status(status, self.day)
        if holder := self.value("holder"):
            rows = rows.filter(held_by(holder))
        if code := self.value("figure"):
            rows = rows.valid_on(self.day).filter(COUNTED[code].condition)
        return rows.filter(self.plain_conditions())

    def plain_conditions(self) -> Q:
        """The filters that each compare one field."""
        fields = {
            "family": "kind__family",
            "kind": "kind",
            "level": "kind__level",
            "sector": "sector",
            "stage": "stage",
            "township": "township",
            "issued_from": "issued_on__gte",
            "issued_to": "issued_on__lte",
        }
        return Q(**{path: self.value(name) for name, path in fields.items() if self.value(name) is not None})


class ExpiringForm(ListForm[CredentialQuerySet]):
    """Narrows the list of credentials that run out."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {"until": ("valid_until",), "kind": ("kind__order",)}
    DEFAULT_SORT = "until"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("kind", _("Kind"), exported=("类别",)),
        HOLDER,
        Column("until", _("Valid until"), exported=("有效期止",)),
        Column("left", _("Days left"), num=True),
        Column("status", _("Status"), exported=("状态",)),
    )

    within = forms.ChoiceField(
        label=_("Runs out within"),
        required=False,
        choices=[
            ("", _("the kind's own lead")),
            ("30", _("30 days")),
            ("90", _("90 days")),
            ("180", _("180 days")),
            ("365", _("a year")),
            ("lapsed", _("expired and not renewed")),
            ("expired", _("already expired")),
        ],
    )
    family = forms.ChoiceField(label=_("Family"), required=False, choices=[ANY, *Family.choices])
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def filtered(self, rows: CredentialQuerySet) -> CredentialQuerySet:
        """Narrow to what runs out within the lead."""
        within = self.value("within")
        if within is None:
            rows = rows.with_status(Status.EXPIRING, self.today)
        elif within == "lapsed":
            rows = rows.lapsed(self.today)
        elif within == "expired":
            rows = rows.with_status(Status.EXPIRED, self.today)
        else:
            rows = rows.expiring_within(int(within), self.today)
        if family := self.value("family"):
            rows = rows.filter(kind__family=family)
        if township := self.value("township"):
            rows = rows.filter(township=township)
        return rows


class KindField(forms.ModelChoiceField):
    """A kind, shown with its family."""

    def label_from_instance(self, obj: Any) -> str:
        """Return family and name."""
        return f"{obj.get_family_display()} · {obj.label}"


class PrefillForm(forms.Form):
    """What a link to the empty form may fill in."""

    enterprise = forms.CharField(max_length=40, required=False)


class CredentialForm(CleanTextMixin, RecordForm):
    """Enters or changes a credential; remarks of the rules have to be accepted once."""

    kind = KindField(CredentialKind.objects.all(), label=_("kind"))
    enterprise = EnterpriseField(help_text=_("Credit code or full name; or a department below."))
    department = forms.ModelChoiceField(
        Department.objects.active(), label=_("department or township"), required=False
    )
    issued_on = DayField(label=_("awarded on"))
    valid_from = DayField(label=_("valid from"))
    valid_until = DayField(
        label=_("valid until"),
        required=False,
        help_text=_("Left empty, it follows from the kind where the kind fixes the years."),
    )
    accept_remarks = forms.BooleanField(
        label=_("I have compared this with the paper; save it all the same."), required=False
    )

    class Meta:
        model = Credential
        fields: ClassVar[list[str]] = [
            "kind",
            "enterprise",
            "department",
            "sector",
            "product",
            "scope",
            "stage",
            "number",
            "issued_on",
            "valid_from",
            "valid_until",
            "area_mu",
            "document_number",
            "late_reason",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = self.fields.pop(REMARKS)
        if self.data.get(REMARKS):
            self.fields[REMARKS] = self.asked

    def clean(self) -> dict[str, Any]:
        """Show the rules' remarks beside their fields until they are accepted."""
        cleaned = super().clean()
        remarks = self.remarks()
        if remarks and not cleaned.get(REMARKS):
            self.fields[REMARKS] = self.asked
            for remark in remarks:
                self.add_error(remark.field, str(remark.message))
        return cleaned

    def remarks(self) -> list[Objection]:
        """What the rules find doubtful in the entry."""
        entered = self.cleaned_data
        if not all(entered.get(name) for name in ("kind", "number", "issued_on", "valid_from", "sector")):
            return []
        kind = entered["kind"]
        award = Award(
            number=entered["number"],
            issued_on=entered["issued_on"],
            valid_from=entered["valid_from"],
            valid_until=entered.get("valid_until") or kind.usual_last_day(entered["valid_from"]),
            sector=entered["sector"],
            late_reason=entered.get("late_reason", ""),
        )
        return [found for found in objections(award, kind.rule) if found.severity is Severity.WARNING]

    def values(self) -> dict[str, Any]:
        """Return the checked values of the record's own fields."""
        return {name: value for name, value in super().values().items() if name != REMARKS}


class EndForm(CleanTextMixin, RecordForm):
    """Ends a credential before its time."""

    ended_on = DayField(label=_("ended on"))
    ended_as = forms.ChoiceField(label=_("ended as"), choices=Ending.choices)
    end_reason = forms.CharField(label=_("reason of the end"), max_length=200)

    class Meta:
        model = Credential
        fields: ClassVar[list[str]] = ["ended_on", "ended_as", "end_reason"]

    def _update_errors(self, errors: Any) -> None:
        """Tell what the rules object to in fields this form does not show above the form."""
        outside = [name for name in getattr(errors, "error_dict", {}) if name not in self.fields]
        for name in outside:
            self.add_error(None, errors.error_dict.pop(name))
        super()._update_errors(errors)  # type: ignore[misc]
