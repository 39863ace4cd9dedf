"""A year's assessment from filing to the last rectification, by five people, each at an own screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from assessments.models import Assessee, Group, Rectification, Scheme, Score, UnitResult
from departments.access import Role
from tests.assessments.factories import make_scheme
from tests.browser.conftest import sign_in
from tests.browser.test_main_paths import PHONE, overflow, violations
from tests.departments.factories import make_department, make_township, make_user
from tests.reports.factories import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/assessments/2025/both"
PROOF = {"name": "会议纪要.pdf", "mimeType": "application/pdf", "buffer": PDF}
OWN = {"agri": ("60", "35"), "town": ("60", "40")}
REVIEWED = (("55", "58", "20"), ("35", "38", "20"))
"""What the scoring department gives: by criterion, then by unit in the grid's order."""


@pytest.fixture
def scheme() -> Scheme:
    """Two departments and a township, assessed together; one of them is drawn, the last one rectifies."""
    scorer = make_department("县市场监管局", code="msa")
    units = {"liaison": make_department("县农业局", code="agri"), "scorer": scorer}
    units["town"] = make_township("青山镇", code="town")
    made = make_scheme(group=Group.BOTH)
    made.criteria.update(scored_by=scorer)
    Scheme.objects.update(onsite_share=30, rectify_bottom=1)
    make_user(role=Role.OFFICE, username="office")
    make_user(role=Role.LEADER, username="leader")
    for name, unit in units.items():
        make_user(role=Role.LIAISON, username=name, department=unit)
    return made


@pytest.fixture
def pages(browser: Browser, live_server: LiveServer, scheme: Scheme) -> Iterator[dict[str, Page]]:
    """A profile of its own for everyone, signed in; the department's liaison uses a phone."""
    names = ("office", "liaison", "town", "scorer", "leader")
    contexts = {name: browser.new_context(locale="zh-CN", base_url=live_server.url) for name in names}
    opened = {name: context.new_page() for name, context in contexts.items()}
    opened["liaison"].set_viewport_size(PHONE)  # type: ignore[arg-type]
    for name, page in opened.items():
        sign_in(page, live_server, name)
        expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    yield opened
    for context in contexts.values():
        context.close()


def send(page: Page, button: str, told: str, /, **values: str) -> None:
    """Fill fields by their names, press a button and wait for what the portal says."""
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("main")).to_contain_text(told)


def move_on(office: Page, step: str) -> None:
    """Move to the next step with a reason."""
    office.goto(f"{ROOM}/procedure/on/")
    send(office, "保存", f"考核现处于：{step}", note="按计划推进")


def file_targets(page: Page, code: str) -> None:
    page.goto(f"{ROOM}/filing/{code}/")
    send(page, "提交备案", "目标已备案", filed_targets="抽查合格率 96%")


def assess_oneself(page: Page, code: str) -> None:
    """Cell by cell, with the reason where points are lost and a file that proves the rest."""
    page.goto(f"{ROOM}/self/{code}/")
    assert (overflow(page), violations(page)) == (0, [])
    page.get_by_role("button", name="提交自评").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写自评得分")
    page.locator("input[type=file]").first.set_input_files(PROOF)  # type: ignore[arg-type]
    page.get_by_role("button", name="添加").first.click()
    expect(page.get_by_role("link", name="会议纪要.pdf")).to_be_visible()
    for cell, points in zip(page.locator("[data-cell]").all(), OWN[code], strict=True):
        cell.locator("[data-points]").fill(points)
        cell.locator("[data-points]").blur()
        expect(cell.locator("[data-state]")).to_contain_text("已保存")
        if cell.locator("[data-reason]").is_visible():
            cell.locator("[data-reason]").fill("一份材料缺失")
            cell.locator("[data-reason]").blur()
            expect(cell.locator("[data-state]")).to_contain_text("已保存")
    send(page, "提交自评", "自评已提交", self_report="对照方案逐项自查，基本完成。")


def review_by_keyboard(page: Page) -> None:
    """Digits type, Tab leads to the reason, Enter saves and moves down, Esc puts back."""
    page.goto(f"{ROOM}/scores/")
    assert violations(page) == []
    assert page.get_by_role("link", name="会议纪要.pdf").count() == 2
    rows = page.locator("tbody tr")
    for column, points in enumerate(REVIEWED):
        rows.nth(0).locator("[data-points]").nth(column).focus()
        for value in points:
            for text, leave in ((value, "Tab"), ("材料不全", "Enter")):
                page.keyboard.type(text)
                with page.expect_response("**/scores/cell/") as answer:
                    page.keyboard.press(leave)
                assert answer.value.ok
    rows.nth(0).locator("[data-points]").nth(0).focus()
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(rows.nth(0).locator("[data-points]").nth(0)).to_have_value("55")
    kept = Score.objects.filter(column="document").values_list("points", "reason")
    assert {reason for _points, reason in kept} == {"材料不全"}
    assert sorted(points for points, _reason in kept) == [20, 20, 35, 38, 55, 58]


def visit_the_drawn_unit(office: Page, scorer: Page) -> None:
    """One of three is drawn, the draw is checked, the visit recorded; only its cells can be filled."""
    office.get_by_role("button", name="抽取核查单位").click()
    office.get_by_role("button", name="验证抽取结果").click()
    expect(office.locator("main")).to_contain_text("结果一致")
    office.get_by_role("link", name="已抽中").click()
    send(office, "保存", "核查情况已登记", visited_on="2026-02-10", visit_note="现场查阅台账，情况属实。")
    assert Assessee.objects.get(is_drawn=True).visit_note == "现场查阅台账，情况属实。"
    scorer.goto(f"{ROOM}/scores/")
    expect(scorer.locator("[data-points]")).to_have_count(2)
    fill(scorer, "50", "台账缺两个月记录")


def fill(page: Page, points: str, reason: str) -> None:
    """Fill the first open cell."""
    page.locator("[data-points]").first.fill(points)
    for text, leave in (("", "Tab"), (reason, "Enter")):
        page.keyboard.type(text)
        with page.expect_response("**/scores/cell/"):
            page.keyboard.press(leave)
    cell = page.locator("[data-cell]").filter(has=page.locator("[data-points]")).first
    expect(cell.locator("[data-reason]")).to_have_value(reason)
    expect(cell.locator("[data-state]")).to_contain_text("已保存")


def decide_and_publish(office: Page, leader: Page) -> None:
    """Without the leading group's decision nothing is published; the leader looks on."""
    leader.goto(f"{ROOM}/procedure/")
    expect(leader.locator("main")).to_contain_text("各单位进度")
    expect(leader.locator("main .tools a")).to_have_text(["评分", "认定情况"])
    office.goto(f"{ROOM}/publish/")
    expect(office.locator("main")).to_contain_text("尚未登记领导小组审定意见")
    office.goto(f"{ROOM}/procedure/decision/")
    send(office, "保存", "审定意见已登记", decided_on="2026-03-02", note="领导小组第一次会议纪要")
    office.get_by_role("link", name="公布结果").click()
    send(office, "公布并锁定", "考核结果已公布并锁定")
    assert UnitResult.objects.count() == 3


def object_and_answer(liaison: Page, office: Page) -> None:
    """The unit objects to its points, the office finds that in its inbox and corrects them."""
    liaison.goto(f"{ROOM}/agri/")
    assert overflow(liaison) == 0
    liaison.get_by_role("link", name="对该项得分提出申诉").first.click()
    send(liaison, "保存", "申诉已提交", text="材料已于12月报送，请予复核。")
    office.goto("/")
    office.get_by_role("link", name="答复县农业局的申诉").click()
    office.locator("[name=is_upheld]").select_option("yes")
    send(office, "答复申诉", "申诉已答复", points="59", answer="经复核，材料齐全。")
    liaison.goto(f"{ROOM}/agri/")
    expect(liaison.locator("main")).to_contain_text("第1号更正")


def rectify(town: Page, office: Page) -> None:
    """The last of the ranking owes a plan; of the accepted plan a task is made and followed to its end."""
    town.goto("/")
    town.get_by_role("link", name="报送整改方案").click()
    town.locator("[name=hand_in]").check()
    send(town, "保存", "整改情况已保存", plan="一、补齐台账；二、按月报送进度。")
    office.goto("/")
    office.get_by_role("link", name="整改方案").first.click()
    values = {"title": "落实考核整改", "deliverable": "整改报告", "due_on": "2099-01-31"}
    send(office, "保存", "整改情况已保存", **values)
    task = Rectification.objects.get().task
    assert task is not None
    town.goto(f"/tasks/{task.code}/")
    for step in ("签收任务", "申请办结"):
        town.get_by_role("link", name=step, exact=True).click()
        if step == "申请办结":
            town.locator("[name=evidence]").set_input_files(PROOF)  # type: ignore[arg-type]
            town.locator("main [name=remark]").fill("台账已补齐。")
        town.get_by_role("button", name=step, exact=True).click()
    office.goto(f"/tasks/{task.code}/")
    office.get_by_role("link", name="审核办结").click()
    office.get_by_role("button", name="审核办结").click()


def test_a_year_is_walked_from_filing_to_the_last_rectification(pages: dict[str, Page]) -> None:
    office, liaison, town, scorer = (pages[name] for name in ("office", "liaison", "town", "scorer"))
    move_on(office, "目标备案")
    for page, code in ((liaison, "agri"), (town, "town")):
        file_targets(page, code)
    move_on(office, "自评")
    for page, code in ((liaison, "agri"), (town, "town")):
        assess_oneself(page, code)
    move_on(office, "文审初评")
    review_by_keyboard(scorer)
    move_on(office, "实地核查")
    visit_the_drawn_unit(office, scorer)
    move_on(office, "综合评定")
    office.goto(f"{ROOM}/scores/")
    fill(office, "56", "按实地核查和复核情况综合评定")
    move_on(office, "领导小组审议")
    decide_and_publish(office, pages["leader"])
    object_and_answer(liaison, office)
    rectify(town, office)
    office.goto(f"{ROOM}/procedure/")
    expect(office.get_by_role("heading", level=1)).to_contain_text("办结")
    assert violations(office) == []
    assert Rectification.objects.get().state == "closed"
