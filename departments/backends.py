"""Answers Django's permission questions from the roles' table."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import models
from django.http import HttpRequest

from departments.access import BACK_OFFICE, Permission, may
from departments.models import User
from quality_portal.lib import clock


class RoleBackend(ModelBackend):
    """Answers Django's permission questions (``app.action_model``) from the table on this page."""

    def has_perm(self, user_obj: Any, perm: str, obj: models.Model | None = None) -> bool:
        """Back office: reading it shows every record but accounts; changing needs the model's permission."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        if not may(user_obj, Permission.USE_BACK_OFFICE):
            return False
        app_label, codename = perm.split(".", 1)
        action, _underscore, model_name = codename.partition("_")
        needed = BACK_OFFICE.get(f"{app_label}.{model_name}", BACK_OFFICE.get(app_label))
        if needed is None:
            return False
        if action == "view" and needed is not Permission.MANAGE_ACCOUNTS:
            return may(user_obj, Permission.READ_BACK_OFFICE) or may(user_obj, needed)
        if action == "import":
            return may(user_obj, Permission.IMPORT_RECORDS) and may(user_obj, needed)
        return may(user_obj, needed)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Tell whether the back office shows the app at all."""
        listed = any(name.partition(".")[0] == app_label for name in BACK_OFFICE)
        return bool(user_obj.is_active and listed and may(user_obj, Permission.USE_BACK_OFFICE))

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the account that name and password open; a spent initial password opens none."""
        user = super().authenticate(request, username, password, **kwargs)
        return None if isinstance(user, User) and user.password_is_spent(clock.now()) else user

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse closed accounts, and superusers where no one person may have every right."""
        return super().user_can_authenticate(user) and not (
            settings.SEPARATION_OF_DUTIES and user is not None and user.is_superuser
        )

    def get_user(self, user_id: int) -> User | None:
        """Return the signed-in person with the department: every page head shows both."""
        user = User.objects.select_related("department").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
