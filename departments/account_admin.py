"""The back office's pages of accounts: who opens them, and who says what their owners may do."""

from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from departments.access import Permission, Role, may
from departments.account_forms import AccountForm, InitialPasswordForm, NewAccountForm
from departments.audit.sign_ins import note_unlocked
from departments.backoffice import ExportOnlyAdmin
from departments.models import User
from departments.second_factor.actions import turn_off

RIGHTS = ("role", "department")
"""What decides what a person may do and see: whoever assigns roles assigns both."""

PERSONAL = ("username", "full_name", "post", "phone", "email")


def holds(request: HttpRequest, permission: Permission) -> bool:
    """Tell whether the signed-in person has the permission."""
    return isinstance(request.user, User) and may(request.user, permission)


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
    actions = ("unlock", "take_second_factor_off")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Leave to each administrator the own part; nobody assigns rights to the own account or shuts it."""
        fixed = {*self.readonly_fields}
        if not self.has_manage_permission(request):
            fixed |= {*PERSONAL, "is_active"}
        if not holds(request, Permission.ASSIGN_ROLES):
            fixed |= {*RIGHTS} if obj is not None and obj.role != Role.NEWCOMER else {"role"}
        if obj is not None and obj.pk == request.user.pk:
            fixed |= {*RIGHTS, "is_active"}
        return tuple(sorted(fixed))

    def has_manage_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person opens, shuts and unlocks accounts."""
        return holds(request, Permission.MANAGE_ACCOUNTS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Accounts are opened by whoever manages them."""
        return self.has_manage_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever assigns roles reviews the accounts too."""
        return self.has_manage_permission(request) or holds(request, Permission.ASSIGN_ROLES)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Only the first administrator changes the first administrator's account."""
        if isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser:
            return False
        return self.has_view_permission(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Set an initial password; whoever could set another administrator's could act as that one."""
        person = self.get_object(request, id)
        assigns = holds(request, Permission.ASSIGN_ROLES)
        kept_apart = person is not None and person.role in {Role.SECURITY, Role.AUDITOR} and not assigns
        if not self.has_manage_permission(request) or kept_apart:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: AccountForm, change: bool) -> None:  # noqa: FBT001
        """Store the account; a change ends its sessions, except the one it was made in."""
        super().save_model(request, obj, form, change)
        if obj.pk == request.user.pk:
            update_session_auth_hash(request, obj)

    @admin.action(description=_("Unlock: forget refused sign-ins"), permissions=["manage"])
    def unlock(self, request: HttpRequest, rows: models.QuerySet[User]) -> None:
        """Let people try again who were locked out after refused sign-ins."""
        forgotten = 0
        for person in rows:
            forgotten += reset(username=person.username)
            note_unlocked(person)
        self.message_user(
            request,
            ngettext(
                "%(count)d refused sign-in forgotten.", "%(count)d refused sign-ins forgotten.", forgotten
            )
            % {"count": forgotten},
            messages.SUCCESS,
        )

    @admin.action(description=_("Take the second factor off"), permissions=["manage"])
    def take_second_factor_off(self, request: HttpRequest, rows: models.QuerySet[User]) -> None:
        """Let people sign in by their password alone who lost telephone and recovery codes."""
        if any(not self.has_change_permission(request, person) for person in rows):
            raise PermissionDenied
        taken = sum(turn_off(person) for person in rows)
        message = ngettext("%(count)d second factor taken off.", "%(count)d second factors taken off.", taken)
        self.message_user(request, message % {"count": taken}, messages.SUCCESS)
