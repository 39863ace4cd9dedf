"""Who may do what: the roles, the permissions and the table between them, on one page."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from departments.models import User


class Role(models.TextChoices):
    """What a person is in the portal (角色); the administrators of system, security and audit are 三员."""

    OFFICE = "office", _("Office staff")
    LIAISON = "liaison", _("Liaison")
    LEADER = "leader", _("Leader")
    ADMINISTRATOR = "administrator", _("System administrator")
    SECURITY = "security", _("Security administrator")
    AUDITOR = "auditor", _("Audit administrator")
    NEWCOMER = "newcomer", _("No role yet")


class Permission(StrEnum):
    """One thing a person may do."""

    SIGN_IN = "sign_in"
    USE_INBOX = "use_inbox"
    VIEW_DASHBOARD = "view_dashboard"
    VIEW_DUTIES = "view_duties"
    EDIT_DUTIES = "edit_duties"
    VIEW_ACTIVITIES = "view_activities"
    ENTER_ACTIVITIES = "enter_activities"
    VIEW_MEETINGS = "view_meetings"
    RAISE_MATTERS = "raise_matters"
    EDIT_MEETINGS = "edit_meetings"
    VIEW_TASKS = "view_tasks"
    EDIT_TASKS = "edit_tasks"
    REPORT_TASKS = "report_tasks"
    VIEW_TARGETS = "view_targets"
    EDIT_PLAN = "edit_plan"
    ENTER_READINGS = "enter_readings"
    CHECK_READINGS = "check_readings"
    VIEW_ENTERPRISES = "view_enterprises"
    EDIT_ENTERPRISES = "edit_enterprises"
    VIEW_INSPECTIONS = "view_inspections"
    EDIT_INSPECTIONS = "edit_inspections"
    IMPORT_SPOT_CHECKS = "import_spot_checks"
    VIEW_CREDENTIALS = "view_credentials"
    EDIT_CREDENTIALS = "edit_credentials"
    VIEW_REPORTS = "view_reports"
    WRITE_REPORTS = "write_reports"
    REVIEW_REPORTS = "review_reports"
    VIEW_ASSESSMENT = "view_assessment"
    RUN_ASSESSMENT = "run_assessment"
    ASSESS_SELF = "assess_self"
    SCORE_CRITERIA = "score_criteria"
    USE_BACK_OFFICE = "use_back_office"
    READ_BACK_OFFICE = "read_back_office"
    MANAGE_ACCOUNTS = "manage_accounts"
    ASSIGN_ROLES = "assign_roles"
    VIEW_AUDIT = "view_audit"
    EDIT_REFERENCE = "edit_reference"
    IMPORT_RECORDS = "import_records"


P = Permission

_READING = frozenset(
    {P.SIGN_IN, P.VIEW_DUTIES, P.VIEW_TASKS, P.VIEW_TARGETS, P.VIEW_ENTERPRISES, P.VIEW_INSPECTIONS}
    | {P.VIEW_CREDENTIALS, P.VIEW_ASSESSMENT, P.VIEW_REPORTS, P.VIEW_ACTIVITIES, P.VIEW_MEETINGS}
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.LIAISON: _READING
    | {P.USE_INBOX, P.ENTER_READINGS, P.REPORT_TASKS, P.WRITE_REPORTS, P.ENTER_ACTIVITIES, P.RAISE_MATTERS}
    | {P.ASSESS_SELF, P.SCORE_CRITERIA},
    Role.LEADER: _READING | {P.VIEW_DASHBOARD},
    Role.OFFICE: _READING
    | {P.VIEW_DASHBOARD, P.EDIT_DUTIES, P.EDIT_PLAN, P.ENTER_READINGS, P.CHECK_READINGS, P.EDIT_ENTERPRISES}
    | {P.EDIT_INSPECTIONS, P.IMPORT_SPOT_CHECKS, P.EDIT_CREDENTIALS, P.RUN_ASSESSMENT, P.USE_BACK_OFFICE}
    | {P.USE_INBOX, P.IMPORT_RECORDS, P.EDIT_TASKS, P.REPORT_TASKS, P.WRITE_REPORTS, P.REVIEW_REPORTS}
    | {P.ENTER_ACTIVITIES, P.RAISE_MATTERS, P.EDIT_MEETINGS, P.ASSESS_SELF, P.SCORE_CRITERIA}
    | {P.READ_BACK_OFFICE},
    Role.ADMINISTRATOR: frozenset(
        {P.SIGN_IN, P.USE_BACK_OFFICE, P.MANAGE_ACCOUNTS, P.EDIT_REFERENCE, P.IMPORT_RECORDS}
    ),
    Role.SECURITY: frozenset({P.SIGN_IN, P.USE_BACK_OFFICE, P.ASSIGN_ROLES}),
    Role.AUDITOR: frozenset({P.SIGN_IN, P.VIEW_AUDIT}),
    Role.NEWCOMER: frozenset(),
}
"""What each role may do where the duties of the three administrators are separated."""

ONE_ADMINISTRATOR = PERMISSIONS[Role.ADMINISTRATOR] | _READING | {P.VIEW_DASHBOARD, P.READ_BACK_OFFICE}
ONE_ADMINISTRATOR |= PERMISSIONS[Role.SECURITY] | PERMISSIONS[Role.AUDITOR]
"""What the administrator may do where one person has the duties of all three."""

SEES_EVERYTHING = frozenset({Role.OFFICE, Role.LEADER, Role.ADMINISTRATOR})
"""Roles whose rows are not limited to one department."""

READ_ONLY = frozenset({Role.LEADER})
"""Roles that read all business and change none of it."""

BACK_OFFICE: dict[str, Permission] = {
    "departments.user": P.MANAGE_ACCOUNTS,
    "departments.department": P.EDIT_REFERENCE,
    "departments.leadinggroupseat": P.EDIT_REFERENCE,
    "departments.dutyarea": P.EDIT_REFERENCE,
    "departments.duty": P.EDIT_DUTIES,
    "departments.activity": P.ENTER_ACTIVITIES,
    "departments.photograph": P.ENTER_ACTIVITIES,
    "departments.meeting": P.EDIT_MEETINGS,
    "departments.agendaitem": P.EDIT_MEETINGS,
    "departments.attendance": P.EDIT_MEETINGS,
    "departments.decision": P.EDIT_MEETINGS,
    "departments.task": P.EDIT_TASKS,
    "departments.supervisionscheme": P.EDIT_TASKS,
    "departments.supervisionrule": P.EDIT_TASKS,
    "targets": P.EDIT_PLAN,
    "enterprises": P.EDIT_ENTERPRISES,
    "inspections.productclass": P.EDIT_REFERENCE,
    "inspections.headeralias": P.EDIT_REFERENCE,
    "inspections": P.EDIT_INSPECTIONS,
    "brands.credentialkind": P.EDIT_REFERENCE,
    "brands": P.EDIT_CREDENTIALS,
    "reports": P.REVIEW_REPORTS,
    "assessments": P.RUN_ASSESSMENT,
}
"""What it takes to change a model (or any model of an app) in the back office."""


def permissions_of(role: Role) -> frozenset[Permission]:
    """Return what the role may do under the setting ``SEPARATION_OF_DUTIES``."""
    if role is Role.ADMINISTRATOR and not settings.SEPARATION_OF_DUTIES:
        return ONE_ADMINISTRATOR
    return PERMISSIONS[role]


def may(user: "User", permission: Permission) -> bool:
    """Tell whether the person may do this; a superuser may do everything."""
    if not user.is_active:
        return False
    return user.is_superuser or permission in permissions_of(Role(user.role))


class PortalRequest(HttpRequest):
    """A request that has passed the sign-in: its user is one of the portal's people."""

    user: "User"


View = Callable[..., HttpResponseBase]


def refusal(user: "User") -> str:
    """Return the sentence that tells somebody why a page stays closed."""
    if user.role == Role.NEWCOMER:
        return gettext("Your account has no role yet. The security administrator assigns it.")
    return gettext("Your role does not include this page.")


def _writes_although_reader(request: PortalRequest, permission: Permission) -> bool:
    """Tell whether a reader sends something to a page of business, whatever that page would do with it."""
    sends = request.method not in {"GET", "HEAD", "OPTIONS"}
    return sends and request.user.role in READ_ONLY and permission is not Permission.SIGN_IN


def require(permission: Permission) -> Callable[[View], View]:
    """Let only those pass who have the permission; the others get 403 with a sentence."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, permission) or _writes_although_reader(request, permission):
                raise PermissionDenied(refusal(request.user))
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
