"""The ledger of reminders: which were sent to whom, so that none is lost and none is sent twice."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from departments.models.user import User


class ReminderQuerySet(models.QuerySet["ReminderSent"]):
    """Questions about reminders."""

    def standing(self) -> "ReminderQuerySet":
        """Return the reminders whose matter was not done when last looked at."""
        return self.filter(settled_at=None)

    def unmailed(self) -> "ReminderQuerySet":
        """Return the standing reminders that no e-mail has carried yet."""
        return self.standing().filter(mailed_at=None).exclude(recipient__email="")

    def given_to(self, user: "User") -> "ReminderQuerySet":
        """Return the person's own reminders."""
        return self.filter(recipient=user)


class ReminderSent(models.Model):
    """A reminder (催报提醒) that one person was given for one object, deadline and step.

    A deadline that moves makes a new row, so that its steps start afresh.
    """

    object_key = models.CharField(_("object"), max_length=80)
    deadline = models.DateField(_("deadline"))
    step = models.CharField(_("step"), max_length=20)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reminders",
        verbose_name=_("recipient"),
    )
    sentence = models.CharField(_("reminder"), max_length=300)
    url = models.CharField(_("page"), max_length=200)
    sent_at = models.DateTimeField(_("sent at"))
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["deadline", "object_key", "-sent_at"]
        indexes = [models.Index(name="reminder_recipient", fields=["recipient", "settled_at"])]
        constraints = [
            models.UniqueConstraint(
                name="reminder_sent_once",
                fields=["object_key", "deadline", "step", "recipient"],
                violation_error_message=_("This reminder has already been sent."),
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
