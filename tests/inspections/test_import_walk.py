"""Every published layout through the page, and what people do with refused rows and repeated tables."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from departments.models import User
from inspections.actions import imports as actions
from inspections.actions.ladders import load_ladders
from inspections.imports.draft import Request, read_draft
from inspections.imports.work import write_upload
from inspections.models import Campaign, CampaignRule, Case, ImportBatch, Sample
from quality_portal.lib import clock
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from tests.departments.factories import make_user
from tests.inspections import factories as made
from tests.inspections.test_command import run
from tests.inspections.test_pages import signed_in
from tests.lib.spreadsheet_files import make_ods, make_xls

pytestmark = pytest.mark.django_db

State = ImportBatch.State
FAILED = {"抽查结果": "不合格", "主要不合格项目": "厚度"}
OWN = "岭北县甲厂"


@pytest.fixture
def office() -> User:
    return make_user()


@pytest.fixture
def client(office: User) -> Client:
    return signed_in(office)


@pytest.fixture
def ladders() -> None:
    load_ladders()


def upload(client: Client, path: Path, **values: Any) -> ImportBatch:
    """Upload a table through the page."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    response = client.post("/inspections/import/", {"file": file, **values})
    assert response.status_code == 302, response.context["form"].errors
    return ImportBatch.objects.latest("pk")


def confirm(client: Client, batch: ImportBatch, *, skips_cases: bool = False) -> ImportBatch:
    """Answer what is asked with the first choice, and let the table be written."""
    if batch.report["undecided"]:
        headings = [each for each in batch.report["mapping"] if each["candidates"]]
        answers = {f"column-{place}": each["candidates"][0][0] for place, each in enumerate(headings)}
        address = f"/inspections/imports/{batch.pk}/"
        assert client.post(address, {"publisher": "某局", **answers}).status_code == 302
    assert actions.start(batch, skips_cases=skips_cases)
    write_upload(batch.pk)
    batch.refresh_from_db()
    return batch


def v1() -> made.Rows:
    row = [668, "车用汽油清净剂", "甲商行", OWN, "岭北", "燃油添加剂", "100mL/瓶", "2023-05-16/W003020"]
    return [
        ["附件"],
        ["2024年国家监督抽查不合格产品"],
        made.V1,
        [*row, "闪点（闭口）*,破乳性", "国家质检中心", "复检仍不合格"],
    ]


def v3() -> made.Rows:
    row = [OWN, "云南", "水泥", "砌筑水泥", "M32.5", "合格品", "2024-01-05", "合  格", "省院"]
    return [made.V3, [*row, "2024-03-04", "监督抽查", "县局", "", "企业"]]


def v4() -> made.Rows:
    head = ["检验结论" if cell == "抽查结果" else cell for cell in made.V4]
    row = ["1", OWN, "岭北", "水泥", "牌", "42.5", "20220720", "不符合", "强度、氯离子", "省院"]
    return [["2022年抽查结果"], head, row]


def v5() -> made.Rows:
    return [
        ["2021年綦江区抽查"],
        made.V5,
        [1, "某商贸公司", "薄膜", OWN, "1m×0.01mm", "/", "厚度、拉伸负荷", ""],
    ]


def v7() -> made.Rows:
    row = ["1", "2020", "砌筑水泥", "某建材商店", "M 32.5", "GB/T 3183-2017", OWN, "不合格", "强度", ""]
    return [["2020年流通领域抽查"], made.V7, row]


def v9() -> made.Rows:
    return [["福建2013年抽查结果"], made.V9, [OWN, "电线", "BV 2.5", "牌", "19010102", "导体电阻", "泉州"]]


def f1() -> made.Rows:
    row = [1, OWN, "某路", "七星超市", "某路", "绿壳鸭蛋", "散装", "/", "2019.4.20(购进)"]
    return [
        ["2019年食品抽检"],
        made.F1,
        [*row, "氟苯尼考║4.67μg/kg║不得检出", "农产品", "省抽", "某检测", ""],
    ]


def f2() -> made.Rows:
    row = [1, OWN, "/", "七星超市", "某路", "绿壳鸭蛋", "散装", "/", "2019.4.20(购进)"]
    return [["2019年南湖区食品抽检"], made.F2, [*row, "氟苯尼考丨不得检出丨4.67μg/kg", "某检测"]]


def as_gb18030(path: Path, rows: made.Rows) -> Path:
    """Write delimited text as old systems do."""
    return made.make_csv(path, rows, encoding="gb18030")


def as_utf8(path: Path, rows: made.Rows) -> Path:
    """Write delimited text without a mark of its encoding."""
    return made.make_csv(path, rows, encoding="utf-8")


@pytest.mark.usefixtures("ladders")
@pytest.mark.parametrize(
    ("form", "rows", "name", "write", "result"),
    [
        ("V1", v1, "v1.xlsx", made.make_xlsx, "fail"),
        ("V3", v3, "v3.xlsx", made.make_xlsx, "pass"),
        ("V4", v4, "v4.xls", make_xls, "fail"),
        ("V5", v5, "v5.csv", as_gb18030, "fail"),
        ("V7", v7, "v7.ods", make_ods, "fail"),
        ("V9", v9, "v9.csv", made.make_csv, "fail"),
        ("F1", f1, "f1.xlsx", made.make_xlsx, "fail"),
        ("F2", f2, "f2.csv", as_utf8, "fail"),
    ],
)
def test_every_published_layout_goes_through_the_page(
    client: Client,
    tmp_path: Path,
    form: str,
    rows: Callable[[], made.Rows],
    name: str,
    write: Callable[[Path, made.Rows], Path],
    result: str,
) -> None:
    enterprise = made.make_enterprise(OWN)
    batch = upload(client, write(tmp_path / name, rows()))
    assert (batch.report["format"], batch.report["created"], batch.report["refused"]) == (form, 1, 0)
    page = client.get(f"/inspections/imports/{batch.pk}/").content.decode()
    assert page.count(OWN) >= 3  # as read, as printed, and as on file
    confirm(client, batch)
    sample = Sample.objects.get()
    assert (batch.state, sample.producer, sample.result) == (State.DONE, enterprise, result)
    assert (batch.report["cases"], Case.objects.count()) == ((1, 1) if result == "fail" else (0, 0))
    assert OWN in str(sample.raw["rows"])
    again = upload(client, write(tmp_path / name, rows()), publisher="某局")
    assert [again.report[name] for name in ("created", "updated", "unchanged", "cases")] == [0, 0, 1, 0]


def test_a_table_of_totals_is_refused_on_the_page(client: Client, tmp_path: Path) -> None:
    rows: made.Rows = [["葫芦岛2023年汇总"], ["序号", "产品", "企业数", "批次"], [1, "水泥", 3, 5]]
    path = made.make_xlsx(tmp_path / "v10.xlsx", rows)
    response = client.post("/inspections/import/", {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    assert response.status_code == 200
    assert "企业数" in str(response.context["form"].errors["file"])
    assert ImportBatch.objects.count() == 0


def corrected(content: bytes, wanted: str, value: str) -> bytes:
    """Return a marked workbook in which a person has filled in the one red cell."""
    book = load_workbook(io.BytesIO(content))
    red = [cell for row in book.active.iter_rows() for cell in row if cell.comment is not None]
    assert [book.active.cell(wanted_row(book, wanted), cell.column).coordinate for cell in red] == [
        cell.coordinate for cell in red
    ]
    red[0].value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def wanted_row(book: Any, wanted: str) -> int:
    """Return the row that a text stands in."""
    found = [cell.row for row in book.active.iter_rows() for cell in row if cell.value == wanted]
    assert len(found) == 1
    return int(found[0])


@pytest.mark.parametrize(
    ("name", "write", "titled"),
    [
        ("table.xlsx", made.make_xlsx, True),
        ("table.xlsx", made.make_xlsx, False),
        ("table.xls", make_xls, True),
        ("table.csv", as_gb18030, False),
    ],
)
def test_good_rows_now_and_the_rest_from_the_marked_workbook_later(
    client: Client,
    tmp_path: Path,
    name: str,
    write: Callable[[Path, made.Rows], Path],
    *,
    titled: bool,
) -> None:
    late = {"产品名称": "", "生产日期/批号": "2025-02-03/B3"}
    rows = [made.FULL, made.full_row(1), made.full_row(2), [*made.full_row(3)]]
    for heading, value in late.items():
        rows[3][made.FULL.index(heading)] = value
    batch = upload(client, write(tmp_path / name, [[made.TITLE], *rows] if titled else rows))
    assert (batch.report["created"], batch.report["refused"]) == (2, 1)
    confirm(client, batch)
    assert (batch.state, Sample.objects.count()) == (State.DONE, 2)
    marked = client.get(f"/inspections/imports/{batch.pk}/marked/")
    path = tmp_path / "corrected.xlsx"
    path.write_bytes(corrected(marked.content, "岭北第3电器有限公司", "电线电缆"))
    second = upload(client, path)
    counts = [second.report[each] for each in ("created", "updated", "unchanged", "refused")]
    assert counts == [1, 0, 2, 0]
    confirm(client, second)
    assert (second.state, Sample.objects.count(), Campaign.objects.count()) == (State.DONE, 3, 1)


def compared(path: Path, today: date) -> list[int]:
    """Return how many batches of a table would be created and unchanged on a day."""
    found = read_draft(path, Request(), today=today).compare()
    return [len(found.created), found.unchanged]


def test_a_table_without_a_year_keeps_its_campaign_when_the_year_changes(tmp_path: Path) -> None:
    row = ["1", "甲店", "水泥", "甲厂", "42.5", "/", "强度", ""]
    path = made.make_xlsx(tmp_path / "v5.xlsx", [made.V5, row])
    old, new = date(2025, 12, 30), date(2026, 1, 2)
    actions.import_file(read_draft(path, Request(), today=old), path=path, by="test")
    assert compared(path, new) == [0, 1]
    row = ["1", "乙店", "瓷砖", "乙厂", "600mm", "/", "吸水率", ""]
    other = made.make_xlsx(tmp_path / "other.xlsx", [made.V5, row])
    assert compared(other, new) == [1, 0]
    actions.import_file(read_draft(other, Request(), today=new), path=other, by="test")
    assert sorted(campaign.ends_on.year for campaign in Campaign.objects.all()) == [2025, 2026]
    assert (compared(path, new), compared(other, new)) == ([0, 1], [0, 1])


def test_of_two_imports_that_make_one_campaign_the_second_joins_the_first(tmp_path: Path) -> None:
    tables = [
        made.make_xlsx(tmp_path / f"{n}.xlsx", [[made.TITLE], made.FULL, made.full_row(n)]) for n in (1, 2)
    ]
    drafts = [read_draft(path, Request(), today=clock.today()) for path in tables]
    for draft, path in zip(drafts, tables, strict=True):
        actions.import_file(draft, path=path, by="test")
    assert (Campaign.objects.count(), Sample.objects.count()) == (1, 2)
    assert [each.made_campaign for each in ImportBatch.objects.order_by("pk")] == [True, False]


def test_a_campaign_removed_in_the_meantime_is_told(tmp_path: Path) -> None:
    path = made.make_xlsx(tmp_path / "t.xlsx", [[made.TITLE], made.FULL, made.full_row(1)])
    campaign = made.make_campaign()
    draft = read_draft(path, Request(campaign=campaign), today=clock.today())
    Campaign.objects.all().delete()
    with pytest.raises(SpreadsheetError):
        actions.import_file(draft, path=path, by="test")
    assert (Sample.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_the_preview_names_producers_and_sellers_on_file(client: Client, tmp_path: Path) -> None:
    for name in ("岭北第1电器有限公司", "城关五金店"):
        made.make_enterprise(name)
    rows = [[made.TITLE], made.FULL, made.full_row(1), made.full_row(2)]
    report = upload(client, made.make_xlsx(tmp_path / "t.xlsx", rows)).report
    assert (report["matched"], report["matching"]) == (2, 2)
    assert [(each["name"], each["batches"]) for each in report["matches"]] == [
        ("城关五金店", 2),
        ("岭北第1电器有限公司", 1),
    ]


@pytest.mark.usefixtures("ladders")
def test_the_command_tells_of_cases_in_its_warnings(tmp_path: Path) -> None:
    path = made.make_xlsx(tmp_path / "t.xlsx", [[made.TITLE], made.FULL, made.full_row(1, **FAILED)])
    told = [
        len(run(path, *options)[1]["warnings"]) for options in (["--dry-run", "--no-cases"], ["--dry-run"])
    ]
    assert told == [1, 2]  # of the new campaign, and of the case
    assert Case.objects.count() == 0
    code, report = run(path)
    assert (code, len(report["warnings"]), Case.objects.count()) == (0, 2, 1)
    other = made.make_xlsx(tmp_path / "o.xlsx", [[made.TITLE], made.FULL, made.full_row(2, **FAILED)])
    assert (run(other, "--no-cases")[1]["created"], Case.objects.count()) == (1, 1)


@pytest.mark.usefixtures("ladders")
def test_cases_are_announced_and_opened_or_not_as_the_person_and_the_campaign_say(
    client: Client, tmp_path: Path
) -> None:
    fake = made.full_row(3, **FAILED, 备注="涉嫌假冒")
    rows = [[made.TITLE], made.FULL, made.full_row(1), made.full_row(2, **FAILED), fake]
    path = made.make_xlsx(tmp_path / "table.xlsx", rows)
    batch = upload(client, path)
    page = client.get(f"/inspections/imports/{batch.pk}/")
    assert (batch.report["cases"], "skip_cases" in page.context["confirm"].fields) == (1, True)
    confirm(client, batch, skips_cases=True)
    assert (batch.report["cases"], batch.skips_cases, Case.objects.count()) == (0, True, 0)
    rows[2:] = [made.full_row(n, **FAILED) for n in range(4, 7)]
    rows.insert(2, made.full_row(2, 抽查结果="不合格", 主要不合格项目="强度"))
    rows.insert(1, made.FULL)
    changed = made.make_xlsx(tmp_path / "more.xlsx", rows)
    batch = upload(client, changed)
    assert (batch.report["created"], batch.report["updated"], batch.report["cases"]) == (3, 1, 4)
    CampaignRule.objects.create(campaign=Campaign.objects.get(), opens_cases=False)
    assert upload(client, changed).report["cases"] == 0
    confirm(client, batch)
    assert (batch.report["cases"], Sample.objects.count(), Case.objects.count()) == (0, 6, 0)


def test_an_import_that_was_cut_off_can_be_confirmed_again(client: Client, tmp_path: Path) -> None:
    batch = upload(client, made.make_xlsx(tmp_path / "t.xlsx", [[made.TITLE], made.FULL, made.full_row(1)]))
    ImportBatch.objects.update(state=State.RUNNING, started_at=clock.now() - timedelta(hours=1))
    address = f"/inspections/imports/{batch.pk}/"
    page = client.get(address)
    assert (page.context["cut_off"], "confirm" in page.context) == (True, True)
    assert "<progress" not in page.content.decode()
    confirm(client, batch)
    assert (batch.state, Sample.objects.count()) == (State.DONE, 1)


@pytest.mark.django_db(transaction=True)
def test_no_cases_are_opened_when_the_page_says_so(client: Client, tmp_path: Path) -> None:
    load_ladders()
    for number, values in enumerate(({"skip_cases": "on"}, {})):
        rows = [[made.TITLE], made.FULL, made.full_row(number + 1, **FAILED)]
        batch = upload(client, made.make_xlsx(tmp_path / "t.xlsx", rows))
        client.post(f"/inspections/imports/{batch.pk}/confirm/", {"sha256": batch.sha256, **values})
        assert (Sample.objects.count(), Case.objects.count()) == (number + 1, number)


def test_notes_and_headings_of_sections_merged_over_the_table_are_no_batches(tmp_path: Path) -> None:
    rows = [[made.TITLE], made.FULL, ["一、生产领域"], made.full_row(1), ["二、流通领域"], made.full_row(2)]
    rows += [["以上排名不分先后，*为强制性指标。"], [3]]
    last = len(made.FULL) - 1
    merges = [(row, 0, row, last, rows[row][0]) for row in (2, 4, 6)]
    code, report = run(made.make_xlsx(tmp_path / "merged.xlsx", rows, merges=merges))
    assert (code, report["read"], report["created"], report["rejected"]) == (0, 2, 2, [])
    code, report = run(made.make_csv(tmp_path / "plain.csv", rows))
    assert (code, report["read"], report["unchanged"], report["rejected"]) == (0, 2, 2, [])


def test_notes_stand_below_a_table_that_begins_with_the_producer(tmp_path: Path) -> None:
    rows = [made.V9, ["甲厂", "酱油", "500ml", "牌", "2024-05-01", "氨基酸态氮", "福州"]]
    rows += [["注1：排名不分先后"], ["附注：抽样时间为五月"], ["制表人：张三"], ["共计：1批次"]]
    code, report = run(made.make_csv(tmp_path / "v9.csv", rows), "--tested", "9")
    assert (code, report["read"], report["created"], report["rejected"]) == (0, 1, 1, [])


def test_a_lone_name_is_refused_and_not_taken_for_a_note(tmp_path: Path) -> None:
    rows = [made.V9, ["甲厂", "酱油", "500ml", "牌", "2024-05-01", "氨基酸态氮", "福州"], ["乙厂"]]
    code, report = run(made.make_csv(tmp_path / "lone.csv", rows), "--tested", "9")
    assert (code, [each["row"] for each in report["rejected"]]) == (1, [3])


def test_a_sheet_of_batches_that_passed_is_not_taken_for_failures(tmp_path: Path) -> None:
    passed = [cell for cell in made.V1 if cell != "主要不合格项目"]
    failed = [
        [made.TITLE],
        made.V1,
        [1, "", "", "甲厂", "", "水泥", "42.5", "2024-05-01", "强度", "省院", ""],
    ]
    fine = [[made.TITLE], passed, [1, "", "", "乙厂", "", "水泥", "42.5", "2024-05-02", "省院", ""]]
    path = made.make_workbook(tmp_path / "two.xlsx", {"不合格": failed, "合格": fine})
    code, report = run(path, "--tested", "2")
    assert (code, report["created"]) == (2, 0)
    assert "合格" in report["rejected"][0]["message"]
    assert not Sample.objects.exists()


@pytest.mark.parametrize("said", ["/", "", "合格"])
def test_a_row_of_a_table_without_results_that_names_no_failed_item_is_refused(
    tmp_path: Path, said: str
) -> None:
    rows = [[made.TITLE], made.V5, [1, "甲店", "水泥", "甲厂", "42.5", "2024-05-01", "强度", ""]]
    rows += [[2, "甲店", "水泥", "乙厂", "42.5", "2024-05-01", said, ""]]
    rows += [[3, "甲店", "水泥", "/", "42.5", "2024-05-01", said, "涉嫌假冒"]]
    code, report = run(made.make_xlsx(tmp_path / "v5.xlsx", rows), "--tested", "9", "--skip-rejected")
    refused = [(each["row"], each["column"]) for each in report["rejected"]]
    assert (code, report["created"], refused) == (1, 2, [(4, "不合格情况")])


def test_a_number_below_the_heading_of_batches_is_no_day(tmp_path: Path) -> None:
    head = ["产品名称", "生产企业", "批号", "不合格项目"]
    rows: made.Rows = [head, ["水泥", "甲厂", 45123, "强度"], ["水泥", "甲厂", 20240516, "强度"]]
    code, _report = run(made.make_xlsx(tmp_path / "batch.xlsx", rows), "--tested", "9")
    found = Sample.objects.order_by("pk").values_list("batch", "produced_on")
    assert (code, list(found)) == (0, [("45123", None), ("", date(2024, 5, 16))])


@pytest.mark.parametrize(
    ("remark", "is_counterfeit"),
    [
        ("涉嫌假冒", True),
        ("标称生产企业否认生产", True),
        ("企业声明非本企业产品", True),
        ("该产品冒用厂名厂址", True),
        ("经核实非假冒产品", False),
        ("经核查，不属于假冒产品", False),
        ("复检仍不合格", False),
    ],
)
def test_remarks_tell_counterfeits(tmp_path: Path, remark: str, *, is_counterfeit: bool) -> None:
    rows = [made.FULL, made.full_row(1, 备注=remark, **FAILED)]
    run(made.make_xlsx(tmp_path / "remark.xlsx", rows))
    assert Sample.objects.get().is_counterfeit is is_counterfeit
