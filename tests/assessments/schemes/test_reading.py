"""Criteria tables as counties print them become trees, whatever the order of columns."""

from itertools import count
from pathlib import Path

import pytest

from assessments.criteria_imports import Answers, CriteriaDraft, read_criteria
from assessments.criteria_plan import plan_of
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from tests.assessments.factories import make_scheme
from tests.assessments.schemes.tables import (
    ANHUI,
    ANHUI_MERGED,
    NANTONG,
    TAIZHOU,
    XUZHOU,
    XUZHOU_HEADS,
    Rows,
    kept,
    workbook,
)
from tests.departments.factories import make_department

_years = count(2040)

pytestmark = pytest.mark.django_db


def draft_of(folder: Path, content: bytes, answers: Answers | None = None) -> CriteriaDraft:
    scheme = make_scheme(next(_years), criteria=())
    return read_criteria(kept(folder, content), name="criteria.xlsx", scheme=scheme, answers=answers)


def tree_of(draft: CriteriaDraft) -> list[tuple[int, str, str]]:
    """Return the tree as depth, name and points."""
    depths: list[int] = []
    for item in draft.items:
        depths.append(depths[item.above] + 1 if item.above >= 0 else 0)
    return [
        (depth, item.criterion.name, f"{item.criterion.points:f}")
        for depth, item in zip(depths, draft.items, strict=True)
    ]


def warnings_of(draft: CriteriaDraft) -> list[str]:
    return plan_of(make_scheme(next(_years), criteria=()), draft.items).outline.warnings


def test_points_at_the_categories_only_are_shared_out_evenly(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, workbook(ANHUI, ANHUI_MERGED))
    # 40 / 2 indicators = 20 each, the first of two parts: 10 each; 60 / 3 = 20, 20 / 3 parts = 6.66 and 6.68.
    assert tree_of(draft) == [
        (0, "质量目标", "40"),
        (1, "产品质量量化指标", "20.00"),
        (2, "制造业产品质量合格率", "10.00"),
        (2, "主要农产品质量安全监测合格率", "10.00"),
        (1, "工程质量量化指标", "20.00"),
        (2, "建筑工程竣工验收合格率", "20.00"),
        (0, "质量措施", "60"),
        (1, "质量宏观管理", "20.00"),
        (2, "质量发展规划制订与实施", "20.00"),
        (1, "质量安全监管", "20.00"),
        (2, "产品质量监管", "6.66"),
        (2, "工程质量监管", "6.66"),
        (2, "服务质量监管", "6.68"),
        (1, "质量基础建设", "20.00"),
        (2, "标准、计量、认证认可基础建设", "20.00"),
        (0, "否决项", "0"),
        (1, "区域性、系统性产品质量安全事件", "0"),
    ]
    assert [item.criterion.kind for item in draft.items[-2:]] == ["veto", "veto"]
    assert draft.shared == 13
    assert warnings_of(draft) == []


def test_a_merged_cell_of_points_belongs_to_the_heading_it_spans(tmp_path: Path) -> None:
    rows: Rows = [
        ["考核内容", "指标", "分值"],
        ["组织领导", "机构", 40],
        [None, "制度", None],
        ["目标", "合格率", 60],
    ]
    draft = draft_of(tmp_path, workbook(rows, ["A2:A3", "C2:C3"]))
    assert tree_of(draft) == [
        (0, "组织领导", "40"),
        (1, "机构", "20.00"),
        (1, "制度", "20.00"),
        (0, "目标", "60"),
        (1, "合格率", "60"),
    ]


def test_items_below_the_third_level_stand_in_the_column_of_standards(tmp_path: Path) -> None:
    unit = make_department("质监局")
    draft = draft_of(tmp_path, workbook(XUZHOU))
    assert tree_of(draft) == [
        (0, "质量宏观管理", "20"),
        (1, "规划战略制定", "5"),
        (2, "质量发展规划制定与实施", "4"),
        (3, "质量(含计量)目标纳入国民经济社会发展规划", "1"),
        (3, "政府工作报告中有体现", "1"),
        (3, "制定年度具体工作方案", "1"),
        (3, "产业、环境、科技、金融、财税、人才配套政策", "1"),
        (2, "品牌发展战略制定与实施", "1"),
        (3, "建立健全政府质量奖励制度并组织实施", "1"),
    ]
    item = draft.items[4].criterion
    assert (item.standard, item.evidence, item.scored_by) == (
        "体现 1；不充分 0.5；无 0",
        "规划、文件、资料",
        unit,
    )
    assert draft.unknown == {"市发改委": [2, 5], "经信委": [5]}
    assert draft.items[3].criterion.standard.endswith("\n考核部门：市发改委、市质监局")
    # 5 points of the cut excerpt against 20 printed.
    assert warnings_of(draft)[0] == "“质量宏观管理” has 20 points, but its parts come to 5."


def test_a_person_says_which_department_an_unknown_name_is(tmp_path: Path) -> None:
    unit = make_department()
    answers = Answers(units={"市发改委": unit, "经信委": None})
    draft = draft_of(tmp_path, workbook(XUZHOU), answers)
    assert draft.items[6].criterion.scored_by == unit


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    turned = [
        [dict(zip(XUZHOU_HEADS, row, strict=True))[head] for head in XUZHOU_HEADS[::-1]] for row in XUZHOU
    ]
    assert tree_of(draft_of(tmp_path, workbook(turned))) == tree_of(draft_of(tmp_path, workbook(XUZHOU)))


def test_figures_headed_as_standard_are_points_and_stars_mark_key_items(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, workbook(TAIZHOU))
    assert tree_of(draft) == [
        (0, "地方政府属地管理责任依法履行", "16"),
        (1, "组织领导", "4"),
        (2, "主要领导牵头的领导机构", "2"),
        (2, "部门职责清晰、落实到位", "2"),
        (1, "绩效考核", "6"),
        (2, "监管在绩效考核中权重 > 5%", "2"),
        (2, "县对乡镇、对部门年度考核", "2"),
        (1, "规划计划", "2"),
        (2, "纳入国民经济规划和主体功能区规划", "1"),
    ]
    assert [item.criterion.name[:2] for item in draft.items if item.criterion.is_key] == ["监管", "纳入"]
    assert draft.items[2].criterion.standard == "建立机构\n责任单位：市府办、县(市、区)政府"
    assert warnings_of(draft) == [
        "“地方政府属地管理责任依法履行” has 16 points, but its parts come to 12.",
        "“绩效考核” has 6 points, but its parts come to 4.",
        "“规划计划” has 2 points, but its parts come to 1.",
        "The scored criteria at the top come to 16 points, not 100.",
    ]


def test_a_table_of_departments_has_bonus_items_and_columns_to_fill_in(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, workbook(NANTONG))
    found = [(item.criterion.name, f"{item.criterion.points:f}", item.criterion.kind) for item in draft.items]
    assert found == [
        ("组织领导", "100", "scored"),
        ("召开联席会议", "60", "scored"),
        ("制定规划", "40", "scored"),
        ("加分项", "0", "bonus"),
        ("获得上级表彰", "5", "bonus"),
    ]
    assert draft.items[1].criterion.evidence == "会议纪要"
    assert warnings_of(draft) == []


def test_rows_that_go_on_with_a_criterion_add_to_its_text_and_points(tmp_path: Path) -> None:
    rows: Rows = [
        ["指标", "评分标准", "分值"],
        ["规划", "印发规划", 0.5],
        [None, "制定方案", 0.5],
        ["总结", "报送", 99],
    ]
    draft = draft_of(tmp_path, workbook(rows, ["A2:A3"]))
    assert tree_of(draft) == [(0, "规划", "1.0"), (0, "总结", "99")]
    assert draft.items[0].criterion.standard == "印发规划\n制定方案"


def test_cells_that_cannot_be_read_are_told_with_row_and_column(tmp_path: Path) -> None:
    rows: Rows = [
        ["一级指标", "二级指标", "分值", "编号"],
        ["组织领导", "机构", "四分", "1"],
        [None, "制度", None, "2"],
        [None, "经费", 5, "2"],
        [None, "名" * 201, 5, "3"],
    ]
    refused = draft_of(tmp_path, workbook(rows)).table.refused
    assert [(each.row, each.column, each.value[:4]) for each in refused] == [
        (2, "分值", "四分"),
        (3, "分值", ""),
        (5, "二级指标", "名名名名"),
        (4, "编号", "2"),
    ]


def test_a_word_among_figures_headed_as_standard_is_told(tmp_path: Path) -> None:
    rows = [list(row) for row in TAIZHOU]
    rows[2][3] = "约两分"
    refused = draft_of(tmp_path, workbook(rows)).table.refused
    assert [(each.row, each.column, each.value) for each in refused] == [(3, "考评标准", "约两分")]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["甲", "乙"], ["1", "2"]], "No heading of a criteria table is known"),
        ([["分值", "评分标准"], ["1", "x"]], "No column names the criteria"),
        ([["指标", "分值"]], "has no row"),
        ([["指标", "分值", "分数"], ["机构", 1, 2]], "taken for the same thing"),
    ],
)
def test_what_is_no_criteria_table_is_refused_in_words(tmp_path: Path, rows: Rows, words: str) -> None:
    with pytest.raises(SpreadsheetError, match=words):
        draft_of(tmp_path, workbook(rows))


def test_a_person_may_say_otherwise_what_columns_mean(tmp_path: Path) -> None:
    rows: Rows = [["大项", "指标", "打分"], ["组织", "机构", 60], [None, "制度", 40]]
    with pytest.raises(SpreadsheetError):
        draft_of(tmp_path, workbook(rows))
    named: Rows = [["考核项目", "指标", "打分", "分值"], ["组织", "机构", 60, None], [None, "制度", 40, None]]
    answers = Answers(columns={0: "level1", 1: "level2", 2: "points"})
    draft = draft_of(tmp_path, workbook(named), answers)
    assert tree_of(draft) == [(0, "组织", "100"), (1, "机构", "60"), (1, "制度", "40")]
