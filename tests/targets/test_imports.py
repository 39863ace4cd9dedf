"""The founding plan from its data file."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from departments.actions import load_departments
from departments.imports import LOADER, DataFileError, Tally, entries, read_file
from targets import measures
from targets.actions import confirm_goal, load_plan
from targets.imports import DATA, ESTIMATED, load_benchmarks
from targets.models import Benchmark, Goal, Operator, Plan, PlanYear, Region, Target
from tests.departments.factories import make_user
from tests.targets.factories import NOW, CountedSource, make_plan, make_target, registered

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def planned() -> Iterator[None]:
    """Make sure that every measure the plan names can be named."""
    path = DATA / "plan.toml"
    named = {entry.text("measure", "") for entry in entries(path, "target", read_file(path))}
    missing: dict[str, dict[int, str]] = {code: {} for code in named if code and measures.get(code) is None}
    with registered(CountedSource(missing)):
        load_departments()
        yield


@pytest.mark.usefixtures("planned")
def test_the_founding_plan_has_its_years_targets_and_doubtful_goals() -> None:
    load_plan()
    plan = Plan.objects.get()
    milestones = PlanYear.objects.filter(is_milestone=True).values_list("year", flat=True)
    assert (plan.start_year, plan.end_year, list(milestones)) == (2024, 2028, [2026, 2028])
    assert list(Target.objects.values_list("code", flat=True)) == [
        *("O1", "I1", "I2", "I3", "I4", "I5", "A1", "A2", "A3", "A4", "A5")
    ]
    doubtful = Goal.objects.awaiting_confirmation().order_by("year")
    assert [(goal.target.code, goal.year) for goal in doubtful] == [("A4", 2026), ("A4", 2028)]
    assert all(goal.note for goal in doubtful)
    operators = set(Goal.objects.values_list("operator", flat=True))
    assert operators == set(Operator.values) - {Operator.AT_MOST}
    assert set(Goal.history.values_list("history_user_id", flat=True)) == {LOADER}


@pytest.mark.usefixtures("planned")
def test_the_milestones_say_what_the_document_says() -> None:
    load_plan()
    goals = {(goal.target.code, goal.year): goal for goal in Goal.objects.select_related("target")}
    assert (goals["I2", 2026].value, goals["I2", 2028].value) == (D(5), D(10))
    assert (goals["I4", 2028].value, goals["I4", 2028].upper) == (D(5), D(8))
    assert (goals["I3", 2026].region, goals["I3", 2028].region) == (Region.PROVINCE, Region.NATION)
    assert (goals["A3", 2026].value, goals["A3", 2028].value) == (D(80), D(100))
    assert ("I5", 2026) not in goals
    assert Target.objects.get(code="I2").note.endswith(ESTIMATED)


@pytest.mark.usefixtures("planned")
def test_loading_again_changes_nothing_and_keeps_a_confirmation() -> None:
    load_plan()
    goal = Goal.objects.awaiting_confirmation().order_by("year").first()
    assert goal is not None
    confirm_goal(goal=goal, by=make_user(), version=1, now=NOW, operator=Operator.AT_LEAST, value=D(2))
    tallies = load_plan()
    assert tallies["goals"] == Tally(unchanged=Goal.objects.count() - 1, kept=1)
    assert tallies["targets"] == Tally(unchanged=11)
    assert Goal.objects.awaiting_confirmation().count() == 1
    assert load_plan(overwrite=True)["goals"].updated == 1
    assert Goal.objects.awaiting_confirmation().count() == 2


def test_averages_are_loaded_for_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "averages.toml"
    path.write_text(
        "[[benchmark]]\ntarget = 'I3'\nregion = 'province'\nyear = 2026\nvalue = 88.9\nsource = '公报'\n",
        "utf-8",
    )
    target = make_target(make_plan(), code="I3")
    assert load_benchmarks(path, plan=target.plan) == Tally(created=1)
    assert Benchmark.objects.get().value == D("88.9")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "plan.toml, entry plan, field “plan”: write the plan under [plan]."),
        ("plan = 3", "plan.toml, entry plan, field “plan”: write the plan under [plan]."),
        ("[plan]\ncode = 'a'", "plan.toml, entry plan, field “name”: it is missing."),
        (
            "[plan]\ncode = 'a'\nname = 'b'\nstart_year = 2024\nend_year = 2020",
            "plan.toml, entry plan, field “”: The last year lies before the first.",
        ),
    ],
)
def test_a_mistake_in_the_plan_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError) as error:
        load_plan(path=path)
    assert str(error.value) == sentence


def test_a_mistake_in_a_goal_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    load_departments()
    path = tmp_path / "plan.toml"
    path.write_text(
        "[plan]\ncode = 'a'\nname = 'b'\nstart_year = 2024\nend_year = 2025\nmilestones = [2025]\n"
        "[[target]]\ncode = 'X1'\nname = 'c'\nsector = 'industry'\ndepartment = 'msa'\n"
        "[[target.goal]]\nyear = 2024\noperator = 'about'\nvalue = 3\ntolerance = 20\n"
        "[[target.goal]]\nyear = 2025\noperator = 'range'\nvalue = 5\n",
        "utf-8",
    )
    with pytest.raises(DataFileError) as error:
        load_plan(path=path)
    assert str(error.value).startswith("plan.toml, entry target X1, goal 2025, field “”: A figure needs")
    assert Plan.objects.count() == 0
