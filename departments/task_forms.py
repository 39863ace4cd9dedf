"""Forms of the year's tasks: the list's filters, a task, a step, drawing up a list."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.actions.task_steps import Entered
from departments.backoffice import CleanTextMixin
from departments.duties import DutyListForm
from departments.forms import CheckedByAction
from departments.models import TRANSITIONS, Colour, Department, Duty, Task, TaskState, TaskStep
from departments.models.task import TaskQuerySet
from departments.supervision import Lights
from quality_portal.lib.fields import ANY, CheckedFileField, DayField, ManyField
from quality_portal.lib.lists import Column, ListForm

OPEN_ONLY = "open"
OVERDUE = "overdue"
EXTENSION = "extension"
DUE_DAYS = (7, 14, 30)


def due_choices() -> list[tuple[str, Any]]:
    """Return the spans of days to choose from."""
    spans = [(str(days), _("within %(days)d days") % {"days": days}) for days in DUE_DAYS]
    return [ANY, (OVERDUE, _("overdue")), *spans]


class TaskListForm(ListForm[TaskQuerySet]):
    """Finds tasks by words, year, state, due day, department and light."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "code": ("year", "code"),
        "due": ("due_on",),
        "lead": ("lead__kind", "lead__order", "due_on"),
    }
    DEFAULT_SORT = "due"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("code", _("Task")),
        Column(
            "lead",
            _("Lead and cooperating"),
            exported=(
                "牵头单位",
                "配合单位",
            ),
        ),
        Column("due", _("Due"), exported=("完成时限",)),
        Column("state", _("State"), exported=("状态",)),
        Column("light", _("Light"), exported=("督办灯",)),
    )

    q = forms.CharField(label=_("Code, task or deliverable"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            *(ANY, (OPEN_ONLY, pgettext_lazy("task", "not yet ended"))),
            (EXTENSION, pgettext_lazy("task", "extension asked for")),
            *TaskState.choices,
        ],
    )
    due = forms.ChoiceField(label=_("Due"), required=False, choices=due_choices)
    unit = forms.ModelChoiceField(
        Department.objects.active(), label=_("Department or township"), required=False, to_field_name="code"
    )
    light = forms.ChoiceField(label=_("Light"), required=False)

    def __init__(self, *args: Any, lights: Lights, **kwargs: Any) -> None:
        self.lights = lights
        colours = [(value, Colour(value).label) for value in lights.ladder]
        self.base_fields["light"].choices = [ANY, *colours]  # type: ignore[attr-defined]
        super().__init__(*args, **kwargs)

    def filtered(self, rows: TaskQuerySet) -> TaskQuerySet:
        """Narrow the tasks; a unit's are those it leads or cooperates in."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if year := self.value("year"):
            rows = rows.for_year(year)
        rows = self._in_state(rows)
        if due := self.value("due"):
            today = self.lights.today
            rows = rows.overdue(today) if due == OVERDUE else rows.due_within(today, int(due))
        if unit := self.value("unit"):
            rows = rows.of(unit)
        return self.lights.showing(rows, self.value("light")) if self.value("light") else rows

    def _in_state(self, rows: TaskQuerySet) -> TaskQuerySet:
        """Narrow the tasks by where they stand."""
        state = self.value("state")
        if not state:
            return rows
        groups = {OPEN_ONLY: rows.open(), EXTENSION: rows.exclude(extension_to=None)}
        return groups[state] if state in groups else rows.filter(state=state)


class TaskForm(CheckedByAction):
    """Enters a task or changes what it asks for."""

    due_on = DayField(label=_("due on"))
    lead = forms.ModelChoiceField(Department.objects.active(), label=_("lead department"))
    cooperating = ManyField(
        Department.objects.active(),
        label=_("cooperating departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Task
        fields: ClassVar[list[str]] = ["year", "title", "deliverable", "measure", "due_on", "lead", "duty"]

    field_order = [
        *("year", "title", "deliverable", "measure", "due_on", "lead", "cooperating", "duty"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            parts = self.instance.parts.filter(is_lead=False)
            self.fields["cooperating"].initial = list(parts.values_list("department", flat=True))
            del self.fields["year"]


class StepForm(CleanTextMixin, forms.Form):
    """What is entered with one step; fields that the step does not have are left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    happened_on = DayField(label=_("Day"), required=False)
    new_due_on = DayField(label=_("New due day"), required=False)
    remark = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5}))
    evidence = CheckedFileField(
        label=_("evidence"), required=False, help_text=_("pdf, docx, xlsx, jpg, png or txt, at most 20 MB")
    )
    is_done = forms.BooleanField(label=_("Our part is done"), required=False)

    DAYS: ClassVar[frozenset[TaskStep]] = frozenset(
        {TaskStep.ISSUE, TaskStep.SIGN, TaskStep.CLAIM, TaskStep.CLOSE}
    )
    WORDS: ClassVar[dict[TaskStep, Any]] = {
        TaskStep.REPORT: _("What was done, problems met"),
        TaskStep.CLAIM: _("How the task was completed"),
        TaskStep.RETURN: _("What is still missing"),
        TaskStep.CLOSE: _("remark"),
    }

    def __init__(
        self, *args: Any, step: TaskStep, task: Task, version: int, today: date, is_lead: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        needs = TRANSITIONS[step].needs
        self.fields["version"].initial = version
        self.fields["happened_on"].initial = today
        if step == TaskStep.GRANT_EXTENSION:
            self.fields["new_due_on"].initial = task.extension_to
        self.fields["remark"].label = self.WORDS.get(step, _("Reason"))
        for name in needs:
            self.fields[name].required = True
        left_out = {
            "happened_on": step not in self.DAYS,
            "new_due_on": "new_due_on" not in needs,
            "remark": step in {TaskStep.ISSUE, TaskStep.SIGN},
            "evidence": step not in {TaskStep.REPORT, TaskStep.CLAIM, TaskStep.ASK_EXTENSION},
            "is_done": step != TaskStep.REPORT or is_lead,
        }
        for name in (name for name, is_out in left_out.items() if is_out):
            del self.fields[name]

    def entered(self) -> Entered:
        """Return what was entered."""
        return Entered(**{name: value for name, value in self.cleaned_data.items() if name != "version"})

    def refuse(self, error: ValidationError) -> None:
        """Show why the step was refused, beside the fields where there are such."""
        refused = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in refused.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class DutyChoiceForm(DutyListForm):
    """Narrows the duties to choose from; the year is the one whose list is drawn up."""

    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)


class DrawUpForm(forms.Form):
    """Chooses the duties that become a year's planned tasks."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    due_on = DayField(label=_("due on"), help_text=_("For all of them; each can be changed afterwards."))
    duties = ManyField(Duty.objects.active(), label=_("Duties"), widget=forms.CheckboxSelectMultiple)


class CopyForm(forms.Form):
    """Chooses the year whose list is copied, and into which."""

    source = forms.IntegerField(label=_("Copy the list of"), min_value=2000, max_value=2100)
    year = forms.IntegerField(label=_("into the list of"), min_value=2000, max_value=2100)

    def clean(self) -> dict[str, Any]:
        """Refuse to copy a list into itself."""
        values = super().clean() or self.cleaned_data
        if values.get("source") is not None and values.get("source") == values.get("year"):
            raise ValidationError(_("Choose two different years."))
        return values


class IssueForm(forms.Form):
    """Chooses the planned tasks that are issued; all are chosen at first."""

    issued_on = DayField(label=_("issued on"))
    tasks = ManyField(Task.objects.none(), label=_("Tasks"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rows: TaskQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tasks"].queryset = rows  # type: ignore[attr-defined]
        self.fields["tasks"].initial = [task.pk for task in rows]


class YearForm(forms.Form):
    """The year whose list is meant; this year's where nothing fitting was asked."""

    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)

    def chosen(self, today: date) -> int:
        """Return the year."""
        return (self.cleaned_data["year"] if self.is_valid() else None) or today.year
