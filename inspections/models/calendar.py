"""The official calendar of days off."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A holiday (节假日) on a weekday, or a weekend day that is worked in exchange (调休上班)."""

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(
        _("worked"), default=False, help_text=_("Tick a Saturday or Sunday that is worked in exchange.")
    )
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        verbose_name = _("holiday or make-up workday")
        verbose_name_plural = _("holidays and make-up workdays")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
