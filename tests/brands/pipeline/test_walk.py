"""A candidate walks from the list to a record, and the light of the plan's target changes with it."""

import pytest
from django.test import Client
from django.urls import reverse

from brands.models import Candidate, Credential
from brands.pipeline_rules import Stage
from departments.access import Role
from quality_portal.lib import clock
from targets.models import Target
from targets.rules import Light
from tests.brands.factories import make_kind
from tests.departments.factories import make_department, make_user
from tests.enterprises.factories import make_enterprise
from tests.targets.factories import make_goal, make_plan, make_target

pytestmark = pytest.mark.django_db


def light(client: Client, target: Target) -> Light:
    """The target's light as the dashboard shows it today."""
    sectors = client.get(reverse("dashboard")).context["board"].sectors
    rows = [row.progress for _sector, group in sectors for row in group]
    return next(row.light for row in rows if row.target == target)


def test_from_the_list_to_a_light(client: Client) -> None:
    year = clock.today().year
    target = make_target(
        make_plan(year - 1, year + 1, milestones=(year,)), measure="credentials.province_brands"
    )
    make_goal(target, year, value="1")
    lead, firm, kind = make_department(), make_enterprise(), make_kind(counts_as="province_brand")
    office, liaison = make_user(role=Role.OFFICE), make_user(role=Role.LIAISON, department=lead)

    client.force_login(office)
    assert light(client, target) == Light.RED
    listed = {"echelon": "province", "enterprise": firm.credit_code, "product": "毛尖", "kind": kind.pk}
    client.post(
        reverse("brands:candidate_new"), listed | {"lead": lead.pk, "planned_year": year, "version": 1}
    )
    candidate = Candidate.objects.get()
    move = reverse("brands:candidate_move", args=[candidate.pk])

    client.force_login(liaison)
    client.post(move, {"stage": "cultivating", "version": 1})
    client.post(move, {"stage": "recommended", "version": 2})
    client.force_login(office)
    client.post(move, {"stage": "under_review", "version": 3})
    assert light(client, target) == Light.RED
    day = clock.today().isoformat()
    paper = {
        "stage": "first",
        "number": "P-1",
        "issued_on": day,
        "valid_from": day,
        "valid_until": f"{year + 4}-12-31",
    }
    client.post(
        reverse("brands:candidate_award", args=[candidate.pk]),
        paper | {"kind": kind.pk, "product": "毛尖", "sector": "industry", "version": 4},
    )

    candidate.refresh_from_db()
    assert (candidate.stage, candidate.credential) == (Stage.AWARDED, Credential.objects.get())
    assert light(client, target) == Light.GREEN
    assert list(candidate.moves.values_list("to_stage", flat=True).order_by("pk")) == [
        "listed",
        "cultivating",
        "recommended",
        "under_review",
        "awarded",
    ]
