"""The people who sign in."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from departments.access import Permission, Role, may
from departments.history import tracked
from departments.models.department import Department
from departments.records import Record
from quality_portal.lib import clock, text

INITIAL_PASSWORD_LASTS = timedelta(hours=72)
PASSWORD_LASTS = timedelta(days=90)


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Return the sign-in name as compared: NFKC, lower case, so that ＡＤＭＩＮ is admin."""
        return text.key(username)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by any spelling of its sign-in name."""
        return self.get(username=self.normalize_username(username or ""))

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password nobody can sign in to it."""
        user = self.model(username=self.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Make the account of the first administrator."""
        fields = {"role": Role.ADMINISTRATOR, "must_change_password": False, **fields}
        return self.create_user(username, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin, Record):
    """A person with an account: office staff, liaison (联络员), leader or one of the administrators."""

    username = models.CharField(
        _("sign-in name"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("This sign-in name is already taken.")},
    )
    full_name = models.CharField(_("full name"), max_length=60)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.NEWCOMER)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("department or township"),
    )
    post = models.CharField(_("post"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=True)
    is_demonstration = models.BooleanField(_("demonstration account"), default=False, editable=False)
    dismissed_hints = models.JSONField(_("hints not to be shown again"), default=list, editable=False)
    password_changed_at = models.DateTimeField(_("password set"), default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    history = tracked(excluded_fields=["password", "password_changed_at", "last_login", "dismissed_hints"])
    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                name="user_role_known",
                condition=models.Q(role__in=Role.values),
                violation_error_message=_("Choose one of the roles."),
            ),
            models.CheckConstraint(
                name="liaison_has_department",
                condition=~models.Q(role=Role.LIAISON) | models.Q(department__isnull=False),
                violation_error_message=_("A liaison needs a department or township."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def clean(self) -> None:
        """Bring the sign-in name into the form it is compared in."""
        self.username = User.objects.normalize_username(self.username)

    @property
    def signature(self) -> str:
        """Name and sign-in name as history keeps them."""
        return f"{self.full_name} ({self.username})"

    @property
    def has_new_password(self) -> bool:
        """Whether a password was set that is being stored."""
        return getattr(self, "_password", None) is not None

    @property
    def is_staff(self) -> bool:
        """Whether the back office opens for this person."""
        return may(self, Permission.USE_BACK_OFFICE)

    def may(self, permission: Permission) -> bool:
        """Tell whether the person may do this."""
        return may(self, permission)

    def set_password(self, raw_password: str | None) -> None:
        """Take the password, and note since when it holds."""
        super().set_password(raw_password)
        self.password_changed_at = clock.now()

    def password_is_spent(self, now: datetime) -> bool:
        """Tell whether the initial password opens nothing any more: it does so once, within 72 hours."""
        used = self.last_login is not None and self.last_login >= self.password_changed_at
        return self.must_change_password and (used or now - self.password_changed_at > INITIAL_PASSWORD_LASTS)

    def password_is_due(self, now: datetime) -> bool:
        """Tell whether a new password has to be chosen: the present one is initial or too old."""
        old = now - self.password_changed_at > PASSWORD_LASTS and not self.is_demonstration
        return self.must_change_password or old

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what every session carries: it ends when the password or anything of the account changes."""
        seal = f"{self.version}:{self.password}"
        return salted_hmac("departments.User.sessions", seal, secret=secret, algorithm="sha256").hexdigest()

    def get_short_name(self) -> str:
        """Return the name shown in the page head."""
        return self.full_name or self.username
