"""Recording steps: a case through all its states, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from departments.models import User
from departments.records import EditConflict
from inspections.actions.cases import Taken, record_step, refresh_due_days, withdraw_step
from inspections.models import Case, CaseAction, Holiday, Step
from tests.departments.factories import make_user
from tests.inspections.cases.factories import make_case, make_evidence, take

pytestmark = pytest.mark.usefixtures("ladders")

Walk = list[tuple[str, date, dict[str, Any], str, date | None]]

TO_REVOCATION: Walk = [
    ("notice", date(2024, 1, 10), {}, "notified", None),
    ("order", date(2024, 1, 31), {}, "correcting", date(2024, 3, 31)),
    ("corrected", date(2024, 3, 20), {}, "correcting", date(2024, 4, 15)),
    ("recheck", date(2024, 4, 1), {"outcome": "fail"}, "failed", None),
    ("report", date(2024, 4, 8), {}, "reported", None),
    ("announcement", date(2024, 4, 30), {}, "announced", date(2024, 7, 29)),
    ("second_recheck", date(2024, 7, 15), {"outcome": "fail"}, "failed", None),
    (
        "suspension",
        date(2024, 7, 24),
        {"hearing_told_on": date(2024, 7, 16), "deadline_on": date(2024, 10, 31)},
        "suspended",
        date(2024, 10, 31),
    ),
    ("recheck_after_suspension", date(2024, 10, 30), {"outcome": "fail"}, "failed", None),
    ("revocation_proposed", date(2024, 11, 4), {}, "revoking", None),
    ("revoked", date(2024, 11, 20), {"hearing_told_on": date(2024, 11, 8)}, "closed", None),
]
SHORT: Walk = [
    ("notice", date(2024, 1, 10), {}, "notified", None),
    ("order", date(2024, 1, 31), {"deadline_on": date(2024, 2, 29)}, "correcting", date(2024, 2, 29)),
    ("recheck", date(2024, 3, 1), {"outcome": "fail"}, "failed", None),
    ("suspension", date(2024, 3, 20), {"hearing_told_on": date(2024, 3, 4)}, "suspended", None),
    ("recheck_after_suspension", date(2024, 6, 30), {"outcome": "pass"}, "passed", None),
    ("closed", date(2024, 7, 1), {}, "closed", None),
]


@pytest.fixture
def office() -> User:
    """Return somebody of the office."""
    return make_user()


def stage_of(case: Case) -> str:
    """Return where the case stands, as lists read it."""
    return Case.objects.with_stage().get(pk=case.pk).stage.value


@pytest.mark.parametrize(("ladder", "walk"), [("statutory", TO_REVOCATION), ("short", SHORT)])
def test_a_case_walks_through_its_states(office: User, ladder: str, walk: Walk) -> None:
    case = make_case(by=office)
    if ladder != case.ladder.code:
        Case.objects.filter(pk=case.pk).update(ladder=Step.objects.filter(ladder__code=ladder)[0].ladder)
        case = Case.objects.get(pk=case.pk)
    assert (stage_of(case), case.due_on) == ("new", date(2024, 1, 15))
    for code, taken_on, entries, stage, due_on in walk:
        take(case, code, taken_on, by=office, **entries)
        case.refresh_from_db()
        assert (code, stage_of(case), case.due_on) == (code, stage, due_on)
        assert Case.objects.with_stage().in_stage(stage).get() == case
    assert (case.closed_on, case.closed_with) == (
        walk[-1][1],
        Step.objects.get(ladder=case.ladder, code=walk[-1][0]),
    )
    assert case.history.count() == len(walk) + 1
    assert not CaseAction.objects.filter(due_on__lt=date(2024, 1, 1)).exists()


@pytest.mark.parametrize(
    "stage", ["new", "notified", "correcting", "failed", "passed", "closed", "announced"]
)
def test_a_case_is_found_at_its_own_stage_only(office: User, stage: str) -> None:
    case = make_case(by=office)
    take(case, "notice", date(2024, 1, 10), by=office)
    found = Case.objects.with_stage().in_stage(stage).exists()
    assert found == (stage == "notified")


def refusal(attempt: Callable[[], object]) -> dict[str, list[str]]:
    """Return the reasons an attempt was refused with."""
    with pytest.raises(ValidationError) as caught:
        attempt()
    return caught.value.message_dict


def test_a_forbidden_step_is_refused_with_its_reason(office: User) -> None:
    case = make_case(by=office)
    before = case.version
    reasons = refusal(lambda: take(case, "suspension", date(2024, 1, 10), by=office))
    assert reasons["taken_on"] == ["Needed first: Second re-check after the announcement (failed)."]
    case.refresh_from_db()
    assert (case.version, case.actions.count()) == (before, 0)


@pytest.mark.parametrize(
    ("code", "entries", "field", "message"),
    [
        ("order", {"document_number": ""}, "document_number", "Enter the document's number."),
        ("order", {"officer": ""}, "officer", "Enter the officer in charge."),
        ("corrected", {"evidence": None}, "evidence", "Attach the evidence."),
        ("order", {"outcome": "pass"}, "outcome", "Choose one of the outcomes this step may have."),
        (
            "order",
            {"taken_on": date(2024, 1, 9)},
            "taken_on",
            "The day lies before the former step of 2024-01-10.",
        ),
        ("order", {"taken_on": date(2099, 1, 9)}, "taken_on", "The day lies in the future."),
        (
            "order",
            {"deadline_on": date(2024, 4, 1)},
            "deadline_on",
            "The law allows a deadline until 2024-03-31 at most.",
        ),
        (
            "order",
            {"deadline_on": date(2024, 1, 31)},
            "deadline_on",
            "The deadline lies before the day of the document.",
        ),
        (
            "transferred",
            {"deadline_on": date(2024, 4, 1)},
            "deadline_on",
            "This step's document sets no deadline.",
        ),
    ],
)
def test_what_a_step_needs_is_asked_for(
    office: User, code: str, entries: dict[str, Any], field: str, message: str
) -> None:
    case = make_case(by=office)
    take(case, "notice", date(2024, 1, 10), by=office)
    if code == "corrected":
        take(case, "order", date(2024, 1, 20), by=office)
    taken_on = entries.pop("taken_on", date(2024, 1, 31))
    assert message in refusal(lambda: take(case, code, taken_on, by=office, **entries))[field]


def test_a_lower_authority_and_a_missing_hearing_are_refused(office: User) -> None:
    case = make_case(by=office)
    for code, taken_on, entries, _stage, _due in TO_REVOCATION[:5]:
        take(case, code, taken_on, by=office, **entries)
    day = date(2024, 4, 30)
    reasons = refusal(lambda: take(case, "announcement", day, by=office, authority="county"))
    assert reasons == {"authority": ["Only the provincial bureau or one above it may take this step."]}
    for code, taken_on, entries, _stage, _due in TO_REVOCATION[5:7]:
        take(case, code, taken_on, by=office, **entries)
    assert list(refusal(lambda: take(case, "suspension", date(2024, 7, 24), by=office))) == [
        "hearing_told_on"
    ]


def test_the_jump_of_the_short_ladder_is_confirmed(office: User) -> None:
    case = make_case(by=office)
    Case.objects.filter(pk=case.pk).update(ladder=Step.objects.filter(ladder__code="short")[0].ladder)
    case = Case.objects.get(pk=case.pk)
    for code, taken_on, entries, _stage, _due in SHORT[:3]:
        take(case, code, taken_on, by=office, **entries)
    told = {"hearing_told_on": date(2024, 3, 4), "is_caution_confirmed": False}
    reasons = refusal(lambda: take(case, "suspension", date(2024, 3, 20), by=office, **told))
    assert reasons == {"is_caution_confirmed": ["Confirm that you have read the caution."]}


def test_a_late_step_is_recorded_as_late(office: User) -> None:
    case = make_case(by=office)
    take(case, "notice", date(2024, 1, 10), by=office)
    take(case, "order", date(2024, 1, 31), by=office)
    in_time = take(case, "corrected", date(2024, 3, 31), by=office)
    late = take(case, "recheck", date(2024, 4, 16), by=office, outcome="pass")
    assert (in_time.was_late, late.was_late, late.due_on) == (False, True, date(2024, 4, 15))


def test_evidence_is_kept_under_a_random_name_and_removed_with_a_refused_step(office: User) -> None:
    case = make_case(by=office)
    folder = Path(settings.MEDIA_ROOT) / "cases"
    with pytest.raises(ValidationError):
        take(case, "order", date(2024, 1, 10), by=office)
    assert list(folder.iterdir()) == []
    action = take(case, "notice", date(2024, 1, 10), by=office, evidence=make_evidence())
    assert [path.name for path in folder.iterdir()] == [Path(str(action.evidence.name)).name]
    assert (action.evidence_name, len(action.evidence_sha256)) == ("现场照片.pdf", 64)
    assert "现场照片" not in str(action.evidence.name)


def test_of_two_people_the_second_is_told(office: User) -> None:
    case = make_case(by=office)
    step = Step.objects.get(ladder=case.ladder, code="notice")
    taken = Taken(date(2024, 1, 10), authority="county", outcome="done", officer="王五")
    record_step(case, step, taken, by=office, version=case.version)
    with pytest.raises(EditConflict):
        record_step(case, step, taken, by=make_user(), version=case.version)
    assert case.actions.count() == 1


def test_the_last_entry_can_be_withdrawn_and_reopens_the_case(office: User) -> None:
    case = make_case(by=office)
    first = take(case, "notice", date(2024, 1, 10), by=office)
    last = take(case, "transferred", date(2024, 1, 11), by=office)
    case.refresh_from_db()
    assert case.closed_on == date(2024, 1, 11)
    with pytest.raises(ValidationError, match="entered last"):
        withdraw_step(first, by=office, version=case.version, reason="录错")
    withdrawn = withdraw_step(last, by=office, version=case.version, reason="录错")
    case.refresh_from_db()
    assert (case.closed_on is None, case.closed_with is None, withdrawn.withdrawal_reason) == (
        True,
        True,
        "录错",
    )
    assert withdrawn.withdrawn_by == office.signature
    take(case, "transferred", date(2024, 1, 12), by=office)
    assert case.actions.count() == 3


def test_a_withdrawal_needs_a_reason(office: User) -> None:
    case = make_case(by=office)
    action = take(case, "notice", date(2024, 1, 10), by=office)
    case.refresh_from_db()
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_step(action, by=office, version=case.version, reason="")


def test_due_days_follow_the_edited_calendar(office: User) -> None:
    case = make_case(by=office)
    Holiday.objects.create(day=date(2024, 1, 9), name="临时放假")
    assert refresh_due_days(by=office) == 1
    case.refresh_from_db()
    assert case.due_on == date(2024, 1, 16)
    assert refresh_due_days(by=office) == 0


@pytest.mark.parametrize(
    ("today", "is_overdue", "is_coming"),
    [
        (date(2024, 1, 1), False, True),
        (date(2023, 12, 31), False, False),
        (date(2024, 1, 15), False, True),
        (date(2024, 1, 16), True, False),
    ],
)
def test_overdue_and_coming_due(office: User, today: date, is_overdue: bool, is_coming: bool) -> None:  # noqa: FBT001
    case = make_case(by=office)  # due on 15 January
    assert Case.objects.overdue(today).exists() == is_overdue
    assert case.is_overdue(today) == is_overdue
    assert Case.objects.due_within(today, 14).exists() == is_coming


def test_no_step_lies_before_the_spot_check_began(office: User) -> None:
    case = make_case(by=office)
    begun_on = case.sample.campaign.starts_on
    with pytest.raises(ValidationError) as refused:
        take(case, "notice", begun_on - timedelta(days=1), by=office)
    assert list(refused.value.message_dict) == ["taken_on"]
    assert not case.actions.exists()
    take(case, "notice", begun_on, by=office)
