"""Tile map: one tile per township, as links on the page and as a drawing on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from quality_portal.lib.charts.figures import Figures, Value, no_data
from quality_portal.lib.charts.labels import Label, fit, px
from quality_portal.lib.charts.tables import DataRow, DataTable
from quality_portal.lib.charts.tones import Tone

_GAP: Final = 6.0
_TILE: Final = 54.0
_WIDEST: Final = 110.0


@dataclass(frozen=True, slots=True)
class Tile:
    """A township's figure; `url` leads to the records behind it, `note` says the tone in words.

    `change` is how far it moved against the year before, as printed.
    """

    name: str
    value: Value
    tone: Tone = Tone.PLAIN
    url: str = ""
    note: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class PlacedTile:
    """A tile with its place in the drawing; its labels are placed from its own corner."""

    x: float
    y: float
    tone: Tone
    name: Label
    value: Label
    url: str
    full_name: str
    note: str
    change: str


@dataclass(frozen=True, slots=True)
class TileMap:
    """Everything `_parts/charts/tiles.html` (links) and `_parts/charts/tiles.svg` (paper) draw."""

    key: str
    title: str
    description: str
    width: int
    height: int
    tile_width: float
    tile_height: float
    tiles: tuple[PlacedTile, ...]
    empty: Label | None
    table: DataTable


def tile_map(
    title: str, tiles: Sequence[Tile], *, key: str, unit: str = "", decimals: int = 1, width: int = 480
) -> TileMap:
    """Lay the tiles out in rows, in the order given; the height follows from their number.

    `key` is an id prefix that is unique on the page.
    """
    figures = Figures(decimals, unit)
    per_row = max(1, int((width + _GAP) // (_WIDEST + _GAP)) + 1)
    tile_width = (width - _GAP * (per_row - 1)) / per_row
    rows = -(-len(tiles) // per_row)
    placed = tuple(
        _placed(
            tile,
            figures,
            x=index % per_row * (tile_width + _GAP),
            y=index // per_row * (_TILE + _GAP),
            width=tile_width,
        )
        for index, tile in enumerate(tiles)
    )
    return TileMap(
        key=key,
        title=title,
        description=figures.extremes((tile.name, tile.value) for tile in tiles),
        width=width,
        height=int(rows * (_TILE + _GAP) - _GAP) if tiles else 60,
        tile_width=px(tile_width),
        tile_height=px(_TILE),
        tiles=placed,
        empty=None if tiles else Label(px(width / 2), 34, no_data()),
        table=_table(title, tiles, figures),
    )


def _placed(tile: Tile, figures: Figures, *, x: float, y: float, width: float) -> PlacedTile:
    return PlacedTile(
        x=px(x),
        y=px(y),
        tone=tile.tone,
        name=fit(tile.name, 22, 22, width - 28),
        value=Label(22, 43, figures.bare(tile.value)),
        url=tile.url,
        full_name=tile.name,
        note=tile.note,
        change=tile.change,
    )


def _table(title: str, tiles: Sequence[Tile], figures: Figures) -> DataTable:
    has_notes = any(tile.note for tile in tiles)
    has_changes = any(tile.change for tile in tiles)
    columns = (
        gettext("Value"),
        *[gettext("Against the year before")] * has_changes,
        *[gettext("Status")] * has_notes,
    )
    rows = tuple(
        DataRow(
            tile.name,
            (figures.full(tile.value), *[tile.change or "—"] * has_changes, *[tile.note] * has_notes),
        )
        for tile in tiles
    )
    return DataTable(title, columns, rows)
