"""The registry of measures: figures that are computed from records.

The apps above list their ``MEASURES`` and register them when Django starts. Measures that one query
can answer together share a source, so that a page with every target asks once per source.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed figure on a date.

    ``value`` is in the measure's unit and None where there is nothing to compute it from;
    ratios keep numerator and denominator; ``records`` counts the records it was computed from.
    """

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    records: int = 0


UNKNOWN = Figure(value=None)

Figures = dict[str, dict[date, Figure]]
"""Figures by measure code and date."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place figures come from: answers several measures on several dates in one query.

    ``figures(codes, dates)`` returns every figure asked for; ``by_township(code, on)`` returns the
    figure of each township by its primary key, ``by_department(code, on)`` that of each department
    that holds such records itself. ``last_days(codes, on)`` returns the day of the last record behind
    each figure; a source without it is taken to be up to date on the day asked for.
    """

    name: str
    figures: Callable[[Sequence[str], Sequence[date]], Figures]
    by_township: Callable[[str, date], dict[int, Figure]]
    by_department: Callable[[str, date], dict[int, Figure]] | None = None
    last_days: Callable[[Sequence[str], date], dict[str, date | None]] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that records answer on any date (指标数据来源).

    ``formula`` says in words how it is computed; ``records_url(on, township_pk)`` leads to the list
    of the records behind it, for the whole county where the township is None. The records of a measure
    that ``lapses`` end on days known beforehand: its figure on a day to come is what remains if none is
    renewed. Of a ratio whose ``whole_stays`` the numerator can grow while the denominator is as it is.
    """

    code: str
    name: Promise | str
    formula: Promise | str
    unit: str
    source: Source
    records_url: Callable[[date, int | None], str]
    lapses: bool = False
    whole_stays: bool = False


_registry: dict[str, Measure] = {}


def register(measures: Iterable[Measure]) -> None:
    """Add measures to the registry; registering the same measure again changes nothing.

    Raises ValueError when two different measures claim one code.
    """
    for measure in measures:
        known = _registry.setdefault(measure.code, measure)
        if known is not measure:
            raise ValueError(f"two measures are called {measure.code}")


def get(code: str) -> Measure | None:
    """Return the measure of this code, or None."""
    return _registry.get(code)


def choices() -> list[tuple[str, Promise | str]]:
    """Return every measure as a form's choice; fields name this callable, which keeps migrations quiet."""
    return [(measure.code, measure.name) for measure in sorted(_registry.values(), key=lambda m: m.code)]


def figures(codes: Iterable[str], dates: Sequence[date]) -> Figures:
    """Return the figures of several measures on several dates; each source is asked once for its own."""
    answers: Figures = {}
    for source, asked in _by_source(codes):
        answers |= source.figures(asked, dates)
    return answers


def last_days(codes: Iterable[str], on: date) -> dict[str, date | None]:
    """Return the day of the last record behind each measure, one question per source that knows it."""
    answers: dict[str, date | None] = {}
    for source, asked in _by_source(codes):
        answers |= source.last_days(asked, on) if source.last_days else dict.fromkeys(asked, on)
    return answers


def _by_source(codes: Iterable[str]) -> list[tuple[Source, list[str]]]:
    """Return the sources of measures, each with the codes it is asked for."""
    found: dict[str, tuple[Source, list[str]]] = {}
    for code in dict.fromkeys(codes):
        measure = _registry.get(code)
        if measure is not None:
            found.setdefault(measure.source.name, (measure.source, []))[1].append(code)
    return list(found.values())
