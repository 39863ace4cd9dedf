"""The tables of a workbook, and the campaign they speak of."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from inspections.imports.batches import Batch
from inspections.imports.campaigns import CampaignPlan, plan_campaign
from inspections.imports.headings import Headings
from inspections.imports.layout import Layout, TotalsError, find_layout
from quality_portal.lib.spreadsheets.cells import as_text
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.parsing import column
from quality_portal.lib.spreadsheets.reading import Sheet, Workbook

Found = list[tuple[Sheet, Layout]]

_TOP = 3


def find_tables(workbook: Workbook, headings: Headings) -> tuple[Found, list[str]]:
    """Return the sheets that hold tables of samples, and sentences about the others.

    Raises:
        SpreadsheetError: there is no such sheet, or a table lacks what every table needs.
    """
    found: Found = []
    skipped: list[str] = []
    totals: TotalsError | None = None
    for sheet in (sheet for sheet in workbook.sheets if sheet.rows):
        if sheet.hidden:
            skipped.append(_("The hidden sheet “%(sheet)s” was not read.") % {"sheet": sheet.name})
            continue
        try:
            layout = find_layout(sheet, headings)
        except TotalsError as error:
            totals = error
            skipped.append(str(error))
            continue
        if layout is None:
            skipped.append(_("Sheet “%(sheet)s” holds no table of samples.") % {"sheet": sheet.name})
        else:
            found.append((sheet, layout))
            skipped += [each for each in layout.warnings if each not in skipped]
    if not found:
        raise totals or _nothing_found()
    _refuse_lacking(found)
    return found, skipped


def _nothing_found() -> SpreadsheetError:
    return SpreadsheetError(
        _(
            "No row of headings was found in the first 15 rows. The table needs headings such as "
            "产品名称, 生产企业, 规格型号."
        )
    )


def _refuse_lacking(found: Found) -> None:
    """Refuse tables that lack a column; results are asked of every sheet, since a list of batches that
    passed beside one of failures must not be taken for failures."""
    layouts = [layout for _sheet, layout in found]
    if not all(layout.has("product") or layout.has("product_detail") for layout in layouts):
        raise SpreadsheetError(_("The table has no column with the product's name."))
    if not any(layout.has(code) for layout in layouts for code in ("producer", "seller")):
        raise SpreadsheetError(_("The table has no column with the producer or the inspected unit."))
    for sheet, layout in found:
        if not layout.has("result") and not layout.has("failed_items"):
            message = _("The table has neither a column with the result nor one with failed items.")
            if len(found) > 1:
                message = _("Sheet “%(sheet)s”: %(message)s") % {"sheet": sheet.name, "message": message}
            raise SpreadsheetError(message)


def top_texts(workbook: Workbook) -> list[str]:
    """Return the texts of the first rows of every sheet."""
    return [
        cell.strip()
        for sheet in workbook.sheets
        for row in sheet.rows[:_TOP]
        for cell in row
        if isinstance(cell, str)
    ]


def plan_for(found: Found, batches: Sequence[Batch], publisher: str, today: date) -> CampaignPlan:
    """Return the campaign that the tables speak of."""
    days = [batch.entry.judged_on for batch in batches if batch.entry.judged_on]
    years = _years(found) or [b.entry.produced.date.year for b in batches if b.entry.produced.date]
    notices = _texts(found, "notice_number")
    titles = [text for _sheet, layout in found for text in layout.title]
    layouts = [layout for _sheet, layout in found]
    notice = notices.pop() if len(notices) == 1 else ""
    return plan_campaign(titles, layouts, notice, days, years, publisher=publisher, today=today)


def _years(found: Found) -> list[int]:
    texts = (text.removesuffix("年") for text in _texts(found, "year"))
    return [int(text) for text in texts if text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100]


def _texts(found: Found, code: str) -> set[str]:
    cells = {
        cell
        for sheet, layout in found
        for place in layout.of(code)
        for cell in column(sheet.rows[layout.first :], place.index)
    }
    return {as_text(cell).strip() for cell in cells if isinstance(cell, str | int) or _is_whole(cell)} - {""}


def _is_whole(cell: object) -> bool:
    return isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15
