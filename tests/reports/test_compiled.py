"""The county's compiled report: what it is made from, edited, printed, taken away as Word."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from departments.access import Role
from departments.models import User
from departments.records import EditConflict
from quality_portal.lib.documents.word import WordSection, word_paper
from reports.actions.compiling import change_section, compile_report
from reports.models import CompiledReport, SectionKey
from tests.departments.factories import make_department, make_duty, make_township, make_user
from tests.reports.factories import NOW, accept, hand_in, make_period, report_of
from tests.targets.factories import CountedSource, make_goal, make_plan, make_target, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return make_user(role=Role.OFFICE, department=make_department("县市场监管局"))


def texts(compiled: CompiledReport) -> dict[str, str]:
    """The sections' texts by key."""
    return dict(compiled.sections.values_list("key", "text"))


def test_nothing_accepted_compiles_to_nothing(office: User) -> None:
    with pytest.raises(ValidationError, match="尚无已采用"):
        compile_report(make_period(by=office), by=office, now=NOW)


def test_it_is_made_from_accepted_reports_in_the_units_order(office: User) -> None:
    unit, township, silent = make_department("县农业局"), make_township("云汀镇"), make_department("县文旅局")
    make_duty(lead=unit, text="开展检测")
    target = make_target(make_plan(), lead=unit, measure="test.count", code="A9", name="认证企业")
    make_goal(target, 2026, value="5")
    with registered(CountedSource({"test.count": {2026: "4"}})):
        period = make_period(by=office)
        for each, words in ((township, "乡镇问题"), (unit, "部门问题"), (silent, "未采用")):
            hand_in(report_of(period, each), by=office, text=words)
    for each in (unit, township):
        accept(report_of(period, each), by=office)
    compiled = compile_report(period, by=office, now=NOW)
    found = texts(compiled)
    assert "已审核采用1个部门、1个乡镇（街道）的报告" in found[SectionKey.OPENING]
    assert "4个单位应报送2026年上半年（2026年1月1日至2026年6月30日）" in found[SectionKey.OPENING]
    assert found[SectionKey.PROBLEMS] == "县农业局：部门问题。\n云汀镇：乡镇问题。"
    assert found[SectionKey.NEXT_STEPS] == "县农业局：部门问题。\n云汀镇：乡镇问题。"
    assert found[SectionKey.TARGETS].startswith("认证企业：2026年目标")
    assert found[SectionKey.TARGETS].endswith("（牵头单位：县农业局）")
    assert found[SectionKey.UNITS] == "县农业局：部门问题。"
    assert found[SectionKey.COORDINATION] == "无。"
    assert compiled.from_reports == 2


def test_compiling_anew_keeps_what_the_office_edited(office: User) -> None:
    unit, later = make_department("甲局"), make_department("乙局")
    period = make_period(by=office)
    for each in (unit, later):
        hand_in(report_of(period, each), by=office)
    accept(report_of(period, unit), by=office)
    compiled = compile_report(period, by=office, now=NOW)
    section = compiled.sections.get(key=SectionKey.PROBLEMS)
    change_section(section, by=office, version=1, heading="突出问题", text="办公室改写")
    with pytest.raises(EditConflict):
        change_section(section, by=office, version=1, heading="", text="另一人")
    accept(report_of(period, later), by=office)
    again = compile_report(period, by=office, now=NOW)
    section.refresh_from_db()
    assert (section.text, section.heading, section.is_edited) == ("办公室改写", "突出问题", True)
    assert "乙局" in section.drafted
    assert "乙局" in texts(again)[SectionKey.NEXT_STEPS]
    assert (again.pk, again.from_reports, again.version) == (compiled.pk, 2, 2)


def test_the_office_reads_edits_and_takes_it_away(client: Client, office: User) -> None:
    unit = make_department("甲局")
    period = make_period(by=office)
    hand_in(report_of(period, unit), by=office)
    client.force_login(office)
    compile_now = reverse("reports:compile", args=[period.pk])
    assert "尚无已采用" in client.post(compile_now, follow=True).content.decode()
    accept(report_of(period, unit), by=office)
    assert "已由1份" in client.post(compile_now, follow=True).content.decode()
    compiled = CompiledReport.objects.get()
    section = compiled.sections.get(key=SectionKey.PROBLEMS)
    edit = reverse("reports:section_edit", args=[compiled.pk, section.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, {"version": 1, "heading": "问题", "text": "一段\n又一段"})
    assert "又一段" in client.get(reverse("reports:compiled", args=[compiled.pk])).content.decode()
    word = client.get(reverse("reports:compiled_word", args=[compiled.pk]))
    with zipfile.ZipFile(io.BytesIO(word.content)) as file:
        assert "又一段" in file.read("word/document.xml").decode()
    paper = client.get(reverse("reports:compiled_pdf", args=[compiled.pk]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    own = client.get(reverse("reports:pdf", args=[report_of(period, unit).pk]))
    assert own.content[:5] == b"%PDF-"


def test_word_names_the_standards_fonts_and_margins() -> None:
    content = word_paper(
        "关于某事的报告", [WordSection("", ["开头"]), WordSection("标题", ["正文"])], signed_by="办公室"
    )
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        document = file.read("word/document.xml").decode()
        styles = file.read("word/styles.xml").decode()
        foot = "".join(file.read(name).decode() for name in file.namelist() if "footer" in name)
    assert all(
        f'w:eastAsia="{font}"' in document + styles for font in ("方正小标宋简体", "黑体", "仿宋_GB2312")
    )
    assert "一、标题" in document
    # 37, 35, 28 and 26 mm in twentieths of a point
    assert [f'w:{side}="{value}"' in document for side, value in (("top", 2098), ("bottom", 1984))] == [
        *(True, True)
    ]
    assert [f'w:{side}="{value}"' in document for side, value in (("left", 1587), ("right", 1474))] == [
        *(True, True)
    ]
    assert "PAGE" in foot
