"""What a unit's filing of targets begins with: the goals of the plan it leads or helps with."""

from datetime import date

from departments.models import Department
from targets.models import Target
from targets.progress import progress


def targets_text(unit: Department, year: int, as_of: date) -> str:
    """Return a line for every target the unit leads or takes part in, with the year's goal."""
    own = set(Target.objects.of(unit).values_list("pk", flat=True))
    rows = [row for row in progress(year, as_of) if row.target.pk in own]
    return "\n".join(f"{row.target.code} {row.target.label}：{row.goal_text}" for row in rows)
