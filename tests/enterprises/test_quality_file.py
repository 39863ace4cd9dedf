"""The quality file as a page and as a paper: the same figures, and the same questions whatever it holds."""

import io
from datetime import date, timedelta

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from brands.models.kind import Family
from departments.access import Role
from departments.models import User
from enterprises.models import Enterprise
from enterprises.papers import file_paper
from enterprises.quality_file import quality_file
from enterprises.rules.risk import Mark
from inspections.models import Result
from quality_portal.lib import clock
from quality_portal.lib.documents import pdf
from quality_portal.lib.documents.errors import PaperError
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import (
    make_enterprise,
    make_instrument,
    make_product,
    make_standard,
    make_verification,
)
from tests.inspections.factories import make_sample
from tests.inspections.registers.factories import make_incident, make_infringement

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def fill(enterprise: Enterprise, rows: int) -> None:
    """Give an enterprise so many records of each kind."""
    honour, system = make_kind(family=Family.HONOUR), make_kind(family=Family.MANAGEMENT_SYSTEM)
    for number in range(rows):
        make_standard(make_product(enterprise=enterprise))
        make_verification(make_instrument(enterprise=enterprise))
        make_sample(
            producer=enterprise,
            result=Result.FAIL,
            judged_on=clock.today() - timedelta(days=number),
            product=f"{number}号毛尖",
        )
        make_credential(kind=honour, enterprise=enterprise)
        make_credential(kind=system, enterprise=enterprise)
        make_infringement(enterprise=enterprise)
        make_incident(enterprise=enterprise)


def address(enterprise: Enterprise, name: str = "detail") -> str:
    """The address of a page of the file."""
    return reverse(f"enterprises:{name}", args=[enterprise.credit_code])


def words_of(content: bytes) -> str:
    """The text of a paper without blanks."""
    with pdfplumber.open(io.BytesIO(content)) as paper:
        return "".join("".join((page.extract_text() or "").split()) for page in paper.pages)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_asks_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enterprise = make_enterprise()
    fill(enterprise, rows)
    office.get(address(enterprise))
    with django_assert_num_queries(32):
        answer = office.get(address(enterprise))
    assert len(answer.context["file"].instruments) == rows


def test_the_page_shows_the_mark_with_its_reasons(office: Client) -> None:
    enterprise = make_enterprise()
    fill(enterprise, 1)
    page = office.get(address(enterprise))
    risk = page.context["file"].risk
    assert (risk.mark, risk.points) == (Mark.HIGH, 20 + 25 + 10)
    html = page.content.decode()
    assert [str(reason.text) in html for reason in risk.reasons] == [True] * 3


def test_the_paper_prints_what_the_page_shows() -> None:
    reader = make_user(role=Role.OFFICE)
    enterprise = make_enterprise("青山茶业有限公司")
    fill(enterprise, 2)
    with override("en"):
        words = words_of(file_paper(enterprise, reader, clock.today()))
    with override("zh-hans"):
        file = quality_file(enterprise, reader, clock.today())
        expected = [
            "青山茶业有限公司质量档案",
            enterprise.credit_code,
            f"风险提示：{file.risk.mark.label}",
            f"合计{file.risk.points}分",
            *(str(reason.text).replace(" ", "") for reason in file.risk.reasons),
            *(line.instrument.number for line in file.instruments),
            *(str(line.state.label) for line in file.instruments),
            *(product.name for product in file.products),
            "作为生产者受检2批次，不合格2批次。",
            "0号毛尖",
            "五、",
            "八、",
        ]
    assert [word for word in expected if word not in words] == []


def test_an_empty_file_prints_too(office: Client) -> None:
    enterprise = make_enterprise("空白企业")
    answer = office.get(address(enterprise, "paper"))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"] == f'inline; filename="{enterprise.credit_code}.pdf"'
    assert "现有记录中无风险因素。" in words_of(answer.content)


def test_a_paper_that_cannot_be_printed_is_told(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    enterprise = make_enterprise()

    def refuse(*_arguments: object, **_options: object) -> bytes:
        raise PaperError("too large")

    monkeypatch.setattr(pdf, "render", refuse)
    answer = office.get(address(enterprise, "paper"), follow=True)
    assert (answer.redirect_chain[0][0], "too large" in answer.content.decode()) == (
        address(enterprise),
        True,
    )


def test_a_township_liaison_opens_and_prints_the_own_townships_files_only(client: Client) -> None:
    own = make_township()
    mine, theirs = make_enterprise(township=own), make_enterprise()
    client.force_login(make_user(role=Role.LIAISON, department=own))
    assert [client.get(address(each, "paper")).status_code for each in (mine, theirs)] == [200, 404]


def test_batches_of_other_townships_are_counted_but_not_listed() -> None:
    own = make_township()
    enterprise = make_enterprise(township=own)
    make_sample(producer=enterprise, township=own)
    make_sample(producer=enterprise, township=make_township(), result=Result.FAIL)

    def spot_checks(user: User) -> tuple[int, int, int, int]:
        file = quality_file(enterprise, user, date(2024, 12, 31))
        values = next(filled.values for filled in file.sections if filled.section.code == "samples")
        return len(values["samples"]), values["hidden"], values["total"], values["failed"]

    assert spot_checks(make_user(role=Role.LIAISON, department=own)) == (1, 1, 2, 1)
    assert spot_checks(make_user(role=Role.OFFICE)) == (2, 0, 2, 1)


def test_honours_stand_apart_from_certificates() -> None:
    enterprise = make_enterprise()
    honour = make_credential(kind=make_kind(family=Family.HONOUR), enterprise=enterprise)
    licence = make_credential(kind=make_kind(family=Family.LICENCE), enterprise=enterprise)
    file = quality_file(enterprise, make_user(role=Role.OFFICE), date(2025, 1, 1))
    held = {
        filled.section.code: [line.credential for line in filled.values["lines"]]
        for filled in file.sections
        if "lines" in filled.values
    }
    assert held == {"credentials": [licence], "honours": [honour]}
