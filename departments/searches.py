"""What can be searched for among units, people, duties, tasks, notices, meetings and activities."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.models import Activity, Decision, Department, Duty, Meeting, Task, UrgingNotice, User
from departments.models.duty import DutyQuerySet
from departments.search import Find, Search


def _unit(unit: Department) -> Find:
    return Find(unit.label, unit.get_kind_display(), f"{reverse('departments:duties')}?unit={unit.pk}")


def _person(person: User) -> Find:
    unit = person.department.short_name if person.department else person.get_role_display()
    page = reverse("admin:departments_user_change", args=[person.pk])
    return Find(person.full_name, f"{unit} · {person.username}", page)


def _task(task: Task) -> Find:
    note = f"{task.code} · {task.lead.short_name} · {task.get_state_display()}"
    return Find(task.title, note, reverse("tasks:detail", args=[task.code]))


def _notice(notice: UrgingNotice) -> Find:
    note = f"{notice.department.short_name} · {notice.task.title}"
    return Find(notice.number, note, reverse("tasks:notice", args=[notice.pk]))


def _own_duties(user: User) -> DutyQuerySet:
    """Return the duties the person may see, each once without the DISTINCT that cannot be counted beside."""
    return Duty.objects.filter(pk__in=Duty.objects.visible_to(user).active().order_by().values("pk"))


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
        lambda user, words: Task.objects.visible_to(user).matching(words).select_related("lead"),
        _task,
        "tasks:list",
        ("code",),
    ),
    Search(
        "departments.duties",
        _("Duties"),
        Permission.VIEW_DUTIES,
        lambda user, words: _own_duties(user).matching(words).select_related("lead"),
        _duty,
        "departments:duties",
        ("code",),
    ),
    Search(
        "departments.notices",
        _("Urging notices"),
        Permission.VIEW_TASKS,
        lambda user, words: (
            UrgingNotice.objects.visible_to(user).matching(words).select_related("department", "task")
        ),
        _notice,
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
        _("Decisions of joint meetings"),
        Permission.VIEW_MEETINGS,
        lambda user, words: (
            Decision.objects.visible_to(user).in_force().matching(words).select_related("meeting")
        ),
        _decision,
        "meetings:decisions",
    ),
    Search(
        "departments.activities",
        _("Activities and publicity"),
        Permission.VIEW_ACTIVITIES,
        lambda user, words: Activity.objects.visible_to(user).matching(words).select_related("department"),
        _activity,
        "activities:list",
    ),
    Search(
        "departments.units",
        _("Departments and townships"),
        Permission.VIEW_DUTIES,
        lambda user, words: Department.objects.visible_to(user).active().matching(words),
        _unit,
        codes=("code", "short_name"),
    ),
    Search(
        "departments.people",
        _("Accounts"),
        Permission.MANAGE_ACCOUNTS,
        lambda _user, words: User.objects.filter(
            Q(full_name__icontains=words) | Q(username__icontains=words) | Q(phone__contains=words)
        ).select_related("department"),
        _person,
        codes=("username",),
    ),
)
