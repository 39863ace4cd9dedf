"""An enforcement case from the failed batch to the revoked licence, as a clerk takes it in the browser."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.models import User
from inspections.models import Case
from tests.browser.conftest import sign_in
from tests.departments.factories import make_user
from tests.inspections.cases.factories import OPENED, PDF, make_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANNOUNCED = OPENED + timedelta(days=100)
SUSPENDED = ANNOUNCED + timedelta(days=100)
WALK: tuple[tuple[str, str, date, dict[str, str], str], ...] = (
    ("notice", "送达检验结果", OPENED + timedelta(days=1), {}, "已送达，待责令改正"),
    ("order", "责令改正（黄牌警告）", OPENED + timedelta(days=2), {}, "整改中（黄牌）"),
    ("corrected", "收到整改报告", OPENED + timedelta(days=60), {}, "整改中（黄牌）"),
    ("recheck", "复查", OPENED + timedelta(days=77), {"outcome": "fail"}, "复查不合格"),
    ("report", "逐级上报省级部门", OPENED + timedelta(days=80), {}, "已上报省级"),
    ("announcement", "省级公告", ANNOUNCED, {}, "省级已公告"),
    ("second_recheck", "公告后再次复查", ANNOUNCED + timedelta(days=90), {"outcome": "fail"}, "复查不合格"),
    ("suspension", "责令停业、限期整顿", SUSPENDED, {"hearing_told_on": "2024-07-16"}, "停业整顿"),
    (
        "recheck_after_suspension",
        "整顿后复查",
        SUSPENDED + timedelta(days=30),
        {"outcome": "fail"},
        "复查不合格",
    ),
    ("revocation_proposed", "建议吊销营业执照", SUSPENDED + timedelta(days=32), {}, "已建议吊销"),
    ("revoked", "吊销营业执照", SUSPENDED + timedelta(days=60), {"hearing_told_on": "2024-08-28"}, "已结案"),
)
"""Step, its name, the day it is taken, what else is entered, and where the case stands afterwards.

The re-check falls on day 75 from the order, the second one on day 90 from the announcement: the last lawful
days of SAMR Order 18 Art. 47 and 48.
"""


@pytest.fixture
def office() -> User:
    """The founding plan with its ladders, and a clerk of the office."""
    call_command("load_plan", verbosity=0)
    return make_user(username="office")


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A file to attach."""
    file = tmp_path / "现场笔录.pdf"
    file.write_bytes(PDF)
    return file


def fill(form: Locator, step: str, taken_on: date, entries: dict[str, str], evidence: Path) -> None:
    """Enter what a step's form asks for."""
    form.locator(f"#{step}_taken_on").fill(taken_on.isoformat())
    form.locator(f"#{step}_officer").fill("王五、赵六")
    form.locator(f"#{step}_document_number").fill("岭市监责改〔2024〕1号")
    form.locator(f"#{step}_evidence").set_input_files(str(evidence))
    for name, value in entries.items():
        field = form.locator(f"#{step}_{name}")
        if name == "outcome":
            field.select_option(value)
        else:
            field.fill(value)


def test_a_case_walks_through_all_its_states(
    page: Page, live_server: LiveServer, office: User, evidence: Path
) -> None:
    case = make_case(by=office)
    address = f"{live_server.url}/inspections/cases/{case.number}/"
    sign_in(page, live_server, "office")
    page.goto(f"{address}steps/suspension/")
    fill(page.locator("main form"), "suspension", SUSPENDED, {"hearing_told_on": "2024-07-16"}, evidence)
    page.get_by_role("button", name="记录此步骤").click()
    expect(page.locator("main")).to_contain_text("须先完成：公告后再次复查")
    expect(page.locator("#suspension_officer")).to_have_value("王五、赵六")
    assert case.actions.count() == 0

    seen = {}
    for step, name, taken_on, entries, _state in WALK:
        page.goto(address)
        option = page.locator("details", has=page.locator(f"form[action$='/{step}/']"))
        expect(option.locator("summary")).to_contain_text(name)
        option.locator("summary").click()
        fill(option.locator("form"), step, taken_on, entries, evidence)
        option.get_by_role("button", name="记录此步骤").click()
        expect(page.locator(".messages")).to_contain_text(name)
        seen[step] = page.locator(".verdict b").inner_text()
    assert seen == {step: state for step, _name, _day, _entries, state in WALK}
    assert Case.objects.get().closed_on == WALK[-1][2]
