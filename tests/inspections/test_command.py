"""``import_spot_checks``: every published layout, every quirk, exit codes and the report scripts rely on."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from inspections.models import Campaign, FailedItem, HeaderAlias, ImportBatch, Result, Sample
from tests.inspections import factories as made
from tests.lib.spreadsheet_files import make_ods, make_xls

pytestmark = pytest.mark.django_db

KEYS = ["format", "read", "created", "updated", "unchanged", "rejected", "warnings", "preview"]


def run(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the report."""
    out = io.StringIO()
    code = 0
    try:
        call_command("import_spot_checks", str(path), "--json", *options, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    report: dict[str, Any] = json.loads(out.getvalue())
    assert list(report) == KEYS
    return code, report


def first(report: dict[str, Any]) -> dict[str, Any]:
    """Return the first batch of the preview."""
    found: dict[str, Any] = report["preview"][0]
    return found


def test_v1_lists_failures_only_below_two_titles(tmp_path: Path) -> None:
    row = [668, "车用汽油清净剂", "甲商行", "天津甲技术有限公司", "天津", "燃油添加剂", "100mL/瓶"]
    row += ["2023-05-16/W003020", "闪点（闭口）*,破乳性", "国家质检中心", "复检仍不合格"]
    path = made.make_xlsx(tmp_path / "v1.xlsx", [["附件"], ["2024年国家监督抽查不合格产品"], made.V1, row])
    code, report = run(path, "--tested", "100")
    assert (code, report["format"], report["read"], report["created"]) == (0, "V1", 1, 1)
    assert report["preview"] == [
        {
            "producer": "天津甲技术有限公司",
            "seller": "甲商行",
            "product": "燃油添加剂",
            "spec": "100mL/瓶",
            "produced_on": "2023-05-16",
            "batch": "W003020",
            "result": "fail",
            "failed_items": [
                {"name": "闪点（闭口）*", "measured": "", "limit": ""},
                {"name": "破乳性", "measured": "", "limit": ""},
            ],
            "laboratory": "国家质检中心",
        }
    ]
    campaign = Campaign.objects.get()
    assert (campaign.failures_only, campaign.tested, campaign.level) == (True, 100, "nation")


def test_v3_takes_the_detailed_name_and_the_day_of_the_check(tmp_path: Path) -> None:
    head = ["甲厂", "云南", "水泥", "砌筑水泥", "M32.5", "合格品", "2024-01-05", "合  格", "省院"]
    row = [*head, date(2024, 3, 4), "监督抽查", "县局", "", "企业"]
    code, report = run(made.make_xlsx(tmp_path / "v3.xlsx", [made.V3, row]))
    sample = Sample.objects.get()
    assert (code, report["format"]) == (0, "V3")
    assert (sample.product, sample.producer_name, sample.result) == ("砌筑水泥", "甲厂", "pass")
    assert (sample.judged_on, sample.laboratory) == (date(2024, 3, 4), "省院")
    assert any("企业名称" in warning for warning in report["warnings"])


def test_v4_in_an_old_workbook_with_another_word_for_the_result(tmp_path: Path) -> None:
    head = ["检验结论" if cell == "抽查结果" else cell for cell in made.V4]
    rows = [["福建抽查结果"], ["2016年"], head]
    rows += [[1, "甲厂", "福建", "水泥", "牌", "42.5", "20220720", "不符合", "强度、氯离子", "省院"]]
    code, report = run(make_xls(tmp_path / "v4.xls", rows))
    assert (code, report["format"], first(report)["result"]) == (0, "V4", "fail")
    assert (first(report)["produced_on"], first(report)["batch"]) == ("2022-07-20", "")
    assert [item["name"] for item in first(report)["failed_items"]] == ["强度", "氯离子"]


def test_v5_as_gb18030_text(tmp_path: Path) -> None:
    row = [
        1,
        "重庆固久商贸有限公司",
        "三层共挤聚乙烯薄膜",
        "重庆宝能普拉斯复合材料有限公司",
        "1m×0.01mm 普通膜",
        "/",
    ]
    row += ["厚度和厚度偏差、拉伸负荷", ""]
    path = made.make_csv(tmp_path / "v5.csv", [made.V5, row], encoding="gb18030")
    code, report = run(path)
    assert (code, report["format"]) == (0, "V5")
    assert first(report)["seller"] == "重庆固久商贸有限公司"
    assert first(report)["producer"] == "重庆宝能普拉斯复合材料有限公司"
    assert (first(report)["produced_on"], first(report)["batch"]) == (None, "")
    assert [item["name"] for item in first(report)["failed_items"]] == ["厚度和厚度偏差", "拉伸负荷"]
    assert len(report["warnings"]) == 2  # the new campaign, and the missing number of batches tested


def test_v7_from_an_open_document(tmp_path: Path) -> None:
    row = ["1", "2020", "砌筑水泥", "慈溪市甲建材商店", "M 32.5", "GB/T 3183-2017", "甲水泥公司"]
    row += ["不合格", "强度(28天抗压强度)", ""]
    code, report = run(make_ods(tmp_path / "v7.ods", [made.V7, row]))
    assert (code, report["format"], first(report)["seller"]) == (0, "V7", "慈溪市甲建材商店")
    assert first(report)["failed_items"][0]["name"] == "强度(28天抗压强度)"
    assert Sample.objects.get().judged_on == date(2020, 12, 31)


def test_a_year_as_a_number_dates_the_campaign(tmp_path: Path) -> None:
    rows: made.Rows = [[*made.FULL, "年份"], [*made.full_row(1), 2023]]
    run(made.make_xlsx(tmp_path / "year.xlsx", rows))
    assert Campaign.objects.get().ends_on == date(2023, 12, 31)


def test_v9_without_serial_numbers(tmp_path: Path) -> None:
    row = ["甲厂", "电线", "BV 2.5", "牌", "19010102", "导体电阻", "福建泉州"]
    code, report = run(made.make_xlsx(tmp_path / "v9.xlsx", [made.V9, row]))
    assert (code, report["format"]) == (0, "V9")
    assert (first(report)["produced_on"], first(report)["batch"]) == (None, "19010102")
    assert Sample.objects.get().producer_region == "福建泉州"


def test_v10_is_refused_in_a_sentence(tmp_path: Path) -> None:
    rows: made.Rows = [
        ["2023年抽查情况汇总"],
        ["序号", "产品", "企业数", "批次", "不合格批次"],
        [1, "水泥", 3, 5, 0],
    ]
    code, report = run(made.make_xlsx(tmp_path / "v10.xlsx", rows))
    assert (code, report["format"], report["read"]) == (2, "", 0)
    assert len(report["rejected"]) == 1
    assert "批次" in report["rejected"][0]["message"]


@pytest.mark.parametrize(
    ("head", "cell", "form"),
    [
        (made.F1, "氟苯尼考║4.67μg/kg║不得检出", "F1"),
        (made.F1, "菌落总数║2.2×102CFU/g║≤1.0×102", "F1"),
        (made.F2, "氟苯尼考丨不得检出丨4.67μg/kg", "F2"),
        (made.F2, "氟苯尼考||不得检出||4.67μg/kg", "F2"),
    ],
)
def test_food_items_are_told_apart_in_either_order(
    tmp_path: Path, head: list[str], cell: str, form: str
) -> None:
    row = [
        1,
        "甲养鸡场(购进)",
        "/",
        "七星超市",
        "某路",
        "(禽蛋)绿壳鸭蛋",
        "散装",
        "/",
        "2019.4.20(购进)",
        cell,
    ]
    row += ["食用农产品", "省抽", "华才检测", ""] if form == "F1" else ["华才检测"]
    code, report = run(made.make_xlsx(tmp_path / "food.xlsx", [head, row]))
    item = first(report)["failed_items"][0]
    assert (code, report["format"], first(report)["produced_on"]) == (0, form, "2019-04-20")
    assert item["name"] in {"氟苯尼考", "菌落总数"}
    assert item["measured"] in {"4.67μg/kg", "2.2×102CFU/g"}
    assert item["limit"] in {"不得检出", "≤1.0×102"}
    assert Campaign.objects.get().field == "food"


def test_failed_items_in_columns_of_their_own_below_a_merged_heading(tmp_path: Path) -> None:
    top = ["序号", "标称生产单位", "产品名称", "规格型号", "生产日期/批号", "不合格项目", "", ""]
    below = ["", "", "", "", "", "不合格项目名称", "标准值", "检验结果"]
    row = [1, "甲厂", "酱油", "500mL", "2024-01-01", "氨基酸态氮", "≥0.4", "0.2"]
    merges = [(0, column, 1, column, top[column]) for column in range(5)] + [(0, 5, 0, 7, "不合格项目")]
    code, report = run(made.make_xlsx(tmp_path / "split.xlsx", [top, below, row], merges=merges))
    assert code == 0
    assert first(report)["failed_items"] == [{"name": "氨基酸态氮", "measured": "0.2", "limit": "≥0.4"}]


def test_a_second_row_of_headings_whose_merges_are_lost(tmp_path: Path) -> None:
    top = ["序号", "标称生产单位", "产品名称", "规格型号", "生产日期/批号", "不合格项目", "", ""]
    below = ["", "", "", "", "", "项目名称", "检验结果", "标准值"]
    row = ["1", "甲厂", "酱油", "500mL", "2024-01-01", "氨基酸态氮；总酸", "0.2；1", "≥0.4；≥3"]
    code, report = run(made.make_csv(tmp_path / "split.csv", [top, below, row]))
    assert (code, report["read"]) == (0, 1)
    assert first(report)["failed_items"] == [
        {"name": "氨基酸态氮", "measured": "0.2", "limit": "≥0.4"},
        {"name": "总酸", "measured": "1", "limit": "≥3"},
    ]


def test_headings_with_breaks_blanks_and_either_width(tmp_path: Path) -> None:
    head = [
        "序\n号",
        "标称　生产者",
        "产 品\u00a0名称",
        "规格\u2003型号",
        "生产(购进）日期/\n批号",
        "抽检结果\u0007",
    ]
    rows: made.Rows = [
        ["说明"],
        [],
        head,
        [1, "甲厂", "水泥", "P.O 42.5", "2023年5月1日", "所检项目符合标准要求。"],
    ]
    code, report = run(made.make_csv(tmp_path / "odd.csv", rows))
    assert (code, report["format"], report["created"]) == (0, "generic", 1)
    assert (first(report)["produced_on"], first(report)["result"]) == ("2023-05-01", "pass")


def test_notes_totals_blank_rows_and_repeated_headings_are_no_samples(tmp_path: Path) -> None:
    rows = [[made.TITLE], made.FULL, made.full_row(1), [], ["合计", "", "", 1], made.FULL, made.full_row(2)]
    rows += [["注：排名不分先后"], ["声明：本表仅对来样负责"]]
    code, report = run(made.make_xlsx(tmp_path / "notes.xlsx", rows))
    assert (code, report["read"], report["created"]) == (0, 2, 2)


def test_several_sheets_are_read_and_others_named(tmp_path: Path) -> None:
    sheets: dict[str, made.Rows] = {
        "合格": [made.FULL, made.full_row(1)],
        "不合格": [made.FULL, made.full_row(2, 抽查结果="不合格", 主要不合格项目="厚度")],
        "汇总": [["产品", "企业数", "批次", "合格率"], ["电线", 2, 2, "50%"]],
        "说明": [["本表由县局提供"]],
    }
    code, report = run(made.make_workbook(tmp_path / "sheets.xlsx", sheets))
    assert (code, report["created"]) == (0, 2)
    assert [w for w in report["warnings"] if "汇总" in w or "说明" in w] != []


def test_a_serial_merged_over_several_rows_is_one_batch(tmp_path: Path) -> None:
    rows = [made.FULL]
    rows += [made.full_row(1, 抽查结果="不合格", 主要不合格项目="强度"), [""] * 7 + ["氯离子", "", ""]]
    merges = [(1, column, 2, column, rows[1][column]) for column in (0, 1, 2, 3, 4, 5, 6)]
    code, report = run(made.make_xlsx(tmp_path / "merged.xlsx", rows, merges=merges))
    assert (code, report["read"], report["created"]) == (0, 2, 1)
    assert list(FailedItem.objects.values_list("name", flat=True)) == ["强度", "氯离子"]


def test_rows_below_blank_cells_go_on_where_merges_are_lost(tmp_path: Path) -> None:
    rows = [
        made.FULL,
        made.full_row(1, 抽查结果="不合格", 主要不合格项目="强度"),
        [""] * 7 + ["氯离子", "", ""],
    ]
    code, report = run(made.make_csv(tmp_path / "lost.csv", rows))
    assert (code, report["created"], FailedItem.objects.count()) == (0, 1, 2)


def test_the_same_file_twice_and_with_other_columns_first_creates_nothing(tmp_path: Path) -> None:
    rows = [made.full_row(1), made.full_row(2, 抽查结果="不合格", 主要不合格项目="厚度、强度")]
    path = made.make_xlsx(tmp_path / "one.xlsx", [[made.TITLE], made.FULL, *rows])
    assert run(path)[1]["created"] == 2
    code, again = run(path)
    assert (code, again["created"], again["updated"], again["unchanged"]) == (0, 0, 0, 2)
    turned = [[made.TITLE], made.FULL[::-1], *[row[::-1] for row in reversed(rows)]]
    code, again = run(made.make_csv(tmp_path / "two.csv", turned))
    assert (code, again["created"], again["updated"], again["unchanged"]) == (0, 0, 0, 2)
    assert (Sample.objects.count(), Campaign.objects.count(), ImportBatch.objects.count()) == (2, 1, 1)


def test_a_corrected_table_changes_the_batch_and_its_history(tmp_path: Path) -> None:
    run(made.make_xlsx(tmp_path / "a.xlsx", [[made.TITLE], made.FULL, made.full_row(1)]))
    wrong = made.full_row(1, 抽查结果="不合格", 主要不合格项目="厚度")
    code, report = run(made.make_xlsx(tmp_path / "b.xlsx", [[made.TITLE], made.FULL, wrong]))
    sample = Sample.objects.failed().get()
    assert (code, report["updated"], sample.result, sample.version) == (0, 1, "fail", 2)
    assert [row.history_type for row in sample.history.order_by("history_id")] == ["+", "~"]
    assert sample.history.latest().history_user_id == "import_spot_checks"
    assert sample.raw["headings"] == made.FULL
    assert sample.import_batch is not None


def test_a_table_without_results_needs_the_number_tested(tmp_path: Path) -> None:
    row = [1, "甲店", "水泥", "甲厂", "42.5", "2024-01-01", "强度", ""]
    path = made.make_xlsx(tmp_path / "v5.xlsx", [made.V5, row])
    _code, report = run(path)
    assert any("批次" in warning for warning in report["warnings"])
    assert Campaign.objects.get().tested is None
    code, report = run(path, "--tested", "40")
    assert (code, report["unchanged"], Campaign.objects.get().tested) == (0, 1, 40)


def test_failures_added_to_a_campaign_that_lists_every_batch_leave_it_so(tmp_path: Path) -> None:
    campaign = made.make_campaign(code="X-1")
    made.make_sample(campaign=campaign)
    row = [1, "甲店", "水泥", "甲厂", "42.5", "2024-01-01", "强度", ""]
    run(made.make_xlsx(tmp_path / "v5.xlsx", [made.V5, row]), "--campaign", "X-1")
    campaign.refresh_from_db()
    assert (campaign.failures_only, campaign.tested, campaign.samples.count()) == (False, None, 2)


def test_fewer_tested_than_failed_is_refused(tmp_path: Path) -> None:
    rows = [made.V5] + [[n, "甲店", "水泥", f"甲{n}厂", "42.5", "2024-01-01", "强度", ""] for n in (1, 2)]
    path = made.make_xlsx(tmp_path / "v5.xlsx", rows)
    assert [run(path, "--tested", number)[0] for number in ("1", "0", "2")] == [2, 2, 0]


def test_a_number_tested_is_not_needed_where_every_batch_is_listed(tmp_path: Path) -> None:
    path = made.make_xlsx(tmp_path / "full.xlsx", [made.FULL, made.full_row(1)])
    code, report = run(path, "--tested", "5")
    campaign = Campaign.objects.get()
    assert (code, campaign.tested, campaign.failures_only) == (0, None, False)
    assert len(report["warnings"]) == 2


def test_counterfeits_name_no_producer_and_withdrawn_samples_do_not_count(tmp_path: Path) -> None:
    made.make_enterprise("岭北第1电器有限公司")
    rows = [made.FULL, made.full_row(1, 抽查结果="不合格", 主要不合格项目="厚度", 备注="涉嫌假冒")]
    rows += [made.full_row(2, 抽查结果="", 备注="拒检"), made.full_row(3, 抽查结果="拒绝抽样", 备注="已移送")]
    code, report = run(made.make_xlsx(tmp_path / "fake.xlsx", rows))
    sample = Sample.objects.get()
    assert (code, report["read"], report["created"]) == (0, 3, 1)
    assert (sample.is_counterfeit, sample.producer) == (True, None)
    assert any("3、4" in warning for warning in report["warnings"])


def test_enterprises_are_found_by_name_code_and_maker_and_give_the_township(tmp_path: Path) -> None:
    named = made.make_enterprise("岭北县甲电器（集团）有限公司")
    coded = made.make_enterprise("全然另名的厂")
    maker = made.make_enterprise("岭北受托制造厂")
    shop = made.make_enterprise("城关五金店")
    head = [*made.FULL, "统一社会信用代码"]
    rows = [
        [*made.full_row(1, 标称生产单位="岭北县甲电器(集团) 有限公司"), ""],
        [*made.full_row(2), coded.credit_code.lower()],
        [*made.full_row(3, 标称生产单位="委托方：外地公司；受托方：岭北受托制造厂"), ""],
        [*made.full_row(4, 标称生产单位="无关的厂"), "91530000000000000X"],
    ]
    code, report = run(made.make_xlsx(tmp_path / "match.xlsx", [head, *rows]))
    samples = {sample.serial: sample for sample in Sample.objects.all()}
    assert code == 0
    assert [samples[n].producer for n in "1234"] == [named, coded, maker, None]
    assert [samples[n].township for n in "1234"] == [e.township for e in (named, coded, maker, shop)]
    assert {sample.side for sample in samples.values()} == {"retail"}
    assert any("5" in warning and "代码" in warning for warning in report["warnings"])


def test_a_credit_code_belongs_to_the_name_it_stands_behind(tmp_path: Path) -> None:
    shop = made.make_enterprise("另名的店")
    head = ["受检单位", "统一社会信用代码", "标称生产单位", "产品名称", "规格型号", "抽查结果", "抽查领域"]
    row = ["城关五金店", shop.credit_code, "甲厂", "水泥", "42.5", "合格", "流通环节"]
    run(made.make_xlsx(tmp_path / "code.xlsx", [head, row, [*row[:4], "32.5", "合格", "生产领域"]]))
    found = Sample.objects.order_by("side")
    assert [(sample.producer, sample.seller_id, sample.side) for sample in found] == [
        (None, shop.pk, "production"),
        (None, shop.pk, "retail"),
    ]
    run(
        made.make_xlsx(
            tmp_path / "own.xlsx", [head, ["另名的店", shop.credit_code, *row[2:5], "合格", "别处"]]
        )
    )
    assert Sample.objects.get(seller_name="另名的店").side == "retail"


def test_rows_that_end_early_repeat_or_stand_on_a_hidden_sheet(tmp_path: Path) -> None:
    short = made.full_row(1)[:7]
    code, report = run(made.make_csv(tmp_path / "short.csv", [made.FULL, short, made.full_row(1)]))
    assert (code, report["read"], report["created"]) == (0, 2, 1)
    assert any("3" in warning for warning in report["warnings"])
    sheets: dict[str, made.Rows] = {
        "表": [made.FULL, made.full_row(1)],
        "旧表": [made.FULL, made.full_row(2)],
    }
    path = made.make_workbook(tmp_path / "hidden.xlsx", sheets, hidden="旧表")
    assert run(path, "--dry-run")[1]["read"] == 1


def test_a_refused_row_names_its_sheet_where_there_are_several(tmp_path: Path) -> None:
    sheets: dict[str, made.Rows] = {
        "甲": [made.FULL, made.full_row(1)],
        "乙": [made.FULL, made.full_row(2, 产品名称="")],
    }
    _code, report = run(made.make_workbook(tmp_path / "two.xlsx", sheets))
    assert "乙" in report["rejected"][0]["message"]


def test_two_columns_of_one_meaning_use_the_first_and_say_so(tmp_path: Path) -> None:
    head = [*made.FULL, "样品名称", "生产批号"]
    row = [*made.full_row(1), "另一名称", "坏\x01号"]
    code, report = run(made.make_csv(tmp_path / "twice.csv", [head, row]))
    assert (code, report["rejected"][0]["column"]) == (1, "生产日期/批号")
    assert any("样品名称" in warning for warning in report["warnings"])


def test_a_result_column_beside_limits_is_what_was_measured(tmp_path: Path) -> None:
    head = ["生产单位", "产品名称", "规格型号", "不合格项目", "标准值", "检验结果"]
    row = ["甲厂", "酱油", "500mL", "氨基酸态氮", "≥0.4", "0.2"]
    _code, report = run(made.make_xlsx(tmp_path / "measured.xlsx", [head, row]))
    assert first(report)["failed_items"] == [{"name": "氨基酸态氮", "measured": "0.2", "limit": "≥0.4"}]


def test_an_enterprise_opened_later_is_found_by_importing_again(tmp_path: Path) -> None:
    path = made.make_xlsx(tmp_path / "later.xlsx", [[made.TITLE], made.FULL, made.full_row(1)])
    run(path)
    enterprise = made.make_enterprise("岭北第1电器有限公司")
    assert run(path)[1]["updated"] == 1
    assert Sample.objects.get().producer == enterprise
    assert run(path)[1]["unchanged"] == 1


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"产品名称": "/"}, "产品名称"),
        ({"受检单位": "", "标称生产单位": "--"}, "标称生产单位"),
        ({"抽查结果": "待定"}, "抽查结果"),
        ({"抽查结果": "", "主要不合格项目": ""}, "抽查结果"),
        ({"主要不合格项目": "厚度"}, "抽查结果"),
        ({"产品名称": "长" * 201}, "产品名称"),
        ({"抽查结果": "不合格", "主要不合格项目": "长" * 201}, "主要不合格项目"),
        ({"规格型号": "坏\x01字"}, "规格型号"),
    ],
)
def test_refused_rows_say_where_and_why_and_hold_the_others_back(
    tmp_path: Path, changes: dict[str, str], column: str
) -> None:
    path = made.make_csv(tmp_path / "bad.csv", [made.FULL, made.full_row(1), made.full_row(2, **changes)])
    code, report = run(path)
    assert (code, report["read"], report["created"], Sample.objects.count()) == (1, 2, 0, 0)
    assert [(each["row"], each["column"]) for each in report["rejected"]] == [(3, column)]
    assert report["rejected"][0]["message"] != ""
    code, report = run(path, "--skip-rejected")
    assert (code, report["created"], Sample.objects.count()) == (1, 1, 1)


def test_two_results_for_one_batch_refuse_the_second(tmp_path: Path) -> None:
    rows = [made.FULL, made.full_row(1), made.full_row(1, 抽查结果="不合格", 主要不合格项目="厚度")]
    code, report = run(made.make_xlsx(tmp_path / "both.xlsx", rows))
    assert (code, [each["row"] for each in report["rejected"]]) == (1, [3])


def test_scientific_notation_of_a_credit_code_is_refused(tmp_path: Path) -> None:
    head = [*made.FULL, "统一社会信用代码"]
    path = made.make_csv(tmp_path / "sci.csv", [head, [*made.full_row(1), "9.1E+17"]])
    code, report = run(path)
    assert (code, report["rejected"][0]["column"]) == (1, "统一社会信用代码")


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    path = made.make_xlsx(tmp_path / "dry.xlsx", [made.FULL, made.full_row(1)])
    code, report = run(path, "--dry-run")
    assert (code, report["created"], Sample.objects.count(), Campaign.objects.count()) == (0, 1, 0, 0)


def test_date_and_batch_from_two_columns(tmp_path: Path) -> None:
    head = ["生产单位", "产品名称", "规格型号", "生产日期", "批号", "检验结论"]
    rows: made.Rows = [head, ["甲厂", "水泥", "42.5", date(2024, 1, 5), 20240105, "合格"]]
    _code, report = run(made.make_xlsx(tmp_path / "two.xlsx", rows))
    assert (first(report)["produced_on"], first(report)["batch"]) == ("2024-01-05", "20240105")


def test_a_named_campaign_takes_the_batches(tmp_path: Path) -> None:
    campaign = made.make_campaign(code="X-1", ends_on=date(2024, 4, 1))
    path = made.make_xlsx(tmp_path / "named.xlsx", [made.FULL, made.full_row(1)])
    code, _report = run(path, "--campaign", "X-1")
    assert (code, Sample.objects.get().campaign, Sample.objects.get().judged_on) == (
        0,
        campaign,
        date(2024, 4, 1),
    )
    code, report = run(path, "--campaign", "Y-2")
    assert (code, "Y-2" in report["rejected"][0]["message"]) == (2, True)


def test_the_notice_number_names_the_campaign(tmp_path: Path) -> None:
    head = [*made.FULL, "通告号", "通告日期"]
    rows = [[*made.full_row(n), "2024年第12号", "2024-07-01"] for n in (1, 2)]
    run(made.make_xlsx(tmp_path / "notice.xlsx", [head, *rows]))
    campaign = Campaign.objects.get()
    assert (campaign.document_number, campaign.ends_on) == ("2024年第12号", date(2024, 7, 1))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.xlsx", None),
        ("broken.xlsx", b"PK\x03\x04 this is no workbook"),
        ("empty.csv", b""),
        ("prose.csv", "只有一句话\n".encode()),
        ("picture.png", b"\x89PNG"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, report = run(path)
    assert (code, report["read"], len(report["rejected"])) == (2, 0, 1)
    assert report["rejected"][0]["message"][-1] in "。.”"


@pytest.mark.parametrize(
    "head",
    [
        ["生产单位", "规格型号", "检验结论", "承检机构"],
        ["产品名称", "规格型号", "检验结论", "承检机构"],
        ["产品名称", "规格型号", "生产单位", "承检机构"],
    ],
)
def test_a_table_that_lacks_what_every_table_needs_is_refused(tmp_path: Path, head: list[str]) -> None:
    code, report = run(made.make_csv(tmp_path / "lacks.csv", [head, ["甲", "乙", "丙", "丁"]]))
    assert (code, report["read"]) == (2, 0)


def test_people_are_told_in_words(tmp_path: Path) -> None:
    path = made.make_csv(tmp_path / "bad.csv", [made.FULL, made.full_row(1), made.full_row(2, 产品名称="")])
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import_spot_checks", str(path), stdout=out)
    assert end.value.code == 1
    assert "产品名称" in out.getvalue()
    with pytest.raises(CommandError) as unusable:
        call_command("import_spot_checks", str(tmp_path / "none.csv"))
    assert unusable.value.returncode == 2


def test_a_publishers_own_meaning_of_a_heading_is_remembered(tmp_path: Path) -> None:
    HeaderAlias.objects.create(publisher="岭北县市场监督管理局", heading="企业名称", column="seller")
    from inspections.actions import load_reference

    load_reference()
    row = [1, "甲店", "云南", "水泥", "牌", "42.5", "2024-01-01", "合格", "", "省院"]
    _code, report = run(made.make_xlsx(tmp_path / "own.xlsx", [[made.TITLE], made.V4, row]))
    assert (first(report)["seller"], first(report)["producer"]) == ("甲店", "")
    assert Sample.objects.get().result == Result.PASS
