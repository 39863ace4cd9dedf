"""A new edition adopted in the middle of the procedure goes on where the one before it stood."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessments import actions
from assessments.actions import compute
from assessments.actions.carrying import carried
from assessments.actions.editions import adopt, copy_scheme
from assessments.actions.evidence import add_evidence
from assessments.actions.objections import raise_objection
from assessments.actions.units import draw
from assessments.models import (
    ComputedScore,
    Criterion,
    CriterionKind,
    Finding,
    Objection,
    Rule,
    Scheme,
    Score,
    ScoreEvidence,
)
from departments.models import Department, User
from quality_portal.lib import clock
from quality_portal.lib.uploads import check_upload
from tests.assessments.factories import make_scheme
from tests.assessments.procedure.factories import enter, liaison_of, moved_to, part_of
from tests.departments.factories import make_department, make_user
from tests.reports.factories import PDF, upload

pytestmark = pytest.mark.django_db

TIERS = {"tiers": [["已明确", 5], ["未明确", 0]]}


@pytest.fixture
def office() -> User:
    """Who runs the assessment."""
    return make_user()


@pytest.fixture
def unit() -> Department:
    """A unit that is assessed."""
    return make_department()


@pytest.fixture
def scheme(office: User, unit: Department) -> Scheme:
    """An assessment with a tier, a veto item and files at the overall assessment."""
    made = make_scheme(criteria=[("60", Rule.MANUAL, {}), ("40", Rule.MANUAL, {}), ("5", Rule.TIER, TIERS)])
    Criterion.objects.create(
        scheme=made, code="V1", name="否决项", kind=CriterionKind.VETO, points=0, rule=Rule.MANUAL, order=9
    )
    found = moved_to(made, "self", office)
    criterion = found.criteria.get(code="K1")
    file = check_upload(upload("会议纪要.pdf", PDF))
    values: dict[str, Any] = {
        "criterion": criterion,
        "file": file,
        "by": liaison_of(unit),
        "now": clock.now(),
    }
    add_evidence(assessee=part_of(found, unit), **values)
    found = moved_to(found, "document", office)
    enter(found, unit, "55", "37", by=office)
    Finding.objects.create(
        criterion=found.criteria.get(code="K3"),
        unit=unit,
        inputs={"tier": "已明确"},
        found_at=clock.now(),
        found_by=office,
    )
    found = moved_to(found, "onsite", office)
    draw(scheme=found, by=office, now=clock.now(), seed="seed")
    return moved_to(found, "overall", office)


def adopted(scheme: Scheme, by: User) -> Scheme:
    """Copy the scheme as a new edition and bring it into force."""
    copy = copy_scheme(source=scheme, year=scheme.year, by=by)
    return adopt(scheme=copy, by=by, version=copy.version, drops=len(carried(copy).dropped))


def force(scheme: Scheme, unit: Department, by: User) -> None:
    """Force the lowest grade by the veto item."""
    actions.record_ruling(
        scheme=scheme,
        unit=unit,
        letter="D",
        reason="系统性事件",
        document="和质强办〔2026〕3号",
        decided_on=date(2026, 2, 1),
        criterion=scheme.criteria.get(code="V1"),
        by=by,
        today=date(2026, 2, 10),
    )


def test_units_steps_and_the_draw_go_on_with_the_new_edition(
    scheme: Scheme, unit: Department, office: User
) -> None:
    steps = sorted(scheme.stages.values_list("stage", "due_on"))
    new = adopted(scheme, office)
    assert (new.stage, new.is_current, Scheme.objects.get(pk=scheme.pk).is_current) == (
        "overall",
        True,
        False,
    )
    assert (part_of(new, unit).is_drawn, new.draws.get().drawn) == (True, [unit.code])
    assert sorted(new.stages.values_list("stage", "due_on")) == steps
    assert not scheme.stages.exists()


def test_scores_findings_and_evidence_follow_the_codes(
    scheme: Scheme, unit: Department, office: User
) -> None:
    new = adopted(scheme, office)
    kept = Score.objects.filter(criterion__scheme=new).order_by("criterion__code")
    assert list(kept.values_list("criterion__code", "points", "reason")) == [
        ("K1", Decimal(55), "材料不全"),
        ("K2", Decimal(37), "材料不全"),
    ]
    assert ScoreEvidence.objects.get().criterion == new.criteria.get(code="K1")
    assert Finding.objects.get().criterion == new.criteria.get(code="K3")


def test_a_finding_stays_behind_where_the_rule_asks_otherwise(
    scheme: Scheme, unit: Department, office: User
) -> None:
    copy = copy_scheme(source=scheme, year=scheme.year, by=office)
    other = {"tiers": [["两次以上", 5], ["一次", 2]]}
    copy.criteria.filter(code="K3").update(params=other)
    adopt(scheme=copy, by=office, version=copy.version)
    assert Finding.objects.get().criterion.scheme == scheme


@pytest.mark.parametrize("has_item", [True, False])
def test_a_forced_grade_stays_in_force_with_or_without_its_veto_item(
    scheme: Scheme, unit: Department, office: User, *, has_item: bool
) -> None:
    force(scheme, unit, office)
    copy = copy_scheme(source=scheme, year=scheme.year, by=office)
    if not has_item:
        copy.criteria.get(code="V1").delete()
    new = adopt(scheme=copy, by=office, version=copy.version)
    ruling = new.rulings.in_force().get()
    assert (ruling.unit, ruling.letter, ruling.document) == (unit, "D", "和质强办〔2026〕3号")
    assert (ruling.criterion and ruling.criterion.scheme) == (new if has_item else None)


def test_an_open_objection_goes_on(scheme: Scheme, unit: Department, office: User) -> None:
    criterion = scheme.criteria.get(code="K1")
    raise_objection(criterion=criterion, unit=unit, text="已报送", by=liaison_of(unit))
    new = adopted(scheme, office)
    assert Objection.objects.open().get().criterion == new.criteria.get(code="K1")


def test_what_the_rules_made_is_made_anew(scheme: Scheme, unit: Department, office: User) -> None:
    compute(scheme=scheme, by=office)
    new = adopted(scheme, office)
    found = ComputedScore.objects.filter(criterion__scheme=new, unit=unit).get()
    assert (found.criterion.code, found.points) == ("K3", Decimal(5))
