"""The back office never goes round the rules of the assessment."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments import actions
from assessments.models import Scheme, Score
from departments.access import Role
from tests.assessments.factories import FEBRUARY, make_full_scores, make_scheme
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(client: Client) -> Scheme:
    """Publish a scheme and sign the office in."""
    scheme = make_scheme()
    make_full_scores(scheme, make_department(), "55", "37")
    client.force_login(make_user(role=Role.OFFICE), backend="departments.backends.RoleBackend")
    return actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)


def page(model: str, name: str, *args: object) -> str:
    return reverse(f"admin:assessments_{model}_{name}", args=args)


@pytest.mark.parametrize(
    "model",
    [
        "scheme",
        "criterion",
        "gradeband",
        "score",
        "unitresult",
        "assessee",
        "schemestage",
        "sitedraw",
        "scoreevidence",
        "ruling",
        "objection",
        "correction",
        "rectification",
    ],
)
def test_every_table_is_listed(client: Client, published: Scheme, model: str) -> None:
    assert client.get(page(model, "changelist"), {"q": "指标"}).status_code == 200


@pytest.mark.parametrize("model", ["score", "unitresult"])
def test_scores_and_results_are_only_looked_at(client: Client, published: Scheme, model: str) -> None:
    pk = (
        Score.objects.filter(criterion__scheme=published)[0].pk
        if model == "score"
        else published.results.get().pk
    )
    assert client.get(page(model, "change", pk)).status_code == 200
    refused = [
        client.post(page(model, "change", pk), {"points": "1"}).status_code,
        client.get(page(model, "add")).status_code,
        client.get(page(model, "import")).status_code,
        client.post(page(model, "delete", pk), {"post": "yes"}).status_code,
    ]
    assert refused == [403] * 4


def test_a_published_scheme_and_its_parts_are_only_looked_at(client: Client, published: Scheme) -> None:
    asked = [
        page("scheme", "change", published.pk),
        page("criterion", "change", published.criteria.all()[0].pk),
        page("gradeband", "change", published.bands.all()[0].pk),
    ]
    assert [client.get(address).status_code for address in asked] == [200] * 3
    assert [client.post(address, {"name": "改"}).status_code for address in asked] == [403] * 3


def test_an_open_scheme_can_be_changed(client: Client, published: Scheme) -> None:
    scheme = make_scheme(2024)
    text = client.get(page("scheme", "change", scheme.pk)).text
    assert 'name="period_start"' in text
    assert 'name="public_number"' not in text
