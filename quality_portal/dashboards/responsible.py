"""Who answers for what: units with the targets they lead and support, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from departments.access import Role
from departments.models import Department, User
from targets.progress import TargetProgress
from targets.rules import Light


@dataclass(frozen=True, slots=True)
class Tally:
    """How many targets show a light, with the light in words."""

    light: str
    word: str
    count: int


def tallied(lights: dict[Light, int], *, with_none: bool) -> list[Tally]:
    """Return the counts in the order a reader asks for them; ``with_none`` keeps the zeros."""
    order = (Light.GREEN, Light.YELLOW, Light.RED, Light.UNKNOWN)
    return [
        Tally(light.value, str(light.label), lights[light]) for light in order if with_none or lights[light]
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a unit answers for: the targets it leads, by light, and how many it supports."""

    department: Department
    led: int
    lights: dict[Light, int]
    supported: int

    @property
    def tallies(self) -> list[Tally]:
        """The lights of the targets it leads, those that occur."""
        return tallied(self.lights, with_none=False)


@dataclass(frozen=True, slots=True)
class Danger:
    """A target at risk or off track, with the people of the responsible unit who can be asked."""

    progress: TargetProgress
    contacts: Sequence[User]


def dangers(rows: Sequence[TargetProgress]) -> list[Danger]:
    """Return the red targets and then the yellow ones, the furthest from its goal first. One query."""
    order = (Light.RED, Light.YELLOW)
    found = sorted(
        (row for row in rows if row.light in order), key=lambda row: (order.index(row.light), row.clipped)
    )
    people: dict[int, list[User]] = {}
    liaisons = User.objects.filter(is_active=True, role=Role.LIAISON)
    for person in liaisons.filter(department__in={row.target.lead_id for row in found}).order_by("pk"):
        if person.department_id is not None:
            people.setdefault(person.department_id, []).append(person)
    return [Danger(row, people.get(row.target.lead_id, [])) for row in found]


def units_with_support(rows: Sequence[TargetProgress]) -> list[Department]:
    """Return every unit with the number of these targets it supports, as ``supports``. One query."""
    counted = models.Q(supported_targets__in=[row.target.pk for row in rows])
    return list(
        Department.objects.active().annotate(supports=models.Count("supported_targets", filter=counted))
    )


def standings(rows: Sequence[TargetProgress], units: Sequence[Department]) -> list[Standing]:
    """Return what each unit answers for, those with most to catch up on first."""
    found = []
    for unit in units:
        led = [row.light for row in rows if row.target.lead_id == unit.pk]
        supports: int = unit.supports  # type: ignore[attr-defined]
        if led or supports:
            found.append(Standing(unit, len(led), {light: led.count(light) for light in Light}, supports))
    return sorted(
        found, key=lambda s: (-s.lights[Light.RED], -s.lights[Light.YELLOW], -s.led, s.department.order)
    )
