"""What the cases give to the targets: closed in time, yellow cards."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from departments.models import User
from inspections.measures.cases import CLOSED_IN_TIME, SOURCE, YELLOW_CARDS, cards_url, closed_url
from inspections.models import Case
from inspections.queries.case_figures import case_overview, rest_months
from targets.measures import UNKNOWN, Figure
from tests.departments.factories import make_township, make_user
from tests.inspections.cases.factories import make_case, take

pytestmark = pytest.mark.usefixtures("ladders")

END = date(2024, 12, 31)


@pytest.fixture
def office() -> User:
    """Return somebody of the office."""
    return make_user()


def close(case: Case, recheck_on: date, *, by: User) -> None:
    """Lead a case to its end, re-checked on a day; the last lawful one is 15 April 2024."""
    take(case, "notice", date(2024, 1, 10), by=by)
    take(case, "order", date(2024, 1, 31), by=by)
    take(case, "recheck", recheck_on, by=by, outcome="pass")
    take(case, "closed", recheck_on, by=by)


def test_unknown_and_zero_without_cases() -> None:
    found = SOURCE.figures([CLOSED_IN_TIME, YELLOW_CARDS], [END])
    assert found == {CLOSED_IN_TIME: {END: UNKNOWN}, YELLOW_CARDS: {END: Figure(Decimal(0))}}


def test_cases_closed_in_time_and_yellow_cards(office: User, django_assert_num_queries: Any) -> None:
    first, second, third = (make_case(by=office) for _n in range(3))
    close(first, date(2024, 4, 15), by=office)
    close(second, date(2024, 4, 16), by=office)
    take(third, "notice", date(2024, 1, 10), by=office)
    before, after = date(2024, 4, 14), date(2025, 1, 1)
    with django_assert_num_queries(1):
        found = SOURCE.figures([CLOSED_IN_TIME, YELLOW_CARDS], [before, END, after])
    assert found[CLOSED_IN_TIME] == {
        before: UNKNOWN,
        END: Figure(Decimal("50.00"), Decimal(1), Decimal(2), 2),
        after: UNKNOWN,
    }
    cards = [found[YELLOW_CARDS][on].value for on in (date(2024, 4, 14), END, after)]
    assert cards == [Decimal(2), Decimal(2), Decimal(0)]


def test_figures_by_township_lead_to_their_cases(office: User, django_assert_num_queries: Any) -> None:
    one, other = make_township(), make_township()
    close(make_case(by=office, township=one), date(2024, 4, 15), by=office)
    make_case(by=office, township=other)
    with django_assert_num_queries(1):
        assert SOURCE.by_township(CLOSED_IN_TIME, END) == {
            one.pk: Figure(Decimal("100.00"), Decimal(1), Decimal(1), 1)
        }
    assert SOURCE.by_township(YELLOW_CARDS, END) == {one.pk: Figure(Decimal(1), records=1)}
    client = Client()
    client.force_login(office)
    for address in (closed_url, cards_url):
        assert client.get(address(END, one.pk)).context["listing"].total == 1
        assert client.get(address(END, other.pk)).context["listing"].total == 0
        assert client.get(address(END, None)).context["listing"].total == 1


def test_a_withdrawn_step_counts_for_nothing(office: User) -> None:
    from inspections.actions.cases import withdraw_step

    case = make_case(by=office)
    take(case, "notice", date(2024, 1, 10), by=office)
    card = take(case, "order", date(2024, 1, 31), by=office)
    case.refresh_from_db()
    withdraw_step(card, by=office, version=case.version, reason="录错")
    assert SOURCE.figures([YELLOW_CARDS], [END])[YELLOW_CARDS][END].value == Decimal(0)


def test_the_figures_above_the_list(office: User) -> None:
    close(make_case(by=office), date(2024, 4, 15), by=office)
    make_case(by=office)  # due on 15 January
    found = case_overview(Case.objects.all(), date(2024, 1, 10))
    assert (found.open, found.overdue, found.coming, found.in_time) == (1, 0, 1, None)
    found = case_overview(Case.objects.all(), END)
    assert (found.open, found.overdue, found.coming, found.closed) == (1, 1, 0, 1)
    assert found.in_time == Decimal("100.00")


def test_the_period_without_a_repeated_check_is_the_ladders() -> None:
    assert rest_months() == 6
