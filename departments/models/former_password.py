"""Passwords that may not come back."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from departments.models.user import User


class FormerPassword(models.Model):
    """A password an account has or had, as its hash; the last few cannot be chosen again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField(_("password"), max_length=128)
    set_at = models.DateTimeField(_("set at"), default=timezone.now)

    class Meta:
        verbose_name = _("former password")
        verbose_name_plural = _("former passwords")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"
