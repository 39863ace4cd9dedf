"""Products and the standards they run on."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import Role
from departments.history import tracked
from departments.records import Record
from enterprises.models.enterprise import Enterprise, Industry
from quality_portal.lib.words import among, each_word, found

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


class StandardGroup(models.TextChoices):
    """Standards taken together, as the plan counts them."""

    ADVANCED = "advanced", _("international or advanced foreign standards")
    AT_LEAST_NATIONAL = "national", _("national standards or better")
    ANY = "any", _("any standard")
    NONE = "none", _("no standard")


GROUPS: dict[str, tuple[StandardKind, ...]] = {
    StandardGroup.ADVANCED: ADVANCED,
    StandardGroup.AT_LEAST_NATIONAL: AT_LEAST_NATIONAL,
    StandardGroup.ANY: tuple(StandardKind),
    StandardGroup.NONE: tuple(StandardKind),
}
"""The kinds of standard a group is about; NONE is about having none of them."""


def listed(on: date) -> models.Q:
    """Return the condition that a product's first day has come."""
    return models.Q(listed_on__lte=on)


def delisted(on: date) -> models.Q:
    """Return the condition that a product is produced no more; the day it ends no longer counts."""
    return models.Q(delisted_on__lte=on)


class ProductQuerySet(models.QuerySet["Product"]):
    """Questions about products."""

    def main(self) -> "ProductQuerySet":
        """Return the county's main products, on which the plan's ratios rest."""
        return self.filter(is_main=True)

    def producing(self, on: date) -> models.Q:
        """Return the condition that a product is produced on a day; the day it ends no longer counts."""
        return models.Q(models.Q(delisted_on=None) | models.Q(delisted_on__gt=on), listed_on__lte=on)

    def running_on(self, kinds: Iterable[str], on: date) -> models.Q:
        """Return the condition that a product runs on such a standard on a day; its last day counts."""
        used = ProductStandard.objects.filter(
            models.Q(ended_on=None) | models.Q(ended_on__gte=on),
            product=models.OuterRef("pk"),
            kind__in=list(kinds),
            effective_on__lte=on,
        )
        return models.Q(models.Exists(used))

    def in_group(self, group: str, on: date) -> "ProductQuerySet":
        """Return the products that run on a group of standards on a day."""
        condition = self.running_on(GROUPS[group], on)
        return self.exclude(condition) if group == StandardGroup.NONE else self.filter(condition)

    @each_word
    def naming(self, words: str) -> "ProductQuerySet":
        """Return the products whose name, or whose enterprise's name, contains every word."""
        return among(self, found(Product, words), models.Q(enterprise__in=Enterprise.objects.called(words)))

    def with_standards(self, on: date) -> "ProductQuerySet":
        """Bring the enterprise, its township and the standards in use on a day (``standards_used``) along."""
        used = ProductStandard.objects.filter(
            models.Q(ended_on=None) | models.Q(ended_on__gte=on), effective_on__lte=on
        )
        return self.select_related("enterprise__township").prefetch_related(
            models.Prefetch("standards", queryset=used, to_attr="standards_used")
        )

    def visible_to(self, user: "User") -> "ProductQuerySet":
        """Return the products of the enterprises the person may see."""
        if user.role == Role.LIAISON and user.department and user.department.is_township:
            return self.filter(enterprise__township=user.department_id)
        return self


class Product(Record):
    """A product (产品) of an enterprise; main products (主要产品) count for the plan's ratios."""

    SEARCHED = ("name",)

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
        indexes = [
            # What the shares of main products ask, so that they open no row.
            models.Index(
                name="product_main",
                fields=["sector", "listed_on", "delisted_on", "id"],
                condition=models.Q(is_main=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="product_once",
                fields=["enterprise", "name"],
                violation_error_message=_("The enterprise already has a product of this name."),
            ),
            models.CheckConstraint(
                name="product_days_in_order",
                condition=models.Q(delisted_on__isnull=True)
                | models.Q(delisted_on__gte=models.F("listed_on")),
                violation_error_message=_("Production ended before it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductStandard(Record):
    """A standard (执行标准) a product runs on from one day to another; no row means no standard."""

    product = models.ForeignKey(
        Product,
        on_delete=models.PROTECT,
        related_name="standards",
        verbose_name=_("product"),
        db_index=False,  # the index below begins with it
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
        indexes = [
            models.Index(name="product_standard_use", fields=["product", "kind", "effective_on", "ended_on"]),
        ]
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
