"""Forms of the accounts' pages in the back office."""

from typing import Any

from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm

from departments.backoffice import CleanTextMixin, RecordAdminForm
from departments.models import User


class AccountForm(RecordAdminForm):
    """Changes an account; its password has a page of its own."""

    class Meta:
        model = User
        fields = ("username", "full_name", "role", "department", "post", "phone", "email", "is_active")


class NewAccountForm(CleanTextMixin, BaseUserCreationForm):
    """Opens an account with an initial password, which its owner has to change."""

    class Meta:
        model = User
        fields = ("username", "full_name", "role", "department", "post", "phone", "email")


class InitialPasswordForm(AdminPasswordChangeForm):
    """Sets a new initial password, which the account's owner has to change."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Store the password and demand that it is changed."""
        self.user.must_change_password = True
        self.user.version += 1
        return super().save(commit=commit)
