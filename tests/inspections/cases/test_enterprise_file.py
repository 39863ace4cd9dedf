"""Enforcement cases in the enterprise's quality file: shown with their state, weighed, moved."""

from datetime import date

import pytest

from departments.access import Role
from enterprises.actions.merging import merge_enterprises
from inspections.enterprise_samples import latest_quarters, quarterly_tallies
from inspections.models import Result
from inspections.queries.rates import Tally
from inspections.risk_factors import open_cases
from inspections.rules.terms import Stage
from inspections.sections import cases, samples
from tests.departments.factories import make_township, make_user
from tests.inspections.cases.factories import OPENED, make_case
from tests.inspections.factories import make_enterprise, make_sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ladders")]

TODAY = date(2024, 2, 1)


def test_a_case_is_shown_with_its_state_and_weighs_while_it_is_open() -> None:
    case = make_case()
    enterprise = case.enterprise
    assert enterprise is not None
    shown = cases(enterprise, make_user(role=Role.OFFICE), TODAY)
    assert shown is not None
    assert [(row.pk, row.stage) for row in shown["cases"]] == [(case.pk, Stage.NEW)]
    finding = open_cases(enterprise, TODAY, 24)
    assert finding is not None
    assert (finding.count, finding.url) == (1, "#cases")
    elsewhere = cases(enterprise, make_user(role=Role.LIAISON, department=make_township()), TODAY)
    assert elsewhere is not None
    assert elsewhere["cases"] == []


def test_a_case_moves_with_the_merged_file() -> None:
    case = make_case()
    gone = case.enterprise
    assert gone is not None
    kept = make_enterprise("岭北电缆有限公司")
    merge_enterprises(kept, gone, by=make_user(), versions={kept.pk: 1, gone.pk: 1}, reason="同一企业")
    case.refresh_from_db()
    assert (case.enterprise, case.history.first().enterprise_id) == (kept, kept.pk)


def test_those_who_may_not_see_checks_see_neither() -> None:
    enterprise = make_enterprise("岭北电缆厂")
    stranger = make_user(role=Role.OFFICE)
    stranger.is_active = False
    assert (samples(enterprise, stranger, TODAY), cases(enterprise, stranger, TODAY)) == (None, None)


def test_batches_are_counted_by_quarter_from_its_first_to_its_last_day() -> None:
    enterprise = make_enterprise("岭北电缆厂")
    for day, result in (
        (date(2021, 3, 31), Result.FAIL),
        (date(2021, 4, 1), Result.PASS),
        (date(2023, 12, 31), Result.PASS),
        (date(2024, 1, 1), Result.FAIL),
        (OPENED, Result.PASS),
        (date(2024, 2, 2), Result.FAIL),
    ):
        make_sample(producer=enterprise, judged_on=day, result=result)
    make_sample(producer=enterprise, judged_on=OPENED, result=Result.FAIL, is_counterfeit=True)
    found = quarterly_tallies(enterprise, TODAY)
    assert list(found) == latest_quarters(TODAY)
    assert (min(found), max(found)) == ((2021, 2), (2024, 1))
    assert {quarter: tally for quarter, tally in found.items() if tally.tested} == {
        (2021, 2): Tally(1, 0),
        (2023, 4): Tally(1, 0),
        (2024, 1): Tally(2, 1),
    }
