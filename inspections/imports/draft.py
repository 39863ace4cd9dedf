"""What an import would do: everything the file says, and how it compares with what is there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.rules import credit_code_error
from inspections.imports.batches import Batch, Gathering
from inspections.imports.campaigns import CampaignPlan, plan_campaign, publisher_of
from inspections.imports.classes import Classifier
from inspections.imports.columns import column
from inspections.imports.headings import known_headings
from inspections.imports.layout import GENERIC, Layout, find_layout
from inspections.imports.matching import File, Register, find_files
from inspections.imports.rows import Rejection, SheetRows, read_rows
from inspections.models import Campaign, Sample
from quality_portal.lib.spreadsheets.cells import as_text
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.reading import Sheet, Workbook, read_workbook

_ROWS_SHOWN = 10
_EXISTING = ("key", "pk", "digest", "producer_id", "seller_id", "township_id", "version")


@dataclass(frozen=True, slots=True)
class Request:
    """What the person importing has said: campaign, number tested, publisher, meanings of headings, files of names."""

    campaign: Campaign | None = None
    tested: int | None = None
    publisher: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Existing:
    """A batch that the campaign has already."""

    pk: int
    digest: str
    producer: int | None
    seller: int | None
    township: int | None
    version: int


NEW = Existing(pk=0, digest="", producer=None, seller=None, township=None, version=0)
"""What there is of a batch that the campaign does not have."""


@dataclass(slots=True)
class Comparison:
    """New batches, changed ones with what is there, and the number of unchanged ones."""

    created: list[Batch] = field(default_factory=list)
    updated: list[tuple[Batch, Existing]] = field(default_factory=list)
    unchanged: int = 0


@dataclass(slots=True)
class Draft:
    """A table that was read and understood; nothing is written yet."""

    variant: str
    layouts: list[Layout]
    batches: list[Batch]
    rejections: list[Rejection]
    warnings: list[str]
    read: int
    campaign: Campaign
    plan: CampaignPlan | None
    tested: int | None
    publisher: str
    register: Register
    classifier: Classifier

    @property
    def failures_only(self) -> bool:
        """Whether the table leaves out the batches that passed."""
        return not any(layout.has("result") for layout in self.layouts)

    @property
    def undecided(self) -> bool:
        """Whether a person has to say what some headings mean."""
        return any(layout.undecided for layout in self.layouts)

    @property
    def unmatched(self) -> list[str]:
        """The names that no enterprise file bears, in the table's order."""
        names = dict.fromkeys(name for b in self.batches for name in (b.entry.producer, b.entry.seller) if name)
        return [name for name in names if self.register.find(name) is None]

    @property
    def matched(self) -> int:
        """How many batches belong to an enterprise of the register."""
        return sum(any(self.files(batch)) for batch in self.batches)

    def files(self, batch: Batch) -> tuple[File | None, File | None]:
        """Return the producer's and the seller's file; a suspected counterfeit has no known producer."""
        entry = batch.entry
        seller = self.register.find(entry.seller)
        if entry.is_counterfeit:
            return None, seller
        owner = self.register.by_code.get(entry.credit_code)
        if owner and seller and owner.pk == seller.pk and entry.producer != entry.seller:
            return self.register.find(entry.producer), seller
        return self.register.find(entry.producer, entry.credit_code), seller

    def compare(self) -> Comparison:
        """Hold the batches against what the campaign has (one query)."""
        found: dict[str, Existing] = {}
        if self.campaign.pk:
            rows = Sample.objects.filter(campaign=self.campaign.pk).order_by()
            found = {
                key: Existing(*rest)
                for key, *rest in rows.values_list(*_EXISTING)
            }
        result = Comparison()
        for batch in self.batches:
            existing = found.get(batch.key)
            if existing is None:
                result.created.append(batch)
            elif existing.digest != batch.digest or self._finds_more(batch, existing):
                result.updated.append((batch, existing))
            else:
                result.unchanged += 1
        return result

    def _finds_more(self, batch: Batch, existing: Existing) -> bool:
        """Tell whether an enterprise has come into the register since the batch was imported."""
        if existing.producer is not None and existing.seller is not None:
            return False
        producer, seller = self.files(batch)
        return (existing.producer is None and producer is not None) or (
            existing.seller is None and seller is not None
        )


def read_draft(path: Path, request: Request, *, name: str = "", today: date) -> Draft:
    """Read a published table and say what it holds.

    Raises:
        SpreadsheetError: the file is not usable; the message says why and what to do.
    """
    workbook = read_workbook(path, name=name, fill_merged=True)
    warnings = list(workbook.warnings)
    publisher = request.publisher or publisher_of(_top_texts(workbook))
    found = _layouts(workbook, publisher, request.columns, warnings)
    gathering, parts = Gathering(), []
    for sheet, layout in found:
        rows = read_rows(sheet, layout, today=today)
        parts.append(rows)
        gathering.add(rows.entries, sheet.name, layout)
        warnings += [each for each in layout.warnings if each not in warnings]
    layouts = [layout for _sheet, layout in found]
    _refuse_nameless(layouts)
    batches = list(gathering.batches.values())
    plan = None if request.campaign else _plan(found, batches, publisher, today)
    draft = Draft(
        variant=next((x.variant for x in layouts if x.variant != GENERIC), GENERIC),
        layouts=layouts,
        batches=batches,
        rejections=[each for part in parts for each in part.rejections] + gathering.rejections,
        warnings=warnings,
        read=sum(part.read for part in parts),
        campaign=request.campaign or _campaign(plan),
        plan=plan,
        tested=request.tested,
        publisher=publisher,
        register=_register(batches, request.files),
        classifier=Classifier(),
    )
    warnings += [*_tested_warnings(draft), *_row_warnings(parts, gathering), *_other_warnings(draft)]
    return draft


def _top_texts(workbook: Workbook) -> list[str]:
    return [
        cell.strip()
        for sheet in workbook.sheets
        for row in sheet.rows[:3]
        for cell in row
        if isinstance(cell, str)
    ]


def _layouts(
    workbook: Workbook, publisher: str, chosen: Mapping[str, str], warnings: list[str]
) -> list[tuple[Sheet, Layout]]:
    headings = known_headings(publisher, chosen)
    found = []
    for sheet in workbook.sheets:
        if not sheet.rows:
            continue
        if sheet.hidden:
            warnings.append(_("The hidden sheet “%(sheet)s” was not read.") % {"sheet": sheet.name})
            continue
        layout = find_layout(sheet, headings)
        if layout is not None:
            found.append((sheet, layout))
        elif len(workbook.sheets) > 1:
            warnings.append(_("Sheet “%(sheet)s” holds no table of samples.") % {"sheet": sheet.name})
    if not found:
        raise SpreadsheetError(
            _(
                "No row of headings was found in the first 15 rows. The table needs headings such as "
                "产品名称, 生产企业, 规格型号."
            )
        )
    return found


def _refuse_nameless(layouts: Sequence[Layout]) -> None:
    if not any(layout.has(code) for layout in layouts for code in ("producer", "seller")):
        raise SpreadsheetError(_("The table has no column with the producer or the inspected unit."))
    if not any(layout.has(code) for layout in layouts for code in ("result", "failed_items")):
        raise SpreadsheetError(_("The table has neither a column with the result nor one with failed items."))


def _plan(
    found: Sequence[tuple[Sheet, Layout]], batches: Sequence[Batch], publisher: str, today: date
) -> CampaignPlan:
    days = [batch.entry.judged_on for batch in batches if batch.entry.judged_on]
    years = _years(found) or [b.entry.produced.date.year for b in batches if b.entry.produced.date]
    notices = _texts(found, "notice_number")
    titles = [text for _sheet, layout in found for text in layout.title]
    layouts = [layout for _sheet, layout in found]
    notice = notices.pop() if len(notices) == 1 else ""
    return plan_campaign(titles, layouts, notice, days, years, publisher=publisher, today=today)


def _years(found: Sequence[tuple[Sheet, Layout]]) -> list[int]:
    texts = (text.removesuffix("年") for text in _texts(found, "year"))
    return [int(text) for text in texts if text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100]


def _texts(found: Sequence[tuple[Sheet, Layout]], code: str) -> set[str]:
    cells = {
        cell
        for sheet, layout in found
        for place in layout.of(code)
        for cell in column(sheet.rows[layout.first :], place.index)
    }
    return {as_text(cell).strip() for cell in cells if isinstance(cell, str | int) or _is_whole(cell)} - {""}


def _is_whole(cell: object) -> bool:
    return isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15


def _campaign(plan: CampaignPlan | None) -> Campaign:
    if plan is None:
        raise ValueError("a draft needs a campaign or a plan for one")
    return Campaign.objects.filter(code=plan.code).first() or plan.build()


def _register(batches: Iterable[Batch], decided: Mapping[str, int]) -> Register:
    names: set[str] = set()
    codes: set[str] = set()
    for batch in batches:
        names.update((batch.entry.producer, batch.entry.seller))
        codes.add(batch.entry.credit_code)
    return find_files(names - {""}, codes - {""}, decided)


def _tested_warnings(draft: Draft) -> list[str]:
    """Say when a rate cannot be computed, and refuse a number tested that is too small."""
    if not draft.failures_only:
        if draft.tested is None:
            return []
        return [_("The table lists every batch, so the number of batches tested was not needed.")]
    tested = draft.tested if draft.tested is not None else draft.campaign.tested
    if tested is None:
        return [
            _(
                "The table lists failures only. Give the number of batches tested; "
                "until then the campaign does not count for the pass rate."
            )
        ]
    failed = sum(not batch.entry.is_counterfeit for batch in draft.batches)
    if tested < failed:
        raise SpreadsheetError(
            _("%(tested)d batches cannot have been tested: the table lists %(failed)d failures.")
            % {"tested": tested, "failed": failed}
        )
    return []


def _row_warnings(parts: Sequence[SheetRows], gathering: Gathering) -> list[str]:
    warnings = []
    withdrawn = [number for part in parts for number in part.withdrawn]
    if withdrawn:
        warnings.append(
            ngettext(
                "%(count)d sample was refused or transferred, not tested, and does not count: row %(rows)s",
                "%(count)d samples were refused or transferred, not tested, and do not count: rows %(rows)s",
                len(withdrawn),
            )
            % {"count": len(withdrawn), "rows": _listed(withdrawn)}
        )
    if gathering.repeated:
        warnings.append(
            ngettext(
                "%(count)d row repeats a batch listed above and was counted once: row %(rows)s",
                "%(count)d rows repeat batches listed above and were counted once: rows %(rows)s",
                len(gathering.repeated),
            )
            % {"count": len(gathering.repeated), "rows": _listed(gathering.repeated)}
        )
    return warnings


def _other_warnings(draft: Draft) -> list[str]:
    warnings = []
    wrong = [b.entry.row for b in draft.batches if b.entry.credit_code and credit_code_error(b.entry.credit_code)]
    if wrong:
        warnings.append(
            _("The credit code is mistyped and was not used for matching in these rows: %(rows)s")
            % {"rows": _listed(wrong)}
        )
    if draft.plan and draft.campaign.pk is None:
        warnings.append(
            _("A new campaign is made for this table: “%(name)s” (%(level)s). Check its level and days.")
            % {"name": draft.plan.name, "level": draft.campaign.get_level_display()}
        )
    return warnings


def _listed(numbers: Sequence[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:_ROWS_SHOWN])
    return f"{shown} …" if len(numbers) > _ROWS_SHOWN else shown
