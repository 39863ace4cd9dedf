"""Products and the standards they run on."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import Role
from departments.history import tracked
from departments.records import Record
from enterprises.models.enterprise import Enterprise, Industry

if TYPE_CHECKING:
    from departments.models import User


class StandardKind(models.TextChoices):
    """The kind of standard a product runs on, from the international down to none."""

    INTERNATIONAL = "international", _("international standard")
    FOREIGN_ADVANCED = "foreign_advanced", _("advanced foreign standard")
    NATIONAL = "national", _("national standard")
    INDUSTRY = "industry", _("industry standard")
    LOCAL = "local", _("local standard")
    GROUP = "group", _("group standard")
    ENTERPRISE = "enterprise", _("enterprise standard")


ADVANCED = (StandardKind.INTERNATIONAL, StandardKind.FOREIGN_ADVANCED)
"""Standards that count as adopting international or advanced foreign standards (采标)."""

AT_LEAST_NATIONAL = (StandardKind.INTERNATIONAL, StandardKind.FOREIGN_ADVANCED, StandardKind.NATIONAL)
"""Standards that count as producing to national standards."""


class ProductQuerySet(models.QuerySet["Product"]):
    """Questions about products."""

    def main(self) -> "ProductQuerySet":
        """Return the county's main products, on which the plan's ratios rest."""
        return self.filter(is_main=True)

    def visible_to(self, user: "User") -> "ProductQuerySet":
        """Return the products of the enterprises the person may see."""
        if user.role == Role.LIAISON and user.department and user.department.is_township:
            return self.filter(enterprise__township=user.department_id)
        return self


class Product(Record):
    """A product (产品) of an enterprise; main products (主要产品) count for the plan's ratios."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="products", verbose_name=_("enterprise")
    )
    name = models.CharField(_("product"), max_length=200)
    sector = models.CharField(_("sector"), max_length=12, choices=Industry.choices)
    is_main = models.BooleanField(_("main product of the county"), default=False)
    listed_on = models.DateField(_("produced since"))
    delisted_on = models.DateField(_("no longer produced since"), null=True, blank=True)

    history = tracked()
    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["enterprise", "name"]
        constraints = [
            models.UniqueConstraint(
                name="product_once",
                fields=["enterprise", "name"],
                violation_error_message=_("The enterprise already has a product of this name."),
            ),
            models.CheckConstraint(
                name="product_days_in_order",
                condition=models.Q(delisted_on__isnull=True) | models.Q(delisted_on__gte=models.F("listed_on")),
                violation_error_message=_("Production ended before it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductStandard(Record):
    """A standard (执行标准) a product runs on from one day to another; no row means no standard."""

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="standards", verbose_name=_("product")
    )
    kind = models.CharField(_("kind of standard"), max_length=20, choices=StandardKind.choices)
    number = models.CharField(_("standard number"), max_length=60)
    effective_on = models.DateField(_("in use since"))
    ended_on = models.DateField(_("in use until"), null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("standard of a product")
        verbose_name_plural = _("standards of products")
        ordering = ["product", "-effective_on"]
        constraints = [
            models.UniqueConstraint(
                name="product_standard_once",
                fields=["product", "number", "effective_on"],
                violation_error_message=_("This standard is already listed from this day."),
            ),
            models.CheckConstraint(
                name="product_standard_known",
                condition=models.Q(kind__in=StandardKind.values),
            ),
            models.CheckConstraint(
                name="product_standard_days_in_order",
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("effective_on")),
                violation_error_message=_("The standard ended before it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
