"""Reference tables of spot checks that the office may edit."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from quality_portal.lib.naming import Named
from quality_portal.lib.text import header_key


class ProductClass(Named):
    """A class of products (产品类别) that figures are grouped by."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    keywords = models.TextField(
        _("keywords"),
        blank=True,
        max_length=2000,
        help_text=_("Parts of product names that belong to this class, separated by blanks."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("product class")
        verbose_name_plural = _("product classes")
        ordering = ["order", "code"]


class HeaderAlias(models.Model):
    """A column heading that published tables use for one of our columns (表头别名).

    A heading that is listed for several columns is ambiguous: the person importing decides.
    """

    publisher = models.CharField(
        _("publisher"), max_length=100, blank=True, help_text=_("Empty: holds for every publisher.")
    )
    heading = models.CharField(_("heading"), max_length=100)
    heading_key = models.CharField(max_length=100, editable=False)
    column = models.CharField(_("our column"), max_length=40)

    class Meta:
        verbose_name = _("column heading")
        verbose_name_plural = _("column headings")
        ordering = ["publisher", "column", "heading"]
        constraints = [
            models.UniqueConstraint(
                name="heading_once_per_publisher_and_column",
                fields=["publisher", "heading_key", "column"],
                violation_error_message=_("This heading is already listed for this column."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the heading with its comparison key."""
        self.heading_key = header_key(self.heading)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Derive the key that headings are compared by."""
        self.heading_key = header_key(self.heading)
