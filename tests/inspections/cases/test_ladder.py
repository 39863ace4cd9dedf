"""Which step may follow, on which days, and why another may not."""

from datetime import date, timedelta

import pytest

from inspections.rules.clocks import WorkCalendar
from inspections.rules.ladder import (
    ActionFacts,
    CaseFacts,
    Proceedings,
    Requirement,
    StepFacts,
    authority_blocker,
)
from inspections.rules.terms import Authority, Outcome, Stage, stage_after

Law = dict[str, tuple[list[StepFacts], WorkCalendar]]

PUBLISHED = date(2024, 1, 8)
NOTICE = ActionFacts("notice", date(2024, 1, 10))
ORDER = ActionFacts("order", date(2024, 1, 31))
FAILED = ActionFacts("recheck", date(2024, 4, 1), Outcome.FAIL)
REPORT = ActionFacts("report", date(2024, 4, 8))
ANNOUNCED = ActionFacts("announcement", date(2024, 4, 30))
SECOND_FAILED = ActionFacts("second_recheck", date(2024, 7, 15), Outcome.FAIL)
SUSPENDED = ActionFacts("suspension", date(2024, 8, 1), deadline_on=date(2024, 10, 31))


def on_ladder(
    law: Law,
    *actions: ActionFacts,
    ladder: str = "statutory",
    field: str = "product",
    level: str = "county",
    is_closed: bool = False,
) -> Proceedings:
    """Put a case with these actions on a ladder."""
    steps, calendar = law[ladder]
    case = CaseFacts(PUBLISHED, PUBLISHED, field, level, actions, is_closed=is_closed)
    return Proceedings(steps, case, calendar)


def blockers(proceedings: Proceedings, code: str, on: date) -> tuple[str, ...]:
    """Return what stands against a step on a day."""
    return proceedings.judge(proceedings.by_code[code], on).blockers


def window(proceedings: Proceedings, code: str) -> tuple[date | None, date | None]:
    """Return a step's first and last day."""
    return proceedings.window(proceedings.by_code[code])


@pytest.mark.parametrize(
    ("actions", "code", "expected"),
    [
        ((), "notice", (None, date(2024, 1, 15))),  # 5 working days
        ((NOTICE, ORDER), "corrected", (None, date(2024, 3, 31))),  # 60 days over 29 February
        ((NOTICE, ORDER), "recheck", (None, date(2024, 4, 15))),  # 75 days
        (
            (NOTICE, ORDER, FAILED, REPORT, ANNOUNCED),
            "second_recheck",
            (date(2024, 6, 29), date(2024, 7, 29)),
        ),
        ((NOTICE, ORDER), "announcement", (None, None)),
        ((), "recheck", (None, None)),  # its count has not begun
    ],
)
def test_clocks_of_the_main_line(
    law: Law, actions: tuple[ActionFacts, ...], code: str, expected: tuple[date | None, date | None]
) -> None:
    assert window(on_ladder(law, *actions), code) == expected


def test_the_second_recheck_runs_from_day_60_to_day_90(law: Law) -> None:
    case = on_ladder(law, NOTICE, ORDER, FAILED, REPORT, ANNOUNCED)
    day = ANNOUNCED.taken_on
    assert blockers(case, "second_recheck", day + timedelta(days=59)) == ("Not before 2024-06-29.",)
    assert blockers(case, "second_recheck", day + timedelta(days=60)) == ()
    step = case.by_code["second_recheck"]
    late = {offset: case.judge(step, day + timedelta(days=offset)).is_late for offset in (90, 91)}
    assert [late[offset](day + timedelta(days=offset)) for offset in (90, 91)] == [False, True]
    assert blockers(case, "second_recheck", day + timedelta(days=91)) == ()


@pytest.mark.parametrize(
    ("offset", "is_late"),
    [(75, False), (76, True)],
)
def test_the_recheck_is_late_from_day_76(law: Law, offset: int, is_late: bool) -> None:  # noqa: FBT001
    case = on_ladder(law, NOTICE, ORDER)
    on = ORDER.taken_on + timedelta(days=offset)
    judged = case.judge(case.by_code["recheck"], on)
    assert (judged.is_lawful, judged.is_late(on)) == (True, is_late)


@pytest.mark.parametrize(
    ("field", "code", "served", "last"),
    [
        ("product", "objection_product", date(2024, 1, 16), date(2024, 1, 31)),
        # Day 15 is a Saturday in the Spring Festival of 2024, worked again from Sunday the 18th.
        ("product", "objection_product", date(2024, 1, 26), date(2024, 2, 18)),
        ("product", "objection_product", date(2024, 2, 14), date(2024, 2, 29)),
        ("food", "objection_food", date(2024, 4, 26), date(2024, 5, 9)),  # Labour Day, 28 April worked
        ("farm", "objection_farm", date(2024, 4, 26), date(2024, 5, 7)),
        ("farm", "objection_farm", date(2024, 5, 6), date(2024, 5, 11)),  # a worked Saturday is day 5
    ],
)
def test_objections_lapse_after_their_last_day(
    law: Law, field: str, code: str, served: date, last: date
) -> None:
    case = on_ladder(law, ActionFacts("notice", served), field=field)
    assert blockers(case, code, served) == ()
    assert blockers(case, code, last) == ()
    assert blockers(case, code, last + timedelta(days=1)) == (f"The right lapsed after {last}.",)


def test_objections_belong_to_their_kind_of_goods(law: Law) -> None:
    case = on_ladder(law, NOTICE, field="food")
    assert blockers(case, "objection_product", date(2024, 1, 11)) == (
        "This step does not concern this kind of goods or this level of check.",
    )
    assert "objection_product" not in {each.step.code for each in case.proposals(date(2024, 1, 11))}


def test_an_objection_is_possible_after_the_order_too(law: Law) -> None:
    order = ActionFacts("order", date(2024, 1, 12))
    assert blockers(on_ladder(law, NOTICE, order), "objection_product", date(2024, 1, 15)) == ()


def test_suspension_before_the_announcement_is_refused(law: Law) -> None:
    case = on_ladder(law, NOTICE, ORDER, FAILED)
    assert blockers(case, "suspension", date(2024, 4, 2)) == (
        "Needed first: Second re-check after the announcement (failed).",
    )


def test_the_short_ladder_goes_from_the_failed_recheck_to_suspension(law: Law) -> None:
    case = on_ladder(law, NOTICE, ORDER, FAILED, ladder="short")
    assert blockers(case, "suspension", date(2024, 4, 2)) == ()
    assert "announcement" not in case.by_code


def test_who_does_not_apply_for_the_recheck_has_failed_it(law: Law) -> None:
    missed = ActionFacts("recheck", date(2024, 4, 16), Outcome.NOT_APPLIED)
    case = on_ladder(law, NOTICE, ORDER, missed)
    assert blockers(case, "report", date(2024, 4, 17)) == ()
    assert blockers(case, "closed", date(2024, 4, 17)) != ()


def test_the_main_line_goes_forward_only(law: Law) -> None:
    case = on_ladder(law, NOTICE, ORDER, FAILED, REPORT)
    assert blockers(case, "corrected", date(2024, 4, 9)) == ("Needed first: Order to correct (yellow card).",)
    assert blockers(case, "order", date(2024, 4, 9)) == (
        "Already taken on 2024-01-31.",
        "Needed first: Result served.",
    )
    assert blockers(on_ladder(law, NOTICE), "closed", date(2024, 1, 11)) != ()


def test_the_first_step_cannot_come_later(law: Law) -> None:
    _steps, calendar = law["statutory"]
    bare = [StepFacts("first", "First"), StepFacts("other", "Other")]
    case = CaseFacts(PUBLISHED, PUBLISHED, "product", "county", (ActionFacts("other", PUBLISHED),))
    proceedings = Proceedings(bare, case, calendar)
    assert blockers(proceedings, "first", PUBLISHED) == ("The proceedings have already begun.",)


def test_a_passed_recheck_leads_to_closing_alone(law: Law) -> None:
    case = on_ladder(law, NOTICE, ORDER, ActionFacts("recheck", date(2024, 3, 1), Outcome.PASS))
    lawful = {each.step.code for each in case.proposals(date(2024, 3, 2)) if each.is_lawful}
    main = {code for code in lawful if case.by_code[code].track == "main"}
    assert main == {"closed"}


def test_nothing_closes_a_case_while_an_objection_is_open(law: Law) -> None:
    objection = ActionFacts("objection_product", date(2024, 1, 12))
    case = on_ladder(law, NOTICE, objection)
    for code in ("transferred", "police", "stopped", "unreachable"):
        assert blockers(case, code, date(2024, 1, 15)) == ("Still open: Decision on the objection.",)
    decided = ActionFacts("objection_decision_product", date(2024, 1, 15), Outcome.REJECTED)
    assert blockers(on_ladder(law, NOTICE, objection, decided), "transferred", date(2024, 1, 15)) == ()


def test_an_overturned_result_leaves_only_closing(law: Law) -> None:
    actions = (
        NOTICE,
        ActionFacts("objection_product", date(2024, 1, 12)),
        ActionFacts("objection_decision_product", date(2024, 1, 15), Outcome.ACCEPTED),
        ActionFacts("retest", date(2024, 1, 30), Outcome.OVERTURNED),
    )
    case = on_ladder(law, *actions)
    assert blockers(case, "closed", date(2024, 1, 31)) == ()
    assert blockers(case, "order", date(2024, 1, 31)) == (
        "A re-test has overturned the result: the case can only be closed.",
    )
    assert case.obligation() is None
    upheld = (*actions[:3], ActionFacts("retest", date(2024, 1, 30), Outcome.UPHELD))
    assert blockers(on_ladder(law, *upheld), "order", date(2024, 1, 31)) == ()


def test_a_closed_case_takes_no_step(law: Law) -> None:
    case = on_ladder(law, NOTICE, is_closed=True)
    assert {each.blockers for each in case.proposals(date(2024, 1, 31))} == {("The case is closed.",)}
    assert case.obligation() is None


@pytest.mark.parametrize(
    ("level", "reported"),
    [("county", set()), ("province", {"licence_report"}), ("nation", {"licence_report", "certifier_report"})],
)
def test_licences_and_certificates_are_flagged_by_level(law: Law, level: str, reported: set[str]) -> None:
    case = on_ladder(law, NOTICE, ORDER, FAILED, level=level)
    assert {step.code for step in case.open_duties()} == reported


def test_the_certifier_is_told_within_30_days_of_the_bulletin(law: Law) -> None:
    assert window(on_ladder(law, level="nation"), "certifier_report") == (None, date(2024, 2, 7))


def test_the_next_obligation_is_the_one_that_ends_first(law: Law) -> None:
    def owed(*actions: ActionFacts) -> tuple[str, date] | None:
        found = on_ladder(law, *actions).obligation()
        return (found[0].code, found[1]) if found else None

    corrected = ActionFacts("corrected", date(2024, 3, 1))
    assert owed() == ("notice", date(2024, 1, 15))
    assert owed(NOTICE) is None
    assert owed(NOTICE, ORDER) == ("corrected", date(2024, 3, 31))
    assert owed(NOTICE, ORDER, corrected) == ("recheck", date(2024, 4, 15))
    assert owed(NOTICE, ORDER, FAILED, REPORT, ANNOUNCED) == ("second_recheck", date(2024, 7, 29))
    assert owed(NOTICE, ActionFacts("objection_product", date(2024, 1, 12))) == (
        "objection_decision_product",
        date(2024, 1, 17),
    )


def test_a_shorter_deadline_in_the_document_holds(law: Law) -> None:
    order = ActionFacts("order", date(2024, 1, 31), deadline_on=date(2024, 2, 29))
    case = on_ladder(law, NOTICE, order)
    assert window(case, "corrected") == (None, date(2024, 2, 29))
    assert window(case, "recheck") == (None, date(2024, 4, 15))
    assert case.deadline_limit(case.by_code["order"], date(2024, 1, 31)) == (True, date(2024, 3, 31))
    assert case.deadline_limit(case.by_code["suspension"], date(2024, 8, 1)) == (True, None)
    assert case.deadline_limit(case.by_code["report"], date(2024, 8, 1)) == (False, None)


def test_the_recheck_after_a_suspension_follows_its_document(law: Law) -> None:
    case = on_ladder(law, NOTICE, ORDER, FAILED, REPORT, ANNOUNCED, SECOND_FAILED, SUSPENDED)
    assert window(case, "recheck_after_suspension") == (None, date(2024, 10, 31))


def test_a_hearing_is_offered_five_working_days_before(law: Law) -> None:
    case = on_ladder(law, NOTICE, ORDER, FAILED, REPORT, ANNOUNCED, SECOND_FAILED)
    step = case.by_code["suspension"]
    told = date(2024, 7, 16)  # a Tuesday
    missing = "Tell the party of its right to a hearing first, and enter the day."
    assert case.hearing_blocker(step, None, date(2024, 8, 1)) == missing
    assert case.hearing_blocker(step, date(2024, 7, 14), date(2024, 8, 1)) == missing
    assert case.hearing_blocker(step, told, date(2024, 7, 23)) == (
        "The party may ask for a hearing until 2024-07-23; decide after that day."
    )
    assert case.hearing_blocker(step, told, date(2024, 7, 24)) is None
    assert case.hearing_blocker(case.by_code["report"], None, date(2024, 7, 24)) is None


def test_the_announcement_is_the_provinces(law: Law) -> None:
    step = on_ladder(law).by_code["announcement"]
    assert authority_blocker(step, Authority.PREFECTURE) == (
        "Only the provincial bureau or one above it may take this step."
    )
    assert authority_blocker(step, Authority.PROVINCE) is None
    assert authority_blocker(step, Authority.NATION) is None


def test_refusal_runs_beside_the_main_line(law: Law) -> None:
    warned = ActionFacts("refusal_warning", date(2024, 1, 20))
    still = ActionFacts("refusal_recheck", date(2024, 1, 30), Outcome.FAIL)
    assert blockers(on_ladder(law), "refusal_warning", date(2024, 1, 20)) == ()
    assert blockers(on_ladder(law, warned), "transferred", date(2024, 1, 21)) == (
        "Still open: Check whether the refusal was given up.",
    )
    case = on_ladder(law, NOTICE, warned, still)
    assert blockers(case, "refusal_suspension", date(2024, 2, 1)) == ()
    assert blockers(case, "order", date(2024, 2, 1)) == ()
    suspended = ActionFacts("refusal_suspension", date(2024, 2, 20))
    assert (
        blockers(on_ladder(law, NOTICE, warned, still, suspended), "refusal_revoked", date(2024, 3, 1)) == ()
    )


def test_a_serious_problem_is_decided_before_closing(law: Law) -> None:
    passed = ActionFacts("recheck", date(2024, 3, 1), Outcome.PASS)
    filed = ActionFacts("serious_filed", date(2024, 2, 1))
    case = on_ladder(law, NOTICE, ORDER, filed, passed)
    assert blockers(case, "closed", date(2024, 3, 2)) == (
        "Still open: Serious problem: decision on the penalty.",
    )
    decided = ActionFacts("serious_decided", date(2024, 3, 2))
    assert blockers(on_ladder(law, NOTICE, ORDER, filed, passed, decided), "closed", date(2024, 3, 2)) == ()


def test_a_step_no_longer_in_force_is_not_proposed(law: Law) -> None:
    _steps, calendar = law["statutory"]
    repealed = StepFacts("old", "Old", is_active=False)
    case = CaseFacts(PUBLISHED, PUBLISHED, "product", "county")
    assert Proceedings([repealed], case, calendar).proposals(PUBLISHED) == []


def test_an_empty_outcome_accepts_any() -> None:
    assert Requirement("order").accepts(Outcome.DONE)
    assert not Requirement("recheck", Outcome.PASS).accepts(Outcome.FAIL)


@pytest.mark.parametrize(
    ("stage", "outcome", "is_closed", "expected"),
    [
        (None, None, False, Stage.NEW),
        ("correcting", "done", False, Stage.CORRECTING),
        ("rechecked", "pass", False, Stage.PASSED),
        ("rechecked", "not_applied", False, Stage.FAILED),
        ("correcting", "done", True, Stage.CLOSED),
    ],
)
def test_the_state_follows_from_the_last_step(
    stage: str | None,
    outcome: str | None,
    is_closed: bool,  # noqa: FBT001
    expected: Stage,
) -> None:
    assert stage_after(stage, outcome, is_closed=is_closed) == expected
