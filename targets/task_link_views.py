"""Choosing the targets that a task serves."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from departments.access import Permission, PortalRequest, require
from departments.models import Task
from targets.models import Target
from targets.task_links import link_targets, targets_of


class TaskTargetsForm(forms.Form):
    """The targets of the plans that run in the task's year."""

    targets = forms.ModelMultipleChoiceField(
        Target.objects.none(),
        label=gettext_lazy("Targets it serves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, task: Task, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["targets"].queryset = Target.objects.active().in_year(task.year)  # type: ignore[attr-defined]
        self.fields["targets"].initial = targets_of(task)


@require(Permission.EDIT_TASKS)
def task_targets(request: PortalRequest, code: str) -> HttpResponse:
    """Choose the targets that a task serves."""
    task = get_object_or_404(Task.objects.visible_to(request.user), code=code)
    form = TaskTargetsForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        link_targets(task, by=request.user, targets=form.cleaned_data["targets"])
        messages.success(request, _("The targets of task %(code)s have been saved.") % {"code": task.code})
        return redirect("tasks:detail", code=task.code)
    return render(request, "targets/task_targets.html", {"form": form, "task": task})
