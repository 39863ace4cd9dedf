"""What a paper says, told once: the PDF and the Word file are both made from it."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, what it is (``text``, ``figure``, ``short``), how many columns and rows it covers."""

    text: str
    kind: str = ""
    across: int = 1
    down: int = 1


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: head rows repeat on each page; the rows of a group stay on one page.

    ``widths`` are those of the columns in per cent; without them the text decides.
    """

    block: ClassVar[str] = "grid"
    heads: tuple[Row, ...]
    groups: tuple[tuple[Row, ...], ...]
    widths: tuple[int, ...] = ()
    caption: str = ""
    note: str = ""

    @property
    def count(self) -> int:
        """How many columns there are."""
        return sum(cell.across for cell in self.heads[0])


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1 to 3; its number is part of the text."""

    block: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; ``is_flush`` begins it at the edge, for lines to be signed."""

    block: ClassVar[str] = "words"
    text: str
    is_flush: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart drawn by a template; ``figures`` are its numbers as a table, which Word prints instead."""

    block: ClassVar[str] = "drawing"
    template: str
    chart: Any
    caption: str
    figures: Grid


Block = Grid | Heading | Words | Drawing


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment (附件); ``lies_across`` lays its pages landscape."""

    title: str
    blocks: tuple[Block, ...]
    lies_across: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A whole paper; without ``mark`` it has no red head, ``lies_across`` lays all of it landscape."""

    title: str
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()
    agency: str = ""
    mark: str = ""
    number: str = ""
    signer: str = ""
    addressee: str = ""
    is_letter: bool = False
    lies_across: bool = False
    signed_by: str = ""
    signed_on: date | None = None
    seal_place: bool = False
    remark: str = ""
    copies_to: tuple[str, ...] = ()
    issued_by: str = ""
    issued_on: date | None = None

    def context(self) -> dict[str, Any]:
        """Return what the template of papers prints."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        layout = "papers/letter.html" if self.is_letter else "papers/base.html"
        return found | {"layout": layout, "attachments": [annex.title for annex in self.annexes]}


def texts(*values: str, kinds: tuple[str, ...] = ()) -> Row:
    """Return a row of plain cells; ``kinds`` say what they are, from the left."""
    return tuple(
        Cell(value, kinds[place] if place < len(kinds) else "") for place, value in enumerate(values)
    )
