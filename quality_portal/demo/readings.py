"""What people entered in the demonstration: averages of larger regions, and readings of targets."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from quality_portal.demo.bulk import write_all
from quality_portal.demo.scale import Setting
from quality_portal.lib.uploads import check_upload, kept
from targets.actions import EVIDENCE_FOLDER
from targets.models import Benchmark, Goal, Grade, Operator, Reading, ReadingState

BENCHMARKS: Final[Path] = settings.BASE_DIR / "targets" / "data" / "demo_benchmarks.toml"
HALF_YEARS: Final = ((6, 30), (12, 31))
WAITING_SINCE: Final = (9, 30)
MINUTES: Final = "演示数据：成员单位会商评价意见。"
"""What the file says that stands in for the minutes of the departments' meetings."""


def load_benchmarks(setting: Setting) -> None:
    """Store the averages that were invented for the demonstration, where none was entered."""
    targets = dict(Goal.objects.values_list("target__code", "target"))
    known = set(Benchmark.objects.values_list("target", "region", "year"))
    rows = tomllib.loads(BENCHMARKS.read_text(encoding="utf-8"), parse_float=Decimal)["benchmark"]
    new = (
        Benchmark(
            target_id=targets[row["target"]],
            region=row["region"],
            year=row["year"],
            value=row["value"],
            source=row["source"],
        )
        for row in rows
        if (targets[row["target"]], row["region"], row["year"]) not in known
    )
    write_all(new, setting)


def load_readings(setting: Setting) -> None:
    """Store an accepted grade per half-year for every qualitative goal, and one that waits for the office."""
    file = check_upload(ContentFile(MINUTES.encode(), name="会商评价意见.txt"))
    with kept(file, EVIDENCE_FOLDER) as stored:
        evidence = {"evidence": stored, "evidence_name": file.name, "evidence_sha256": file.sha256}
        write_all(_readings(setting, evidence), setting)


def _readings(setting: Setting, evidence: dict[str, str]) -> Iterator[Reading]:
    goals = Goal.objects.filter(operator=Operator.QUALITATIVE, year__lte=setting.today.year)
    newest: Goal | None = None
    for goal in goals.order_by("target", "year"):
        for half, (month, day) in enumerate(HALF_YEARS):
            as_of = date(goal.year, month, day)
            if as_of < setting.today:
                newest = goal
                grade = Grade.LARGELY if half or goal.year == setting.today.year else Grade.PARTLY
                yield _reading(setting, goal, as_of, grade, evidence, accepted=True)
    last = date(setting.today.year, *WAITING_SINCE)
    if newest is not None and newest.year == last.year and last < setting.today:
        yield _reading(setting, newest, last, Grade.REACHED, evidence, accepted=False)


def _reading(
    setting: Setting, goal: Goal, as_of: date, grade: Grade, evidence: dict[str, str], *, accepted: bool
) -> Reading:
    entered_at = timezone.make_aware(datetime.combine(as_of, time(16, 30)))
    return Reading(
        target_id=goal.target_id,
        as_of=as_of,
        grade=grade,
        source=f"{as_of.year}年{as_of.month}月会商评价意见",
        **evidence,
        state=ReadingState.ACCEPTED if accepted else ReadingState.ENTERED,
        entered_at=entered_at,
        entered_by=setting.by,
        checked_at=entered_at if accepted else None,
        checked_by=setting.by if accepted else None,
    )
