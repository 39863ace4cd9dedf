"""Pages of the pipeline: board, list, candidate, moves and award."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from brands.models import Candidate, Credential
from brands.pipeline_queries import SHOWN
from brands.pipeline_rules import Stage
from departments.access import Role
from departments.models import Department, User
from quality_portal.dashboards.inbox import inbox
from quality_portal.lib import clock
from tests.brands.factories import make_credential, make_kind
from tests.brands.pipeline.factories import make_candidate, make_subsidy
from tests.departments.factories import make_department, make_township, make_user
from tests.enterprises.factories import make_enterprise

pytestmark = pytest.mark.django_db

BOARD = reverse("brands:board")
LIST = reverse("brands:candidates")


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def as_liaison(client: Client, unit: Department) -> User:
    """Sign a unit's liaison in."""
    user = make_user(role=Role.LIAISON, department=unit)
    client.force_login(user)
    return user


def products(answer: Any) -> list[str]:
    """The products of the candidates on a list page."""
    return [candidate.product for candidate in answer.context["listing"].page]


def cards(answer: Any) -> dict[str, list[str]]:
    """The products on the board by stage, without empty lanes."""
    lanes = answer.context["lanes"]
    return {lane.stage.value: [card.candidate.product for card in lane.cards] for lane in lanes if lane.cards}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "questions"), [(LIST, 7), (BOARD, 7)])
def test_pages_ask_the_same_number_of_questions(
    office: Client, address: str, questions: int, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_candidate()
    office.get(address)
    with django_assert_num_queries(questions):
        assert office.get(address).content.decode().count("毛尖") >= rows


def test_candidates_are_narrowed(office: Client) -> None:
    township, lead = make_township("石桥镇"), make_department("县农业局")
    make_candidate(product="A", enterprise=make_enterprise("云岭茶业", township=township))
    make_candidate(product="B", lead=lead, echelon="nation", planned_year=2027, stage=Stage.RECOMMENDED)
    make_candidate(product="C", kind=make_kind("省品牌产品"), stage=Stage.NOT_AWARDED)
    queries: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["A", "C", "B"]),
        ({"q": "云岭"}, ["A"]),
        ({"q": "省品牌"}, ["C"]),
        ({"echelon": "nation"}, ["B"]),
        ({"lead": lead.pk}, ["B"]),
        ({"year": "2027"}, ["B"]),
        ({"stage": "not_awarded"}, ["C"]),
        ({"stage": "open"}, ["A", "B"]),
        ({"township": township.pk}, ["A"]),
        ({"sort": "-year"}, ["B", "C", "A"]),
        ({"year": "x", "sort": "password"}, ["A", "C", "B"]),
    ]
    for query, found in queries:
        answer = office.get(LIST, query)
        assert (query, sorted(products(answer))) == (query, sorted(found))
    assert cards(office.get(BOARD, {"stage": "open"})) == {"listed": ["A"], "recommended": ["B"]}


def test_a_lane_shows_its_first_cards_and_leads_to_the_rest(office: Client) -> None:
    for number in range(SHOWN + 2):
        make_candidate(product=f"P{number}")
    answer = office.get(BOARD)
    lane = answer.context["lanes"][0]
    assert (lane.total, len(lane.cards), lane.hidden) == (SHOWN + 2, SHOWN, 2)
    assert f"{LIST}?stage=listed" in answer.content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_candidates_are_exported_as_filtered(office: Client, kind: str) -> None:
    make_candidate(product="A", stage=Stage.NOT_AWARDED)
    make_candidate(product="B")
    answer = office.get(reverse("brands:candidates_export"), {"stage": "not_awarded", "format": kind})
    if kind == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert (len(lines), "A" in lines[1], "未达到条件" in lines[1]) == (2, True, True)
    else:
        rows = list(load_workbook(BytesIO(answer.content)).active.values)
        assert [row[3] for row in rows[1:]] == ["A"]


def test_one_click_moves_a_card_and_the_slower_person_is_told(office: Client) -> None:
    candidate = make_candidate()
    url = reverse("brands:candidate_move", args=[candidate.pk])
    press = {"stage": "cultivating", "version": 1, "board": "on"}
    assert office.post(url, press).headers["Location"] == BOARD
    candidate.refresh_from_db()
    assert candidate.stage == Stage.CULTIVATING
    late = office.post(url, press)
    assert (late.status_code, candidate.moves.count()) == (409, 1)
    assert office.get(url).headers["Location"] == reverse("brands:candidate", args=[candidate.pk])


@pytest.mark.parametrize(
    "press",
    [
        {"stage": "nonsense", "version": 1},
        {"stage": "cultivating"},
        {"stage": "awarded", "version": 1},
        {"stage": "not_awarded", "version": 1},
        {"stage": "under_review", "version": "x"},
    ],
)
def test_a_move_that_does_not_fit_changes_nothing(office: Client, press: dict[str, object]) -> None:
    candidate = make_candidate(stage=Stage.UNDER_REVIEW)
    answer = office.post(reverse("brands:candidate_move", args=[candidate.pk]), press, follow=True)
    candidate.refresh_from_db()
    assert (answer.status_code, candidate.version) == (200, 1)


def test_a_candidate_is_listed_and_corrected(office: Client) -> None:
    firm, kind, lead = make_enterprise(), make_kind(), make_department()
    entered = {
        "echelon": "province",
        "enterprise": firm.credit_code,
        "product": "毛尖",
        "kind": kind.pk,
        "lead": lead.pk,
        "planned_year": 2027,
        "version": 1,
    }
    url = reverse("brands:candidate_new")
    assert office.get(url).context["form"].initial == {"planned_year": clock.today().year}
    office.post(url, entered)
    candidate = Candidate.objects.get()
    assert (candidate.enterprise, candidate.moves.count()) == (firm, 1)
    twice = office.post(url, entered)
    assert (twice.status_code, Candidate.objects.count()) == (200, 1)
    neither = office.post(url, entered | {"enterprise": ""})
    assert (neither.status_code, Candidate.objects.count()) == (200, 1)
    edit = reverse("brands:candidate_edit", args=[candidate.pk])
    assert office.get(edit).status_code == 200
    office.post(edit, entered | {"planned_year": 2028})
    candidate.refresh_from_db()
    assert candidate.planned_year == 2028
    assert office.post(edit, entered).status_code == 409


def test_failing_asks_for_the_reason(office: Client) -> None:
    candidate = make_candidate(stage=Stage.UNDER_REVIEW)
    url = reverse("brands:candidate_refuse", args=[candidate.pk])
    assert office.get(url).status_code == 200
    assert office.post(url, {"reason": "", "version": 1}).context["form"].errors.keys() == {"reason"}
    office.post(url, {"reason": "评审得分不足", "version": 1})
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.reason) == (Stage.NOT_AWARDED, "评审得分不足")
    for name in ("brands:candidate_refuse", "brands:candidate_award"):
        answer = office.get(reverse(name, args=[candidate.pk]), follow=True)
        assert answer.redirect_chain[0][0] == reverse("brands:candidate", args=[candidate.pk])


def test_the_award_form_is_filled_in_and_makes_the_record(office: Client) -> None:
    candidate = make_candidate(stage=Stage.UNDER_REVIEW)
    url = reverse("brands:candidate_award", args=[candidate.pk])
    form = office.get(url).context["form"]
    assert (form["kind"].value(), form["product"].value()) == (candidate.kind_id, "毛尖")
    assert "enterprise" not in form.fields
    entered = {
        "kind": candidate.kind_id,
        "product": "毛尖",
        "sector": "industry",
        "number": "N-9",
        "stage": "first",
        "issued_on": "2026-05-01",
        "valid_from": "2026-05-01",
        "version": 1,
    }
    assert office.post(url, entered).context["form"].errors.keys() == {"valid_until"}
    entered["valid_until"] = "2029-04-30"
    answer = office.post(url, entered)
    credential = Credential.objects.get()
    assert answer.headers["Location"] == reverse("brands:detail", args=[credential.pk])
    assert credential.enterprise == candidate.enterprise
    assert office.post(url, entered).status_code == 200
    assert Credential.objects.count() == 1
    page = office.get(reverse("brands:detail", args=[credential.pk])).content.decode()
    assert reverse("brands:candidate", args=[candidate.pk]) in page


def test_an_award_out_of_turn_is_refused_in_words(office: Client) -> None:
    candidate = make_candidate(stage=Stage.LISTED)
    entered = {
        "kind": candidate.kind_id,
        "product": "毛尖",
        "sector": "industry",
        "number": "N-9",
        "stage": "first",
        "issued_on": "2026-05-01",
        "valid_from": "2026-05-01",
        "valid_until": "2029-04-30",
        "version": 1,
    }
    answer = office.post(reverse("brands:candidate_award", args=[candidate.pk]), entered)
    assert (answer.status_code, bool(answer.context["form"].non_field_errors())) == (200, True)
    assert not Credential.objects.exists()


def test_candidates_of_others_stay_hidden_everywhere(client: Client) -> None:
    lead, township = make_department(), make_township()
    led = make_candidate(product="甲", lead=lead)
    local = make_candidate(product="乙", enterprise=make_enterprise(township=township))
    paid = make_subsidy(candidate=led)
    for unit, seen in ((lead, ["甲"]), (township, ["乙"]), (make_department(), [])):
        as_liaison(client, unit)
        assert products(client.get(LIST)) == seen
        assert [name for lane in cards(client.get(BOARD)).values() for name in lane] == seen
        table = client.get(reverse("brands:candidates_export"), {"format": "csv"}).content.decode("utf-8-sig")
        assert len(table.splitlines()) == 1 + len(seen)
    for name in ("brands:candidate", "brands:candidate_move"):
        assert client.get(reverse(name, args=[led.pk])).status_code == 404
        assert client.post(reverse(name, args=[local.pk]), {"stage": "cultivating"}).status_code == 404
    assert client.get(reverse("brands:subsidy", args=[paid.pk])).status_code == 404
    assert client.get(reverse("brands:subsidies")).context["listing"].total == 0


def test_strangers_find_no_candidate_in_the_file_nor_beside_the_credential(client: Client) -> None:
    firm = make_enterprise()
    lead = make_department()
    candidate = make_candidate(enterprise=firm, lead=lead)
    credential = make_credential(enterprise=firm)
    Candidate.objects.filter(pk=candidate.pk).update(stage=Stage.AWARDED, credential=credential)
    make_subsidy(candidate=candidate)
    pages = [
        reverse("enterprises:detail", args=[firm.credit_code]),
        reverse("brands:detail", args=[credential.pk]),
    ]
    url = reverse("brands:candidate", args=[candidate.pk])
    as_liaison(client, make_department())
    assert [url in client.get(page).content.decode() for page in pages] == [False, False]
    as_liaison(client, lead)
    assert [url in client.get(page).content.decode() for page in pages] == [True, True]
    assert client.get(pages[1]).context["subsidies"].count() == 1


def test_the_lead_liaison_clicks_up_to_the_recommendation(client: Client) -> None:
    lead = make_department()
    as_liaison(client, lead)
    candidate = make_candidate(lead=lead, stage=Stage.CULTIVATING)
    url = reverse("brands:candidate_move", args=[candidate.pk])
    client.post(url, {"stage": "recommended", "version": 1})
    candidate.refresh_from_db()
    assert candidate.stage == Stage.RECOMMENDED
    assert client.get(reverse("brands:candidate", args=[candidate.pk])).context["steps"] == []
    assert client.post(url, {"stage": "under_review", "version": 2}).status_code == 403
    for name in ("brands:candidate_edit", "brands:candidate_award", "brands:candidate_refuse"):
        assert client.get(reverse(name, args=[candidate.pk])).status_code == 403
    assert client.get(reverse("brands:candidate_new")).status_code == 403


def test_the_inbox_says_which_candidates_wait() -> None:
    today = clock.today()
    lead = make_department()
    make_candidate(lead=lead, planned_year=today.year)
    make_candidate(lead=lead, planned_year=today.year + 1)
    make_candidate(stage=Stage.RECOMMENDED, planned_year=today.year)
    office, liaison = make_user(role=Role.OFFICE), make_user(role=Role.LIAISON, department=lead)
    waiting = [
        [item.url for item in inbox(user, today) if item.url.startswith(LIST)]
        for user in (office, liaison, make_user(role=Role.LIAISON))
    ]
    assert waiting == [[f"{LIST}?stage=recommended"], [f"{LIST}?lead={lead.pk}"], []]
