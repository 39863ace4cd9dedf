"""Enterprises of the county."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from departments.access import Role
from departments.history import tracked
from departments.models import Department, DepartmentKind
from departments.records import Record
from enterprises.rules import credit_code_error, normalise_credit_code
from quality_portal.lib import text
from quality_portal.lib.words import among, each_word, found, paired

if TYPE_CHECKING:
    from departments.models import User


class Industry(models.TextChoices):
    """The branch an enterprise belongs to."""

    INDUSTRY = "industry", _("Industry")
    AGRICULTURE = "agriculture", _("Agriculture")
    SERVICE = "service", _("Services and trade")


class Scale(models.TextChoices):
    """How large an enterprise is."""

    LARGE = "large", _("above designated size")
    SMALL = "small", _("small")
    MICRO = "micro", _("micro or self-employed")


def check_credit_code(value: str) -> None:
    """Refuse a unified social credit code that breaks GB 32100."""
    message = credit_code_error(value)
    if message:
        raise ValidationError(message)


def _by_name(name: str) -> models.Q:
    """Return the condition that the name contains a word in the form names are compared in."""
    return paired(Enterprise, name) & models.Q(name_key__contains=name)


def by_code(code: str) -> models.Q:
    """Return the condition that the credit code contains a piece of one, in capitals."""
    return paired(Enterprise, code) & models.Q(credit_code__contains=code)


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    """Questions about enterprises."""

    def standing(self) -> "EnterpriseQuerySet":
        """Return the files that have not been merged into another one."""
        return self.filter(merged_into=None)

    def called(self, word: str) -> "models.QuerySet[Enterprise, Any]":
        """Return the keys of the enterprises whose name contains a word."""
        return self.filter(_by_name(text.enterprise_key(word))).order_by().values("pk")

    @each_word
    def matching(self, words: str) -> "EnterpriseQuerySet":
        """Return the enterprises whose name, code, township or product contains every word.

        A file that was merged into another one is found as that one. ``rank`` tells how well each fits:
        the whole code or name, then how names begin, then what they contain, then township and product.
        """
        name, code = text.enterprise_key(words), normalise_credit_code(words)
        named = models.Q(name_key__contains=name) | models.Q(credit_code__contains=code)
        product = apps.get_model("enterprises", "Product")
        products = product.objects.filter(found(product, words))
        merged = Enterprise.objects.filter(named, merged_into__isnull=False).order_by().values("merged_into")
        townships = Department.objects.townships().filter(name__contains=words)
        rank = models.Case(
            models.When(models.Q(credit_code=code) | models.Q(name_key=name), then=0),
            models.When(models.Q(name_key__startswith=name), then=1),
            models.When(named, then=2),
            default=3,
        )
        rows = among(
            self,
            _by_name(name),
            by_code(code),
            models.Q(township__in=townships.order_by().values("pk")),
            models.Q(pk__in=products.order_by().values("enterprise")),
            models.Q(pk__in=merged),
        )
        return rows.annotate(rank=rank)

    def with_products(self) -> "EnterpriseQuerySet":
        """Bring the township and the number of products along."""
        products = apps.get_model("enterprises", "Product").objects.order_by()
        counted = products.filter(enterprise=models.OuterRef("pk")).values("enterprise")
        number = models.Subquery(counted.annotate(number=models.Count("*")).values("number"))
        return self.select_related("township").annotate(product_count=Coalesce(number, 0))

    def visible_to(self, user: "User") -> "EnterpriseQuerySet":
        """Return the files the person may open: a township's liaison those of the township."""
        if user.role == Role.LIAISON and user.department and user.department.is_township:
            return self.filter(township=user.department_id)
        return self


class Enterprise(Record):
    """An enterprise, farm or cooperative (企业、合作社) with its quality file (质量档案)."""

    SEARCHED = ("name_key", "credit_code")

    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        validators=[check_credit_code],
        error_messages={"unique": _("There is already a file for this credit code.")},
    )
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    township = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="enterprises",
        verbose_name=_("township"),
        limit_choices_to={"kind": DepartmentKind.TOWNSHIP},
    )
    industry = models.CharField(_("branch"), max_length=12, choices=Industry.choices)
    scale = models.CharField(_("scale"), max_length=8, choices=Scale.choices, default=Scale.SMALL)
    address = models.CharField(_("address"), max_length=200, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    merge_reason = models.CharField(_("reason of the merger"), max_length=200, blank=True, editable=False)

    history = tracked()
    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["name_key", "pk"]
        indexes = [models.Index(name="enterprise_township", fields=["township", "industry"])]
        constraints = [
            models.CheckConstraint(
                name="enterprise_industry_known",
                condition=models.Q(industry__in=Industry.values) & models.Q(scale__in=Scale.values),
            ),
            models.CheckConstraint(
                name="enterprise_days_in_order",
                condition=models.Q(founded_on__isnull=True)
                | models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gte=models.F("founded_on")),
                violation_error_message=_("The enterprise was closed before it was founded."),
            ),
            models.CheckConstraint(
                name="enterprise_merger_complete",
                condition=models.Q(merged_into__isnull=True, merge_reason="")
                | (models.Q(merged_into__isnull=False, closed_on__isnull=False) & ~models.Q(merge_reason="")),
                violation_error_message=_("A merged file is closed and says why it was merged."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Bring the code into its one form; derive the key that names are compared by."""
        self.credit_code = normalise_credit_code(self.credit_code)
        self.name_key = text.enterprise_key(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the record with its comparison key."""
        self.name_key = text.enterprise_key(self.name)
        super().save(*args, **kwargs)
