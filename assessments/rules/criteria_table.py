"""The tree that the rows of a criteria table form: cells filled down, points where they belong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import Final

from assessments.rules.criteria_columns import LEVEL, MANY, PRINTED, SheetRow, points_of

SCORED: Final = "scored"
_KINDS: Final = {"加分": "bonus", "否决": "veto", "扣分": "deduction", "计分": SCORED}
_KIND: Final = re.compile(
    r"(?:一票)?(加分|否决|扣分|计分)(?:项目?|指标|事项|内容|因素|条款)?(?:$|[：:（(、])"
)
_NUMBER: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]+[、.．]|[（(](?:[一二三四五六七八九十]+|\d+)[）)]"
    r"|\d+(?:[.．]\d+)*(?:[、.．)）]|\s+))\s*"
)
_ONLY_NUMBER: Final = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十]+)[）)]?[、.．]?")
_DITTO: Final = frozenset({"〃", "同上", "″"})
_CENT: Final = Decimal("0.01")


@dataclass(slots=True)
class Line:
    """A criterion of a table, standing in the rows ``row`` to ``until``.

    ``above`` is the place of its heading, -1 at the top; ``raw`` is its cell. ``said`` are the points printed
    behind its name, ``shared`` tells that its points are a share of its heading's: the table gives it none.
    """

    row: int
    name: str
    above: int
    column: int
    raw: str
    is_key: bool = False
    points: Decimal | None = None
    said: Decimal | None = None
    until: int = 0
    cells: dict[str, str] = field(default_factory=dict)
    is_leaf: bool = False
    kind: str = SCORED
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell of points that says no number."""

    row: int
    column: int
    value: str
    line: Line


def named(text: str, *, numbered: bool = True) -> tuple[str, bool, Decimal | None]:
    """Split a cell into its name, whether a star marks it, and the points printed behind the name."""
    words = " ".join(text.split())
    points = PRINTED.search(words)
    name, is_key = _starred(words[: points.start()] if points else words)
    match = _NUMBER.match(name) if numbered else None
    stripped, marked = _starred(name[match.end() :] if match else name)
    return (stripped or name), is_key or marked, Decimal(points[1]) if points else None


def _starred(name: str) -> tuple[str, bool]:
    bare = name.lstrip("*＊★ ")
    return (bare, bare != name) if bare else (name, False)


def kind_of(words: str) -> str:
    """Return the kind that words such as 加分项 name, empty for none."""
    match = _KIND.match(words)
    return _KINDS[match[1]] if match else ""


class Tree:
    """Lines in the order of the table, a heading before its parts, with the cells that cannot be read."""

    def __init__(self, columns: Mapping[int, str], rows: Sequence[SheetRow]) -> None:
        self.lines: list[Line] = []
        self.unread: list[Unread] = []
        self._levels = [index for _name, index in _levels(columns)]
        self._rest = {index: name for index, name in columns.items() if name and not name.startswith(LEVEL)}
        self._numbered = "rule" not in columns.values()
        self._path: list[str] = []
        self._places: list[int] = []
        before: dict[int, str] = {}
        for row in rows:
            before = self._take(row, before)
        for line in self.lines:
            if line.above >= 0:
                self.lines[line.above].is_leaf = False
        self._restore_names()
        self._give_kinds()
        self.unread = [each for each in self.unread if each.line.kind == SCORED]

    def _take(self, row: SheetRow, before: Mapping[int, str]) -> dict[int, str]:
        """Add what a row says; return its cells, which the next row may repeat by a ditto mark."""
        cells = {
            index: before.get(index, "") if row.full[index] in _DITTO else row.full[index]
            for index in self._rest
        }
        filled = _filled([row.own[index] for index in self._levels], self._path)
        if any(filled):
            self._grow(row, filled)
        elif not self.lines:
            return cells
        self._note(row, cells)
        for place in {place for place in self._places if place >= 0}:
            self.lines[place].until = row.number
        return cells

    def _grow(self, row: SheetRow, filled: list[str]) -> None:
        """Add the levels that a row has beyond the row before."""
        last = max(level for level, cell in enumerate(filled) if cell)
        found: list[int] = []
        above, same = -1, bool(self._path)
        for level, cell in enumerate(filled):
            same = same and cell == self._path[level]
            if not cell or (same and level < last):
                found.append(self._places[level] if same else -1)
            else:
                name, is_key, said = named(cell, numbered=self._numbered)
                self.lines.append(
                    Line(row.number, name, above, self._levels[level], cell, is_key, said, said)
                )
                found.append(len(self.lines) - 1)
            above = found[level] if found[level] >= 0 else above
        self.lines[above].is_leaf = True
        self._path, self._places = filled, found

    def _note(self, row: SheetRow, cells: Mapping[int, str]) -> None:
        """Keep the cells of a row with its lowest criterion; a row without one goes on with the last."""
        line = self.lines[max(self._places)]
        for index, name in self._rest.items():
            if name == "points":
                self._note_points(row, index, line)
                continue
            held, said = line.cells.get(name, ""), cells[index]
            if not held or (name in MANY and said and said not in held.split("\n")):
                line.cells[name] = "\n".join(each for each in (held, said) if each)

    def _note_points(self, row: SheetRow, index: int, line: Line) -> None:
        """Give points to the lowest criterion that begins in the row and reaches as far as their cell."""
        text = row.own[index]
        if not text:
            return
        points = points_of(text)
        until = row.until.get(index, row.number)
        owners = [self.lines[place] for place in self._places if place >= 0]
        owners = [each for each in owners if each.row == row.number] or [line]
        span = {each.column: row.until.get(each.column, row.number) for each in owners}
        owner = next((each for each in reversed(owners) if span[each.column] >= until), owners[0])
        if points is None:
            self.unread.append(Unread(row.number, index, text, owner))
        elif owner.row == row.number:
            owner.points = points
        else:
            owner.points = (owner.points or Decimal(0)) + points

    def _restore_names(self) -> None:
        """Leave the names of an exported table's leaves as they are: only headings show points there."""
        for line in self.lines:
            if line.is_leaf and not self._numbered:
                line.name, line.said = _starred(line.raw)[0], None

    def _give_kinds(self) -> None:
        """Give each line its kind: by its column, its name, or that of its heading."""
        for line in self.lines:
            above = self.lines[line.above].kind if line.above >= 0 else SCORED
            line.kind = kind_of(line.cells.get("kind", "")) or kind_of(line.name) or above


def _levels(columns: Mapping[int, str]) -> list[tuple[str, int]]:
    return sorted((name, index) for index, name in columns.items() if name.startswith(LEVEL))


def _filled(cells: list[str], before: Sequence[str]) -> list[str]:
    """Fill blank cells down from the row before, as long as the higher levels are the same.

    A cell that repeats the level above it, or only bears a number, names nothing.
    """
    filled = [
        "" if _ONLY_NUMBER.fullmatch(cell) and any(cells[level + 1 :]) else cell
        for level, cell in enumerate(cells)
    ]
    same = any(filled)
    for level, cell in enumerate(filled):
        if not cell and same and any(filled[level + 1 :]) and before:
            filled[level] = before[level]
        elif level and cell and cell == filled[level - 1]:
            filled[level] = ""
        same = same and bool(before) and filled[level] == before[level]
    return filled


def parts_of(lines: Sequence[Line]) -> dict[int, list[int]]:
    """Return the places of each line's parts."""
    parts: dict[int, list[int]] = {}
    for place, line in enumerate(lines):
        parts.setdefault(line.above, []).append(place)
    return parts


def share(lines: Sequence[Line]) -> None:
    """Share a heading's points evenly among its parts where the table gives none of them any."""
    parts = parts_of(lines)
    for place, line in enumerate(lines):
        scored = [lines[part] for part in parts.get(place, ()) if lines[part].kind == SCORED]
        bare = line.points and scored and not any(_has_points(part, lines, parts) for part in parts[place])
        if not bare or line.points is None:
            continue
        each = (line.points / len(scored)).quantize(_CENT, ROUND_DOWN)
        for part in scored:
            part.points, part.shared = each, True
        scored[-1].points = line.points - each * (len(scored) - 1)


def _has_points(place: int, lines: Sequence[Line], parts: Mapping[int, Sequence[int]]) -> bool:
    line = lines[place]
    own = line.kind == SCORED and line.points is not None
    return own or any(_has_points(part, lines, parts) for part in parts.get(place, ()))


def settle(lines: Sequence[Line]) -> list[Line]:
    """Let headings without points bear what their parts come to; return scored lines left without any."""
    parts = parts_of(lines)
    for place in reversed(range(len(lines))):
        line = lines[place]
        below = [lines[part] for part in parts.get(place, ())]
        if below and line.kind == SCORED and all(part.kind != SCORED for part in below):
            line.kind = below[0].kind
        if line.kind == "veto" or (line.points is None and line.kind != SCORED):
            line.points = Decimal(0)
        elif line.points is None:
            line.points = sum(
                (part.points or Decimal(0) for part in below if part.kind == SCORED), Decimal(0)
            )
    return [line for line in lines if line.kind == SCORED and not line.points]
