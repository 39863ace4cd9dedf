"""Kinds of credentials: what may be entered in the register is data, not code."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from brands.rules import KindRule, last_day
from departments.history import tracked
from departments.records import Record
from enterprises.models import Industry
from quality_portal.lib.naming import Named


class Family(models.TextChoices):
    """The family a kind belongs to."""

    BRAND = "brand", _("Brand")
    TRADEMARK = "trademark", _("Trademark")
    GEOGRAPHICAL_INDICATION = "geographical_indication", _("Geographical indication")
    MANAGEMENT_SYSTEM = "management_system", _("Management-system certificate")
    PRODUCT_CERTIFICATE = "product_certificate", _("Product certificate")
    LICENCE = "licence", _("Licence")
    FOOD_LABEL = "food_label", _("Food and farm label")
    ZONE = "zone", _("Demonstration zone")
    HONOUR = "honour", _("Honour")
    SERVICE_GRADE = "service_grade", _("Service grade")


class Level(models.TextChoices):
    """The level of the awarding body."""

    NATION = "nation", _("national")
    PROVINCE = "province", _("provincial")
    PREFECTURE = "prefecture", _("prefectural")
    COUNTY = "county", _("county")
    NONE = "none", _("no level")


class Validity(models.TextChoices):
    """How long a credential of this kind is valid."""

    YEARS = "years", _("a number of years")
    NONE = "none", _("without end")
    RECORD = "record", _("as stated on the record")


class NumberCheck(models.TextChoices):
    """What happens when a number does not fit the kind's format."""

    NONE = "none", _("not checked")
    WARN = "warn", _("warn")
    HARD = "hard", _("refuse")


class CountsAs(models.TextChoices):
    """What credentials of a kind count as in the plan's targets."""

    PROVINCE_BRAND = "province_brand", _("province brand")
    NATIONAL_BRAND = "national_brand", _("national brand")
    MANAGEMENT_SYSTEM = "management_system", _("certified management system")
    GEOGRAPHICAL_INDICATION = "geographical_indication", _("geographical indication")
    ZONE_NATIONAL = "zone_national", _("national demonstration zone")
    ZONE_PROVINCIAL = "zone_provincial", _("provincial demonstration zone")


class CredentialKind(Named, Record):
    """A kind of credential (品牌、证书种类): family, level, issuer, validity, number format."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    family = models.CharField(_("family"), max_length=24, choices=Family.choices)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    issuer = models.CharField(_("issuer"), max_length=100, blank=True)
    sector = models.CharField(
        _("sector"), max_length=12, choices=Industry.choices, blank=True, help_text=_("Empty: any sector.")
    )
    validity = models.CharField(_("validity"), max_length=8, choices=Validity.choices)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    reminder_days = models.PositiveSmallIntegerField(_("remind this many days before the end"), default=90)
    number_pattern = models.CharField(_("number format"), max_length=200, blank=True)
    number_check = models.CharField(
        _("number check"), max_length=8, choices=NumberCheck.choices, default=NumberCheck.NONE
    )
    checksum = models.CharField(_("check digit"), max_length=12, blank=True)
    last_award_on = models.DateField(_("last day it was awarded"), null=True, blank=True)
    counts_as = models.CharField(_("counts as"), max_length=24, choices=CountsAs.choices, blank=True)
    law = models.CharField(_("legal basis"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = tracked()

    class Meta:
        verbose_name = _("kind of credential")
        verbose_name_plural = _("kinds of credentials")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="kind_years_when_limited",
                condition=~models.Q(validity="years")
                | models.Q(years__isnull=False, years__gte=1, years__lte=50),
                violation_error_message=_("State for how many years the credential is valid (1 to 50)."),
            ),
        ]

    @property
    def rule(self) -> KindRule:
        """What the kind demands, for the rules."""
        return KindRule(
            name=self.label,
            validity=self.validity,
            years=self.years,
            number_pattern=self.number_pattern,
            number_check=self.number_check,
            checksum=self.checksum,
            last_award_on=self.last_award_on,
            sector=self.sector,
        )

    @property
    def validity_words(self) -> str:
        """How long it is valid, in words."""
        if self.validity == Validity.YEARS and self.years:
            return ngettext("%(years)d year", "%(years)d years", self.years) % {"years": self.years}
        return str(self.get_validity_display())

    def usual_last_day(self, valid_from: date) -> date | None:
        """Return the last day where the kind fixes the years; None where the record states it or none."""
        return last_day(valid_from, self.years) if self.validity == Validity.YEARS and self.years else None
