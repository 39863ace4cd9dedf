"""Infringement cases: what may be stored, how they move on, what they add up to."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from departments.access import Role
from departments.records import EditConflict
from inspections.actions.infringements import advance_infringement, change_infringement, file_infringement
from inspections.models import InfringementCase, InfringementKind, InfringementSource, InfringementState
from inspections.queries.registers import infringement_totals
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_enterprise
from tests.inspections.registers.factories import ENTERED, FOUND, TODAY, make_infringement

pytestmark = pytest.mark.django_db
S = InfringementState


def values(**changes: Any) -> dict[str, Any]:
    """What is entered when a case is filed."""
    return {
        "number": "某市监立[2025]第007号",
        "kind": InfringementKind.TRADEMARK,
        "party": "李记商行",
        "found_on": FOUND,
        "source": InfringementSource.CAMPAIGN,
    } | changes


def test_a_case_is_filed_under_its_official_number_with_history() -> None:
    user = make_user()
    case = file_infringement(by=user, today=TODAY, **values())
    assert (case.number, case.state, case.is_open) == ("某市监立〔2025〕7号", S.FILED, True)
    assert case.history.get().history_user_id == user.signature
    assert str(case) == "某市监立〔2025〕7号 李记商行"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "7号"}, "number"),
        ({"party": ""}, "party"),
        ({"found_on": date(2026, 1, 1)}, "found_on"),
        ({"goods_value": Decimal(-1)}, "goods_value"),
        ({"goods_value": Decimal("1e13")}, "goods_value"),
        ({"kind": "theft"}, "kind"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        file_infringement(by="测试", today=TODAY, **values(**changes))
    assert field in refused.value.error_dict
    assert InfringementCase.objects.count() == 0


def test_a_number_is_given_once() -> None:
    file_infringement(by="测试", today=TODAY, **values())
    with pytest.raises(ValidationError) as refused:
        file_infringement(by="测试", today=TODAY, **values(number="某市监立（2025）7号"))
    assert list(refused.value.error_dict) == ["number"]


def test_the_township_follows_from_the_enterprise() -> None:
    firm = make_enterprise()
    case = file_infringement(by="测试", today=TODAY, **values(enterprise=firm))
    assert case.township == firm.township
    elsewhere = make_township()
    other = file_infringement(
        by="测试", today=TODAY, **values(number="某市监立〔2025〕8号", enterprise=firm, township=elsewhere)
    )
    assert other.township == elsewhere


@pytest.mark.parametrize("now", [S.FILED, S.INVESTIGATED, S.DECIDED])
@pytest.mark.parametrize("then", [S.INVESTIGATED, S.DECIDED, S.CLOSED, S.TRANSFERRED])
def test_a_case_moves_to_the_states_that_may_follow(now: str, then: InfringementState) -> None:
    case = make_infringement(now)
    entered = {"by": "测试", "version": 1, "today": TODAY, "state": then, **ENTERED[then]}
    if then in case.next_states:
        moved = advance_infringement(case, **entered)
        assert (moved.state, moved.version, moved.history.count()) == (then, 2, 2)
    else:
        with pytest.raises(ValidationError) as refused:
            advance_infringement(case, **entered)
        assert len(refused.value.messages) == 1
        assert InfringementCase.objects.get().state == now


@pytest.mark.parametrize("state", [S.CLOSED, S.TRANSFERRED])
def test_a_case_that_ended_stays_ended(state: str) -> None:
    case = make_infringement(state)
    with pytest.raises(ValidationError):
        advance_infringement(case, by="测试", version=1, today=TODAY, state=S.INVESTIGATED)
    assert (case.is_open, case.next_states) == (False, ())


def test_a_step_names_what_is_missing() -> None:
    case = make_infringement(S.INVESTIGATED)
    with pytest.raises(ValidationError) as refused:
        advance_infringement(
            case, by="测试", version=1, today=TODAY, state=S.DECIDED, penalty=Decimal(0), decided_on=FOUND
        )
    assert set(refused.value.error_dict) == {"goods_value", "decision_number"}


def test_the_second_of_two_people_is_told() -> None:
    first = InfringementCase.objects.get(pk=make_infringement().pk)
    second = InfringementCase.objects.get(pk=first.pk)
    advance_infringement(
        first, by="甲", version=1, today=TODAY, state=S.INVESTIGATED, **ENTERED[S.INVESTIGATED]
    )
    with pytest.raises(EditConflict) as conflict:
        advance_infringement(
            second, by="乙", version=1, today=TODAY, state=S.TRANSFERRED, **ENTERED[S.TRANSFERRED]
        )
    assert conflict.value.current.version == 2
    with pytest.raises(EditConflict):
        change_infringement(second, by="乙", version=1, today=TODAY, party="他人")
    assert InfringementCase.objects.get().party == "李记商行"


def test_a_correction_keeps_what_the_state_needs() -> None:
    case = make_infringement(S.DECIDED)
    changed = change_infringement(case, by="甲", version=1, today=TODAY, penalty=Decimal(800))
    assert (changed.penalty, changed.state) == (Decimal(800), S.DECIDED)
    with pytest.raises(ValidationError) as refused:
        change_infringement(case, by="甲", version=2, today=TODAY, officer="")
    assert list(refused.value.error_dict) == ["officer"]


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        (S.DECIDED, {"decided_on": date(2025, 2, 28)}),
        (S.CLOSED, {"closed_on": date(2025, 3, 31)}),
        (S.TRANSFERRED, {"closed_on": date(2025, 2, 28)}),
        (S.FILED, {"closed_on": date(2025, 5, 1)}),
        (S.CLOSED, {"transferred_to": "县公安局"}),
    ],
)
def test_the_database_keeps_days_and_state_in_order(state: str, changes: dict[str, Any]) -> None:
    case = make_infringement(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        InfringementCase.objects.filter(pk=case.pk).update(**changes)
    with pytest.raises(ValidationError):
        change_infringement(case, by="甲", version=1, today=TODAY, **changes)


def test_cases_are_found_by_number_party_and_code() -> None:
    firm = make_enterprise()
    case = make_infringement(party="（青山）酒业", enterprise=firm)
    make_infringement(party="别家")
    rows = InfringementCase.objects.all()
    for words in (case.number.replace("〔", "[").replace("〕", "]"), "(青山)", firm.credit_code.lower()):
        assert list(rows.matching(words)) == [case]
    assert list(rows.open()) == list(rows)


def test_totals_by_kind_are_one_question(django_assert_num_queries: Any) -> None:
    make_infringement(S.DECIDED, kind=InfringementKind.PRICE)
    make_infringement(S.DECIDED, kind=InfringementKind.PRICE, goods_value=Decimal("0.10"), penalty=Decimal(0))
    make_infringement(S.FILED, kind=InfringementKind.COUNTERFEIT)
    make_infringement(S.FILED, found_on=date(2024, 12, 31))
    with django_assert_num_queries(1):
        totals = infringement_totals(InfringementCase.objects.for_year(2025))
    assert [(total.kind, total.number, total.goods_value, total.penalty) for total in totals] == [
        (InfringementKind.COUNTERFEIT, 1, None, None),
        (InfringementKind.PRICE, 2, Decimal("1200.60"), Decimal(5000)),
        (None, 3, Decimal("1200.60"), Decimal(5000)),
    ]
    assert [str(total.penalty) for total in totals] == ["None", "5000.00", "5000.00"]
    assert [total.number for total in infringement_totals(InfringementCase.objects.for_year(2023))] == [0]


def test_a_township_sees_its_own_cases_and_others_all() -> None:
    own = make_township()
    case = make_infringement(township=own)
    make_infringement(township=make_township())
    make_infringement()
    visible = InfringementCase.objects.visible_to
    assert list(visible(make_user(role=Role.LIAISON, department=own))) == [case]
    assert [visible(make_user(role=role)).count() for role in (Role.OFFICE, Role.LEADER, Role.LIAISON)] == [
        3,
        3,
        3,
    ]
