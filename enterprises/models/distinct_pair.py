"""Decisions that two files with near names belong to two enterprises."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record
from enterprises.models.enterprise import Enterprise


class DistinctPair(Record):
    """Two files a person has judged to be two enterprises (不同企业); they are not proposed again."""

    first = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="+", verbose_name=_("enterprise"), db_index=False
    )
    second = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="+", verbose_name=_("other enterprise")
    )
    reason = models.CharField(_("reason"), max_length=200)

    history = tracked()

    class Meta:
        verbose_name = _("pair of different enterprises")
        verbose_name_plural = _("pairs of different enterprises")
        ordering = ["first", "second"]
        constraints = [
            models.UniqueConstraint(
                name="distinct_pair_once",
                fields=["first", "second"],
                violation_error_message=_("These two have already been judged to be different."),
            ),
            models.CheckConstraint(
                name="distinct_pair_in_order",
                condition=models.Q(first__lt=models.F("second")),
                violation_error_message=_("Name the file that was opened first as the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
