"""The course of a report: drafted, written, handed in, returned, accepted, frozen."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import Department, User
from departments.records import EditConflict
from reports.actions.periods import grant_exception, lock_period, move_due_date, unlock_period
from reports.actions.reviewing import accept_report, add_remark, return_report, take_remark_back
from reports.actions.writing import may_take_back, redraft, save_line, submit, withdraw
from reports.filing import closed_because
from reports.models import Decision, LineKind, Report, ReportState
from tests.departments.factories import make_department, make_duty, make_township, make_user
from tests.reports.factories import (
    DUE,
    LATER,
    NOW,
    TODAY,
    accept,
    hand_in,
    make_period,
    report_of,
    write_all,
)
from tests.targets.factories import CountedSource, make_goal, make_plan, make_target, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Department:
    return make_department("县农业农村局")


@pytest.fixture
def liaison(unit: Department) -> User:
    return make_user(role=Role.LIAISON, department=unit)


@pytest.fixture
def office() -> User:
    return make_user(role=Role.OFFICE, department=make_department("县市场监管局"))


def lines(report: Report) -> dict[str, str]:
    """A report's texts by key."""
    return dict(report.lines.values_list("key", "text"))


def test_opening_drafts_duties_targets_and_blank_lines_for_every_unit(unit: Department) -> None:
    duty = make_duty(lead=unit, text="开展农产品检测")
    make_duty(text="配合抽样")
    township = make_township()
    target = make_target(make_plan(), lead=unit, measure="test.count", code="A9")
    make_goal(target, 2026, value="5")
    with registered(CountedSource({"test.count": {2026: "4"}})):
        period = make_period()
    report = report_of(period, unit)
    assert list(lines(report)) == [
        f"duty:{duty.code}",
        "target:A9",
        *("highlight", "problem", "reason", "next_steps", "coordination"),
    ]
    drafted = report.lines.get(kind=LineKind.TARGET)
    assert "2026年目标" in drafted.text
    assert "截至2026年6月30日为4家" in drafted.text
    assert (drafted.figures["actual"], drafted.is_edited) == ("4", False)
    assert [line.is_required for line in report.lines.filter(section="outlook")] == [
        *(False, True, True, True, False)
    ]
    assert [line.heading for line in report_of(period, township).lines.filter(kind="duty")] == ["配合抽样"]


def test_opening_asks_the_same_questions_for_three_units_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    office = make_user(role=Role.OFFICE)
    make_department()
    with django_assert_num_queries(45):
        make_period(by=office)
    make_department()
    make_department()
    with django_assert_num_queries(45):
        make_period(by=office, year=2025)


def test_a_half_year_opens_once() -> None:
    make_period()
    with pytest.raises(ValidationError, match="已开放"):
        make_period()


def test_last_times_problems_and_plans_are_to_be_answered(
    unit: Department, liaison: User, office: User
) -> None:
    duty = make_duty(lead=unit)
    first = report_of(make_period(year=2025, half="H2", due_on=date(2026, 1, 10)), unit)
    hand_in(first, by=liaison, text="检测力量不足")
    accept(first, by=office)
    second = report_of(make_period(), unit)
    answers = second.lines.filter(kind=LineKind.ANSWER)
    assert [(line.key, line.before, line.text, line.is_required) for line in answers] == [
        ("answer:problem", "检测力量不足", "", True),
        ("answer:next_steps", "检测力量不足", "", True),
    ]
    assert second.lines.get(key=f"duty:{duty.code}").before == "检测力量不足"


def test_what_is_missing_is_refused_and_what_is_whole_is_kept(unit: Department, liaison: User) -> None:
    report = report_of(make_period(), unit)
    with pytest.raises(ValidationError, match="必填内容"):
        submit(report, by=liaison, version=1, now=NOW)
    filed = hand_in(report, by=liaison)
    report.refresh_from_db()
    assert (report.state, filed.number, filed.is_late, filed.due_on) == ("submitted", 1, False, DUE)
    assert (filed.submitted_name, filed.filed_for) == (liaison.signature, "")
    assert [line["key"] for line in filed.lines][:2] == ["highlight", "problem"]


def test_lateness_follows_from_the_due_date_of_the_day(unit: Department, liaison: User, office: User) -> None:
    other = make_department()
    period = make_period()
    late = hand_in(report_of(period, unit), by=liaison, now=LATER)
    move_due_date(period, by=office, version=1, due_on=date(2026, 7, 20))
    in_time = hand_in(report_of(period, other), by=make_user(role=Role.LIAISON, department=other), now=LATER)
    late.refresh_from_db()
    assert [(each.is_late, each.due_on) for each in (late, in_time)] == [
        (True, DUE),
        (False, date(2026, 7, 20)),
    ]


def test_returning_keeps_remarks_and_versions(unit: Department, liaison: User, office: User) -> None:
    report = report_of(make_period(), unit)
    hand_in(report, by=liaison)
    report.refresh_from_db()
    line = report.lines.get(key="problem")
    with pytest.raises(ValidationError, match="至少写一条意见"):
        return_report(report, by=office, version=report.version, now=NOW)
    add_remark(line, by=office, now=NOW, text="请写明数量")
    with pytest.raises(ValidationError, match="先撤回意见"):
        accept_report(report, by=office, version=report.version, now=NOW)
    report = return_report(report, by=office, version=report.version, now=NOW)
    assert report.state == ReportState.RETURNED
    line.refresh_from_db()
    save_line(line, by=liaison, version=line.version, text="缺3人", now=NOW)
    second = hand_in(report, by=liaison)
    report.refresh_from_db()
    assert (report.state, second.number) == ("resubmitted", 2)
    first = report.submissions.get(number=1)
    texts = [
        next(each["text"] for each in filed.lines if each["key"] == "problem") for filed in (first, second)
    ]
    assert (texts, first.decision) == (["已落实。", "缺3人"], Decision.RETURNED)
    assert [remark.text for remark in first.remarks.all()] == ["请写明数量"]
    assert accept(report, by=office).state == ReportState.ACCEPTED


def test_a_remark_the_unit_has_not_read_is_taken_back(unit: Department, liaison: User, office: User) -> None:
    report = report_of(make_period(), unit)
    hand_in(report, by=liaison)
    line = report.lines.get(key="problem")
    take_remark_back(add_remark(line, by=office, now=NOW, text="甲"))
    remark = add_remark(line, by=office, now=NOW, text="乙")
    report.refresh_from_db()
    return_report(report, by=office, version=report.version, now=NOW)
    with pytest.raises(ValidationError, match="无可审核"):
        take_remark_back(remark)
    assert [each.text for each in line.remarks.all()] == ["乙"]


def test_taking_back_is_possible_until_the_office_begins(
    unit: Department, liaison: User, office: User
) -> None:
    report = report_of(make_period(), unit)
    hand_in(report, by=liaison)
    report.refresh_from_db()
    report = withdraw(report, by=liaison, version=report.version, now=NOW)
    assert (report.state, report.submissions.get().decision) == ("draft", Decision.WITHDRAWN)
    hand_in(report, by=liaison)
    add_remark(report.lines.get(key="problem"), by=office, now=NOW, text="甲")
    report.refresh_from_db()
    with pytest.raises(ValidationError, match="已开始审核"):
        withdraw(report, by=liaison, version=report.version, now=NOW)
    report = return_report(report, by=office, version=report.version, now=NOW)
    hand_in(report, by=liaison)
    report.refresh_from_db()
    assert withdraw(report, by=liaison, version=report.version, now=NOW).state == "returned"


def test_the_office_takes_back_only_what_it_filed(unit: Department, liaison: User, office: User) -> None:
    report = report_of(make_period(), unit)
    hand_in(report, by=liaison)
    report.refresh_from_db()
    with pytest.raises(ValidationError, match="不能再撤回"):
        withdraw(report, by=office, version=report.version, now=NOW)
    report = withdraw(report, by=liaison, version=report.version, now=NOW)
    hand_in(report, by=office)
    report.refresh_from_db()
    assert withdraw(report, by=office, version=report.version, now=NOW).state == ReportState.DRAFT


def test_an_accepted_report_stays_as_it_is_when_its_records_change(
    unit: Department, liaison: User, office: User
) -> None:
    target = make_target(make_plan(), lead=unit, measure="test.count", code="A9")
    goal = make_goal(target, 2026, value="5")
    with registered(CountedSource({"test.count": {2026: "4"}})):
        report = report_of(make_period(), unit)
        hand_in(report, by=liaison)
    accept(report, by=office)
    report.refresh_from_db()
    before = (report.submissions.get().content, lines(report))
    goal.value = Decimal(99)
    goal.save()
    with registered(CountedSource({"test.count": {2026: "80"}})):
        with pytest.raises(ValidationError, match="已采用并固定"):
            redraft(report, by=liaison, now=LATER)
        with pytest.raises(ValidationError, match="已采用并固定"):
            save_line(report.lines.first(), by=office, version=1, text="改", now=LATER)  # type: ignore[arg-type]
    report.refresh_from_db()
    assert (report.submissions.get().content, lines(report)) == before
    figures = next(line["figures"] for line in before[0]["lines"] if line["key"] == "target:A9")
    assert (figures["actual"], figures["goal"]) == ("4", "≥ 5家")


def test_figures_are_kept_as_of_the_submission_and_brought_up_to_date(
    unit: Department, liaison: User
) -> None:
    target = make_target(make_plan(), lead=unit, measure="test.count", code="A9")
    make_goal(target, 2026, value="5")
    make_duty(lead=unit)
    with registered(CountedSource({"test.count": {2026: "4"}})):
        report = report_of(make_period(), unit)
    with registered(CountedSource({"test.count": {2026: "6"}})):
        assert redraft(report, by=liaison, now=NOW) == 1
        line = report.lines.get(key="target:A9")
        assert ("为6家" in line.text, line.is_edited) == (True, False)
        save_line(line, by=liaison, version=line.version, text="已完成6家", now=NOW)
    with registered(CountedSource({"test.count": {2026: "7"}})):
        redraft(report, by=liaison, now=NOW)
        line.refresh_from_db()
        assert (line.text, "为7家" in line.drafted, line.is_edited) == ("已完成6家", True, True)
        filed = hand_in(report, by=liaison)
    kept = next(each for each in filed.lines if each["key"] == "target:A9")
    assert (kept["figures"]["actual"], kept["text"], kept["is_edited"]) == ("7", "已完成6家", True)


def test_the_second_of_two_editors_is_told(unit: Department, liaison: User) -> None:
    line = report_of(make_period(), unit).lines.get(key="problem")
    saved = save_line(line, by=liaison, version=1, text="甲", now=NOW)
    with pytest.raises(EditConflict):
        save_line(line, by=liaison, version=1, text="乙", now=NOW)
    assert save_line(line, by=liaison, version=1, text="甲", now=NOW).version == 2
    again = save_line(line, by=liaison, version=2, text="甲", now=NOW)
    assert (saved.version, again.version, again.text, again.saved_by) == (2, 2, "甲", "李四")


def test_another_units_report_is_not_written(unit: Department, liaison: User) -> None:
    other = make_user(role=Role.LIAISON)
    report = report_of(make_period(), unit)
    attempts: list[Any] = [
        lambda: save_line(report.lines.get(key="problem"), by=other, version=1, text="甲", now=NOW),
        lambda: submit(report, by=other, version=1, now=NOW),
        lambda: redraft(report, by=other, now=NOW),
        lambda: withdraw(report, by=other, version=1, now=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()


def test_filing_on_behalf_keeps_both_names(unit: Department, office: User) -> None:
    report = report_of(make_period(), unit)
    write_all(report, by=office)
    with pytest.raises(ValidationError, match="代谁报送"):
        submit(report, by=office, version=report.version, now=NOW)
    filed = hand_in(report, by=office)
    assert (filed.submitted_name, filed.filed_for, filed.filed_for_reason) == (
        office.signature,
        "王五",
        "联络员住院",
    )


def test_a_locked_half_year_says_why_and_an_exception_opens_it(
    unit: Department, liaison: User, office: User
) -> None:
    period = make_period()
    report = report_of(period, unit)
    line = report.lines.get(key="problem")
    period = lock_period(period, by=office, version=1, now=NOW, lock_reason="已汇总上报")
    with pytest.raises(ValidationError, match="已汇总上报"):
        save_line(line, by=liaison, version=1, text="甲", now=NOW)
    with pytest.raises(ValidationError, match="已过"):
        grant_exception(
            period, by=office, now=NOW, today=TODAY, department=unit, reason="补报", until=date(2026, 7, 2)
        )
    grant_exception(period, by=office, now=NOW, today=TODAY, department=unit, reason="补报", until=TODAY)
    assert save_line(line, by=liaison, version=1, text="甲", now=NOW).version == 2
    report = report_of(period, unit)
    assert "已汇总上报" in closed_because(report, TODAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="已锁定"):
        lock_period(period, by=office, version=2, now=NOW, lock_reason="再锁")
    assert not unlock_period(period, by=office, version=2).is_locked


def test_a_report_of_a_locked_half_year_is_not_taken_back(
    unit: Department, liaison: User, office: User
) -> None:
    period = make_period()
    submission = hand_in(report_of(period, unit), by=liaison)
    period.refresh_from_db()
    lock_period(period, by=office, version=period.version, now=NOW, lock_reason="已汇总上报")
    report = report_of(period, unit)
    assert not may_take_back(report, submission, liaison, TODAY)
    with pytest.raises(ValidationError, match="已汇总上报"):
        withdraw(report, by=liaison, version=report.version, now=NOW)
    period.refresh_from_db()
    grant_exception(period, by=office, now=NOW, today=TODAY, department=unit, reason="补报", until=TODAY)
    assert may_take_back(report, submission, liaison, TODAY)
