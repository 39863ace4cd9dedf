"""Charts of bars as pictures for Word, drawn from the same layout as the SVG of pages and PDF."""

import io
import re
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from quality_portal.lib.charts.bars import BarChart
from quality_portal.lib.documents.fonts import FOLDER

SCALE: Final = 4
"""Dots for each unit of the drawing: 480 units over 134 mm are about 360 dots per inch."""
FACE: Final = FOLDER / "fandol" / "FandolHei-Regular.otf"
FONT_SIZE: Final = 13
INK, PALE, GRID, BAR = "#1b2435", "#5a6475", "#e2e6ed", "#1d4f91"
VERTICAL: Final = re.compile(r"M([\d.]+) ([\d.]+)V([\d.]+)")


def chart_picture(chart: BarChart) -> bytes:
    """Return a chart as PNG; names and figures stand where the SVG has them."""
    picture = Image.new("RGB", (chart.width * SCALE, chart.height * SCALE), "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FACE), FONT_SIZE * SCALE)

    def write(x: float, y: float, text: str, anchor: str, ink: str) -> None:
        pen.text((x * SCALE, y * SCALE), text, font=font, anchor=anchor, fill=ink)

    for x, top, bottom in VERTICAL.findall(chart.grid):
        ends = (float(x) * SCALE, float(top) * SCALE, float(x) * SCALE, float(bottom) * SCALE)
        pen.line(ends, fill=GRID, width=SCALE)
    write(0, 14, chart.unit, "ls", PALE)
    for label in (*chart.ticks, *filter(None, (chart.empty,))):
        write(float(label.x), float(label.y), label.text, "ms", PALE)
    for bar in chart.bars:
        write(float(bar.name.x), float(bar.name.y), bar.name.text, "rs", INK)
        write(float(bar.value.x), float(bar.value.y), bar.value.text, "rs", PALE)
        left, top = float(bar.x) * SCALE, float(bar.y) * SCALE
        right = left + float(bar.length) * SCALE
        if bar.length:
            pen.rectangle((left, top, right, top + float(chart.bar_height) * SCALE), fill=BAR)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True, dpi=(360, 360))
    return file.getvalue()
