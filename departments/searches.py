"""What can be searched for among duties, tasks, meetings, decisions and activities."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.models import Activity, Decision, Duty, Meeting, Task
from departments.search import Find, Search


def _task(task: Task) -> Find:
    note = f"{task.code} · {task.lead.short_name} · {task.get_state_display()}"
    return Find(task.title, note, reverse("tasks:detail", args=[task.code]))


def _duty(duty: Duty) -> Find:
    unit = _("every township") if duty.all_townships else duty.lead.short_name if duty.lead else ""
    return Find(duty.text, f"{duty.code} · {unit}", f"{reverse('departments:duties')}?q={duty.code}")


def _meeting(meeting: Meeting) -> Find:
    note = f"{date_format(meeting.held_on, 'Y-m-d')} · {meeting.get_state_display()}"
    return Find(str(meeting), note, reverse("meetings:detail", args=[meeting.pk]))


def _decision(decision: Decision) -> Find:
    meeting = decision.meeting
    return Find(decision.text, str(meeting), reverse("meetings:detail", args=[meeting.pk]))


def _activity(activity: Activity) -> Find:
    note = f"{date_format(activity.held_on, 'Y-m-d')} · {activity.department.short_name}"
    return Find(activity.title, note, reverse("activities:detail", args=[activity.pk]))


SEARCHES = (
    Search(
        "departments.tasks",
        _("Yearly tasks"),
        Permission.VIEW_TASKS,
        lambda user, words: Task.objects.visible_to(user).matching(words).with_units(),
        _task,
        "tasks:list",
    ),
    Search(
        "departments.duties",
        _("Duties"),
        Permission.VIEW_DUTIES,
        lambda user, words: (
            Duty.objects.visible_to(user)
            .active()
            .filter(Q(text__icontains=words) | Q(code__icontains=words))
            .select_related("lead")
        ),
        _duty,
        "departments:duties",
    ),
    Search(
        "departments.meetings",
        _("Joint meetings"),
        Permission.VIEW_MEETINGS,
        lambda user, words: Meeting.objects.visible_to(user).matching(words),
        _meeting,
        "meetings:list",
    ),
    Search(
        "departments.decisions",
        _("Decisions"),
        Permission.VIEW_MEETINGS,
        lambda user, words: (
            Decision.objects.visible_to(user).filter(text__icontains=words).select_related("meeting")
        ),
        _decision,
    ),
    Search(
        "departments.activities",
        _("Activities and publicity"),
        Permission.VIEW_ACTIVITIES,
        lambda user, words: Activity.objects.visible_to(user).matching(words).select_related("department"),
        _activity,
        "activities:list",
    ),
)
