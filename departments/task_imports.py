"""Reading a task list from a workbook: what it would add and change is known before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from departments.models import Department, Duty, Task, TaskState
from departments.task_exports import HEADERS
from quality_portal.lib import text
from quality_portal.lib.dates import DateError, parse_date
from quality_portal.lib.spreadsheets.cells import Cell, as_code, as_text
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.reading import read_workbook
from quality_portal.lib.spreadsheets.tables import HeaderMatch, data_rows, find_header

MOST_ROWS = 1_000
"""Tasks of one file; a county's year has some sixty."""
REQUIRED = ("title", "deliverable", "lead", "due_on")
LENGTHS = {"title": 200, "deliverable": 300, "measure": 300}
SEPARATORS = str.maketrans(dict.fromkeys("，,;；\n ", "、"))


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be taken: where it stands, what it says and what to do."""

    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that can be taken; ``task`` is the one it changes, None where it adds one."""

    number: int
    task: Task | None
    values: dict[str, Any]
    cooperating: list[Department]
    is_same: bool = False

    @property
    def verdict(self) -> str:
        """What will happen to the row."""
        if self.is_same:
            return _("unchanged")
        return _("changed") if self.task else _("new")


@dataclass(slots=True)
class TaskDraft:
    """What a file would do: rows that can be taken, and what is wrong with the others."""

    rows: list[ReadRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> int:
        """How many tasks would be added."""
        return sum(row.task is None for row in self.rows)

    @property
    def changed(self) -> int:
        """How many tasks would change."""
        return sum(row.task is not None and not row.is_same for row in self.rows)

    @property
    def unchanged(self) -> int:
        """How many rows say what the list says already."""
        return sum(row.is_same for row in self.rows)


class CellError(ValueError):
    """A cell that cannot be taken; the message says what to do."""


def read_tasks(path: Path, *, name: str, year: int) -> TaskDraft:
    """Return what a workbook would do to the list; ``year`` holds where a row names none.

    Raises SpreadsheetError when the file cannot be used.
    """
    known = {text.header_key(header): key for key, header in HEADERS.items()}
    for sheet in read_workbook(path, name=name).sheets:
        header = find_header(sheet.rows, known)
        if header is not None:
            _check_header(header)
            return _Reader(year).draft(list(data_rows(sheet.rows, header)), header)
    wanted = "、".join(HEADERS[key] for key in REQUIRED)
    raise SpreadsheetError(_("No table with the headers %(headers)s was found.") % {"headers": wanted})


def _check_header(header: HeaderMatch) -> None:
    missing = [HEADERS[key] for key in REQUIRED if key not in header.position]
    if missing:
        raise SpreadsheetError(
            _("The table lacks the columns %(headers)s.") % {"headers": "、".join(missing)}
        )


class _Reader:
    """Knows the departments, duties and tasks that rows speak of: three queries for a whole file."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.units: dict[str, Department] = {}
        for unit in Department.objects.active():
            self.units |= {text.key(word): unit for word in (unit.code, unit.short_name, unit.name)}
        self.duties = {text.key(duty.code): duty for duty in Duty.objects.all()}
        self.tasks = {task.code: task for task in Task.objects.with_units()}

    def draft(self, rows: Sequence[tuple[int, Sequence[Cell]]], header: HeaderMatch) -> TaskDraft:
        if len(rows) > MOST_ROWS:
            raise SpreadsheetError(_("A file may hold at most %(limit)d tasks.") % {"limit": MOST_ROWS})
        draft = TaskDraft()
        for number, row in rows:
            cells = {key: row[place] for key, place in header.position.items() if place < len(row)}
            found = self._read(number, cells, draft.problems)
            if found is not None:
                draft.rows.append(found)
        return draft

    def _read(self, number: int, cells: Mapping[str, Cell], problems: list[Problem]) -> ReadRow | None:
        values: dict[str, Any] = {}
        before = len(problems)
        for key, header in HEADERS.items():
            try:
                values[key] = self._value(key, cells.get(key))
            except (CellError, DateError, SpreadsheetError, text.TextError) as error:
                problems.append(Problem(number, header, _shown(cells.get(key)), str(error)))
        if len(problems) > before:
            return None
        code, partners = values.pop("code"), values.pop("cooperating")
        partners = [unit for unit in partners if unit != values["lead"]]
        task = self.tasks.get(code)
        if code and task is None:
            problems.append(
                Problem(number, HEADERS["code"], code, _("No task has this code; leave it empty."))
            )
            return None
        return self._compared(ReadRow(number, task, values, partners), problems)

    def _value(self, key: str, cell: Cell) -> Any:
        words = text.clean(as_text(cell) if cell is not None else "", multiline=False)
        if not words and key in REQUIRED:
            raise CellError(_("Fill in this cell."))
        if key == "due_on":
            return parse_date(cell)
        if key == "code":
            return as_code(cell)
        readers: dict[str, Callable[[str], Any]] = {
            "lead": self._unit,
            "cooperating": self._units,
            "year": self._year,
            "duty": self._duty,
        }
        if key in readers:
            return readers[key](words)
        if len(words) > LENGTHS[key]:
            raise CellError(_("At most %(limit)d characters.") % {"limit": LENGTHS[key]})
        return words

    def _units(self, words: str) -> list[Department]:
        return [self._unit(word) for word in words.translate(SEPARATORS).split("、") if word]

    def _year(self, words: str) -> int:
        if not words:
            return self.year
        if not words.isdecimal() or not 2000 <= int(words) <= 2100:
            raise CellError(_("The year lies between 2000 and 2100."))
        return int(words)

    def _unit(self, word: str) -> Department:
        if text.key(word) not in self.units:
            raise CellError(_("No department is called “%(name)s”.") % {"name": word})
        return self.units[text.key(word)]

    def _duty(self, word: str) -> Duty | None:
        if not word:
            return None
        if text.key(word) not in self.duties:
            raise CellError(_("No duty has the code “%(code)s”.") % {"code": word})
        return self.duties[text.key(word)]

    @staticmethod
    def _compared(row: ReadRow, problems: list[Problem]) -> ReadRow | None:
        task = row.task
        if task is None:
            return row
        parts = {part.department_id for part in task.parts.all() if not part.is_lead}
        same_units = parts == {unit.pk for unit in row.cooperating}
        if same_units and all(getattr(task, key) == value for key, value in row.values.items()):
            return ReadRow(row.number, task, row.values, row.cooperating, is_same=True)
        if task.state != TaskState.PLANNED:
            message = _("The task is issued; a table changes planned tasks only.")
            problems.append(Problem(row.number, HEADERS["code"], task.code, message))
            return None
        return row


def _shown(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell or "")[:60]
