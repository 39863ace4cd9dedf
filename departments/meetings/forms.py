"""Forms of joint meetings: the lists' filters, the meeting, its decisions and minutes."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.backoffice.forms import CleanTextMixin
from departments.forms import CheckedByAction
from departments.meetings.queries import open_decisions
from departments.models import Decision, Department, Meeting, MeetingState
from departments.models.decision import DecisionQuerySet
from departments.models.meeting import MeetingQuerySet
from departments.models.task import ENDED
from quality_portal.lib.fields import ANY, DayField, ManyField
from quality_portal.lib.lists import Column, ListForm

OPEN, DONE = "open", "done"


class MeetingListForm(ListForm[MeetingQuerySet]):
    """Finds meetings by year and state."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {"day": ("held_on",), "half": ("year", "half", "serial")}
    DEFAULT_SORT = "-day"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("half", _("Meeting"), exported=("会议",)),
        Column("day", _("Day"), exported=("日期",)),
        Column("place", _("Place"), exported=("地点",)),
        Column("chair", _("Chaired by"), exported=("主持人",)),
        Column("state", _("State"), exported=("状态",)),
        Column("minutes", _("Minutes"), exported=("纪要编号",)),
    )

    q = forms.CharField(label=_("Place, chair or matter"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *MeetingState.choices])

    def filtered(self, rows: MeetingQuerySet) -> MeetingQuerySet:
        """Narrow the meetings."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if year := self.value("year"):
            rows = rows.filter(year=year)
        if state := self.value("state"):
            rows = rows.filter(state=state)
        return rows


class DecisionListForm(ListForm[DecisionQuerySet]):
    """Finds decisions by words, responsible unit and whether they are carried out."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "due": ("due_on",),
        "meeting": ("meeting__held_on", "order"),
        "unit": ("owner__kind", "owner__order", "due_on"),
    }
    DEFAULT_SORT = "-meeting"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("meeting", _("Matter decided"), exported=("会议", "议定事项")),
        Column("unit", _("Responsible unit"), exported=("责任单位", "配合单位")),
        Column("due", _("Due on"), exported=("完成时限",)),
        Column("state", _("Carried out"), exported=("落实情况", "任务编号")),
    )

    q = forms.CharField(label=_("Words"), required=False, max_length=60)
    owner = forms.ModelChoiceField(Department.objects.all(), label=_("Responsible unit"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ANY, (OPEN, pgettext_lazy("decision", "open")), (DONE, pgettext_lazy("decision", "ended"))],
    )

    def filtered(self, rows: DecisionQuerySet) -> DecisionQuerySet:
        """Narrow the decisions."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if owner := self.value("owner"):
            rows = rows.filter(Q(owner=owner) | Q(pk__in=owner.shared_decisions.values("pk")))
        if state := self.value("state"):
            wanted = Q(pk__in=open_decisions().values("pk")) if state == OPEN else Q(task__state__in=ENDED)
            rows = rows.filter(wanted)
        return rows


class MeetingForm(CheckedByAction):
    """Plans a meeting or changes day, place, chair and the invited units."""

    held_on = DayField(label=_("day of the meeting"))
    begins = forms.TimeField(
        label=_("begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    invited = ManyField(
        Department.objects.active(),
        label=_("invited units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Meeting
        fields: ClassVar[list[str]] = ["year", "half", "held_on", "begins", "place", "chair", "invited"]
        help_texts: ClassVar[dict[str, Any]] = {"chair": _("Name and post, as the minutes print them.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            del self.fields["year"], self.fields["half"]


class MatterForm(CleanTextMixin, forms.Form):
    """Raises a matter for a meeting."""

    title = forms.CharField(label=_("matter"), max_length=200)
    source = forms.CharField(
        label=_("what the meeting should know of it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(CheckedByAction):
    """Writes down a decision with who answers for it and by when."""

    due_on = DayField(label=_("due on"))
    owner = forms.ModelChoiceField(Department.objects.active(), label=_("responsible unit"))
    co_owners = ManyField(
        Department.objects.active(),
        label=_("cooperating units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Decision
        fields: ClassVar[list[str]] = ["text", "owner", "due_on", "co_owners"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": forms.Textarea(attrs={"rows": 4})}


class MinutesForm(CheckedByAction):
    """Writes the text of the minutes; decisions and names are set below it by the portal."""

    minutes = forms.CharField(
        label=_("text of the minutes"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("One paragraph to a line. The opening, the decisions and the names are added in print."),
    )

    class Meta:
        model = Meeting
        fields: ClassVar[list[str]] = ["minutes"]


class VersionForm(forms.Form):
    """The version of the meeting that a page was opened at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def read_version(self) -> int:
        """The version; 0, which no record has, where it was tampered with."""
        return (self.cleaned_data.get("version") or 0) if self.is_valid() else 0


def half_of_year(day: date) -> dict[str, int]:
    """Return the half-year in which a meeting planned on a day is due."""
    return {"year": day.year, "half": 1 if day.month <= 6 else 2}
