"""The yearly notice, read back from its PDF: the figures of the pages, the layout, what is frozen."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assessments import actions, papers
from assessments.models import Group, Rule, Scheme, Score
from assessments.papers import body, build, tables
from assessments.papers.content import gather, tight
from assessments.papers.issuer import issuer
from assessments.papers.notice import notice_content
from assessments.papers.subject import Stamp
from assessments.scoring import results
from departments.access import Role
from departments.models import Department
from inspections.models import Sample
from quality_portal.lib.documents import pdf
from targets.models import Region
from tests.assessments.factories import (
    DAY,
    FEBRUARY,
    TARGET_PARAMS,
    make_full_scores,
    make_scheme,
    make_score,
)
from tests.assessments.records import make_credential, make_samples
from tests.departments.factories import make_department, make_township, make_user
from tests.targets.factories import make_benchmark, make_goal, make_plan, make_reading, make_target

pytestmark = pytest.mark.django_db

MM = 72 / 25.4


def read(content: bytes) -> list[Any]:
    """The pages of a PDF."""
    return list(pdfplumber.open(io.BytesIO(content)).pages)


def text_of(page: Any) -> str:
    return "".join(sign["text"] for sign in page.chars if sign["text"].strip())


def all_text(content: bytes) -> str:
    return "".join(text_of(page) for page in read(content))


def make_year(*, departments: int = 2, published: bool = False) -> tuple[Scheme, Scheme]:
    """Make both groups of 2025 with scores, spot checks, credentials and targets."""
    plan, lead = make_plan(), make_department("县市场监督管理局")
    rate = make_target(
        plan, code="I3", measure="spot_checks.pass_rate", lead=lead, unit="%", decimals=1, name="抽查合格率"
    )
    make_goal(rate, 2025, operator="benchmark", value=None, region=Region.PROVINCE)
    make_benchmark(rate, 2025, "88.2")
    for code, value in (("I2", "5"), ("I4", "4"), ("I5", None)):
        target = make_target(plan, code=code, lead=lead, name=f"目标{code}")
        make_goal(target, 2025, value="5")
        if value:
            make_reading(target, date(2025, 12, 1), value)
    town = make_township("河口镇人民政府")
    make_samples(town, passed=9, failed=1)
    make_credential(town, date(2025, 3, 1), family="brand")
    first = make_scheme(criteria=[("60", Rule.MANUAL, {}), ("40", Rule.TARGET_ATTAINMENT, TARGET_PARAMS)])
    second = make_scheme(group=Group.TOWNSHIPS)
    make_score(first, lead, "55.5")
    for number in range(1, departments):
        unit = make_department(f"县第{number}局")
        make_score(first, unit, "40")
        make_score(first, unit, "20", code="K2", reason="未承担目标")
    make_full_scores(second, town, "50", "33.25")
    if published:
        for scheme in (first, second):
            actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)
    return first, second


def test_the_internal_notice_carries_the_totals_of_the_pages(client: Client) -> None:
    first, second = make_year(published=True)
    content = papers.notice(2025, papers.INTERNAL, today=DAY)
    found = all_text(content)
    client.force_login(make_user(role=Role.OFFICE), backend="departments.backends.RoleBackend")
    for scheme in (first, second):
        page = client.get(f"/assessments/2025/{scheme.group}/")
        for total in page.context["totals"]:
            assert f"<b>{total.total}</b>" in page.text
            assert f"{total.name}（{total.total}分，第{total.rank}名）" in found
    assert "关于2025年度质量强县工作考核结果的通报" in found
    assert "和质强办〔2026〕2号" in found
    assert "2026年2月10日" in found
    assert (
        "全县共抽查10批次，合格9批次，不合格1批次，合格率90%。全省平均为88.2%，全县比其高1.8个百分点。"
        in found
    )
    assert "全国平均水平暂无数据。" in found
    assert "此处盖章" in found


def test_the_public_notice_carries_grades_and_no_score() -> None:
    make_year(published=True)
    found = all_text(papers.notice(2025, papers.PUBLIC, today=DAY))
    assert "和质强办〔2026〕1号" in found
    assert "D级（不合格）" in found
    assert "83.25" not in found
    assert "名次" not in found.replace("总分相同的名次并列", "")


def test_an_unpublished_notice_says_so_and_bears_no_number() -> None:
    first, _second = make_year()
    make_score(first, make_department("县统计局"), "10")
    found = all_text(papers.notice(2025, papers.INTERNAL, today=DAY))
    assert papers.DRAFT in found
    assert "和质强办〔" not in found
    assert "尚未评定1个：县统计局。" in found
    assert "未评分" in found
    assert "有未评分指标的单位不排名次" in found


def test_one_unpublished_group_keeps_the_notice_a_draft() -> None:
    first, _second = make_year()
    actions.publish(scheme=first, by=make_user(), now=FEBRUARY)
    assert papers.DRAFT in all_text(papers.notice(2025, papers.PUBLIC, today=DAY))


def test_a_published_notice_stays_the_same_bytes_when_records_change() -> None:
    make_year(published=True)
    before = papers.notice(2025, papers.INTERNAL, today=DAY)
    Sample.objects.update(result="fail")
    Score.objects.update(points=Decimal(1))
    Department.objects.update(name="改名局")
    make_credential(make_township("新设镇"), date(2025, 5, 1), family="honour")
    assert papers.notice(2025, papers.INTERNAL, today=date(2027, 1, 1)) == before


def test_score_tables_lie_across_and_repeat_their_heads() -> None:
    make_year(departments=30, published=True)
    pages = read(papers.notice(2025, papers.INTERNAL, today=DAY))
    across = [page for page in pages if page.width > page.height]
    assert [(round(page.width / MM), round(page.height / MM)) for page in across] == [(297, 210)] * len(
        across
    )
    assert len(across) == 3  # 30 departments do not fit on one page, and the townships follow
    assert [page for page in across if "名次单位" not in text_of(page)] == []
    upright = [page for page in pages if page.width < page.height]
    assert {(round(page.width / MM), round(page.height / MM)) for page in upright} == {(210, 297)}
    numbered = [
        f"—{number}—" in text_of(page) for number, page in enumerate(pages, start=1) if page in upright
    ]
    assert all(numbered)


def test_every_character_can_be_printed() -> None:
    schemes = make_year(published=True)
    content = notice_content(gather(2025, schemes, DAY), Stamp(), is_internal=True)
    assert pdf.typeset(build.TEMPLATE, content.context()).missing_glyphs == ()


def test_a_year_without_records_is_still_a_sentence() -> None:
    make_scheme()
    notice = gather(2025, papers.schemes_in(2025, DAY), DAY)
    parts = [part for section in body.sections(notice, with_scores=True) for part in section.parts]
    words = "".join(paragraph for part in parts for paragraph in part.paragraphs)
    for sentence in (
        "本年度没有参加考核的县直部门。",
        "2025年没有在执行的规划目标。",
        "本年度没有监督抽查记录，合格率暂无数据。",
        "考核期内没有新取得证书与品牌的记录。",
    ):
        assert sentence in words
    assert tables.score_table(notice.groups[0]).rows == ()
    assert tables.grade_table(notice.groups[0]).rows == ()
    assert tables.inspection_table(notice.figures).rows[-1] == ("全县", "0", "0", "0", "暂无数据")


def test_text_is_written_from_the_figures() -> None:
    first, second = make_year()
    second.period_start, second.period_end = date(2024, 7, 1), date(2025, 6, 30)
    second.save()
    notice = gather(2025, [first, second], DAY)
    sections = body.sections(notice, with_scores=True)
    method, distribution = sections[0].parts
    assert method.paragraphs[0] == (
        "县直部门考核期间为2025年1月1日至2025年12月31日。乡镇（街道）考核期间为2024年7月1日至2025年6月30日。"
    )
    assert method.paragraphs[1] == "县直部门考核指标1（60分）、指标2（40分）2项指标，满分100分。"
    assert method.paragraphs[-1].endswith(
        "90分以上为A级（优秀），80分以上不足90分为B级（良好），60分以上不足80分为C级（合格），不足60分为D级（不合格）。"
    )
    mean = notice.groups[0].mean()
    assert f"已评定单位平均{mean}分。" in distribution.paragraphs[0]
    assert [total.total for total in notice.groups[0].totals] == [
        total.total for total in results(first, first.as_of(DAY))
    ]
    standing = "".join(sections[2].parts[0].paragraphs)
    assert "2025年度规划目标共4项，其中" in standing
    assert "目标I4，目标≥5，实际4，完成度80.00%（责任单位：" in standing.replace("家", "")


@pytest.mark.parametrize(
    ("average", "words"),
    [("90", "全省平均为90%，全县与其持平"), ("91.25", "全省平均为91.25%，全县比其低1.25个百分点")],
)
def test_rates_are_compared_in_words(average: str, words: str) -> None:
    make_year()
    notice = gather(2025, papers.schemes_in(2025, DAY), DAY)
    notice.figures["averages"] = {"province": average, "nation": "80"}
    checks = body.sections(notice, with_scores=False)[3].parts[0].paragraphs[0]
    assert f"{words}；全国平均为80%，全县比其高10个百分点。" in checks


def test_papers_print_figures_without_blanks() -> None:
    assert tight("≥ 5 家") == "≥5家"


def test_long_names_may_break() -> None:
    scheme = make_scheme()
    make_full_scores(scheme, make_department("县" + "综合行政执法协调" * 3 + "局"), "1", "1")
    table = tables.score_table(gather(2025, [scheme], DAY).groups[0])
    assert table.columns[1].kind == "text"


def test_the_red_head_comes_from_the_data_files() -> None:
    assert issuer().mark == "和平县质量强县活动领导小组办公室文件"


# --- command and pages ---------------------------------------------------------------------
def test_the_command_writes_the_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_year(published=True)
    out = tmp_path / "notice.pdf"
    call_command("assessment_pdf", "2025", "--edition", "public", "--out", str(out))
    assert out.read_bytes() == papers.notice(2025, papers.PUBLIC, today=DAY)
    assert capsys.readouterr().out == f"{out}: {out.stat().st_size} bytes\n"


@pytest.mark.parametrize(
    ("year", "out", "message"),
    [
        ("2019", "notice.pdf", "There is no assessment for 2019"),
        ("2025", "no/notice.pdf", "cannot be written"),
    ],
)
def test_the_command_fails_in_a_sentence(tmp_path: Path, year: str, out: str, message: str) -> None:
    make_year()
    with pytest.raises(CommandError, match=message):
        call_command("assessment_pdf", year, "--edition", "internal", "--out", str(tmp_path / out))


def test_a_character_that_is_too_much_ends_in_a_sentence(client: Client, tmp_path: Path) -> None:
    scheme = make_scheme()
    make_full_scores(scheme, make_department("县" + "́" * 9 + "局"), "1", "1")
    with pytest.raises(CommandError, match="too many accents"):
        call_command("assessment_pdf", "2025", "--edition", "internal", "--out", str(tmp_path / "n.pdf"))
    client.force_login(make_user(role=Role.OFFICE), backend="departments.backends.RoleBackend")
    assert client.get("/assessments/2025/internal.pdf").headers["Location"] == "/assessments/"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.ADMINISTRATOR])
def test_the_office_and_leaders_read_both_editions(client: Client, role: str) -> None:
    make_year()
    client.force_login(make_user(role=role), backend="departments.backends.RoleBackend")
    for edition in papers.EDITIONS:
        response = client.get(f"/assessments/2025/{edition}.pdf")
        assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
        assert response.content.startswith(b"%PDF-")


def test_a_liaison_reads_the_public_edition_once_it_is_out(client: Client) -> None:
    make_year(published=True)
    client.force_login(make_user(role=Role.LIAISON), backend="departments.backends.RoleBackend")
    codes = {
        edition: client.get(f"/assessments/2025/{edition}.pdf").status_code for edition in papers.EDITIONS
    }
    assert codes == {"public": 200, "internal": 404}
