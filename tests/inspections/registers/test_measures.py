"""The share of infringement cases that were closed."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from departments.access import Role
from inspections.measures.registers import CLOSED_RATIO, REGISTER_MEASURES
from inspections.models import InfringementState
from targets import measures
from targets.measures import UNKNOWN, Figure
from tests.departments.factories import make_township, make_user
from tests.inspections.registers.factories import make_infringement

pytestmark = pytest.mark.django_db
S = InfringementState
DAYS = [date(2024, 12, 31), date(2025, 4, 30), date(2025, 5, 1), date(2025, 12, 31)]


def test_the_share_is_known_on_any_date_in_one_question(django_assert_num_queries: object) -> None:
    make_infringement(S.CLOSED)
    make_infringement(S.TRANSFERRED)
    make_infringement(S.DECIDED, found_on=date(2025, 3, 31))
    make_infringement(S.FILED, found_on=date(2024, 12, 31))
    make_infringement(S.FILED, found_on=date(2023, 12, 31))
    with django_assert_num_queries(1):  # type: ignore[operator]
        figures = measures.figures([CLOSED_RATIO], DAYS)
    assert figures[CLOSED_RATIO] == {
        DAYS[0]: Figure(Decimal("0.00"), Decimal(0), Decimal(1), 1),
        DAYS[1]: Figure(Decimal("0.00"), Decimal(0), Decimal(3), 3),
        DAYS[2]: Figure(Decimal("66.67"), Decimal(2), Decimal(3), 3),
        DAYS[3]: Figure(Decimal("66.67"), Decimal(2), Decimal(3), 3),
    }
    assert measures.figures([CLOSED_RATIO], [date(2022, 1, 1)])[CLOSED_RATIO] == {date(2022, 1, 1): UNKNOWN}


def test_each_township_and_the_records_behind(client: Client) -> None:
    town = make_township()
    make_infringement(S.CLOSED, township=town)
    make_infringement(S.FILED, township=town)
    make_infringement(S.FILED, township=town, found_on=date(2024, 1, 1))
    make_infringement(S.CLOSED)
    measure = REGISTER_MEASURES[0]
    on = date(2025, 12, 31)
    assert measure.source.by_township(CLOSED_RATIO, on) == {
        town.pk: Figure(Decimal("50.00"), Decimal(1), Decimal(2), 2)
    }
    client.force_login(make_user(role=Role.LEADER))
    for township, number in ((None, 3), (town.pk, 2)):
        answer = client.get(measure.records_url(on, township))
        assert answer.context["listing"].total == number


def test_the_targets_know_the_measure() -> None:
    assert measures.get(CLOSED_RATIO) is REGISTER_MEASURES[0]
