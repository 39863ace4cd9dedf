"""Forms of the plan editor."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from departments.forms import CheckedByAction
from departments.models import Department
from quality_portal.lib.fields import DayField
from targets.forms import FigureForm
from targets.models import Plan, Target

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = 30
"""Years a plan runs at most."""
_YEARS = re.compile(r"[0-9]{4}")


class YearsField(forms.CharField):
    """Years written one after the other, as people write them."""

    def clean(self, value: Any) -> list[int]:
        """Return the years in order."""
        text = super().clean(value)
        years = sorted({int(year) for year in _YEARS.findall(text)})
        if _YEARS.sub("", text).strip(" ,，、;；年"):
            raise ValidationError(_("Write years of four digits, for example 2026, 2028."))
        return years


class PlanForm(CheckedByAction, FigureForm):
    """A plan: what it is called, the years it runs, its adoption and the thresholds of its lights."""

    milestones = YearsField(
        label=_("milestone years"),
        required=False,
        max_length=200,
        help_text=_("The years the plan itself sets goals for, for example 2026, 2028."),
    )

    class Meta:
        model = Plan
        fields: ClassVar[list[str]] = [
            "name",
            "code",
            "start_year",
            "end_year",
            "document_number",
            "adopted_on",
            "green_from",
            "yellow_from",
        ]
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"adopted_on": DayField}
        help_texts: ClassVar[dict[str, Any]] = {
            "code": _("Short name in addresses: letters, digits and hyphens; it stays."),
            "adopted_on": _("From then on every change of a goal needs a reason."),
            "green_from": _("At or above this attainment a target is on track."),
            "yellow_from": _("At or above this attainment a target is at risk, below it off track."),
        }

    field_order = ("name", "code", "start_year", "end_year", "milestones")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start_year", "end_year"):
            self.fields[name].widget.attrs |= {"min": FIRST_YEAR, "max": LAST_YEAR}
        if self.instance.pk is not None:
            del self.fields["code"]
            years = self.instance.years.filter(is_milestone=True).values_list("year", flat=True)
            self.initial["milestones"] = ", ".join(str(year) for year in years)

    def clean(self) -> dict[str, Any]:
        """Keep the years of the plan within what a plan can be."""
        cleaned = super().clean()
        first, last = cleaned.get("start_year"), cleaned.get("end_year")
        if first is None or last is None or last < first:
            return cleaned
        if not FIRST_YEAR <= first <= LAST_YEAR:
            self.add_error("start_year", _("Write a year between 1990 and 2100."))
        elif last - first >= LONGEST:
            self.add_error("end_year", _("A plan runs at most 30 years."))
        elif outside := [year for year in cleaned.get("milestones", []) if not first <= year <= last]:
            said = {"year": outside[0], "first": first, "last": last}
            self.add_error("milestones", _("%(year)d lies outside the plan (%(first)d to %(last)d).") % said)
        return cleaned


class TargetForm(CheckedByAction, FigureForm):
    """A target of the plan: what it is, who is responsible, where its figure comes from."""

    class Meta:
        model = Target
        fields: ClassVar[list[str]] = [
            "code",
            "name",
            "name_en",
            "sector",
            "lead",
            "unit",
            "decimals",
            "measure",
            "baseline",
            "baseline_year",
            "weight",
            "over_periods",
            "over_units",
            "green_from",
            "yellow_from",
            "clause",
            "note",
            "order",
            "is_active",
            "cooperating",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "cooperating": forms.CheckboxSelectMultiple(),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "code": _("As the plan numbers it, for example I2; it stays."),
            "unit": _("As printed after the figure, for example 家 or %."),
            "weight": _("How much the target counts in the score of its departments."),
            "baseline": _("What was reached at the end of the year of the baseline."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.active()
        for name in ("lead", "cooperating"):
            self.fields[name].queryset = departments  # type: ignore[attr-defined]
        if self.instance.pk is not None:
            del self.fields["code"]


class AdoptForm(forms.Form):
    """Which proposed goals the office adopts, as it saw them."""

    key = forms.MultipleChoiceField(
        error_messages={
            "invalid_choice": _("A proposal has changed or was adopted meanwhile; look at the list again.")
        }
    )

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]


class ReopenForm(forms.Form):
    """Why a closed year is opened again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("reason of the reopening"), max_length=200)
