"""Candidates move by the rules; the award makes the record, once."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from brands.models import Candidate, CandidateMove, Credential
from brands.pipeline_actions import award_candidate, change_candidate, list_candidate, move_candidate
from brands.pipeline_rules import Stage
from departments.access import Role
from departments.models import User
from departments.records import EditConflict
from enterprises.actions.merging import merge_enterprises
from tests.brands.factories import make_kind
from tests.brands.pipeline.factories import make_candidate
from tests.departments.factories import make_department, make_user
from tests.enterprises.factories import make_enterprise

pytestmark = pytest.mark.django_db


def paper(number: str = "N-1") -> dict[str, Any]:
    """What stands on the paper of an award."""
    return {
        "kind": make_kind(),
        "sector": "industry",
        "number": number,
        "issued_on": date(2026, 5, 1),
        "valid_from": date(2026, 5, 1),
        "valid_until": date(2029, 4, 30),
    }


@pytest.fixture
def office() -> User:
    return make_user(role=Role.OFFICE)


def test_listing_is_the_first_step_and_the_township_follows_from_the_enterprise(office: User) -> None:
    firm = make_enterprise()
    candidate = list_candidate(
        by=office,
        enterprise=firm,
        kind=make_kind(),
        lead=make_department(),
        echelon="province",
        planned_year=2026,
    )
    assert (candidate.stage, candidate.township) == (Stage.LISTED, firm.township)
    move = candidate.moves.get()
    assert (move.from_stage, move.to_stage, move.moved_by) == ("", Stage.LISTED, office.signature)


def test_a_candidate_stands_once(office: User) -> None:
    held = make_candidate()
    with pytest.raises(ValidationError):
        list_candidate(
            by=office,
            enterprise=held.enterprise,
            kind=held.kind,
            product=held.product,
            lead=held.lead,
            echelon="province",
            planned_year=2027,
        )
    assert CandidateMove.objects.count() == 0


def test_each_move_is_kept_with_its_remark(office: User) -> None:
    candidate = make_candidate()
    moved = move_candidate(candidate, by=office, version=1, stage=Stage.CULTIVATING, remark="现场指导")
    moved = move_candidate(moved, by=office, version=2, stage=Stage.RECOMMENDED)
    assert (moved.stage, moved.version) == (Stage.RECOMMENDED, 3)
    assert list(moved.moves.values_list("from_stage", "to_stage", "remark").order_by("pk")) == [
        ("listed", "cultivating", "现场指导"),
        ("cultivating", "recommended", ""),
    ]


def test_the_second_of_two_people_is_told(office: User) -> None:
    candidate = make_candidate()
    move_candidate(candidate, by=office, version=1, stage=Stage.CULTIVATING)
    with pytest.raises(EditConflict):
        move_candidate(candidate, by=office, version=1, stage=Stage.CULTIVATING)
    assert candidate.moves.count() == 1


def test_steps_are_not_skipped_and_failing_needs_a_reason(office: User) -> None:
    candidate = make_candidate(stage=Stage.UNDER_REVIEW)
    for stage in (Stage.LISTED, Stage.NOT_AWARDED, Stage.AWARDED):
        with pytest.raises(ValidationError):
            move_candidate(candidate, by=office, version=1, stage=stage)
    failed = move_candidate(candidate, by=office, version=1, stage=Stage.NOT_AWARDED, reason="评审得分不足")
    assert (failed.reason, failed.moves.get().remark) == ("评审得分不足", "评审得分不足")
    again = move_candidate(failed, by=office, version=2, stage=Stage.LISTED)
    assert (again.stage, again.reason) == (Stage.LISTED, "")


def test_the_lead_liaison_recommends_and_goes_no_further() -> None:
    lead = make_department()
    liaison = make_user(role=Role.LIAISON, department=lead)
    candidate = make_candidate(lead=lead)
    moved = move_candidate(candidate, by=liaison, version=1, stage=Stage.CULTIVATING)
    moved = move_candidate(moved, by=liaison, version=2, stage=Stage.RECOMMENDED)
    with pytest.raises(PermissionDenied):
        move_candidate(moved, by=liaison, version=3, stage=Stage.UNDER_REVIEW)
    other = make_user(role=Role.LIAISON)
    with pytest.raises(PermissionDenied):
        move_candidate(make_candidate(), by=other, version=1, stage=Stage.CULTIVATING)
    leader = make_user(role=Role.LEADER, department=lead)
    assert make_candidate(lead=lead).moves_for(leader) == ()


def test_the_award_makes_the_record_once(office: User) -> None:
    candidate = make_candidate(stage=Stage.UNDER_REVIEW)
    credential = award_candidate(candidate, by=office, version=1, **paper())
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.credential) == (Stage.AWARDED, credential)
    assert (credential.enterprise, credential.township) == (candidate.enterprise, candidate.township)
    assert candidate.moves.get().remark == "N-1"
    with pytest.raises(EditConflict):
        award_candidate(candidate, by=office, version=1, **paper("N-2"))
    with pytest.raises(ValidationError):
        award_candidate(candidate, by=office, version=2, **paper("N-3"))
    assert Credential.objects.count() == 1


def test_an_award_that_does_not_fit_leaves_the_candidate_as_it_was(office: User) -> None:
    candidate = make_candidate(stage=Stage.UNDER_REVIEW)
    with pytest.raises(ValidationError):
        award_candidate(candidate, by=office, version=1, **(paper() | {"valid_until": None}))
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.version) == (Stage.UNDER_REVIEW, 1)
    assert (Credential.objects.count(), CandidateMove.objects.count()) == (0, 0)


def test_a_correction_leaves_the_stage(office: User) -> None:
    candidate = make_candidate(stage=Stage.RECOMMENDED)
    changed = change_candidate(candidate, by=office, version=1, planned_year=2028)
    assert (changed.planned_year, changed.stage) == (2028, Stage.RECOMMENDED)
    with pytest.raises(EditConflict):
        change_candidate(candidate, by=office, version=1, planned_year=2029)


def test_a_merger_of_files_closes_the_double(office: User) -> None:
    kind = make_kind()
    kept, gone = make_enterprise(), make_enterprise()
    make_candidate(enterprise=kept, kind=kind)
    double = make_candidate(enterprise=gone, kind=kind)
    other = make_candidate(enterprise=gone, kind=kind, product="红茶")
    merge_enterprises(kept, gone, by=office, versions={kept.pk: 1, gone.pk: 1}, reason="同一企业")
    double.refresh_from_db()
    other.refresh_from_db()
    assert (double.stage, double.enterprise, other.stage, other.enterprise) == (
        Stage.NOT_AWARDED,
        kept,
        Stage.LISTED,
        kept,
    )
    assert Candidate.objects.open().filter(enterprise=kept).count() == 2
