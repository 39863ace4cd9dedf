"""Figures that the register gives to the targets: certificates, brands, indications, zones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brands.counting import Counts, Register
from brands.models import CountsAs, Credential
from brands.models.credential import CredentialQuerySet, in_force
from departments.models import DepartmentKind
from enterprises.models import Industry
from targets.measures import Figure, Figures, Measure, Source


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts: credentials of these kinds, of a sector; each, or each holder once."""

    kinds: tuple[CountsAs, ...]
    name: Promise | str
    formula: Promise | str
    unit: str = "个"
    sector: str = ""
    holders: bool = False

    @property
    def condition(self) -> Q:
        """Which credentials count."""
        condition = Q(kind__counts_as__in=[kind.value for kind in self.kinds])
        if self.sector:
            condition &= Q(sector=self.sector)
        return condition & Q(enterprise__isnull=False) if self.holders else condition


COUNTED: dict[str, Counted] = {
    "credentials.management_system_enterprises": Counted(
        (CountsAs.MANAGEMENT_SYSTEM,),
        _("Enterprises with a certified management system"),
        _("Enterprises that hold a valid quality management certificate on the day, each counted once."),
        unit="家",
        holders=True,
    ),
    "credentials.province_brands": Counted(
        (CountsAs.PROVINCE_BRAND,),
        _("Province-level brand products of industry"),
        _("Valid credentials of industry on the day whose kind counts as a province brand."),
        sector=Industry.INDUSTRY,
    ),
    "credentials.national_brands": Counted(
        (CountsAs.NATIONAL_BRAND,),
        _("National brand products of industry"),
        _("Valid credentials of industry on the day whose kind counts as a national brand."),
        sector=Industry.INDUSTRY,
    ),
    "credentials.geographical_indications": Counted(
        (CountsAs.GEOGRAPHICAL_INDICATION,),
        _("Geographical indications"),
        _("Valid credentials on the day whose kind counts as a geographical indication."),
    ),
    "credentials.agriculture_province_brands": Counted(
        (CountsAs.PROVINCE_BRAND, CountsAs.NATIONAL_BRAND),
        _("Farm products with a brand at provincial level or above"),
        _("Valid credentials of agriculture on the day whose kind counts as a province or national brand."),
        sector=Industry.AGRICULTURE,
    ),
    "zones.national": Counted(
        (CountsAs.ZONE_NATIONAL,),
        _("National demonstration zones"),
        _("Valid credentials on the day whose kind counts as a national demonstration zone."),
    ),
    "zones.provincial": Counted(
        (CountsAs.ZONE_PROVINCIAL,),
        _("Provincial demonstration zones"),
        _("Valid credentials on the day whose kind counts as a provincial demonstration zone."),
    ),
}
"""Every figure by its code."""


def counts(code: str, on: date) -> tuple[Count, Count]:
    """Return how to count a figure on a day, and the records it rests on."""
    counted = COUNTED[code]
    condition = counted.condition & in_force(on)
    records = Count("pk", filter=condition)
    return (Count("enterprise", filter=condition, distinct=True) if counted.holders else records), records


def credential_figures(codes: Sequence[str], dates: Sequence[date]) -> Figures:
    """Return the figures asked for on every date, in two queries."""
    asked = {code: COUNTED[code] for code in codes}
    with_holders = {kind.value for counted in asked.values() if counted.holders for kind in counted.kinds}
    register = Register(dates, with_holders=with_holders)
    return {
        code: {on: _figure(register.on(on, counted.kinds, counted.sector), counted) for on in dates}
        for code, counted in asked.items()
    }


def _figure(found: Counts, counted: Counted) -> Figure:
    if counted.holders:
        return Figure(Decimal(found.holders), records=found.held)
    return Figure(Decimal(found.records), records=found.records)


def credentials_by_township(code: str, on: date) -> dict[int, Figure]:
    """Return a figure on a day for each township that has any, in one query."""
    return _by_unit(code, on, Credential.objects.filter(township__isnull=False), "township")


def credentials_by_department(code: str, on: date) -> dict[int, Figure]:
    """Return a figure on a day for each department that holds such credentials itself, in one query."""
    own = Credential.objects.filter(township__isnull=True, department__kind=DepartmentKind.DEPARTMENT)
    return _by_unit(code, on, own, "department")


def _by_unit(code: str, on: date, credentials: CredentialQuerySet, unit: str) -> dict[int, Figure]:
    value, records = counts(code, on)
    rows = (
        credentials.order_by().values_list(unit).annotate(value=value, records=records).filter(records__gt=0)
    )
    return {pk: Figure(Decimal(number), records=behind) for pk, number, behind in rows}


EVENTS = ("valid_from", "ended_on")
"""Days on which a credential changes a figure because somebody recorded it."""


def last_days(codes: Sequence[str], on: date) -> dict[str, date | None]:
    """Return the day the last credential behind each figure began or was ended, in one query."""
    asked = {}
    for code in codes:
        for event in EVENTS:
            condition = COUNTED[code].condition & Q(**{f"{event}__lte": on})
            asked[f"{code.replace('.', '_')}_{event}"] = Max(event, filter=condition)
    found = Credential.objects.exclude(kind__counts_as="").aggregate(**asked)
    answers = {}
    for code in codes:
        days = [found[f"{code.replace('.', '_')}_{event}"] for event in EVENTS]
        answers[code] = max((day for day in days if day), default=None)
    return answers


def records_url(code: str) -> Callable[[date, int | None], str]:
    """Return what leads to the register's rows behind a figure."""

    def url(on: date, township: int | None) -> str:
        values = {"figure": code, "on": on.isoformat()}
        if township is not None:
            values["township"] = str(township)
        return f"{reverse('brands:list')}?{urlencode(values)}"

    return url


SOURCE = Source(
    "credentials", credential_figures, credentials_by_township, credentials_by_department, last_days
)

MEASURES = [
    Measure(code, counted.name, counted.formula, counted.unit, SOURCE, records_url(code), lapses=True)
    for code, counted in COUNTED.items()
]
