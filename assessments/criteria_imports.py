"""Criteria tables that offices have already, read into a draft edition: nothing is written before it is confirmed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.models import Criterion, Rule, Scheme
from assessments.outline import Outline
from assessments.rules import params_error
from assessments.rules.criteria_table import Line, gathered, kinds_of, known, lines_of
from departments.models import Department
from quality_portal.lib.spreadsheets.cells import Cell, as_text
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.reading import read_workbook
from quality_portal.lib.spreadsheets.tables import data_rows, find_header
from quality_portal.lib.text import is_blank_marker

MOST: Final = 600
"""Criteria of one table."""
_BETWEEN: Final = str.maketrans("，,；;/\n", "、、、、、、")
Item = dict[str, Any]


@dataclass(slots=True)
class Criteria:
    """What a table holds: criteria, each a heading before its parts, and sentences about what is doubtful."""

    items: list[Item] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_criteria(path: Path, *, name: str) -> Criteria:
    """Read the sheet whose headings are known best.

    Raises:
        SpreadsheetError: the file is not usable; the message says why and what to do.
    """
    workbook = read_workbook(path, name=name, fill_merged=True)
    found = [
        (sheet, match)
        for sheet in workbook.sheets
        if not sheet.hidden and (match := find_header(sheet.rows, known, min_known=2))
    ]
    if not found:
        raise SpreadsheetError(_("No heading of a criteria table is known, such as 一级指标, 考核指标 or 分值."))
    sheet, match = max(found, key=lambda pair: len(pair[1].columns))
    rows = [(number, _texts(row, len(sheet.rows[match.row_index]))) for number, row in data_rows(sheet.rows, match)]
    lines = lines_of(match.columns, rows)
    if not lines or len(lines) > MOST:
        raise SpreadsheetError(_("A criteria table has between 1 and %(most)d criteria.") % {"most": MOST})
    result = Criteria(warnings=list(workbook.warnings))
    _take(lines, result)
    return result


def _texts(row: Sequence[Cell], width: int) -> list[str]:
    cells = ["" if is_blank_marker(text := as_text(cell)) else text.strip() for cell in row]
    return cells + [""] * (width - len(cells))


def _take(lines: Sequence[Line], result: Criteria) -> None:
    """Make criteria of the lines, headings without printed points bearing what their parts come to."""
    kinds = kinds_of(lines)
    departments = {
        words: unit for unit in Department.objects.active() for words in (unit.name, unit.short_name) if words
    }
    places: dict[int, int] = {}
    for place in gathered(lines, kinds):
        line = lines[place]
        places[place] = len(result.items)
        item = _item(line, kinds[place], result.warnings, departments)
        result.items.append(item | {"above": places.get(line.above, -1)})
    for place in reversed(range(len(result.items))):
        _give_points(result.items, place)


def _give_points(items: Sequence[Item], place: int) -> None:
    item = items[place]
    parts = [each for each in items[place + 1 :] if each["above"] == place]
    if parts and item["kind"] == "scored" and all(part["kind"] != "scored" for part in parts):
        item["kind"] = parts[0]["kind"]
    if item["kind"] == "veto":
        item["points"] = "0"
    elif item["points"] is None and item["kind"] != "scored":
        item["points"] = "0"
    elif item["points"] is None:
        total = sum((Decimal(part["points"]) for part in parts if part["kind"] == "scored"), Decimal(0))
        if not total:
            said = {"row": item["row"], "name": item["name"]}
            raise SpreadsheetError(_("Row %(row)d: “%(name)s” bears no points.") % said)
        item["points"] = str(total)


def _item(line: Line, kind: str, warnings: list[str], departments: dict[str, Department]) -> Item:
    cells = line.cells if line.is_leaf else {}
    standard = [cells.get("standard", ""), cells.get("task", ""), cells.get("note", "")]
    if line.listed:
        standard.append("；".join(line.listed))
        said = {"row": line.row, "name": line.name}
        warnings.append(_("Row %(row)d: the parts of “%(name)s” bear no points and stand in its text.") % said)
    names = [name.strip() for name in cells.get("scorer", "").translate(_BETWEEN).split("、") if name.strip()]
    scorer = next((departments[name] for name in names if name in departments), None)
    if names and (len(names) > 1 or scorer is None):
        standard.append(f"考核牵头部门：{'、'.join(names)}")
        said = {"row": line.row, "names": "、".join(names), "scorer": scorer.short_name if scorer else "—"}
        warnings.append(_("Row %(row)d: scored by %(names)s; entered as the scorer: %(scorer)s.") % said)
    rule, params = _rule(line, cells, warnings)
    return {
        "row": line.row,
        "code": cells.get("code", ""),
        "name": line.name,
        "kind": kind,
        "is_key": line.is_key,
        "points": None if line.points is None else str(line.points),
        "standard": "\n".join(part for part in standard if part),
        "evidence": cells.get("evidence", ""),
        "clause": cells.get("clause", ""),
        "scored_by_id": scorer.pk if scorer else None,
        "rule": rule,
        "params": params,
        "is_leaf": line.is_leaf,
    }


def _rule(line: Line, cells: Any, warnings: list[str]) -> tuple[str, dict[str, Any]]:
    """Return the rule that an exported table names; a person decides where it names none that fits."""
    if "code" not in cells or not cells.get("method"):
        return Rule.MANUAL, {}
    with override("zh-hans"):
        rules = {str(rule.label): str(rule) for rule in Rule}
    rule = rules.get(cells["method"], "")
    try:
        params = json.loads(cells.get("params") or "{}")
    except (ValueError, RecursionError):
        params = None
    if rule and isinstance(params, dict) and not params_error(rule, params):
        return rule, params
    warnings.append(_("Row %(row)d: the rule does not fit; a person decides.") % {"row": line.row})
    return Rule.MANUAL, {}


def planned(scheme: Scheme, items: Sequence[Item]) -> list[tuple[Criterion | None, Criterion]]:
    """Return each criterion as it would be, beside the one of the scheme it stands for.

    One is found by its code, else by its name below the same headings. Places count as keys until written.
    """
    outline = Outline(list(scheme.criteria.select_related("scored_by")))
    paths: dict[int, tuple[str, ...]] = {}
    by_path: dict[tuple[str, ...], list[Criterion]] = {}
    for node in outline.nodes:
        held = node.criterion
        paths[held.pk] = (*paths.get(held.parent_id or 0, ()), held.name)
        by_path.setdefault(paths[held.pk], []).append(held)
    by_code = {node.criterion.code: node.criterion for node in outline.nodes}
    found, trail, used = [], list[tuple[str, ...]](), set[int]()
    for item in items:
        trail.append((*(trail[item["above"]] if item["above"] >= 0 else ()), item["name"]))
        twins = [each for each in by_path.get(trail[-1], ()) if each.pk not in used]
        held_one = by_code.get(item["code"]) if item["code"] else next(iter(twins), None)
        held_one = held_one if held_one is not None and held_one.pk not in used else None
        used |= {held_one.pk} if held_one else set()
        found.append(held_one)
    return list(zip(found, _made(scheme, items, found), strict=True))


def _made(scheme: Scheme, items: Sequence[Item], found: Sequence[Criterion | None]) -> list[Criterion]:
    taken = {held.code for held in found if held} | {item["code"] for item in items if item["code"]}
    made: list[Criterion] = []
    counts: dict[int, int] = {}
    for place, (item, held) in enumerate(zip(items, found, strict=True)):
        above = item["above"]
        counts[above] = counts.get(above, 0) + 1
        prefix = f"{made[above].code}." if above >= 0 else ""
        code = item["code"] or (held.code if held else _free(prefix, counts[above], taken))
        taken.add(code)
        names = ("name", "kind", "is_key", "standard", "evidence", "clause", "scored_by_id", "rule", "params")
        values = {name: item[name] for name in names}
        if held and not item["is_leaf"]:
            kept = ("kind", "standard", "evidence", "clause", "scored_by_id", "rule", "params")
            values |= {name: getattr(held, name) for name in kept}
        points = Decimal(item["points"])
        parent = above + 1 if above >= 0 else None
        made.append(
            Criterion(pk=place + 1, parent_id=parent, scheme=scheme, code=code, points=points, order=place + 1, **values)
        )
    return made


def _free(prefix: str, number: int, taken: set[str]) -> str:
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def refuse_twice(items: Sequence[Item]) -> None:
    """Raise ValidationError where two criteria bear one code."""
    codes = [item["code"] for item in items if item["code"]]
    if len(codes) > len(set(codes)):
        raise ValidationError(_("Two criteria of the table bear the same code."))
