"""What an import would do: everything the file says, and how it compares with what is there."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from operator import attrgetter
from pathlib import Path

from inspections.imports.batches import Batch, Gathering
from inspections.imports.campaigns import CampaignPlan, publisher_of
from inspections.imports.classes import Classifier
from inspections.imports.headings import known_headings
from inspections.imports.layout import GENERIC, Layout
from inspections.imports.matching import File, Register, find_files, whole_register, with_decided
from inspections.imports.notices import all_notices, refuse_impossible_number
from inspections.imports.rows import read_rows
from inspections.imports.tables import find_tables, plan_for, top_texts
from inspections.models import Campaign, Sample
from quality_portal.lib.spreadsheets.parsing import Rejection
from quality_portal.lib.spreadsheets.reading import read_workbook

_PROBED = 500
"""Batches of a table that are looked up to find the campaign it has been imported into."""

_NAMES = attrgetter("producer", "seller")
_EXISTING = ("key", "pk", "digest", "producer_id", "seller_id", "township_id", "version")


@dataclass(frozen=True, slots=True)
class Request:
    """What the person importing has said.

    ``columns`` are the meanings of headings by heading key, ``files`` the enterprises by printed name.
    """

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

    layouts: list[Layout]
    batches: list[Batch]
    rejections: list[Rejection]
    warnings: list[str]
    read: int
    campaign: Campaign
    tested: int | None
    publisher: str
    register: Register
    classifier: Classifier

    @property
    def variant(self) -> str:
        """The name of the known layout of its tables, or "generic"."""
        return next((x.variant for x in self.layouts if x.variant != GENERIC), GENERIC)

    @property
    def failures_only(self) -> bool:
        """Whether the table leaves out the batches that passed."""
        return not any(layout.has("result") for layout in self.layouts)

    @property
    def tested_known(self) -> int | None:
        """The number of batches tested, as said now or entered for the campaign before."""
        return self.campaign.tested if self.tested is None else self.tested

    @property
    def undecided(self) -> bool:
        """Whether a person has to say what some headings mean."""
        return any(layout.undecided for layout in self.layouts)

    @property
    def unmatched(self) -> list[str]:
        """The names that no enterprise file bears, in the table's order."""
        find = self.register.find
        return [name for name in printed_names(self.batches) if find(name) is None]

    def files(self, batch: Batch) -> tuple[File | None, File | None]:
        """Return the producer's and the seller's file; a suspected counterfeit has no known producer."""
        entry, find = batch.entry, self.register.find
        seller = find(entry.seller)
        if entry.is_counterfeit:
            return None, seller
        producer = find(entry.producer)
        owner = self.register.by_code.get(entry.credit_code)
        if owner is None or owner in (producer, seller):
            return producer, seller
        return (producer, owner) if batch.layout.code_is_sellers else (owner, seller)

    def matches(self) -> tuple[int, Counter[tuple[str, File]]]:
        """Return how many batches belong to enterprises on file, and how often each name is printed."""
        names: Counter[tuple[str, File]] = Counter()
        count = 0
        for batch in self.batches:
            producer, seller = self.files(batch)
            count += bool(producer or seller)
            if producer:
                names[batch.entry.producer, producer] += 1
            if seller and seller is not producer:
                names[batch.entry.seller, seller] += 1
        return count, names

    def compare(self) -> Comparison:
        """Hold the batches against what the campaign has (one query)."""
        found: dict[str, Existing] = {}
        if self.campaign.pk:
            rows = Sample.objects.filter(campaign=self.campaign.pk).order_by()
            found = {key: Existing(*rest) for key, *rest in rows.values_list(*_EXISTING)}
        if not found:
            return Comparison(created=list(self.batches))
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


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage collection look through the many small objects of a table again and again.

    None of them refers to itself, so nothing is left uncollected; it would cost a quarter of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@uncollected()
def read_draft(path: Path, request: Request, *, name: str = "", today: date) -> Draft:
    """Read a published table and say what it holds.

    Raises:
        SpreadsheetError: the file is not usable; the message says why and what to do.
    """
    ahead: list[Register | None] = []
    workbook = read_workbook(
        path, name=name, fill_merged=True, meanwhile=lambda: ahead.append(whole_register())
    )
    publisher = request.publisher or publisher_of(top_texts(workbook))
    found, skipped = find_tables(workbook, known_headings(publisher, request.columns))
    gathering, parts = Gathering(), []
    for sheet, layout in found:
        parts.append(read_rows(sheet, layout, today=today))
        gathering.add(parts[-1].entries, sheet.name, layout)
    batches = list(gathering.batches.values())
    plan = plan_for(found, batches, publisher, today)
    draft = Draft(
        layouts=[layout for _sheet, layout in found],
        batches=batches,
        rejections=[each for part in parts for each in part.rejections] + gathering.rejections,
        warnings=[*workbook.warnings, *skipped],
        read=sum(part.read for part in parts),
        campaign=request.campaign or _campaign(plan, batches),
        tested=request.tested,
        publisher=publisher,
        register=_register(ahead[0] if ahead else None, batches, request.files),
        classifier=Classifier(),
    )
    refuse_impossible_number(draft)
    draft.warnings += all_notices(draft, parts, gathering)
    return draft


def _campaign(plan: CampaignPlan, batches: Sequence[Batch]) -> Campaign:
    """Return the campaign that has the table's batches already, else the planned one, stored or not.

    A table that names no year has the year of its rows: it must not become another campaign's because a
    row was corrected or a year has passed.
    """
    stored = {campaign.code: campaign for campaign in Campaign.objects.filter(code__in=_codes(plan))}
    if len(stored) > 1 or (stored and plan.code not in stored):
        keys = [batch.key for batch in batches[:_PROBED]]
        held = Sample.objects.filter(campaign__in=stored.values(), key__in=keys).order_by()
        counts = Counter(held.values_list("campaign__code", flat=True)).most_common(1)
        if counts and counts[0][1] * 2 >= len(keys):
            return stored[counts[0][0]]
    return stored.get(plan.code) or plan.build()


def _codes(plan: CampaignPlan) -> list[str]:
    return [plan.code, *plan.alternatives]


def printed_names(batches: Iterable[Batch]) -> list[str]:
    """Return the names of producers and sellers, each once, in the table's order."""
    names = dict.fromkeys(chain.from_iterable(_NAMES(batch.entry) for batch in batches))
    return [name for name in names if name]


def _register(whole: Register | None, batches: Sequence[Batch], decided: Mapping[str, int]) -> Register:
    if whole is not None:
        return with_decided(whole, decided)
    codes = {batch.entry.credit_code for batch in batches}
    return find_files(printed_names(batches), codes - {""}, decided)
