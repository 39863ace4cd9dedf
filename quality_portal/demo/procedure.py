"""The demonstration's assessments on their way: last year's decided upon, this year's under review."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.utils import timezone

from assessments.actions import record_ruling
from assessments.models import (
    Assessee,
    Column,
    Criterion,
    CriterionKind,
    Group,
    Scheme,
    SchemeStage,
    Score,
    SiteDraw,
    Stage,
)
from assessments.rules.draws import drawn_from
from departments.models import Department, User
from departments.records import change_record
from quality_portal.demo.bulk import write_all
from quality_portal.demo.scale import Setting

SHARE: Final = 25
"""Share of the units drawn for the on-site check, in per cent."""
HALF_A_POINT: Final = Decimal("0.5")
HIGHER: Final = tuple(Decimal(points) for points in ("0", "0", "0", "0.5", "0.5", "1"))
"""What units give themselves more than the review does."""
MOVED: Final = 0.2
"""Share of the reviewed scores that the overall assessment moved by half a point."""
SEEN: Final = 0.4
"""Share of a drawn unit's scores that were looked at on site."""
LATE: Final = frozenset({"post", "t12"})
"""Units that have not handed in this year's self-assessment."""

TARGETS: Final = (
    "一、牵头和参与的质量指标达到年度计划；\n二、监督抽查不合格产品后处理率达到100%；\n"
    "三、半年工作报告按期报送，年度任务按期办结；\n四、不发生区域性、系统性质量安全事件。"
)
REPORT: Final = (
    "对照考核方案逐项自查，年度重点任务基本完成，佐证材料已按指标整理归档；个别指标失分原因已在自评表中说明。"
)
VISIT: Final = (
    "现场查阅工作台账、检查记录和会议纪要，抽查两家企业，自评情况基本属实；个别台账更新不及时，已当场反馈。"
)
OWN_REASONS: Final = (
    *("个别佐证材料正在补充", "一项工作跨年度推进", "台账个别月份记录不全"),
    *("信息报送数量略有不足", "一次会议由副职代为参加"),
)
SITE_REASON: Final = "现场核查台账与报送材料一致"


@dataclass(frozen=True, slots=True)
class Course:
    """The days of an assessment's steps, and where it stands."""

    stage: Stage
    days: Mapping[str, tuple[date, date]]

    def on(self, stage: str) -> datetime:
        """Return a moment on the last day of a step."""
        return moment(self.days[stage][1], 15)


def moment(day: date, hour: int) -> datetime:
    """Return an hour of a day in the county."""
    return timezone.make_aware(datetime.combine(day, time(hour, 0)))


def load_procedure(setting: Setting) -> None:
    """Walk last year's assessments to the leading group and this year's to the document review.

    It is called when the points that people give are stored and before results are published.
    """
    liaisons = {user.department_id: user for user in User.objects.filter(is_demonstration=True)}
    year = setting.today.year
    for scheme in Scheme.objects.current().filter(year=year - 1, published_at=None).order_by("group"):
        course = Course(Stage.LEADING_GROUP, _last_years_days(year, setting.today))
        units = _open(setting, scheme, course, liaisons, late=frozenset())
        drawn = _draw(setting, scheme, course, units)
        write_all(_columns(setting, scheme, course, units, liaisons, drawn), setting)
        if scheme.group == Group.DEPARTMENTS:
            _veto(setting, scheme, course)
    for scheme in Scheme.objects.current().filter(year=year, published_at=None).order_by("group"):
        course = Course(Stage.DOCUMENT, _this_years_days(setting.today))
        units = _open(setting, scheme, course, liaisons, late=LATE)
        # What is scored so far was scored at the document review.
        criteria = scheme.criteria.all()
        Score.objects.filter(criterion__in=criteria).update(column=Column.DOCUMENT)
        Score.history.filter(criterion__in=criteria).update(column=Column.DOCUMENT)
        handed_in = [unit for unit in units if unit.code not in LATE]
        write_all(_columns(setting, scheme, course, handed_in, liaisons, frozenset()), setting)


# --- days ----------------------------------------------------------------------------------
def _last_years_days(year: int, today: date) -> dict[str, tuple[date, date]]:
    """Return the days of an assessment that is published at the end of January, none after yesterday."""
    spans = {
        Stage.FILING: (date(year - 1, 4, 1), date(year - 1, 4, 30)),
        Stage.SELF: (date(year, 1, 1), date(year, 1, 6)),
        Stage.DOCUMENT: (date(year, 1, 7), date(year, 1, 14)),
        Stage.ONSITE: (date(year, 1, 15), date(year, 1, 19)),
        Stage.OVERALL: (date(year, 1, 20), date(year, 1, 23)),
        Stage.LEADING_GROUP: (date(year, 1, 24), date(year, 1, 27)),
        Stage.PUBLISHED: (date(year, 1, 28), date(year, 1, 31)),
        Stage.RECTIFICATION: (date(year, 2, 1), date(year, 3, 31)),
    }
    latest = today - timedelta(days=1)
    return {stage: (min(first, latest), min(last, latest)) for stage, (first, last) in spans.items()}


def _this_years_days(today: date) -> dict[str, tuple[date, date]]:
    """Return the days of an assessment whose document review is under way."""
    spans = {
        Stage.FILING: (-230, -200),
        Stage.SELF: (-24, -11),
        Stage.DOCUMENT: (-10, 8),
        Stage.ONSITE: (9, 23),
        Stage.OVERALL: (24, 33),
        Stage.LEADING_GROUP: (34, 45),
        Stage.PUBLISHED: (46, 50),
        Stage.RECTIFICATION: (51, 80),
    }
    day = timedelta(days=1)
    return {stage: (today + first * day, today + last * day) for stage, (first, last) in spans.items()}


# --- units, steps, draw --------------------------------------------------------------------
def _open(
    setting: Setting,
    scheme: Scheme,
    course: Course,
    liaisons: Mapping[int | None, User],
    *,
    late: frozenset[str],
) -> list[Department]:
    """Adopt a scheme, store its steps and the parts of its units, and move it to where it stands."""
    adopted = {"adopted_at": moment(course.days[Stage.FILING][0], 9), "adopted_by": setting.by}
    values = {} if scheme.adopted_at else adopted
    change_record(
        scheme, by=setting.by, version=scheme.version, stage=course.stage, onsite_share=SHARE, **values
    )
    write_all(_steps(scheme, course), setting)
    units = list(Department.objects.active().filter(kind__in=scheme.kinds))
    write_all((_part(setting, scheme, course, unit, liaisons, late=late) for unit in units), setting)
    return units


def _steps(scheme: Scheme, course: Course) -> Iterator[SchemeStage]:
    is_decided = course.stage == Stage.LEADING_GROUP
    for stage, (opens_on, due_on) in course.days.items():
        row = SchemeStage(scheme=scheme, stage=stage, opens_on=opens_on, due_on=due_on)
        if stage == Stage.LEADING_GROUP and is_decided:
            row.decided_on, row.note = due_on, f"质量强县工作领导小组会议纪要〔{due_on.year}〕1号"
        if stage == Stage.DOCUMENT and not is_decided:
            row.note = "两家单位经同意延期补报自评材料，其余单位先行文审"
        yield row


def _part(
    setting: Setting,
    scheme: Scheme,
    course: Course,
    unit: Department,
    liaisons: Mapping[int | None, User],
    *,
    late: frozenset[str],
) -> Assessee:
    by = liaisons.get(unit.pk, setting.by)
    row = Assessee(scheme=scheme, unit=unit, filed_targets=TARGETS, filed_by=by)
    row.filed_at = course.on(Stage.FILING)
    if unit.code not in late:
        row.self_report, row.submitted_at, row.submitted_by = REPORT, course.on(Stage.SELF), by
    return row


def _draw(setting: Setting, scheme: Scheme, course: Course, units: Iterable[Department]) -> frozenset[str]:
    """Draw units by a seed that says where it comes from, and record the visits to them."""
    population, seed = sorted(unit.code for unit in units), f"{scheme.year}-{scheme.group}"
    drawn = drawn_from(population, seed, SHARE)
    opens_on, due_on = course.days[Stage.ONSITE]
    SiteDraw.objects.create(
        scheme=scheme,
        seed=seed,
        share=SHARE,
        population=population,
        drawn=drawn,
        drawn_at=moment(opens_on, 9),
        drawn_by=setting.by,
    )
    for row in Assessee.objects.filter(scheme=scheme, unit__code__in=drawn):
        values = {"is_drawn": True, "visited_on": due_on, "visit_note": VISIT}
        change_record(row, by=setting.by, version=row.version, **values)
    return frozenset(drawn)


def _veto(setting: Setting, scheme: Scheme, course: Course) -> None:
    """Force the lowest grade on a department that reported what is not so."""
    unit = Department.objects.filter(code="transport").first()
    lowest = scheme.bands.order_by("from_points").first()
    if unit is None or lowest is None:
        return
    decided_on = course.days[Stage.LEADING_GROUP][0]
    record_ruling(
        scheme=scheme,
        unit=unit,
        letter=lowest.letter,
        criterion=scheme.criteria.filter(kind=CriterionKind.VETO, code="D6.2").first(),
        reason="现场核查发现上报的两项工程质量抽检记录与原始记录不符，经领导小组审议适用否决项。",
        document=f"和质强办〔{decided_on.year}〕2号",
        decided_on=decided_on,
        by=setting.by,
        today=setting.today,
    )


# --- columns -------------------------------------------------------------------------------
def _columns(
    setting: Setting,
    scheme: Scheme,
    course: Course,
    units: Iterable[Department],
    liaisons: Mapping[int | None, User],
    drawn: frozenset[str],
) -> Iterator[Score]:
    """Yield what was given in the columns before the one that counts."""
    dice = setting.dice(f"procedure {scheme.code}")
    given = {(row.criterion_id, row.unit_id): row for row in Score.objects.filter(criterion__scheme=scheme)}
    leaves = list(scheme.criteria.filter(kind=CriterionKind.SCORED, children=None).order_by("order", "code"))
    for unit in units:
        for criterion in leaves:
            counting = given.get((criterion.pk, unit.pk))
            by = liaisons.get(unit.pk, setting.by)
            yield _own(dice, criterion, unit, counting, by, course.on(Stage.SELF))
            if counting is None or course.stage == Stage.DOCUMENT:
                continue
            yield _reviewed(dice, counting, setting.by, course.on(Stage.DOCUMENT))
            if unit.code in drawn and dice.random() < SEEN:
                yield _copy(counting, Column.ONSITE, SITE_REASON, setting.by, course.on(Stage.ONSITE))


def _own(
    dice: Random, criterion: Criterion, unit: Department, counting: Score | None, by: User, at: datetime
) -> Score:
    """Return the unit's own score: what it is given later, or somewhat more."""
    base = counting.points if counting else criterion.points - dice.choice(HIGHER)
    points = max(min(base + dice.choice(HIGHER), criterion.points), Decimal(0))
    reason = dice.choice(OWN_REASONS) if points < criterion.points else ""
    values = {"points": points, "reason": reason, "scored_at": at, "scored_by": by}
    return Score(criterion=criterion, unit=unit, column=Column.SELF, **values)


def _reviewed(dice: Random, counting: Score, by: User, at: datetime) -> Score:
    """Return the reviewed score; where the overall assessment moved it, half a point less."""
    row = _copy(counting, Column.DOCUMENT, counting.reason, by, at)
    if counting.points >= HALF_A_POINT and dice.random() < MOVED:
        row.points = counting.points - HALF_A_POINT
        row.reason = counting.reason or dice.choice(OWN_REASONS)
    return row


def _copy(counting: Score, column: Column, reason: str, by: User, at: datetime) -> Score:
    values = {"points": counting.points, "reason": reason, "scored_at": at, "scored_by": by}
    return Score(criterion_id=counting.criterion_id, unit_id=counting.unit_id, column=column, **values)
