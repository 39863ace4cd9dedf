"""Demonstration zones as lists show them, and their totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from brands.models import Credential, Family, Level, Zone
from brands.models.credential import CredentialQuerySet
from brands.pipeline_rules import ZONE_LIGHTS, ZoneStage
from departments.models import Department
from quality_portal.lib.numbers import round_half_up


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A zone's credential on a day; zone and stage are None where the build was not described."""

    credential: Credential
    zone: Zone | None
    stage: ZoneStage | None

    @property
    def light(self) -> str:
        """The light beside the stage."""
        return ZONE_LIGHTS[self.stage] if self.stage else "none"


@dataclass(frozen=True, slots=True)
class ZoneTotal:
    """Zones of one crop, level or township; ``value`` filters the list by it, empty where unknown."""

    name: str
    value: str
    number: int
    area: Decimal | None


def zone_credentials(rows: CredentialQuerySet) -> CredentialQuerySet:
    """Return the credentials that are zones."""
    return rows.filter(kind__family=Family.ZONE)


def zone_line(credential: Credential, on: date) -> ZoneLine:
    """Return a zone as it stands on a day; its credential has ``zone`` at hand."""
    zone = getattr(credential, "zone", None)
    return ZoneLine(credential, zone, zone.stage_on(on) if zone else None)


def zone_lines(rows: Iterable[Credential], on: date) -> list[ZoneLine]:
    """Return zones as they stand on a day."""
    return [zone_line(credential, on) for credential in rows]


def zone_totals(rows: CredentialQuerySet) -> dict[str, list[ZoneTotal]]:
    """Return number and area of the rows by level, crop and township, each in one question."""
    units = {str(unit.pk): unit.short_name for unit in Department.objects.townships()}
    levels = {str(value): str(label) for value, label in Level.choices}
    return {
        "level": _totals(rows, "kind__level", levels),
        "crop": _totals(rows, "zone__crop", {}),
        "township": _totals(rows, "township", units),
    }


def _totals(rows: CredentialQuerySet, path: str, names: dict[str, str]) -> list[ZoneTotal]:
    found = rows.order_by().values_list(path).annotate(number=Count("*"), area=Sum("area_mu"))
    totals = []
    for key, number, area in found:
        value = "" if key is None else str(key)
        # Not every database returns a sum with its two decimals.
        total = None if area is None else round_half_up(area, 2)
        totals.append(ZoneTotal(names.get(value, value), value, number, total))
    order = {value: place for place, value in enumerate(names)}
    return sorted(totals, key=lambda total: (order.get(total.value, len(order)), -total.number, total.name))
