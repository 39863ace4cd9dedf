"""The back office's pages of departments, people and duties."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from departments import supervision_admin, task_admin  # noqa: F401
from departments.account_forms import AccountForm, InitialPasswordForm, NewAccountForm
from departments.activities import admin as activity_admin  # noqa: F401
from departments.backoffice import ExportOnlyAdmin, RecordAdmin, ReferenceAdmin
from departments.meetings import admin as meeting_admin  # noqa: F401
from departments.models import Department, Duty, DutyArea, LeadingGroupSeat, User

# Roles stand in the code; records of refused sign-ins and the queue of jobs are no reference tables.
for unused in (Group, AccessAttempt, AccessLog, AccessFailureLog, DBTaskResult):
    admin.site.unregister(unused)


@admin.register(Department)
class DepartmentAdmin(RecordAdmin):
    """Departments and townships."""

    list_display = ("name", "short_name", "kind", "code", "order", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "short_name", "code")
    columns = ("code", "name", "name_en", "short_name", "kind", "order", "is_active")


@admin.register(LeadingGroupSeat)
class LeadingGroupSeatAdmin(RecordAdmin):
    """The leading group."""

    list_display = ("post", "position", "holder", "department", "order")
    list_filter = ("position",)
    search_fields = ("post", "holder")
    list_select_related = ("department",)
    columns = ("position", "post", "holder", "department", "order")
    key = ("position", "post")


@admin.register(DutyArea)
class DutyAreaAdmin(ReferenceAdmin):
    """Fields of work."""

    list_display = ("name", "code", "order")
    search_fields = ("name", "code")
    columns = ("code", "name", "name_en", "order")


@admin.register(Duty)
class DutyAdmin(RecordAdmin):
    """Duties."""

    list_display = ("code", "text", "lead", "all_townships", "area", "clause", "is_active")
    list_filter = ("area", ("lead", admin.RelatedOnlyFieldListFilter), "all_townships", "is_active")
    search_fields = ("code", "text", "clause")
    list_select_related = ("lead", "area")
    filter_horizontal = ("cooperating",)
    columns = ("code", "lead", "all_townships", "cooperating", "area", "text", "clause", "order", "is_active")


@admin.register(User)
class UserAdmin(ExportOnlyAdmin, DjangoUserAdmin):
    """Accounts: opened with an initial password, never removed, never imported."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = InitialPasswordForm
    list_display = ("username", "full_name", "role", "department", "is_active", "last_login")
    list_filter = ("role", "is_active", "department")
    list_select_related = ("department",)
    search_fields = ("username", "full_name", "department__name")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "must_change_password")
    fieldsets = (
        (None, {"fields": ("username", "full_name", "role", "department", "post", "phone", "email")}),
        (_("Signing in"), {"fields": ("is_active", "must_change_password", "last_login")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "role", "department", "post", "phone", "email")}),
        (_("Initial password"), {"fields": ("password1", "password2")}),
    )
    columns = ("username", "full_name", "role", "department", "post", "phone", "email", "is_active")
    key = ("username",)
    actions = ("unlock",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody changes the own role or shuts the own account."""
        own = ("role", "is_active") if obj is not None and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, *own)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Only the first administrator changes the first administrator's account."""
        if isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    @admin.action(description=_("Unlock: forget refused sign-ins"), permissions=["change"])
    def unlock(self, request: HttpRequest, rows: models.QuerySet[User]) -> None:
        """Let people try again who were locked out after refused sign-ins."""
        forgotten = sum(reset(username=username) for username in rows.values_list("username", flat=True))
        self.message_user(
            request,
            ngettext(
                "%(count)d refused sign-in forgotten.", "%(count)d refused sign-ins forgotten.", forgotten
            )
            % {"count": forgotten},
            messages.SUCCESS,
        )
