"""How a demonstration county is made: again and again the same, for any day."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from django.db import models, transaction
from django.db.models import Max

from assessments.models import Assessee, Rectification, Score, UnitResult
from brands.models import Credential
from enterprises.models import Enterprise, Instrument, Product, ProductStandard, Verification
from inspections.models import (
    CampaignQuota,
    CampaignRule,
    Case,
    CaseAction,
    FailedItem,
    Incident,
    InfringementCase,
    Sample,
    SpecialCampaign,
)
from quality_portal.demo.county import load_county
from quality_portal.demo.scale import SCALES, Scale
from targets.models import Reading
from tests.demo.factories import PASSWORD, TINY, TODAY

SMALL = replace(TINY, enterprises=200, samples=400, credentials=60)

CONTENT: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Enterprise, ("credit_code", "name", "township__code", "founded_on", "closed_on", "scale")),
    (Product, ("enterprise__credit_code", "name", "is_main", "listed_on")),
    (ProductStandard, ("product__enterprise__credit_code", "product__name", "number", "effective_on")),
    (Sample, ("campaign__code", "key", "producer_name", "seller_name", "judged_on", "result", "remark")),
    (FailedItem, ("sample__key", "order", "name", "measured")),
    (Credential, ("kind__code", "number", "township__code", "valid_from", "valid_until", "ended_on")),
    (Reading, ("target__code", "as_of", "grade", "state")),
    (Score, ("criterion__scheme__year", "criterion__code", "unit__code", "points", "reason")),
    (Case, ("number", "sample__key", "party", "township__code", "due_on", "due_step__code", "closed_on")),
    (CaseAction, ("case__number", "step__code", "taken_on", "outcome", "document_number", "officer")),
    (CaseAction, ("case__number", "step__code", "due_on", "deadline_on", "evidence_name", "entered_at")),
    (CampaignRule, ("campaign__code", "opens_cases")),
    (InfringementCase, ("number", "kind", "party", "found_on", "state", "penalty", "decision_number")),
    (Incident, ("title", "occurred_on", "department__code", "handled_on", "consequence")),
    (SpecialCampaign, ("campaign__code", "campaign__planned", "starts_on", "ends_on")),
    (CampaignQuota, ("campaign__code", "product_class__code", "township__code", "planned")),
    (Instrument, ("enterprise__credit_code", "name", "number", "is_mandatory", "withdrawn_on")),
    (Verification, ("instrument__number", "verified_on", "result", "valid_until", "certificate_number")),
    (UnitResult, ("scheme__year", "unit__code", "total", "grade", "rank")),
    (Score, ("criterion__scheme__year", "column", "criterion__code", "unit__code", "scored_at")),
    (Assessee, ("scheme__year", "unit__code", "filed_at", "submitted_at", "is_drawn", "visited_on")),
    (Rectification, ("scheme__year", "unit__code", "because", "handed_in_at", "task__code", "task__state")),
)


def content() -> str:
    """Return one text that changes when any record of the demonstration does."""
    digest = sha256()
    for model, fields in CONTENT:
        for row in model._default_manager.order_by(*fields).values_list(*fields):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def load(scale: Scale = SMALL, *, seed: int = 1, today: date = TODAY) -> str:
    """Load a county, return its content, and leave the database as it was."""
    with transaction.atomic():
        load_county(scale=scale, seed=seed, today=today, password=PASSWORD)
        found = content()
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("plan")
@pytest.mark.django_db
def test_the_same_seed_and_day_give_the_same_county() -> None:
    first = load()
    assert load() == first
    assert load(seed=2) != first


@pytest.mark.usefixtures("plan")
@pytest.mark.django_db
def test_without_history_the_county_is_the_same() -> None:
    assert load(replace(SMALL, with_history=False)) == load()


@pytest.mark.usefixtures("plan")
@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2023, 3, 10), date(2026, 1, 1), date(2031, 7, 2)])
def test_a_county_can_be_made_for_any_day(today: date) -> None:
    with transaction.atomic():
        load_county(scale=SMALL, seed=1, today=today, password=PASSWORD)
        last = Sample.objects.aggregate(last=Max("judged_on"))["last"]
        counts = (Sample.objects.count(), Credential.objects.count())
        transaction.set_rollback(True)
    assert last < today
    assert counts == (400, 60)


def test_larger_scales_are_ten_and_a_hundred_counties_without_history() -> None:
    found = [(s.name, s.enterprises, s.samples, s.credentials, s.with_history) for s in SCALES.values()]
    assert found == [
        ("county", 2_000, 20_000, 1_000, True),
        ("prefecture", 20_000, 200_000, 10_000, False),
        ("province", 200_000, 2_000_000, 100_000, False),
    ]
