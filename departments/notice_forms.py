"""Forms of the urging notices."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.forms import CheckedByAction
from departments.models import Colour, Department, Task, UrgingNotice
from departments.models.supervision import UrgingNoticeQuerySet
from departments.supervision import Lights
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm

STATES = [
    ANY,
    ("unanswered", pgettext_lazy("notice", "not yet answered")),
    ("expired", pgettext_lazy("notice", "not answered in time")),
    ("answered", pgettext_lazy("notice", "answered")),
    ("closed", pgettext_lazy("notice", "closed")),
]


class NoticeListForm(ListForm[UrgingNoticeQuerySet]):
    """Finds notices by year, state, colour and department."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "number": ("year", "serial"),
        "answer": ("answer_by",),
        "unit": ("department__kind", "department__order", "answer_by"),
    }
    DEFAULT_SORT = "-number"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("number", _("Notice number"), exported=("督办单编号",)),
        Column("unit", _("Department"), exported=("责任单位",)),
        Column("light", _("Light"), exported=("督办等级",)),
        Column("answer", _("Answer by"), exported=("答复期限",)),
        Column(
            "state",
            _("State"),
            exported=(
                "答复日期",
                "答复情况",
            ),
        ),
    )

    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    colour = forms.ChoiceField(label=_("Light"), required=False, choices=[ANY, *Colour.choices])
    unit = forms.ModelChoiceField(
        Department.objects.active(), label=_("Department or township"), required=False, to_field_name="code"
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def filtered(self, rows: UrgingNoticeQuerySet) -> UrgingNoticeQuerySet:
        """Narrow the notices."""
        states = {
            "unanswered": rows.unanswered,
            "expired": lambda: rows.unanswered().filter(answer_by__lt=self.today),
            "answered": rows.answered,
            "closed": lambda: rows.exclude(closed_on=None),
        }
        if state := self.value("state"):
            rows = states[state]()
        if year := self.value("year"):
            rows = rows.filter(year=year)
        if colour := self.value("colour"):
            rows = rows.filter(colour=colour)
        return rows.filter(department=self.value("unit")) if self.value("unit") else rows


class NoticeForm(CheckedByAction):
    """Issues a notice for a task to one of its departments."""

    issued_on = DayField(label=pgettext_lazy("notice", "issued on"))
    answer_by = DayField(label=_("answer by"))

    class Meta:
        model = UrgingNotice
        fields: ClassVar[list[str]] = ["department", "colour", "demand", "issued_on", "answer_by"]

    def __init__(self, *args: Any, task: Task, lights: Lights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        light = lights.of(task)
        ladder = lights.ladder or Colour.values
        self.fields["department"].queryset = Department.objects.filter(task_parts__task=task)  # type: ignore[attr-defined]
        self.fields["colour"].choices = [(value, Colour(value).label) for value in ladder]  # type: ignore[attr-defined]
        first = {
            "department": task.lead,
            "colour": light.colour if light else ladder[0],
            "issued_on": lights.today,
            "answer_by": lights.today + timedelta(days=lights.answer_days),
        }
        for name, value in first.items():
            self.fields[name].initial = value


class AnswerForm(CheckedByAction):
    """Answers a notice."""

    answered_on = DayField(label=_("answered on"))
    answer = forms.CharField(
        label=_("answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What has been done, what hinders, what comes next and by when."),
    )

    class Meta:
        model = UrgingNotice
        fields: ClassVar[list[str]] = ["answered_on", "answer"]


class CloseForm(CheckedByAction):
    """Closes a notice."""

    closed_on = DayField(label=pgettext_lazy("notice", "closed on"))
    closing_remark = forms.CharField(label=_("closing remark"), max_length=300, required=False)

    class Meta:
        model = UrgingNotice
        fields: ClassVar[list[str]] = ["closed_on", "closing_remark"]
