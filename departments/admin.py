"""The back office's pages of departments and duties."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import Group
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult

from departments import account_admin, supervision_admin, task_admin  # noqa: F401
from departments.activities import admin as activity_admin  # noqa: F401
from departments.backoffice import RecordAdmin, ReferenceAdmin
from departments.meetings import admin as meeting_admin  # noqa: F401
from departments.models import Department, Duty, DutyArea, LeadingGroupSeat

# Roles stand in the code; records of refused sign-ins and the queue of jobs are no reference tables, and
# nobody reads another's keys.
for unused in (Group, AccessAttempt, AccessLog, AccessFailureLog, DBTaskResult, StaticDevice, TOTPDevice):
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
