"""Goals set and confirmed, readings entered and checked, averages entered."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from departments.records import EditConflict
from targets import actions
from targets.models import Goal, Grade, NoValue, Operator, Reading, ReadingState, Region, Target
from tests.departments.factories import make_user
from tests.targets.factories import (
    NOW,
    make_benchmark,
    make_evidence,
    make_goal,
    make_plan,
    make_reading,
    make_target,
)

pytestmark = pytest.mark.django_db
D = Decimal
TODAY = date(2026, 7, 1)


def set_goal(target: Target, year: int = 2026, version: int | None = None, **values: Any) -> Goal:
    wanted = {"operator": Operator.AT_LEAST, "value": D(6), **values}
    return actions.set_goal(target=target, year=year, by=make_user(), version=version, **wanted)


def add_reading(target: Target, **values: Any) -> Reading:
    shown = {"as_of": TODAY, "source": "统计表", "by": make_user(), "evidence": make_evidence()}
    entered: dict[str, Any] = {**shown, **values}
    return actions.add_reading(target=target, now=NOW, today=TODAY, **entered)


def check(reading: Reading, *, accept: bool, remark: str = "", version: int | None = None) -> Reading:
    return actions.check_reading(
        reading=reading,
        by=make_user(),
        now=NOW,
        version=reading.version if version is None else version,
        accept=accept,
        remark=remark,
    )


def messages(error: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    return error.value.message_dict


def test_a_first_goal_is_written_with_its_history() -> None:
    goal = set_goal(make_target(), note="县政府批准")
    assert (goal.value, goal.note, goal.version) == (D(6), "县政府批准", 1)
    assert [row.history_type for row in Goal.history.filter(id=goal.pk)] == ["+"]


def test_a_changed_goal_keeps_the_old_value_in_its_history_and_is_adopted() -> None:
    goal = make_goal(make_target(), value="5", proposed=True)
    changed = set_goal(goal.target, version=1)
    assert (changed.value, changed.is_proposed, changed.version) == (D(6), False, 2)
    assert [row.value for row in Goal.history.filter(id=goal.pk)] == [D(6), D(5)]


def test_figures_the_new_meaning_does_not_use_are_dropped() -> None:
    goal = make_goal(make_target(), operator=Operator.RANGE, value="5", upper="8")
    changed = set_goal(goal.target, version=1, operator=Operator.BENCHMARK, region=Region.NATION)
    assert (changed.value, changed.upper, changed.region) == (None, None, Region.NATION)


def test_the_second_of_two_editors_is_told() -> None:
    target = make_target()
    make_goal(target)
    with pytest.raises(EditConflict):
        set_goal(target, version=None)
    with pytest.raises(EditConflict):
        set_goal(target, version=7)


def test_a_goal_lies_within_the_plan() -> None:
    with pytest.raises(ValidationError) as error:
        set_goal(make_target(), 2030)
    assert messages(error) == {"year": ["The plan runs from 2024 to 2028."]}


def test_a_goal_says_what_its_meaning_needs() -> None:
    with pytest.raises(ValidationError) as error:
        set_goal(make_target(), operator=Operator.RANGE, value=None, upper=None)
    wanted = ["The chosen meaning needs this."]
    assert messages(error) == {"value": wanted, "upper": wanted}


def test_a_doubtful_goal_is_confirmed_with_name_and_moment() -> None:
    office = make_user()
    goal = make_goal(make_target(), value="40", doubtful=True)
    confirmed = actions.confirm_goal(
        goal=goal, by=office, version=1, now=NOW, operator=Operator.AT_LEAST, value=D(4)
    )
    assert (confirmed.value, confirmed.confirmed_at, confirmed.confirmed_by) == (D(4), NOW, office)
    assert (confirmed.is_doubtful, confirmed.needs_confirmation) == (False, True)


def test_only_doubtful_goals_are_confirmed() -> None:
    goal = make_goal(make_target())
    with pytest.raises(ValidationError, match="does not wait for confirmation"):
        actions.confirm_goal(
            goal=goal, by=make_user(), version=1, now=NOW, operator=Operator.AT_LEAST, value=D(4)
        )


def test_a_reading_waits_for_the_office() -> None:
    target = make_target()
    make_goal(target)
    reading = add_reading(target, value=D(4))
    assert (reading.state, reading.value, reading.checked_by) == (ReadingState.ENTERED, D(4), None)


def test_a_reading_of_a_qualitative_goal_is_a_grade() -> None:
    target = make_target()
    make_goal(target, operator=Operator.QUALITATIVE, value=None, statement="缩小差距")
    with pytest.raises(ValidationError) as error:
        add_reading(target, value=D(4))
    assert messages(error) == {"grade": ["The goal of this year is qualitative: choose a grade."]}
    reading = add_reading(target, value=D(4), grade=Grade.REACHED)
    assert (reading.value, reading.grade) == (None, Grade.REACHED)


@pytest.mark.parametrize(
    ("measure", "as_of", "field", "message"),
    [
        ("", date(2026, 7, 2), "as_of", "The day lies in the future."),
        ("", TODAY, "value", "Enter the figure, or choose why there is none."),
        (
            "t.measured",
            TODAY,
            "as_of",
            "The figure of this year is computed from records; no reading is entered.",
        ),
    ],
)
def test_a_reading_that_cannot_count_is_refused_in_words(
    measure: str, as_of: date, field: str, message: str
) -> None:
    target = make_target(measure=measure)
    make_goal(target)
    with pytest.raises(ValidationError) as error:
        add_reading(target, as_of=as_of)
    assert messages(error) == {field: [message]}


def test_a_returned_reading_is_entered_anew_and_then_accepted() -> None:
    target = make_target()
    make_goal(target)
    returned = check(add_reading(target, value=D(4)), accept=False, remark="缺少证书编号")
    assert (returned.state, returned.remark) == (ReadingState.RETURNED, "缺少证书编号")
    again = add_reading(target, value=D(5))
    assert (again.pk, again.state, again.value, again.checked_at) == (
        returned.pk,
        ReadingState.ENTERED,
        D(5),
        None,
    )
    assert check(again, accept=True).state == ReadingState.ACCEPTED


def test_a_day_has_one_reading() -> None:
    target = make_target()
    make_goal(target)
    add_reading(target, value=D(4))
    with pytest.raises(ValidationError) as error:
        add_reading(target, value=D(5))
    assert messages(error) == {
        "as_of": ["There is already a reading for this day; the office can return it."]
    }


def test_a_return_needs_a_remark() -> None:
    reading = make_reading(make_target(), TODAY, "4", state=ReadingState.ENTERED)
    with pytest.raises(ValidationError) as error:
        check(reading, accept=False)
    assert messages(error) == {"remark": ["Write what is to be corrected."]}


def test_what_is_accepted_is_not_accepted_again_but_can_be_returned() -> None:
    reading = make_reading(make_target(), TODAY, "4")
    with pytest.raises(ValidationError, match="accepted"):
        check(reading, accept=True)
    assert check(reading, accept=False, remark="数字有误").state == ReadingState.RETURNED


def test_two_people_checking_one_reading() -> None:
    reading = make_reading(make_target(), TODAY, "4", state=ReadingState.ENTERED)
    check(reading, accept=True)
    with pytest.raises(EditConflict):
        check(reading, accept=False, remark="数字有误", version=1)


def test_an_average_is_entered_and_corrected() -> None:
    target, office = make_target(), make_user()
    first = actions.set_benchmark(
        target=target,
        region=Region.PROVINCE,
        year=2026,
        value=D("94.1"),
        source="公报",
        by=office,
        version=None,
    )
    second = actions.set_benchmark(
        target=target,
        region=Region.PROVINCE,
        year=2026,
        value=D("94.3"),
        source="更正公报",
        by=office,
        version=first.version,
    )
    assert (second.pk, second.value, second.version) == (first.pk, D("94.3"), 2)


def test_an_average_entered_meanwhile_is_not_overwritten() -> None:
    known = make_benchmark(make_target())
    with pytest.raises(EditConflict):
        actions.set_benchmark(
            target=known.target,
            region=Region.PROVINCE,
            year=2026,
            value=D(90),
            source="公报",
            by=make_user(),
            version=None,
        )


def test_a_reading_needs_its_evidence_unless_there_is_no_value() -> None:
    target = make_target()
    with pytest.raises(ValidationError) as error:
        add_reading(target, value=D(4), evidence=None)
    assert messages(error) == {"evidence": ["Attach the document this figure comes from."]}
    reading = add_reading(target, evidence=None, no_value=NoValue.NOT_APPLICABLE)
    assert (reading.value, reading.grade, reading.no_value) == (None, "", NoValue.NOT_APPLICABLE)
    assert not reading.evidence


def test_a_reading_says_a_value_or_why_there_is_none_not_both() -> None:
    target = make_target()
    with pytest.raises(ValidationError) as error:
        add_reading(target, value=D(4), no_value=NoValue.NONE_THIS_PERIOD)
    assert messages(error) == {"value": ["Enter either this or why there is no value, not both."]}


def test_evidence_is_kept_with_its_name_and_checksum() -> None:
    reading = add_reading(make_target(), value=D(4))
    assert (reading.evidence_name, len(reading.evidence_sha256)) == ("统计表.txt", 64)
    with reading.evidence.open() as file:
        assert file.read().decode() == "某年度统计表"


def test_a_goal_of_an_adopted_plan_changes_for_a_reason_only() -> None:
    goal = make_goal(make_target(make_plan(adopted_on=date(2024, 3, 1))), value="5")
    with pytest.raises(ValidationError) as error:
        set_goal(goal.target, version=1)
    assert messages(error) == {
        "change_reason": ["The plan is adopted: say why the goal changes, and name the document."]
    }
    changed = set_goal(goal.target, version=1, change_reason="县政府第12次常务会议")
    assert (changed.value, changed.change_reason) == (D(6), "县政府第12次常务会议")
    with pytest.raises(ValidationError):
        set_goal(goal.target, version=2, value=D(7))


def test_a_note_and_a_proposal_change_without_a_reason() -> None:
    plan = make_plan(adopted_on=date(2024, 3, 1))
    goal = make_goal(make_target(plan), value="6")
    assert set_goal(goal.target, version=1, note="补注").note == "补注"
    proposed = make_goal(make_target(plan), 2025, value="4", proposed=True)
    assert set_goal(proposed.target, 2025, version=1, value=D(3)).value == D(3)


def override(target: Target, **values: Any) -> Reading:
    said = {"as_of": TODAY, "source": "复核记录", "value": D(4), "reason": "一家证书已撤销", **values}
    return actions.override_figure(target=target, by=make_user(), now=NOW, today=TODAY, **said)


def test_an_override_counts_at_once_and_names_its_reason() -> None:
    reading = override(make_target(measure="t.measured"))
    assert (reading.value, reading.override_reason, reading.state) == (
        D(4),
        "一家证书已撤销",
        ReadingState.ACCEPTED,
    )
    assert reading.checked_by == reading.entered_by


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"reason": " "}, {"reason": ["Say why the computed figure does not hold."]}),
        ({"value": None}, {"value": ["Enter the figure that is to count."]}),
        ({"as_of": date(2026, 7, 2)}, {"as_of": ["The day lies in the future."]}),
    ],
)
def test_an_override_without_what_it_needs_is_refused(values: dict[str, Any], expected: object) -> None:
    with pytest.raises(ValidationError) as error:
        override(make_target(measure="t.measured"), **values)
    assert messages(error) == expected


def test_where_nothing_is_computed_nothing_is_overridden() -> None:
    with pytest.raises(ValidationError, match="No computed figure counts"):
        override(make_target())
