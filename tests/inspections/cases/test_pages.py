"""The pages of the cases: who sees what, what can be done, what is refused in words."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from departments.access import Role
from departments.models import User
from departments.records import change_record
from inspections.models import Campaign, CampaignRule, Case, Ladder, Step
from quality_portal.lib import clock
from tests.departments.factories import make_township, make_user
from tests.inspections.cases.factories import PDF, make_case, make_failed, take
from tests.inspections.factories import make_campaign, make_enterprise, make_sample

pytestmark = pytest.mark.usefixtures("ladders", "english_pages")

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture
def english_pages(settings: Any) -> None:
    """Show pages in English."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def office() -> User:
    """Return somebody of the office."""
    return make_user()


def sign_in(user: User) -> Client:
    """Return a browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def words_of(pdf: bytes) -> str:
    """Return what a paper says, without its line ends."""
    with pdfplumber.open(io.BytesIO(pdf)) as paper:
        return "".join((page.extract_text() or "") for page in paper.pages).replace("\n", "").replace(" ", "")


def entries(case: Case, **values: Any) -> dict[str, Any]:
    """Return what a step's form sends."""
    case.refresh_from_db()
    return {"version": case.version, "authority": "county", "officer": "王五", **values}


def test_the_list_shows_figures_and_cases(office: User) -> None:
    case = make_case(by=office)
    page = sign_in(office).get(reverse("cases:list")).content.decode()
    assert case.number in page
    assert "result to be served" in page
    assert "2024-01-15" in page


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=2024-0001", True),
        ("q=岭北电缆", True),
        ("q=电线", True),
        ("q=面粉", False),
        ("state=open", True),
        ("state=new", True),
        ("state=closed", False),
        ("due=overdue", True),
        ("due=14", False),
        ("year=2024", True),
        ("year=2023", False),
        ("township=0", True),  # what does not fit is told and left out
        ("state=nonsense&sort=nonsense&page=x&on=never&measure=x&due=x", True),
        ("measure=cases.closed_in_time&on=2024-12-31", False),
        ("measure=cases.yellow_cards&on=2024-12-31", False),
        ("sort=-due&page=99", True),
    ],
)
def test_the_list_can_be_narrowed(office: User, query: str, is_found: bool) -> None:  # noqa: FBT001
    make_case(by=office)
    answer = sign_in(office).get(f"{reverse('cases:list')}?{query}")
    assert answer.status_code == 200
    assert [case.number for case in answer.context["listing"].page] == (["2024-0001"] if is_found else [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_case_as_for_three(
    office: User, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make_case(by=office, producer=make_enterprise(f"厂{number}"))
    client = sign_in(office)
    with django_assert_num_queries(14):
        client.get(reverse("cases:list"))


def test_an_empty_list_says_what_to_do(office: User) -> None:
    client = sign_in(office)
    assert "There is no case yet" in client.get(reverse("cases:list")).content.decode()
    assert "No case fits" in client.get(reverse("cases:list"), {"q": "x"}).content.decode()


def test_the_list_can_be_taken_away(office: User) -> None:
    make_case(by=office)
    answer = sign_in(office).get(reverse("cases:export"), {"format": "csv"})
    assert "2024-0001" in answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_township_sees_its_own_cases_only() -> None:
    own, other = make_township(), make_township()
    case = make_case(township=own)
    liaison, stranger = (make_user(role=Role.LIAISON, department=unit) for unit in (own, other))
    action = take(case, "notice", date(2024, 1, 10), by=make_user())
    addresses = [
        reverse("cases:detail", args=[case.number]),
        reverse("cases:evidence", args=[case.number, action.pk]),
    ]
    answers = [sign_in(liaison).get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].getvalue() == PDF
    assert [sign_in(stranger).get(address).status_code for address in addresses] == [404, 404]
    notice = reverse("cases:notice", args=[case.number, "order"])
    assert sign_in(stranger).get(notice).status_code == 404
    assert case.number not in sign_in(stranger).get(reverse("cases:list")).content.decode()
    assert (
        case.number not in sign_in(stranger).get(reverse("cases:export"), {"format": "csv"}).content.decode()
    )


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.ADMINISTRATOR])
def test_only_the_office_records_steps(role: str) -> None:
    case = make_case()
    action = take(case, "notice", date(2024, 1, 10), by=make_user())
    client = sign_in(make_user(role=role))
    page = client.get(reverse("cases:detail", args=[case.number])).content.decode()
    assert "Record this step" not in page
    assert "Order to correct" in page
    for address in (
        reverse("cases:step", args=[case.number, "order"]),
        reverse("cases:withdraw", args=[case.number, action.pk]),
        reverse("cases:open"),
    ):
        assert client.post(address).status_code == 403


def test_a_case_is_walked_to_its_end_through_the_pages(office: User) -> None:
    case, client = make_case(by=office), sign_in(office)

    def send(code: str, **values: Any) -> Any:
        return client.post(reverse("cases:step", args=[case.number, code]), entries(case, **values))

    assert send("notice", taken_on="2024-01-10").status_code == 302
    jump = {"document_number": "1", "evidence": SimpleUploadedFile("照片.png", PNG)}
    refused = send("suspension", taken_on="2024-01-11", **jump)
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == ["taken_on", "hearing_told_on"]
    assert "Needed first: Second re-check after the announcement (failed)." in refused.content.decode()
    order = {"document_number": "岭市监责改[2024]01号", "deadline_on": "2024-02-29"}
    assert send("order", taken_on="2024-01-31", **order).status_code == 302
    assert case.actions.get(step__code="order").document_number == "岭市监责改〔2024〕1号"
    recheck = {"outcome": "pass", "evidence": SimpleUploadedFile("复查报告.pdf", PDF)}
    assert send("recheck", taken_on="2024-02-20", **recheck).status_code == 302
    assert send("closed", taken_on="2024-02-21").status_code == 302
    page = client.get(reverse("cases:detail", args=[case.number])).content.decode()
    case.refresh_from_db()
    assert case.closed_on == date(2024, 2, 21)
    assert "Closed after correction" in page
    assert "复查报告.pdf" in page
    assert "Lawful next steps" not in page


def test_what_was_typed_stays_when_a_step_is_refused(office: User) -> None:
    case, client = make_case(by=office), sign_in(office)
    address = reverse("cases:step", args=[case.number, "notice"])
    page = client.post(address, entries(case, taken_on="2024-13-41", note="邮寄送达")).content.decode()
    assert "is not a date" in page
    assert "邮寄送达" in page
    page = client.post(address, entries(case, taken_on="2024-01-10", officer="")).content.decode()
    assert "This field is required" in page
    assert client.get(address).status_code == 200


def test_a_stale_form_is_a_conflict(office: User) -> None:
    case = make_case(by=office)
    sent = {**entries(case), "taken_on": "2024-01-10", "version": case.version + 1}
    answer = sign_in(office).post(reverse("cases:step", args=[case.number, "notice"]), sent)
    assert answer.status_code == 409
    assert not case.actions.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("virus.exe", b"MZ\x90"), ("fake.pdf", b"MZ\x90"), ("drawing.svg", b"<svg/>"), ("empty.pdf", b"")],
)
def test_hostile_evidence_is_refused(office: User, name: str, content: bytes) -> None:
    case = make_case(by=office)
    evidence = SimpleUploadedFile(name, content)
    sent = entries(case, taken_on="2024-01-10", evidence=evidence)
    answer = sign_in(office).post(reverse("cases:step", args=[case.number, "notice"]), sent)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["evidence"]
    assert not case.actions.exists()


def test_evidence_comes_back_as_an_attachment_only(office: User) -> None:
    case = make_case(by=office)
    action = take(case, "notice", date(2024, 1, 10), by=office)
    address = reverse("cases:evidence", args=[case.number, action.pk])
    answer = sign_in(office).get(address)
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    (Path(settings.MEDIA_ROOT) / str(action.evidence.name)).unlink()
    assert sign_in(office).get(address).status_code == 404
    bare = take(case, "order", date(2024, 1, 11), by=office, evidence=None)
    assert sign_in(office).get(reverse("cases:evidence", args=[case.number, bare.pk])).status_code == 404


def test_the_last_entry_is_withdrawn_on_the_page(office: User) -> None:
    case, client = make_case(by=office), sign_in(office)
    first = take(case, "notice", date(2024, 1, 10), by=office)
    last = take(case, "order", date(2024, 1, 11), by=office)

    def send(pk: int, reason: str) -> str:
        case.refresh_from_db()
        values = {"version": case.version, "reason": reason}
        address = reverse("cases:withdraw", args=[case.number, pk])
        return str(client.post(address, values, follow=True).content.decode())

    assert "Say why the step is withdrawn." in send(last.pk, "")
    assert "Only the step entered last can be withdrawn." in send(first.pk, "录错")
    assert "has been withdrawn" in send(last.pk, "录错日期")
    assert "录错日期" in client.get(reverse("cases:detail", args=[case.number])).content.decode()


def test_notices_are_printed_once_they_can_be_issued(office: User) -> None:
    case, client = make_case(by=office), sign_in(office)
    case.sample.failed_items.create(name="绝缘厚度", measured="0.5 mm", limit="≥0.8 mm")
    case.sample.failed_items.create(name="标志")
    address = reverse("cases:notice", args=[case.number, "order"])
    assert client.get(address).status_code == 404
    take(case, "notice", date(2024, 1, 10), by=office)
    draft = client.get(address)
    assert draft.content.startswith(b"%PDF")
    take(case, "order", date(2024, 1, 11), by=office)
    assert client.get(address).content != draft.content
    text = words_of(client.get(address).content)
    assert "岭市监责改〔2024〕1号" in text
    assert "绝缘厚度（实测值0.5mm，标准值≥0.8mm）；标志" in text
    assert "于2024年3月11日前查明原因" in text
    assert client.get(reverse("cases:notice", args=[case.number, "recheck"])).content.startswith(b"%PDF")
    assert client.get(reverse("cases:notice", args=[case.number, "report"])).status_code == 404


@pytest.mark.parametrize(
    ("field", "ladder", "basis", "warning"),
    [
        ("product", "statutory", "依据《中华人民共和国产品质量法》第十七条和", "省级市场监督管理部门公告"),
        (
            "product",
            "short",
            "依据《中华人民共和国产品质量法》第十七条和",
            "责令停业整顿；整顿后复查仍不合格的",
        ),
        ("food", "statutory", "依据《中华人民共和国食品安全法》和", "将依法从严处理"),
        ("farm", "statutory", "依据《中华人民共和国农产品质量安全法》的规定", "将依法从严处理"),
    ],
)
def test_a_notice_cites_the_law_of_its_goods_and_the_consequence_of_its_ladder(
    office: User, field: str, ladder: str, basis: str, warning: str
) -> None:
    campaign = make_campaign(ends_on=date(2024, 1, 8), field=field)
    CampaignRule.objects.create(campaign=campaign, ladder=Ladder.objects.get(code=ladder))
    case = make_case(by=office, campaign=campaign)
    take(case, "notice", date(2024, 1, 10), by=office)
    draft = words_of(sign_in(office).get(reverse("cases:notice", args=[case.number, "order"])).content)
    assert basis in draft
    assert warning in draft
    assert "自收到本通知书之日起60日内" in draft
    assert ("逐级上报" in draft) is (ladder == "statutory" and field == "product")


def test_a_changed_law_is_a_changed_row(office: User) -> None:
    case = make_case(by=office)
    take(case, "notice", date(2024, 1, 10), by=office)
    wording = case.ladder.steps.get(code="order").wordings.get(field="")
    change_record(wording, by=office, version=wording.version, basis="《新产品质量法》第九条", warning="")
    text = words_of(sign_in(office).get(reverse("cases:notice", args=[case.number, "order"])).content)
    assert "依据《新产品质量法》第九条的规定" in text
    assert "吊销" not in text


def test_the_label_of_a_notices_contact_stays_on_one_line(office: User) -> None:
    case = make_case(by=office)
    take(case, "notice", date(2024, 1, 10), by=office)
    content = sign_in(office).get(reverse("cases:notice", args=[case.number, "order"])).content
    with pdfplumber.open(io.BytesIO(content)) as paper:
        lines = "\n".join(page.extract_text() or "" for page in paper.pages).splitlines()
    assert [line for line in lines if "联系人及电话：" in line.replace(" ", "")]


def test_a_notice_that_cannot_be_printed_says_so(office: User) -> None:
    case = make_case(by=office)
    take(case, "notice", date(2024, 1, 10), by=office)
    Case.objects.filter(pk=case.pk).update(party="\u0301".join("岭岭岭") + "\u0301" * 6)
    answer = sign_in(office).get(reverse("cases:notice", args=[case.number, "order"]), follow=True)
    assert "too many accents" in answer.content.decode()


def test_failed_samples_without_a_case_get_one(office: User) -> None:
    make_failed()
    make_failed(is_counterfeit=True)
    spared = make_campaign(ends_on=date(2024, 1, 8))
    CampaignRule.objects.create(campaign=spared, opens_cases=False)
    make_failed(campaign=spared)
    client = sign_in(office)
    assert "1 failed sample has no case yet." in client.get(reverse("cases:list")).content.decode()
    answer = client.post(reverse("cases:open"), follow=True)
    assert "1 case has been opened." in answer.content.decode()
    assert client.get(reverse("cases:open")).status_code == 405


def test_the_case_says_what_runs_beside_and_what_should_not_have_been_sampled(office: User) -> None:
    campaign = make_campaign(ends_on=date(2024, 1, 8))
    province = make_campaign(ends_on=date(2023, 12, 1))
    Campaign.objects.filter(pk=campaign.pk).update(level="prefecture")
    Campaign.objects.filter(pk=province.pk).update(level="province")
    campaign.refresh_from_db()
    case = make_case(by=office, campaign=campaign)
    make_sample(campaign=province, producer=case.enterprise, judged_on=date(2023, 12, 1))
    take(case, "notice", date(2024, 1, 10), by=office)
    take(case, "objection_product", date(2024, 1, 11), by=office)
    page = sign_in(office).get(reverse("cases:detail", args=[case.number])).content.decode()
    assert "had passed this product on 2023-12-01" in page
    assert "Open beside the main line: Decision on the objection" in page
    assert "by 2024-01-16" in page


def test_years_without_holidays_are_pointed_out(office: User) -> None:
    case = make_case(by=office, opened_on=date(2031, 1, 6))
    page = sign_in(office).get(reverse("cases:detail", args=[case.number])).content.decode()
    assert "The holidays of 2031 have not been entered" in page


def test_products_a_superior_passed_are_listed(office: User) -> None:
    campaign = make_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(level="province")
    make_sample(campaign=campaign, judged_on=clock.today(), product="豆腐")
    make_sample(judged_on=clock.today(), product="面粉")
    client = sign_in(office)
    page = client.get(reverse("cases:spared")).content.decode()
    assert ("豆腐" in page, "面粉" in page) == (True, False)
    assert "No product was passed" in client.get(reverse("cases:spared"), {"q": "酱油"}).content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_products_a_superior_passed_are_taken_away_as_filtered(office: User, kind: str) -> None:
    campaign = make_campaign(ends_on=clock.today())
    Campaign.objects.filter(pk=campaign.pk).update(level="province")
    town = make_township("城关镇")
    make_sample(campaign=campaign, judged_on=clock.today(), product="豆腐", township=town)
    make_sample(campaign=campaign, judged_on=clock.today(), product="酱油", township=make_township())
    client, url = sign_in(office), reverse("cases:spared_export")
    assert (
        f"{url}?q=%E8%B1%86%E8%85%90&amp;format={kind}"
        in client.get(reverse("cases:spared"), {"q": "豆腐"}).content.decode()
    )
    content = client.get(url, {"q": "豆腐", "format": kind}).content
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = [[str(cell) for cell in row] for row in sheet.to_python()]
    line = ["豆腐", "", "某厂", "城关镇", campaign.name, "provincial", clock.today().isoformat()]
    assert rows[1:] == [line]
    liaison = sign_in(make_user(role=Role.LIAISON, department=make_township()))
    assert "豆腐" not in liaison.get(url, {"format": "csv"}).content.decode("utf-8-sig")


def test_the_short_ladders_caution_stands_in_its_form(office: User) -> None:
    case = make_case(by=office)
    ladder = Step.objects.filter(ladder__code="short")[0].ladder
    Case.objects.filter(pk=case.pk).update(ladder=ladder)
    case = Case.objects.get(pk=case.pk)
    address = reverse("cases:step", args=[case.number, "suspension"])
    page = sign_in(office).get(address).content.decode()
    assert "require a report, the province" in page


def test_an_unknown_case_or_step_is_not_found(office: User) -> None:
    case, client = make_case(by=office), sign_in(office)
    assert client.get(reverse("cases:detail", args=["2024-9999"])).status_code == 404
    assert client.get(reverse("cases:step", args=[case.number, "nonsense"])).status_code == 404


def test_a_failed_re_check_is_red_on_the_line(office: User) -> None:
    case = make_case(by=office)
    for code, day, outcome in [("notice", 10, "done"), ("order", 12, "done"), ("recheck", 25, "fail")]:
        take(case, code, date(2024, 1, day), by=office, outcome=outcome)
    page = sign_in(office).get(reverse("cases:detail", args=[case.number])).content.decode()
    lights = ['green">2024-01-10 done', 'green">2024-01-12 done', 'red">2024-01-25 failed']
    assert [light for light in lights if f'class="light {light}' not in page] == []


def test_the_filter_speaks_the_reader_s_language(office: User) -> None:
    browser = sign_in(office)
    for language, words in (("en", "within 7 days"), ("zh-hans", "7天内到期")):
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        assert words in browser.get(reverse("cases:list")).content.decode()
