"""Forms of the targets pages."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from departments.forms import CheckedByAction, RecordForm
from departments.models import Department
from quality_portal.lib.fields import CheckedFileField, DayField
from quality_portal.lib.lists import Column, ListForm
from quality_portal.lib.numbers import format_decimal
from targets.actions import missing_for_goal
from targets.headline import SORTS
from targets.models import Benchmark, Goal, PlanYear, Reading, Sector
from targets.rules import Light

ANY = ("", _("all"))


EARLIEST = date(1949, 10, 1)
"""No figure of a county lies before this day; progress looks two years further back."""


class MomentForm(forms.Form):
    """Which year of the plan a page shows, and from which day it looks."""

    year = forms.TypedChoiceField(label=_("year"), required=False, coerce=int, empty_value=None)
    as_of = DayField(label=_("as of"), required=False)

    def __init__(self, data: QueryDict, *, today: date) -> None:
        self.today = today
        self.years: Sequence[int] = sorted(set(PlanYear.objects.values_list("year", flat=True)))
        shown = data.copy()
        shown.setdefault("year", str(self.usual_year))
        shown.setdefault("as_of", today.isoformat())
        super().__init__(shown)
        self.is_valid()

    def full_clean(self) -> None:
        """Offer the years of the plans before anything is checked."""
        self.fields["year"].choices = [(year, year) for year in self.years]  # type: ignore[attr-defined]
        super().full_clean()

    def clean_as_of(self) -> date | None:
        """Refuse days that have not come yet."""
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and day > self.today:
            raise ValidationError(_("The day lies in the future."))
        return day

    @property
    def usual_year(self) -> int:
        """This year, or the plan's year nearest to it."""
        if not self.years:
            return self.today.year
        return min(max(self.today.year, self.years[0]), self.years[-1])

    @property
    def chosen_year(self) -> int:
        """The year asked for, else the usual one."""
        asked: int | None = self.cleaned_data.get("year")
        return asked or self.usual_year

    @property
    def chosen_day(self) -> date:
        """The day asked for, else today."""
        return self.cleaned_data.get("as_of") or self.today


class TargetListForm(MomentForm, ListForm[Any]):
    """Narrows and orders the table of targets."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = dict.fromkeys(SORTS, ())
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("code", _("Target"), exported=("目标编号", "目标")),
        Column("goal", _("Goal"), num=True, exported=("目标值",)),
        Column("actual", _("Actual"), num=True, exported=("实际值",)),
        Column("attainment", _("Attained"), exported=("完成率",)),
        Column("course", _("Course")),
        Column("forecast", _("Forecast"), num=True, exported=("预测",)),
        Column("light", _("State"), exported=("状态", "原因")),
    )

    light = forms.ChoiceField(label=_("state"), required=False, choices=[ANY, *Light.choices])
    sector = forms.ChoiceField(label=_("part of the plan"), required=False, choices=[ANY, *Sector.choices])
    department = forms.ModelChoiceField(
        Department.objects.filter(led_targets__is_active=True).distinct(),
        label=_("responsible department"),
        required=False,
        to_field_name="code",
        empty_label=ANY[1],
    )

    field_order = ("year", "as_of", "light", "sector", "department")

    @property
    def is_filtered(self) -> bool:
        """Whether the reader narrowed the table; choosing year and day leaves it whole."""
        return any(self.choice.values())

    @property
    def choice(self) -> dict[str, Any]:
        """What `targets.headline.select` is asked for."""
        department = self.value("department")
        return {
            "light": self.value("light") or "",
            "sector": self.value("sector") or "",
            "department": department.pk if department else None,
        }


class FigureForm(RecordForm):
    """A record's form that shows figures without the zeros the database keeps, and knows "not there yet"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.initial.items():
            if isinstance(value, Decimal):
                self.initial[name] = format_decimal(value)
        if self.instance.pk is None:
            self.fields["version"].initial = None

    @property
    def seen_version(self) -> int | None:
        """The version the person had before them, None where there was no record yet."""
        version: int | None = self.cleaned_data["version"]
        return version


class GoalForm(FigureForm):
    """What a target is to reach by the end of a year."""

    class Meta:
        model = Goal
        fields: ClassVar[list[str]] = [
            "operator",
            "value",
            "upper",
            "tolerance",
            "region",
            "statement",
            "note",
            "change_reason",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar[dict[str, Any]] = {
            "value": _("The figure; of a range the lower end. Empty for benchmark and qualitative goals."),
            "upper": _("Only for a range."),
            "tolerance": _("Only for “about”: how far below the value still counts as reached."),
            "region": _("Only for a benchmark: whose average is to be reached."),
            "statement": _("Only for a qualitative goal: what is to be reached, in words."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["change_reason"] = ""
        if self.instance.pk is None or not self.instance.binds:
            del self.fields["change_reason"]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen meaning needs."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "operator" in cleaned:
            for name, message in missing_for_goal(cleaned["operator"], cleaned).items():
                if name not in self.errors:
                    self.add_error(name, str(message))
        return cleaned


class ReadingForm(forms.ModelForm):
    """A target's value or grade on a day, or why there is none, with the document it comes from."""

    evidence = CheckedFileField(
        label=_("evidence"),
        required=False,
        help_text=_("pdf, docx, xlsx, jpg, png or txt, at most 20 MB; not needed where there is no value."),
    )

    class Meta:
        model = Reading
        fields: ClassVar[list[str]] = ["as_of", "value", "grade", "no_value", "source"]
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"as_of": DayField}
        help_texts: ClassVar[dict[str, Any]] = {
            "value": _("For goals with a figure."),
            "grade": _("For qualitative goals."),
            "no_value": _("Only where there is no value or grade to enter."),
            "source": _("The document, table or meeting this comes from, so that the office can check it."),
        }

    def validate_unique(self) -> None:
        """Leave the day to the action: a returned reading of the same day is entered anew."""


class ReadingCheckForm(forms.Form):
    """The office's decision on a reading."""

    ACCEPT, RETURN = "accept", "return"

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (ACCEPT, _("Accept: the reading counts")),
            (RETURN, _("Return: the department corrects it")),
        ],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(label=_("remark of the office"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def decided(self) -> dict[str, Any]:
        """What `targets.actions.check_reading` is told."""
        checked = self.cleaned_data
        return {
            "accept": checked["decision"] == self.ACCEPT,
            "remark": checked["remark"],
            "version": checked["version"] or 0,
        }


class BenchmarkForm(FigureForm):
    """The average of a larger region in a year."""

    class Meta:
        model = Benchmark
        fields: ClassVar[list[str]] = ["value", "source"]


class OverrideForm(CheckedByAction):
    """A value the office sets in place of the computed one, with the reason."""

    reason = forms.CharField(label=_("reason of the override"), max_length=200)
    evidence = CheckedFileField(
        label=_("evidence"), required=False, help_text=_("pdf, docx, xlsx, jpg, png or txt, at most 20 MB")
    )

    class Meta:
        model = Reading
        fields: ClassVar[list[str]] = ["as_of", "value", "source"]
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"as_of": DayField}

    field_order = ("as_of", "value", "reason", "source", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].required = True
