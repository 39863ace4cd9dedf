"""The second sheet of an exported criteria table: what the official table has no column for.

English names of all criteria, and codes, rules and texts of headings, so that a table exported and read
again is the same tree. Criteria are found by their code, headings by the names above them.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import override

from assessments.models import CriterionKind, Rule
from assessments.outline import Node, Outline
from assessments.rules import params_error
from quality_portal.lib.spreadsheets.cells import as_text
from quality_portal.lib.spreadsheets.reading import Workbook
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

SHEET: Final = "指标附加信息"
COLUMNS: Final = {
    "code": "编号",
    "above": "上级编号",
    "name": "指标名称",
    "name_en": "英文名称",
    "standard": "评分标准",
    "evidence": "需提交材料",
    "scorer": "考核牵头部门",
    "clause": "依据条款",
    "rule": "打分方法",
    "params": "规则参数",
}
Note = Mapping[str, str]
Notes = dict[tuple[str, ...], Note]


def rule_words(rule: str) -> str:
    """Return a rule's official name."""
    with override("zh-hans"):
        return str(Rule(rule).label)


def params_words(params: Mapping[str, Any]) -> str:
    """Return a rule's parameters as they are exported."""
    return json.dumps(params, ensure_ascii=False) if params else ""


def rule_of(words: str, params: str) -> tuple[str, dict[str, Any], bool]:
    """Return the rule an exported table names, its parameters, and whether they fit; else manual."""
    if not words:
        return Rule.MANUAL, {}, True
    rule = {rule_words(each): each for each in Rule.values}.get(words, "")
    try:
        found = json.loads(params or "{}")
    except (ValueError, RecursionError):
        found = None
    if rule and isinstance(found, dict) and not params_error(rule, found):
        return rule, found, True
    return Rule.MANUAL, {}, False


def notes_table(outline: Outline) -> Table:
    """Return the second sheet of a scheme's criteria."""
    codes = {node.criterion.pk: node.criterion.code for node in outline.nodes}
    columns = [Column(head, width=18) for head in COLUMNS.values()]
    return Table(SHEET, columns, [_row(node, codes) for node in outline.nodes])


def _row(node: Node, codes: Mapping[int, str]) -> list[OutCell]:
    criterion = node.criterion
    row: list[OutCell] = [
        criterion.code,
        codes.get(criterion.parent_id or 0, ""),
        criterion.name,
        criterion.name_en,
    ]
    if not node.is_heading:
        return [*row, *[""] * (len(COLUMNS) - len(row))]
    return [
        *row,
        criterion.standard,
        criterion.evidence,
        criterion.scored_by.short_name if criterion.scored_by else "",
        criterion.clause,
        rule_words(criterion.rule),
        params_words(criterion.params),
    ]


def notes_of(workbook: Workbook) -> Notes:
    """Return the notes of a workbook: leaves by their code, headings by their names."""
    sheet = next((each for each in workbook.sheets if each.name == SHEET), None)
    if sheet is None or not sheet.rows:
        return {}
    places = {as_text(head): index for index, head in enumerate(sheet.rows[0])}
    if not set(COLUMNS.values()) <= set(places):
        return {}
    found: Notes = {}
    paths: dict[str, tuple[str, ...]] = {}
    for row in sheet.rows[1:]:
        note = {name: as_text(row[places[head]]).strip() for name, head in COLUMNS.items()}
        paths[note["code"]] = (*paths.get(note["above"], ()), note["name"])
        found[paths[note["code"]]] = note
        found.setdefault((note["code"], ""), note)
    return found


def note_of(notes: Notes, path: tuple[str, ...], code: str) -> Note | None:
    """Return the note of a leaf by its code, of a heading by the names of its path."""
    return notes.get((code, "")) if code else notes.get(path)


KIND_WORDS: Final = {
    CriterionKind.SCORED: "计分项",
    CriterionKind.BONUS: "加分项",
    CriterionKind.DEDUCTION: "扣分项",
    CriterionKind.VETO: "否决项",
}
"""The kinds as official tables name them."""
