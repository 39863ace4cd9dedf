"""Forms that were sent: what keeps a form sent twice from acting twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """One sending of a form; its location is empty while the first answer is not known yet."""

    mark = models.CharField(_("mark"), max_length=64, unique=True)
    location = models.CharField(_("page"), max_length=2000, blank=True)
    received_at = models.DateTimeField(_("received at"), db_index=True)

    class Meta:
        verbose_name = _("form sent")
        verbose_name_plural = _("forms sent")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.mark
