"""The scoring grid: what a cell takes, what it refuses in words, what is shown, and what the page costs."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Criterion, Group, Rule, Scheme, Score
from departments.access import Role
from departments.models import Department, User
from tests.assessments.factories import FEBRUARY, TARGET_PARAMS, make_scheme, make_score
from tests.assessments.procedure.factories import enter, liaison_of, moved_to, sign_in, url
from tests.departments.factories import make_department, make_township, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> User:
    """Sign the office in."""
    return sign_in(client, make_user())


def send(
    client: Client, scheme: Scheme, unit: Department, points: str, *, code: str = "K1", **more: object
) -> tuple[int, dict[str, object]]:
    """Send one cell of the final column as the grid's script does; return the answer."""
    sent = {"criterion": scheme.criteria.get(code=code).pk, "unit": unit.pk, "column": "final"}
    answer = client.post(url("cell", scheme), {**sent, "points": points, "reason": "", **more})
    return answer.status_code, answer.json()


# --- what a cell takes ---------------------------------------------------------------------
def test_points_are_read_as_people_type_them(client: Client, office: User) -> None:
    scheme, unit = make_scheme(), make_department()
    status, told = send(client, scheme, unit, "３５.５", reason="缺材料")
    assert (status, told["points"], told["version"], told["by"]) == (200, "35.5", 1, "李四")
    found = Score.objects.get()
    assert (found.points, found.reason, found.scored_by) == (Decimal("35.5"), "缺材料", office)


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ("60.01", "Enter points from 0 to 60, with at most two decimals."),
        ("-1", "Enter points from 0 to 60, with at most two decimals."),
        ("1.234", "Enter points from 0 to 60, with at most two decimals."),
        ("1e1", "is not a number"),
        ("NaN", "is not a number"),
        ("viel", "is not a number"),
        ("", "Enter the points as well."),
    ],
)
def test_what_does_not_fit_is_told_at_the_field(
    client: Client, office: User, points: str, message: str
) -> None:
    scheme, unit = make_scheme(), make_department()
    status, told = send(client, scheme, unit, points)
    assert (status, message in str(told["error"]), told["field"]) == (400, True, "points")
    assert not Score.objects.exists()


def test_a_score_is_changed_but_never_emptied(client: Client, office: User) -> None:
    scheme, unit = make_scheme(), make_department()
    make_score(scheme, unit, "50")
    emptied = send(client, scheme, unit, "", version=1)
    assert emptied[1]["error"] == "A score can be changed, but not emptied."
    assert send(client, scheme, unit, "51", version=1)[1]["version"] == 2
    assert Score.objects.get().points == Decimal(51)


def test_of_two_clerks_the_second_is_told_who_was_faster(client: Client, office: User) -> None:
    scheme, unit = make_scheme(), make_department()
    make_score(scheme, unit, "50")
    status, told = send(client, scheme, unit, "20")
    assert (status, told["points"], told["by"]) == (409, "50", "李四")
    assert Score.objects.get().points == Decimal(50)


def test_where_records_give_no_score_a_person_states_the_reason(client: Client, office: User) -> None:
    scheme = make_scheme(criteria=[("30", Rule.TARGET_ATTAINMENT, TARGET_PARAMS)])
    unit = make_department()
    status, told = send(client, scheme, unit, "24")
    assert (status, told["field"]) == (400, "reason")
    assert send(client, scheme, unit, "24", reason="未承担目标")[0] == 200


def test_nobody_but_the_office_writes_into_the_final_column(client: Client) -> None:
    scheme, unit = make_scheme(), make_department()
    scheme.criteria.update(scored_by=unit)
    sign_in(client, liaison_of(unit))
    assert send(client, scheme, unit, "50")[0] == 400
    sign_in(client, make_user(role=Role.LEADER))
    assert client.post(url("cell", scheme), {"points": "50"}).status_code == 403
    assert not Score.objects.exists()


# --- what is shown -------------------------------------------------------------------------
def test_proposed_points_are_shown_beside_the_field(client: Client, office: User) -> None:
    params = {"full_count": 1, "families": ["brand"]}
    scheme = make_scheme(group=Group.TOWNSHIPS, criteria=[("30", Rule.TOWNSHIP_CREDENTIALS, params)])
    make_township()
    assert "proposed 0" in client.get(url("scores", scheme)).text


def test_the_office_begins_at_the_first_heading_and_the_form_says_so(client: Client, office: User) -> None:
    make_department()
    scheme = moved_to(make_scheme(), "document", office)
    first, second = scheme.criteria.order_by("code")
    page = client.get(url("scores", scheme))
    assert (page.context["column"], page.context["criteria"]) == ("document", [first])
    assert f'<option value="{first.pk}" selected>' in page.text
    asked = client.get(url("scores", scheme), {"column": "self", "heading": str(second.pk)})
    assert (asked.context["column"], asked.context["criteria"]) == ("self", [second])


def test_after_publication_no_cell_is_open(client: Client, office: User) -> None:
    unit, scheme = make_department(), make_scheme()
    enter(scheme, unit, "55", "37", by=office, column="final")
    Scheme.objects.update(stage="published")
    assert "data-points" not in client.get(url("scores", scheme)).text


# --- cost ----------------------------------------------------------------------------------
def grown(scheme: Scheme, units: int, criteria: int) -> None:
    """Grow a scheme to so many criteria and units, every cell filled in two columns."""
    for number in range(scheme.criteria.count() + 1, criteria + 1):
        Criterion.objects.create(
            scheme=scheme, code=f"K{number}", name=f"指标{number}", points=10, rule=Rule.MANUAL, order=number
        )
    Department.objects.bulk_create(
        Department(code=f"d{number}", name=f"县第{number}局", short_name=f"{number}局", kind="department")
        for number in range(Department.objects.count() + 1, units + 1)
    )
    filled = {"points": 5, "reason": "材料不全", "scored_at": FEBRUARY, "scored_by": make_user()}
    Score.objects.all().delete()
    Score.objects.bulk_create(
        Score(criterion=criterion, unit=unit, column=column, **filled)
        for criterion in scheme.criteria.all()
        for unit in Department.objects.all()
        for column in ("self", "document")
    )


@pytest.mark.parametrize("who", ["office", "scorer"])
def test_a_grid_of_40_units_and_60_criteria_asks_no_more_than_one_cell(client: Client, who: str) -> None:
    scorer = make_department()
    scheme = moved_to(make_scheme(criteria=[("10", Rule.MANUAL, {})]), "document", make_user())
    sign_in(client, make_user() if who == "office" else liaison_of(scorer))
    counts, cells = [], []
    for units, criteria in ((1, 1), (40, 60)):
        grown(scheme, units, criteria)
        scheme.criteria.update(scored_by=scorer)
        client.get(url("scores", scheme))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url("scores", scheme))
        counts.append(len(queries))
        cells.append(page.text.count("data-points"))
    assert counts[0] == counts[1]
    assert cells == [1, 40 if who == "office" else 2400]
