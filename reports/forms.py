"""Forms of the half-yearly reports: the list's filters and what people enter."""

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.backoffice import CleanTextMixin
from departments.forms import Attempted
from departments.models import Department, DepartmentKind
from quality_portal.lib.fields import DayField
from quality_portal.lib.lists import Column, ListForm
from quality_portal.lib.uploads import ACCEPT, CheckedFile, UploadError, check_upload
from reports.drafting import TEXT_LIMIT
from reports.models import IN_REVIEW, OPEN_TO_EDIT, Half, ReportPeriod, ReportState
from reports.models.report import ReportQuerySet

ANY = ("", _("any"))
MISSING, WAITING, LATE = "missing", "waiting", "late"
STATES = [(MISSING, _("missing")), (WAITING, pgettext_lazy("report", "waiting for review"))]
GROUPS: dict[str, Collection[str]] = {MISSING: OPEN_TO_EDIT, WAITING: IN_REVIEW}
"""States that are asked for together."""
TIMELINESS = [(LATE, pgettext_lazy("report", "late")), ("in_time", pgettext_lazy("report", "in time"))]


class ReportListForm(ListForm[ReportQuerySet]):
    """Finds reports by half-year, unit, kind of unit, state and timeliness."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "period": ("period__year", "period__half", "-department__kind", "-department__order"),
        "unit": ("department__kind", "department__order", "-period__year", "-period__half"),
        "state": ("state", "department__kind", "department__order"),
        "filed": ("filed_at",),
    }
    DEFAULT_SORT = "-period"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("period", _("Half-year"), exported=("报告期",)),
        Column(
            "unit",
            _("Unit"),
            exported=(
                "报送单位",
                "单位类别",
            ),
        ),
        Column("state", _("State"), exported=("状态",)),
        Column("filed", _("Handed in"), exported=("报送日期",)),
        Column("due", _("Due on"), exported=("截止日期",)),
        Column("timeliness", _("Timeliness"), exported=("是否逾期",)),
    )

    period = forms.ModelChoiceField(ReportPeriod.objects.all(), label=_("Half-year"), required=False)
    department = forms.ModelChoiceField(Department.objects.all(), label=_("Unit"), required=False)
    kind = forms.ChoiceField(label=_("Kind of unit"), required=False, choices=[ANY, *DepartmentKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *STATES, *ReportState.choices])
    timeliness = forms.ChoiceField(
        label=_("Timeliness"),
        required=False,
        choices=[ANY, *TIMELINESS],
    )

    def filtered(self, rows: ReportQuerySet) -> ReportQuerySet:
        """Narrow the reports."""
        if period := self.value("period"):
            rows = rows.filter(period=period)
        if department := self.value("department"):
            rows = rows.filter(department=department)
        if kind := self.value("kind"):
            rows = rows.filter(department__kind=kind)
        if state := self.value("state"):
            rows = rows.filter(state__in=GROUPS.get(state, [state]))
        if timeliness := self.value("timeliness"):
            rows = rows.filter(Q(("was_late", timeliness == LATE)))
        return rows


class ActionForm(CleanTextMixin, Attempted, forms.Form):
    """A form whose values an action takes; what the action refuses is told beside the field."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def read_version(self) -> int:
        """The version the person had before them; 0, which no record has, where it was tampered with."""
        return self.cleaned_data.get("version") or 0

    def values(self) -> dict[str, Any]:
        """Return the checked values but the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OpenPeriodForm(ActionForm):
    """Opens a half-year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    half = forms.ChoiceField(label=_("Half-year"), choices=Half.choices)
    due_on = DayField(label=_("Reports due on"))


class DueDateForm(ActionForm):
    """Moves the due date."""

    due_on = DayField(
        label=_("Reports due on"),
        help_text=_("What was handed in before keeps the due date of its own day."),
    )


class LockForm(ActionForm):
    """Locks a half-year."""

    lock_reason = forms.CharField(label=_("Reason for the lock"), max_length=200)


class ExceptionForm(ActionForm):
    """Lets one unit file in a locked half-year."""

    department = forms.ModelChoiceField(Department.objects.active(), label=_("Department or township"))
    reason = forms.CharField(label=_("Reason"), max_length=200)
    until = DayField(label=_("Until"))


class LineForm(ActionForm):
    """The text of a line, at the version it was read."""

    text = forms.CharField(max_length=TEXT_LIMIT, required=False, widget=forms.Textarea)


class SubmitForm(ActionForm):
    """Hands a report in; for another unit it names the person it is filed for."""

    filed_for = forms.CharField(
        label=_("On behalf of"),
        max_length=100,
        help_text=_("The person of the unit who answers for the report. Both names stay with it."),
    )
    filed_for_reason = forms.CharField(label=_("Why it is filed on behalf"), max_length=200)

    def __init__(self, *args: Any, on_behalf: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not on_behalf:
            del self.fields["filed_for"], self.fields["filed_for_reason"]


class RemarkForm(ActionForm):
    """What the office says to a line."""

    text = forms.CharField(label=_("Remark"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class VersionForm(ActionForm):
    """Carries nothing but the version a decision was taken at."""


class SectionForm(ActionForm):
    """The heading and text of a section of the compiled report."""

    heading = forms.CharField(label=_("Heading"), max_length=60, required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Every line becomes a paragraph."),
    )


class SeveralFiles(forms.ClearableFileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files that are checked one by one: a bad one does not keep the good ones away."""

    widget = SeveralFiles(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> tuple[list[CheckedFile], list[str]]:
        """Return the files that can be taken, and for each other one a sentence that begins with its name.

        Raises ValidationError where there is no file at all, or one that is empty.
        """
        checked, refused = [], []
        for file in data or [None]:
            taken = super().clean(file, initial)
            try:
                checked.append(check_upload(taken))
            except UploadError as error:
                refused.append(f"{taken.name}: {error}")
        return checked, refused


class EvidenceForm(ActionForm):
    """Attaches files."""

    attached = FilesField(label=_("Files"))


def first_due_date(period_end: date) -> date:
    """Return the day a half-year's reports are usually due: the tenth after its end."""
    return date(period_end.year, 7, 10) if period_end.month == 6 else date(period_end.year + 1, 1, 10)
