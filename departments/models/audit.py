"""The audit trail (审计记录): who did what, when and from where; rows are added, never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.access import Role


class AuditAction(models.TextChoices):
    """What was done."""

    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in refused")
    LOCKED_OUT = "locked_out", _("locked out")
    UNLOCKED = "unlocked", _("unlocked")
    SIGNED_OUT = "signed_out", _("signed out")
    PASSWORD_SET = "password_set", _("password set")
    SECOND_FACTOR_ON = "second_factor_on", _("second factor turned on")
    SECOND_FACTOR_OFF = "second_factor_off", _("second factor turned off")
    CODE_REFUSED = "code_refused", _("code refused")
    ROLE_CHANGED = "role_changed", _("role changed")
    CREATED = "created", _("record added")
    CHANGED = "changed", _("record changed")
    REMOVED = "removed", _("record removed")
    IMPORTED = "imported", _("records imported")
    IMPORT_UNDONE = "import_undone", _("import undone")
    EXPORTED = "exported", _("table exported")
    DOWNLOADED = "downloaded", _("file downloaded")
    PRINTED = "printed", _("paper printed")
    DENIED = "denied", _("access denied")
    MAINTAINED = "maintained", _("upkeep of the portal")


LINKS = ("number", "previous_hash", "hash")
"""Fields written once, after the entry's transaction: its place in the chain."""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Questions about the trail."""

    def linked(self) -> "AuditEntryQuerySet":
        """Return the entries that have their place in the chain, in its order."""
        return self.filter(number__isnull=False).order_by("number")

    def waiting(self) -> "AuditEntryQuerySet":
        """Return the entries that have no place in the chain yet, in the order they were written."""
        return self.filter(number__isnull=True).order_by("pk")


class AuditEntry(models.Model):
    """One thing that was done (审计记录).

    The person is kept as number and text and the object by its model's name and key: the entry outlives both.
    ``changes`` gives each field's value before and after as text; ``count`` says of how many records a batch
    was. The database refuses to change or remove an entry; only ``LINKS`` are set, once.
    """

    at = models.DateTimeField(_("moment"), db_index=True)
    user_id = models.BigIntegerField(_("account number"), null=True)
    user_name = models.CharField(_("person"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=16, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    request = models.CharField(_("number of the request"), max_length=64, blank=True)
    action = models.CharField(_("action"), max_length=20, choices=AuditAction.choices)
    object_type = models.CharField(_("kind of object"), max_length=100, blank=True)
    object_id = models.CharField(_("key of the object"), max_length=100, blank=True)
    object_label = models.CharField(_("object"), max_length=200, blank=True)
    changes = models.JSONField(_("before and after"), default=dict)
    count = models.PositiveIntegerField(_("records"), default=1)
    success = models.BooleanField(_("succeeded"), default=True)
    number = models.BigIntegerField(_("place in the chain"), null=True, unique=True)
    previous_hash = models.CharField(_("hash of the entry before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="audit_entry_object", fields=["object_type", "object_id"]),
            models.Index(name="audit_entry_waiting", fields=["id"], condition=Q(number__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.object_label}".strip()

    @property
    def role_name(self) -> str:
        """The role the person had, as people read it."""
        return str(Role(self.role).label) if self.role in Role.values else self.role


class AuditChain(models.Model):
    """Where the chain of entries ends, and what its oldest kept entry stands on; one row."""

    number = models.BigIntegerField(_("number of the last entry"), default=0)
    hash = models.CharField(_("hash of the last entry"), max_length=64, blank=True)
    anchor_number = models.BigIntegerField(_("number of the last purged entry"), default=0)
    anchor_hash = models.CharField(_("hash of the last purged entry"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("chain of audit entries")
        verbose_name_plural = _("chain of audit entries")

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
