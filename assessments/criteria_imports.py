"""Criteria tables that offices have already, read for a draft edition; nothing is written here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.criteria_notes import Notes, note_of, notes_of, rule_of
from assessments.criteria_reading import Sheetful, read_sheet
from assessments.models import Criterion, Scheme
from assessments.rules.criteria_table import Line, Tree, settle, share
from departments.models import Department
from quality_portal.lib import text
from quality_portal.lib.numbers import format_decimal
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

MOST: Final = 600
"""Criteria of one table."""
EVIDENCE: Final = 200
ASKED: Final = 100
"""Unknown names of departments that a preview asks about."""
_BETWEEN: Final = str.maketrans("，,；;/\n 　", "、、、、、、、、")
_PLACES: Final = "县市区州省"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person decided on the preview: the meanings of columns, and the units of names nobody knows."""

    columns: Mapping[int, str] | None = None
    units: Mapping[str, Department | None] = field(default_factory=dict)


@dataclass(slots=True)
class Item:
    """A criterion of the table, not stored; ``above`` is the place of its heading, -1 at the top."""

    criterion: Criterion
    above: int
    line: Line


@dataclass(slots=True)
class CriteriaDraft:
    """What a table holds, what is doubtful, and what cannot be read."""

    table: Sheetful
    items: list[Item] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unknown: dict[str, list[int]] = field(default_factory=dict)

    @property
    def asked(self) -> dict[str, list[int]]:
        """The first of the names nobody knows, with their rows: those a person is asked about."""
        return dict(list(self.unknown.items())[:ASKED])

    @property
    def shared(self) -> int:
        """How many criteria have points the table does not give them."""
        return sum(item.line.shared for item in self.items)


def read_criteria(path: Path, *, name: str, scheme: Scheme, answers: Answers | None = None) -> CriteriaDraft:
    """Read a table of criteria.

    Raises:
        SpreadsheetError: the file is not usable; the message says why and what to do.
    """
    decided = answers or Answers()
    table, workbook = read_sheet(path, name=name, columns=decided.columns)
    tree = Tree(table.columns, table.rows)
    if not 0 < len(tree.lines) <= MOST:
        raise SpreadsheetError(_("A criteria table has between 1 and %(most)d criteria.") % {"most": MOST})
    for cell in tree.unread:
        table.refuse(cell.row, cell.column, cell.value, _("Write the points as a number, such as 4 or 0.5."))
    _settle(tree, table)
    return _Desk(scheme, table, decided, notes_of(workbook)).draft(tree.lines)


def _settle(tree: Tree, table: Sheetful) -> None:
    """Complete the points; a scored criterion left without any is refused."""
    share(tree.lines)
    unread = {id(cell.line) for cell in tree.unread}
    for line in settle(tree.lines):
        if id(line) not in unread:
            column = table.column_of("points") or line.column
            words = _("“%(name)s” bears no points. Enter them here or behind its name.")
            table.refuse(line.row, column, "", words % {"name": line.name[:40]})


class _Desk:
    """Makes criteria of the lines of one table."""

    def __init__(self, scheme: Scheme, table: Sheetful, answers: Answers, notes: Notes) -> None:
        self.scheme = scheme
        self.answers = answers
        self.notes = notes
        self.units = department_words()
        self.result = CriteriaDraft(table, warnings=list(table.warnings))

    def draft(self, lines: Sequence[Line]) -> CriteriaDraft:
        paths: list[tuple[str, ...]] = []
        for place, line in enumerate(lines):
            paths.append((*(paths[line.above] if line.above >= 0 else ()), line.name))
            criterion = Criterion(
                scheme=self.scheme,
                name=line.name,
                kind=line.kind,
                is_key=line.is_key,
                points=line.points or Decimal(0),
                order=place + 1,
                **(self._texts(line) if line.is_leaf else {"rule": "manual"}),
            )
            note = note_of(self.notes, paths[place], criterion.code)
            if note:
                self._add_note(criterion, note, is_leaf=line.is_leaf)
            self._check(criterion, line)
            self.result.items.append(Item(criterion, line.above, line))
        self._refuse_codes_twice()
        return self.result

    def _texts(self, line: Line) -> dict[str, Any]:
        cells = line.cells
        scorer, others = self._scorer(cells.get("scorer", ""), line)
        parts = [cells.get("standard", ""), others]
        if responsible := cells.get("responsible", ""):
            parts.append(f"责任单位：{responsible}")
        evidence = cells.get("evidence", "").replace("\n", "；")
        if len(evidence) > EVIDENCE:
            parts.append(f"需提交材料：{evidence}")
            evidence = ""
            words = _(
                "Row %(row)d: the evidence is longer than %(most)d characters and stands in the standard."
            )
            self.result.warnings.append(words % {"row": line.row, "most": EVIDENCE})
        rule, params, fits = rule_of(cells.get("rule", ""), cells.get("params", ""))
        if not fits:
            words = _("Row %(row)d: the rule does not fit; a person decides.")
            self.result.warnings.append(words % {"row": line.row})
        return {
            "code": cells.get("code", ""),
            "standard": "\n".join(part for part in parts if part),
            "evidence": evidence,
            "clause": cells.get("clause", ""),
            "scored_by": scorer,
            "rule": rule,
            "params": params,
        }

    def _scorer(self, cell: str, line: Line) -> tuple[Department | None, str]:
        """Return the first department named that is one, and the names where that does not say it all."""
        names = [name for name in cell.translate(_BETWEEN).split("、") if name]
        found = [self._unit(name, line) for name in names]
        units = list(dict.fromkeys(unit for unit in found if unit))
        scorer = units[0] if units else None
        is_told = len(units) <= 1 and None not in found
        return scorer, "" if is_told else f"考核部门：{'、'.join(names)}"

    def _unit(self, name: str, line: Line) -> Department | None:
        known = self.units.get(text.key(name)) or self.units.get(text.key(name.lstrip(_PLACES)))
        if known is not None:
            return known
        self.result.unknown.setdefault(name, []).append(line.row)
        return self.answers.units.get(name)

    def _add_note(self, criterion: Criterion, note: Mapping[str, str], *, is_leaf: bool) -> None:
        """Add what the exported table keeps beside the official one: English names, texts of headings."""
        criterion.name_en = note.get("name_en", "")
        if is_leaf:
            return
        criterion.code = note.get("code", "")
        criterion.standard, criterion.evidence = note.get("standard", ""), note.get("evidence", "")
        criterion.clause = note.get("clause", "")
        criterion.scored_by = self.units.get(text.key(note.get("scorer", "")))
        criterion.rule, criterion.params, _fits = rule_of(note.get("rule", ""), note.get("params", ""))

    def _check(self, criterion: Criterion, line: Line) -> None:
        """Refuse what the database would: names and texts too long, points out of bounds."""
        table = self.result.table
        skipped = {"scheme", "parent", "scored_by", "params"} | (set() if criterion.code else {"code"})
        try:
            criterion.clean_fields(exclude=skipped)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                column = line.column if name == "name" else table.column_of(name)
                table.refuse(line.row, column, str(getattr(criterion, name)), " ".join(messages))
        if line.said is not None and line.points != line.said and line.kind == "scored":
            words = _("Row %(row)d: “%(name)s” says %(said)s points, the column of points %(points)s.")
            self.result.warnings.append(
                words
                % {
                    "row": line.row,
                    "name": line.name,
                    "said": format_decimal(line.said),
                    "points": format_decimal(line.points),
                }
            )

    def _refuse_codes_twice(self) -> None:
        rows: dict[str, list[int]] = defaultdict(list)
        for item in self.result.items:
            if item.criterion.code:
                rows[item.criterion.code].append(item.line.row)
        column = self.result.table.column_of("code")
        for code, places in rows.items():
            for row in places[1:]:
                words = _("Row %(row)d bears the same code.") % {"row": places[0]}
                self.result.table.refuse(row, column, code, words)


def department_words() -> dict[str, Department]:
    """Return the departments by what people write for them."""
    known: dict[str, Department] = {}
    for unit in Department.objects.active():
        for words in (unit.short_name, unit.name, unit.code):
            for name in (words, words.lstrip(_PLACES)):
                if name:
                    known.setdefault(text.key(name), unit)
    return known
