"""Scores entered, results published and frozen, schemes loaded."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from assessments import actions
from assessments.models import Criterion, GradeBand, Group, Rule, Scheme, Score, UnitResult
from assessments.scoring import results
from departments.imports import DataFileError
from departments.records import EditConflict
from tests.assessments.factories import (
    DAY,
    FEBRUARY,
    TARGET_PARAMS,
    make_full_scores,
    make_scheme,
    make_score,
)
from tests.departments.factories import make_department, make_township, make_user
from tests.targets.factories import make_plan

pytestmark = pytest.mark.django_db


def change(score: Score, points: str, version: int | None) -> Score:
    return actions.enter_score(
        criterion=score.criterion, unit=score.unit, points=Decimal(points), by=make_user(), version=version
    )


def refusal(caught: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return [str(message) for message in caught.value.messages]


# --- scores --------------------------------------------------------------------------------
def test_a_score_keeps_who_when_and_what_before() -> None:
    person = make_user()
    score = make_score(make_scheme(), make_department(), "50", by=person)
    changed = change(score, "55", 1)
    assert (score.scored_by, score.scored_at) == (person, FEBRUARY)
    assert (changed.points, changed.version) == (Decimal(55), 2)
    assert [row.points for row in changed.history.all()] == [Decimal(55), Decimal(50)]


@pytest.mark.parametrize("version", [None, 7])
def test_of_two_who_score_the_second_is_told(version: int | None) -> None:
    score = make_score(make_scheme(), make_department(), "50")
    with pytest.raises(EditConflict):
        change(score, "10", version)
    assert Score.objects.get().points == Decimal(50)


@pytest.mark.parametrize("points", ["-0.01", "60.01"])
def test_points_beyond_the_criterion_are_refused(points: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_score(make_scheme(), make_department(), points)
    assert refusal(caught) == ["Enter points from 0 to 60."]


def test_a_unit_of_the_other_group_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        make_score(make_scheme(), make_township(), "1")
    assert refusal(caught) == ["The scheme does not assess this unit by this criterion."]


def test_points_where_records_should_speak_need_a_reason() -> None:
    scheme = make_scheme(criteria=[("30", Rule.TARGET_ATTAINMENT, TARGET_PARAMS)])
    with pytest.raises(ValidationError) as caught:
        make_score(scheme, make_department(), "1")
    assert refusal(caught) == ["Records give no score here: state the reason for the points."]


# --- publication ---------------------------------------------------------------------------
def test_publication_freezes_names_points_and_traces() -> None:
    unit, scheme = make_department("县统计局"), make_scheme()
    make_full_scores(scheme, unit, "55", "37.5")
    published = actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)
    unit.name = "县统计和调查局"
    unit.save()
    Score.objects.update(points=Decimal(1))
    row = UnitResult.objects.get()
    assert (row.unit_name, row.total, row.grade, row.rank) == ("县统计局", Decimal("92.50"), "A", 1)
    (total,) = results(published, DAY)
    assert (total.name, total.total, total.rank, total.grade) == ("县统计局", Decimal("92.50"), 1, "A")
    assert [line.points for line in total.lines] == [Decimal("55.00"), Decimal("37.50")]
    assert "55.00" in str(total.lines[0].trace.formula)
    assert (published.figures or {})["as_of"] == "2025-12-31"


def test_nothing_changes_after_publication() -> None:
    scheme = make_scheme()
    make_full_scores(scheme, make_department(), "55", "37.5")
    score = Score.objects.first()
    assert score is not None
    published = actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)
    with pytest.raises(ValidationError) as late:
        change(score, "1", 1)
    assert refusal(late) == ["The results are published; scores can no longer be changed."]
    with pytest.raises(ValidationError) as again:
        actions.publish(scheme=published, by=make_user(), now=FEBRUARY)
    assert refusal(again) == ["The results are published already."]
    for record in (published, *scheme.criteria.all(), *scheme.bands.all()):
        with pytest.raises(ValidationError, match="can no longer be changed"):
            record.full_clean()


def test_missing_scores_keep_results_from_being_published() -> None:
    scheme = make_scheme()
    with pytest.raises(ValidationError) as nobody:
        actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)
    make_score(scheme, make_department("县统计局"), "55")
    with pytest.raises(ValidationError) as missing:
        actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)
    assert (len(refusal(nobody)), len(refusal(missing))) == (1, 1)
    assert "县统计局" in refusal(missing)[0]
    assert UnitResult.objects.count() == 0


def test_a_scheme_changed_since_it_was_read_is_not_published() -> None:
    scheme = make_scheme()
    make_full_scores(scheme, make_department(), "1", "1")
    with pytest.raises(EditConflict):
        actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY, version=9)
    assert not Scheme.objects.get().is_published


def test_the_last_group_of_a_year_gets_the_numbers_of_the_notice() -> None:
    numbers = []
    for year, group, make in (
        (2024, Group.DEPARTMENTS, make_department),
        (2024, Group.TOWNSHIPS, make_township),
        (2025, Group.DEPARTMENTS, make_department),
        (2025, Group.TOWNSHIPS, make_township),
    ):
        Scheme.objects.filter(year=year).exists() or make_scheme(year, Group.DEPARTMENTS)
        Scheme.objects.filter(year=year, group=Group.TOWNSHIPS).exists() or make_scheme(year, Group.TOWNSHIPS)
        scheme = Scheme.objects.get(year=year, group=group)
        if year == 2024:
            make()
        for total in results(scheme, DAY):
            make_full_scores(scheme, total.unit, "30", "30")
        published = actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)
        numbers.append((published.public_number, published.internal_number))
    assert numbers == [(None, None), (1, 2), (None, None), (3, 4)]
    assert actions.next_number(2025) == 1


# --- schemes -------------------------------------------------------------------------------
def test_the_ready_schemes_have_100_points_each_and_load_twice_unchanged() -> None:
    for code in ("msa", "agri", "publicity", "statistics"):
        make_department(code=code)
    make_plan(2024, 2025)
    first = actions.load_schemes()
    again = actions.load_schemes()
    assert [(name, tally.created) for name, tally in first.items()] == [
        ("schemes", 4),
        ("criteria", 158),
        ("grade bands", 16),
    ]
    assert {(tally.created, tally.updated, tally.kept) for tally in again.values()} == {(0, 0, 0)}
    tops = [scheme.criteria.filter(parent=None, kind="scored") for scheme in Scheme.objects.all()]
    assert [sum(criterion.points for criterion in rows) for rows in tops] == [Decimal(100)] * 4
    assert {scheme.period_end for scheme in Scheme.objects.all()} == {date(2024, 12, 31), date(2025, 12, 31)}


def test_without_a_plan_the_current_year_gets_its_schemes() -> None:
    for code in ("msa", "agri", "publicity", "statistics"):
        make_department(code=code)
    assert actions.load_schemes()["schemes"].created == 2


SCHEME = """
[[grade]]
letter = "A"
name = "优秀"
from_points = 90

[[scheme]]
code = "departments"
name = "方案"
group = "departments"
points = {points}
scorer = "msa"
period = "{period}"

[[scheme.criterion]]
code = "{code}"
name = "指标"
points = 10.5
rule = "target_attainment"
params = {{ lead_weight = 1.5, cooperating_weight = 1 }}
"""


def write(folder: Path, *, points: str = "10.5", period: str = "calendar", code: str = "K1") -> Path:
    file = folder / "schemes.toml"
    file.write_text(SCHEME.format(points=points, period=period, code=code), encoding="utf-8")
    return file


def test_a_period_may_begin_in_the_year_before(tmp_path: Path) -> None:
    make_department(code="msa")
    actions.load_schemes(path=write(tmp_path, period="07-01"), years=[2025])
    scheme = Scheme.objects.get()
    assert (scheme.period_start, scheme.period_end) == (date(2024, 7, 1), date(2025, 6, 30))
    assert scheme.criteria.get().params == {"lead_weight": "1.5", "cooperating_weight": 1}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"points": "11"}, "add up to 10.5"), ({"period": "July"}, "“calendar” or a first day")],
)
def test_an_entry_that_does_not_fit_loads_nothing(
    tmp_path: Path, wrong: dict[str, str], message: str
) -> None:
    make_department(code="msa")
    with pytest.raises(DataFileError, match=message):
        actions.load_schemes(path=write(tmp_path, **wrong), years=[2025])
    assert not Scheme.objects.exists()


def test_a_criterion_taken_out_of_the_file_goes_unless_it_is_scored(tmp_path: Path) -> None:
    unit = make_department(code="msa")
    actions.load_schemes(path=write(tmp_path), years=[2025])
    actions.load_schemes(path=write(tmp_path, code="K2"), years=[2025])
    assert [criterion.code for criterion in Criterion.objects.all()] == ["K2"]
    make_score(Scheme.objects.get(), unit, "1", code="K2", reason="无目标")
    actions.load_schemes(path=write(tmp_path, code="K3"), years=[2025])
    assert [criterion.code for criterion in Criterion.objects.all()] == ["K2", "K3"]


def test_loading_leaves_a_published_year_alone(tmp_path: Path) -> None:
    make_department(code="msa")
    actions.load_schemes(path=write(tmp_path), years=[2025])
    scheme = Scheme.objects.get()
    make_score(scheme, make_department(), "1", reason="无目标")
    make_score(scheme, results(scheme, DAY)[-1].unit, "1", reason="无目标")
    actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)
    tallies = actions.load_schemes(path=write(tmp_path, code="K9"), years=[2025])
    assert tallies["schemes"].unchanged == 1
    assert [criterion.code for criterion in Criterion.objects.all()] == ["K1"]


def test_a_criterion_names_only_known_families() -> None:
    scheme = make_scheme(criteria=[])
    params = {"full_count": 1, "families": ["brand", "medal"]}
    criterion = Criterion(
        scheme=scheme, code="T", name="品牌", points=10, rule=Rule.TOWNSHIP_CREDENTIALS, params=params
    )
    with pytest.raises(ValidationError) as unknown:
        criterion.full_clean()
    criterion.params = {}
    with pytest.raises(ValidationError) as empty:
        criterion.full_clean()
    assert refusal(unknown) == ["“medal” is not a family of credentials."]
    assert refusal(empty) == ["The rule needs “full_count”: a number from 0 to 1,000,000."]


def test_records_name_themselves() -> None:
    scheme = make_scheme()
    make_full_scores(scheme, make_department("县统计局"), "55", "37.5")
    actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)
    assert [
        str(row)
        for row in (scheme, GradeBand.objects.first(), UnitResult.objects.get(), Score.objects.first())
    ] == [
        "2025 2025年度考核方案",
        "A",
        "县统计局 92.50",
        "县统计局 指标1",
    ]
