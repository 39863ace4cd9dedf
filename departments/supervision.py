"""The supervision lights in force: of a task, of a list, and the colours notices climb."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from departments.models import Colour, Department, SupervisionScheme, Task, TaskState, UrgingNotice
from departments.models.task import OPEN, TaskQuerySet
from departments.rules.lights import RuleFacts, light_of

DEFAULT_ANSWER_DAYS = 7
DEFAULT_REDS = 3


@dataclass(frozen=True, slots=True)
class Lights:
    """The scheme in force with its rules, read once for a page; empty where none is in force."""

    scheme: SupervisionScheme | None
    today: date

    @classmethod
    def in_force(cls, today: date) -> "Lights":
        """Read the scheme in force, in two queries."""
        scheme = SupervisionScheme.objects.prefetch_related("rules").filter(is_active=True).first()
        return cls(scheme, today)

    @property
    def rules(self) -> list[RuleFacts]:
        """The rules in rising gravity."""
        return [rule.facts for rule in self.scheme.rules.all()] if self.scheme else []

    @property
    def ladder(self) -> list[str]:
        """The scheme's colours in rising gravity."""
        return list(dict.fromkeys(rule.colour for rule in self.rules))

    @property
    def answer_days(self) -> int:
        """How many days a department has to answer a notice."""
        return self.scheme.answer_days if self.scheme else DEFAULT_ANSWER_DAYS

    @property
    def reds_listed(self) -> int:
        """How many red notices of a year list a unit."""
        return self.scheme.reds_listed if self.scheme else DEFAULT_REDS

    def of(self, task: Task) -> RuleFacts | None:
        """Return the light of a task; None where nothing is to be said."""
        if task.state not in OPEN - {TaskState.CLAIMED}:
            return None
        return light_of(task.due_on, task.returns, self.rules, self.today)

    def showing(self, rows: TaskQuerySet, colour: str) -> TaskQuerySet:
        """Return the tasks that show a colour: a rule of it holds, and none of a graver one."""
        rules = list(self.scheme.rules.all()) if self.scheme else []
        shown, graver = Q(pk__in=[]), Q(pk__in=[])
        for rule in reversed(rules):
            if rule.colour == colour:
                shown |= rule.holds(self.today) & ~graver
            graver |= rule.holds(self.today)
        return rows.filter(shown)


@dataclass(frozen=True, slots=True)
class RedUnit:
    """A unit with its red notices of a year."""

    department: Department
    reds: int


def units_in_red(year: int, threshold: int) -> list[RedUnit]:
    """Return the units with at least so many red notices in a year, the most first (三次红灯名单)."""
    counted = (
        UrgingNotice.objects.filter(year=year, colour=Colour.RED)
        .order_by()
        .values_list("department")
        .annotate(reds=Count("pk"))
        .filter(reds__gte=threshold)
    )
    reds = dict(counted)
    units = Department.objects.filter(pk__in=reds)
    return sorted((RedUnit(unit, reds[unit.pk]) for unit in units), key=lambda found: -found.reds)
