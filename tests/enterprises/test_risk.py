"""The risk mark: weights, limits, and what each room finds."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from brands.models.kind import Family
from brands.risk_factors import certificate_ran_out, licence_ran_out
from departments.access import Role
from enterprises import risk
from enterprises.models import Enterprise, RiskFigure
from enterprises.risk import RiskFactor, explained, figures, register, risk_of
from enterprises.risk_factors import unverified_instruments, without_standard
from enterprises.rules.risk import HIGH, MONTHS, WATCH, Finding, Mark, Reason, judge, weigh
from inspections.models import Result
from inspections.risk_factors import failed_batches, infringements, named_on_counterfeits, open_cases
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_user
from tests.enterprises.factories import (
    make_enterprise,
    make_instrument,
    make_product,
    make_standard,
    make_verification,
)
from tests.inspections.factories import make_sample

TODAY = date(2025, 3, 31)
LIMITS = {WATCH: 20, HIGH: 50}

Find = Callable[[Enterprise, date, int], Finding | None]


def count(find: Find, enterprise: Enterprise, today: date = TODAY) -> int:
    """How often a factor holds within 24 months."""
    finding = find(enterprise, today, 24)
    return finding.count if finding else 0


@pytest.mark.parametrize(
    ("points", "mark"), [(0, Mark.LOW), (19, Mark.LOW), (20, Mark.WATCH), (49, Mark.WATCH), (50, Mark.HIGH)]
)
def test_the_mark_follows_the_limits(points: int, mark: Mark) -> None:
    assert judge([Reason("甲", points)], LIMITS).mark == mark


def test_reasons_stand_by_weight_and_those_without_are_left_out() -> None:
    found = judge([Reason("甲", 5), Reason("乙", 30), Reason("丙", 0)], LIMITS)
    assert ([reason.text for reason in found.reasons], found.points, found.light) == (
        ["乙", "甲"],
        35,
        "warn",
    )


@pytest.mark.parametrize(("times", "weight"), [(1, 20), (3, 60), (7, 60)])
def test_a_factor_counts_three_times_at_most(times: int, weight: int) -> None:
    assert weigh(Finding("甲", times), 20).weight == weight


@pytest.mark.django_db
def test_failures_of_its_own_products_within_the_period() -> None:
    enterprise = make_enterprise()
    make_sample(producer=enterprise, result=Result.FAIL, judged_on=date(2023, 3, 31))
    make_sample(producer=enterprise, result=Result.FAIL, judged_on=date(2023, 3, 30))
    make_sample(producer=enterprise, result=Result.FAIL, judged_on=TODAY, is_counterfeit=True)
    make_sample(producer=enterprise, result=Result.PASS, judged_on=TODAY)
    make_sample(seller=enterprise, result=Result.FAIL, judged_on=TODAY)
    assert (count(failed_batches, enterprise), count(named_on_counterfeits, enterprise)) == (1, 1)


@pytest.mark.django_db
def test_the_links_of_the_mark_lead_to_the_batches(client: Client) -> None:
    enterprise = make_enterprise()
    failed = make_sample(producer=enterprise, result=Result.FAIL, judged_on=TODAY)
    fake = make_sample(producer=enterprise, result=Result.FAIL, judged_on=TODAY, is_counterfeit=True)
    make_sample(result=Result.FAIL, judged_on=TODAY)
    client.force_login(make_user(role=Role.OFFICE))
    for find, sample in ((failed_batches, failed), (named_on_counterfeits, fake)):
        finding = find(enterprise, TODAY, 24)
        assert finding is not None
        assert list(client.get(finding.url).context["listing"].page) == [sample]


@pytest.mark.django_db
def test_products_without_a_standard_today() -> None:
    enterprise = make_enterprise()
    make_product(enterprise=enterprise)
    make_product(enterprise=enterprise, is_main=False)
    make_product(enterprise=enterprise, delisted_on=TODAY)
    make_standard(make_product(enterprise=enterprise))
    make_standard(make_product(enterprise=enterprise), ended_on=date(2025, 3, 30))
    assert count(without_standard, enterprise) == 2


@pytest.mark.django_db
def test_instruments_without_valid_verification_today() -> None:
    enterprise = make_enterprise()
    make_instrument(enterprise=enterprise)
    make_instrument(enterprise=enterprise, is_mandatory=False)
    make_instrument(enterprise=enterprise, withdrawn_on=TODAY)
    make_verification(make_instrument(enterprise=enterprise), valid_until=TODAY)
    make_verification(make_instrument(enterprise=enterprise), valid_until=date(2025, 3, 30))
    make_verification(make_instrument(enterprise=enterprise), valid_until=None)
    assert count(unverified_instruments, enterprise) == 3


@pytest.mark.django_db
def test_licences_that_ran_out_count_while_production_goes_on() -> None:
    enterprise = make_enterprise()
    licence = make_kind(family=Family.LICENCE)
    system = make_kind(family=Family.MANAGEMENT_SYSTEM)
    make_credential(kind=licence, enterprise=enterprise, valid_until=date(2025, 3, 30))
    make_credential(kind=system, enterprise=enterprise, valid_until=date(2025, 3, 30))
    make_credential(kind=system, enterprise=enterprise, valid_until=date(2026, 3, 30))
    assert count(licence_ran_out, enterprise) == 0
    make_product(enterprise=enterprise)
    assert (count(licence_ran_out, enterprise), count(certificate_ran_out, enterprise)) == (1, 0)
    later = date(2026, 3, 31)
    assert (count(licence_ran_out, enterprise, later), count(certificate_ran_out, enterprise, later)) == (
        1,
        1,
    )
    enterprise.closed_on = TODAY
    assert count(licence_ran_out, enterprise) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("find", [open_cases, infringements, failed_batches, named_on_counterfeits])
def test_without_records_nothing_is_found(find: Find) -> None:
    assert find(make_enterprise(), TODAY, 24) is None


@pytest.mark.django_db
def test_the_office_sets_other_figures() -> None:
    enterprise = make_enterprise()
    make_sample(producer=enterprise, result=Result.FAIL, judged_on=TODAY)
    assert risk_of(enterprise, TODAY, figures()).mark == Mark.WATCH
    RiskFigure.objects.create(code="samples.failed", value=60)
    assert risk_of(enterprise, TODAY, figures()).mark == Mark.HIGH
    RiskFigure.objects.filter(code="samples.failed").update(value=0)
    assert risk_of(enterprise, TODAY, figures()).reasons == ()
    shown = {str(name): value for name, value in explained(figures())}
    assert (len(shown), 0 in shown.values()) == (len(figures()), True)


@pytest.mark.django_db
def test_figures_are_set_in_the_back_office(client: Client) -> None:
    client.force_login(make_user(role=Role.OFFICE))
    url = reverse("admin:enterprises_riskfigure_add")
    assert client.post(url, {"code": MONTHS, "value": 12}).status_code == 302
    figure = RiskFigure.objects.get()
    assert (figures()[MONTHS], str(figure)) == (12, f"{figure.get_code_display()}: 12")
    refused = client.post(url, {"code": "nonsense", "value": 1001})
    assert sorted(refused.context["adminform"].form.errors) == ["code", "value"]


def test_a_factor_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(risk, "_registry", {})

    def factor() -> RiskFactor:
        return RiskFactor("甲", "甲", 1, lambda _enterprise, _today, _months: None)  # type: ignore[arg-type]

    first = factor()
    register([first, first])
    with pytest.raises(ValueError, match="two risk factors are called 甲"):
        register([RiskFactor("甲", "乙", 1, first.find)])  # type: ignore[arg-type]
