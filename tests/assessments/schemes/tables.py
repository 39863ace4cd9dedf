"""Criteria tables as counties print them, as workbooks for tests."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import openpyxl

Row: TypeAlias = Sequence[object]
Rows: TypeAlias = Sequence[Row]

ANHUI: Rows = [
    ["质量工作考核要点", None, None, None],
    ["类别", "考核指标", "考核要点", "分值"],
    ["质量目标 (40)", "1 产品质量量化指标", "制造业产品质量合格率", None],
    [None, None, "主要农产品质量安全监测合格率", None],
    [None, "2 工程质量量化指标", "建筑工程竣工验收合格率", None],
    ["质量措施 (60)", "3 质量宏观管理", "质量发展规划制订与实施", None],
    [None, "4 质量安全监管", "产品质量监管", None],
    [None, None, "工程质量监管", None],
    [None, None, "服务质量监管", None],
    [None, "5 质量基础建设", "标准、计量、认证认可基础建设", None],
    ["否决项", "6", "区域性、系统性产品质量安全事件", None],
]
ANHUI_MERGED = ("A1:D1", "A3:A5", "B3:B4", "A6:A10", "B7:B9")

XUZHOU_HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "评分标准",
    "评分依据",
    "打分方法",
    "考核牵头部门",
    "分值",
)
XUZHOU: Rows = [
    XUZHOU_HEADS,
    [
        *("质量宏观管理 (20)", "规划战略制定", "1 质量发展规划制定与实施 (4)"),
        *("1 质量(含计量)目标纳入国民经济社会发展规划 (1)", "规划、文件、资料"),
        *("纳入地区规划 1；纳入部门规划 0.5；无 0", "市发改委、市质监局", None),
    ],
    [None, None, None, "2 政府工作报告中有体现 (1)", "〃", "体现 1；不充分 0.5；无 0", "市质监局", None],
    [None, None, None, "3 制定年度具体工作方案 (1)", "〃", "有 1；无 0", "市质监局", None],
    [
        *(None, None, None, "4 产业、环境、科技、金融、财税、人才配套政策 (1)", "〃"),
        *("每缺一个方面扣 0.1；没有 0", "市发改委、经信委", None),
    ],
    [
        *(None, None, "2 品牌发展战略制定与实施", "1 建立健全政府质量奖励制度并组织实施 (1)"),
        *("文件、资料", "有 1；无 0", "市质监局", None),
    ],
]

TAIZHOU: Rows = [
    ["一级指标", "建设内容", "建设指标", "考评标准", "任务内容", "责任单位", "工作考核"],
    [
        *("一、地方政府属地管理责任依法履行 (16)", "(一)组织领导 (4)", "1 主要领导牵头的领导机构", 2),
        *("建立机构", "市府办、县(市、区)政府", None),
    ],
    [None, None, "2 部门职责清晰、落实到位", 2, "制定成员单位职责分工文件", "市府办", None],
    [None, "(二)绩效考核 (6)", "*3 监管在绩效考核中权重 > 5%", 2, "纳入政府和部门考核", "市府办", None],
    [None, None, "4 县对乡镇、对部门年度考核", 2, "建立考核机制", "县(市、区)政府", None],
    [None, "(三)规划计划 (2)", "*5 纳入国民经济规划和主体功能区规划", 1, "纳入规划", "市发展改革委", None],
]

NANTONG: Rows = [
    ["序号", "分值", "自评分", "考核内容", "需提交材料", "指标名称", "评分标准"],
    [1, "60分", None, "组织领导", "会议纪要", "召开联席会议", "全年两次以上得满分"],
    [2, "40分", None, None, "规划文本", "制定规划", "有得满分"],
    [3, "最高5分", None, "加分项", "表彰文件", "获得上级表彰", "每项2分"],
    ["合计", 100, None, None, None, None, None],
    ["注：自评分由被考核单位填写。", None, None, None, None, None, None],
]


def workbook(rows: Rows, merged: Sequence[str] = ()) -> bytes:
    """Return a workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def kept(folder: Path, content: bytes) -> Path:
    """Write a workbook down."""
    path = folder / "criteria.xlsx"
    path.write_bytes(content)
    return path
