"""Forms of papers: finding issued ones, choosing one to print, checking a code."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import PaperKind, Scheme
from assessments.models.paper import IssuedPaperQuerySet
from assessments.papers.subject import OF_UNIT, YEARLY
from departments.models import Department
from quality_portal.lib.lists import Column, ListForm


class PaperListForm(ListForm[IssuedPaperQuerySet]):
    """Finds issued papers."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "issued": ("issued_at",),
        "number": ("number",),
        "year": ("year", "issued_at"),
    }
    DEFAULT_SORT = "-issued"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("number", pgettext_lazy("paper", "Number"), exported=("发文字号", "标题")),
        Column("kind", _("Kind"), exported=("文种",)),
        Column("unit", _("Unit"), exported=("单位",)),
        Column("year", _("Year"), exported=("年度",)),
        Column("issued", _("Issued at"), exported=("印发日期",)),
        Column("code", _("Verification code"), exported=("验证码", "校验值")),
    )

    q = forms.CharField(label=_("Number or title"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *PaperKind.choices])
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    unit = forms.ModelChoiceField(Department.objects.all(), label=_("Unit"), required=False)

    def filtered(self, rows: IssuedPaperQuerySet) -> IssuedPaperQuerySet:
        """Narrow the papers."""
        if words := self.value("q"):
            rows = rows.matching(words)
        for name in ("kind", "year", "unit"):
            if (value := self.value(name)) is not None:
                rows = rows.filter(**{name: value})
        return rows


class ChoosePaperForm(forms.Form):
    """A paper of a year: which scheme, which unit, and whether as PDF, as Word, or issued."""

    kind = forms.ChoiceField(choices=PaperKind.choices, widget=forms.HiddenInput)
    scheme = forms.ModelChoiceField(Scheme.objects.none(), label=_("Group"), required=False, empty_label=None)
    unit = forms.ModelChoiceField(
        Department.objects.none(), label=_("Unit"), required=False, empty_label=None
    )
    way = forms.ChoiceField(choices=[("pdf", "PDF"), ("docx", "Word"), ("issue", "issue")])

    def __init__(self, *args: Any, schemes: Any, units: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"kind": kind}, "auto_id": f"id_{kind}_%s", **kwargs})
        asked = str(self.data.get("kind") or kind)
        scheme, unit = self.fields["scheme"], self.fields["unit"]
        scheme.queryset, unit.queryset = schemes, units  # type: ignore[attr-defined]
        scheme.label_from_instance = lambda row: str(row.get_group_display())  # type: ignore[attr-defined]
        scheme.required = asked not in YEARLY
        unit.required = asked in OF_UNIT

    def clean(self) -> dict[str, Any]:
        """Leave out what the paper is not about; the unit has to belong to the scheme's group."""
        values = super().clean() or {}
        kind, scheme, unit = values.get("kind"), values.get("scheme"), values.get("unit")
        if kind in YEARLY:
            values["scheme"] = None
        if kind not in OF_UNIT:
            values["unit"] = None
        elif scheme and unit and unit.kind not in scheme.kinds:
            self.add_error("unit", _("The unit is not assessed by this scheme."))
        return values


class VerifyForm(forms.Form):
    """The code printed on a paper."""

    code = forms.CharField(label=_("Verification code"), max_length=40)
