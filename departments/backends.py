"""Answers Django's permission questions from the roles' table."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import models

from departments.access import BACK_OFFICE, Permission, may
from departments.models import User


class RoleBackend(ModelBackend):
    """Answers Django's permission questions (``app.action_model``) from the table on this page."""

    def has_perm(self, user_obj: Any, perm: str, obj: models.Model | None = None) -> bool:
        """Back office: viewing needs the back office; changing needs the model's permission."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        if not may(user_obj, Permission.USE_BACK_OFFICE):
            return False
        app_label, codename = perm.split(".", 1)
        action, _underscore, model_name = codename.partition("_")
        needed = BACK_OFFICE.get(f"{app_label}.{model_name}", BACK_OFFICE.get(app_label))
        if needed is None:
            return False
        if action == "view":
            return needed is not Permission.MANAGE_ACCOUNTS or may(user_obj, needed)
        if action == "import":
            return may(user_obj, Permission.IMPORT_RECORDS) and may(user_obj, needed)
        return may(user_obj, needed)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Tell whether the back office shows the app at all."""
        listed = any(name.partition(".")[0] == app_label for name in BACK_OFFICE)
        return bool(user_obj.is_active and listed and may(user_obj, Permission.USE_BACK_OFFICE))

    def get_user(self, user_id: int) -> User | None:
        """Return the signed-in person with the department: every page head shows both."""
        user = User.objects.select_related("department").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
