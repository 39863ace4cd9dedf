"""Papers of a published year of forty units: the internal notice with its attachments, and all letters."""

import time
from decimal import Decimal
from typing import Any

from assessments import actions
from assessments.models import PaperKind, Rule, Scheme, Score
from assessments.papers import build, letters
from assessments.papers.subject import Stamp, Subject
from departments.models import User
from tests.assessments.factories import DAY, FEBRUARY, make_scheme
from tests.departments.factories import make_department

UNITS, CRITERIA = 40, 24
POINTS = 4


def prepare(by: User) -> Scheme:
    """Make a published scheme in which every unit lost points for a reason."""
    scheme = make_scheme(criteria=[(str(POINTS), Rule.MANUAL, {})] * CRITERIA)
    units = [make_department(f"县第{number}局") for number in range(1, UNITS + 1)]
    Score.objects.bulk_create(
        Score(
            criterion=criterion, unit=unit, points=Decimal(POINTS - (place + order) % 3) - Decimal("0.5"),
            reason="部分佐证材料未按期报送", scored_at=FEBRUARY, scored_by=by,
        )
        for order, criterion in enumerate(scheme.criteria.all())
        for place, unit in enumerate(units)
    )  # fmt: skip
    scheme.refresh_from_db()
    return actions.publish(scheme=scheme, by=by, now=FEBRUARY)


def measure(by: User) -> dict[str, Any]:
    """Return the seconds that the notice and all letters take, and how often their progress was heard."""
    scheme = prepare(by)
    heard: list[int] = []
    start = time.perf_counter()
    notice = build.content_of(Subject(PaperKind.INTERNAL, scheme.year, DAY), Stamp())
    build.as_pdf(notice)
    printed = time.perf_counter()
    letters.letters(scheme, by, lambda done, _total: heard.append(done))
    done = time.perf_counter()
    return {"notice": printed - start, "letters": done - printed, "heard": len(set(heard))}
