"""Dates as tables write them, and the periods the yearly cycle counts in."""

import calendar
import re
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias
from unicodedata import normalize

from django.utils.translation import gettext as _

from quality_portal.lib.text import is_blank_marker


class DateError(ValueError):
    """The text is not a date; the message is a sentence for the person who typed it."""


# A field named `date` hides the class inside its own class body.
Day: TypeAlias = date
DateKind: TypeAlias = Literal["produced", "purchased", "inspected", "processed"]

EARLIEST_PRODUCTION: Final = date(2000, 1, 1)
LONGEST_CELL: Final = 200

_EXCEL_EPOCH: Final = date(1899, 12, 30)
_KINDS: Final[dict[str, DateKind]] = {
    "生产": "produced",
    "出厂": "produced",
    "制造": "produced",
    "购进": "purchased",
    "进货": "purchased",
    "购买": "purchased",
    "检疫": "inspected",
    "检验": "inspected",
    "加工": "processed",
}
_WORD: Final = re.compile("|".join(_KINDS))
_MARK: Final = rf"\(?\s*(?:标称)?(?:{_WORD.pattern})\s*(?:日期)?(?:/批号)?\s*\)?\s*"
_PREFIX: Final = re.compile(_MARK + r":?\s*")
_SUFFIX: Final = re.compile(r"(?<=[0-9日号\s])" + _MARK + "$")
_TIME: Final = r"(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_FULL: Final = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)(?:\s*[日号])?" + _TIME
_DAY: Final = rf"{_FULL}|\d{{8}}(?![0-9A-Za-z])"
_MONTH: Final = r"\d{4}\s*(?:[-/.]\s*\d{1,2}(?![\d.])|年\s*\d{1,2}\s*月)"
_SHORT: Final = r"\d{1,2}(?:\s*[-/.月]\s*\d{1,2})?\s*[月日号]?"
_TO: Final = r"\s*(?:~+|至|到|—+|–)\s*"
_LEADING_DAY: Final = re.compile(_DAY, re.ASCII)
_INNER_DAY: Final = re.compile(rf"(?<![0-9A-Za-z])(?:{_DAY})", re.ASCII)
_ONE_MONTH: Final = re.compile(_MONTH, re.ASCII)
_RANGE: Final = re.compile(
    rf"(?P<first>{_DAY}|{_MONTH})(?:{_TO}(?P<last>{_DAY}|{_MONTH}|{_SHORT})|\s*-\s*(?P<full>{_DAY}|{_MONTH}))",
    re.ASCII,
)
_NUMBERS: Final = re.compile(r"\d+", re.ASCII)
_BATCH_LABEL: Final = re.compile(r"(?:生产)?批[号次]?\s*:\s*|批号\s*")
_IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_SPLIT_DIGITS: Final = re.compile(r"(?<=\d)\s+(?=\d)")


class DateBatch(NamedTuple):
    """What a cell "production date / batch" (生产日期/批号) says.

    `date_to` is the last day of a range or of a month; `batch` is empty when there is none.
    """

    raw: str
    date: Day | None = None
    date_to: Day | None = None
    batch: str = ""
    kind: DateKind = "produced"


def parse_date_batch(value: object, *, today: date) -> DateBatch:
    """Reads a date, a batch number, both, or a range; never raises: what is no plausible date is the batch.

    Plausible is 2000-01-01 to the day after `today`. Numbers are taken as spreadsheet day numbers when that
    gives a plausible day. `raw` keeps the cell as text.
    """
    latest = today + timedelta(days=1)
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return DateBatch(day.isoformat(), date=_plausible(day, latest))
    if isinstance(value, int | float) and not isinstance(value, bool):
        serial = _plausible(_from_serial(value), latest)
        if serial:
            return DateBatch(serial.isoformat(), date=serial)
        value = f"{value:.15g}"
    raw = "" if value is None else str(value)
    text = normalize("NFKC", raw).strip()
    if is_blank_marker(text):
        return DateBatch(raw)
    if len(text) > LONGEST_CELL:
        return DateBatch(raw, batch=text)
    text, kind = _take_kind(text)
    first, last, rest = _take_days(text, latest)
    return DateBatch(raw, first, last, _batch(rest), kind)


def _take_kind(text: str) -> tuple[str, DateKind]:
    """The text without 生产日期： before or (购进) after it, and what the mark says."""
    mark = _PREFIX.match(text) or _SUFFIX.search(text)
    word = _WORD.search(mark[0]) if mark else None
    if mark is None or word is None:
        return text, "produced"
    return (text[: mark.start()] + text[mark.end() :]).strip(), _KINDS[word[0]]


def _take_days(text: str, latest: date) -> tuple[date | None, date | None, str]:
    """First day, last day and what is left of the text."""
    span = _RANGE.match(text)
    if span:
        first = _plausible(_day(span["first"]), latest)
        last = _range_end(span["first"], span["last"] or span["full"])
        if first and last and first <= last:
            return first, last, text[span.end() :]
    if _ONE_MONTH.fullmatch(text):
        first = _plausible(_day(text), latest)
        return first, first and _month_end(first), "" if first else text
    match = _LEADING_DAY.match(text) or _INNER_DAY.search(text)
    day = _plausible(_day(match[0]), latest) if match else None
    if match is None or day is None:
        return None, None, text
    return day, None, f"{text[: match.start()]} {text[match.end() :]}"


def _range_end(first: str, last: str) -> date | None:
    """The last day of a range; what it leaves out (2021.1～3, 5月1日～3日) is taken from the beginning."""
    begin, end = _parts(first), _parts(last)
    if len(end[0]) <= 2:
        end = [*begin, ""][: max(len(begin), 1) - len(end)] + end
    day = _from_parts(end)
    return _month_end(day) if day and len(end) == 2 else day


def _parts(text: str) -> list[str]:
    """Year, month and, where it is given, day."""
    numbers = _NUMBERS.findall(text)
    if len(numbers[0]) == 8:
        return [numbers[0][:4], numbers[0][4:6], numbers[0][6:]]
    return numbers[:3]


def _day(text: str) -> date | None:
    return _from_parts(_parts(text))


def _from_parts(parts: list[str]) -> date | None:
    year, month, day = (*map(int, parts), 1)[:3]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(day: date) -> date:
    return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


def _plausible(day: date | None, latest: date) -> date | None:
    return day if day is not None and EARLIEST_PRODUCTION <= day <= latest else None


def _from_serial(value: int | float) -> date | None:
    """The day of a spreadsheet's day number (1900 system)."""
    return _EXCEL_EPOCH + timedelta(days=int(value)) if 0 < value < 100_000 else None


def _batch(rest: str) -> str:
    """The batch number without its label and separators; digits torn apart by a line break are joined."""
    text = rest.strip(" \t\n/\\,;、:|。-~.")
    inner = _IN_BRACKETS.fullmatch(text)
    text = _BATCH_LABEL.sub("", inner[1] if inner else text, count=1).strip()
    return "" if is_blank_marker(text) else _SPLIT_DIGITS.sub("", text)


def parse_date(
    value: object, *, earliest: date = date(1949, 10, 1), latest: date = date(2100, 12, 31)
) -> date | None:
    """The one full date a cell or field holds; None when it is blank or says so (/, —, 无).

    Raises:
        DateError: anything else, a day that does not exist, or one outside `earliest`..`latest`.
    """
    day = _strict(value)
    if day is not None and not earliest <= day <= latest:
        raise DateError(
            _("The date %(value)s is outside %(earliest)s to %(latest)s.")
            % {"value": day, "earliest": earliest, "latest": latest}
        )
    return day


def _strict(value: object) -> date | None:
    if value is None or (isinstance(value, str) and is_blank_marker(value)):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    day = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = _from_serial(value)
        value = f"{value:.15g}"
    text = normalize("NFKC", str(value)[:LONGEST_CELL]).strip()
    if day is None and _LEADING_DAY.fullmatch(text):
        day = _day(text)
    if day is None:
        raise DateError(_("“%(value)s” is not a date. Write it as 2024-05-16.") % {"value": text[:30]})
    return day


def half_of(day: date) -> int:
    """1 for January to June, 2 for July to December."""
    return 1 if day.month <= 6 else 2


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def period_bounds(year: int, half: int) -> tuple[date, date]:
    """First and last day of a half-year (1 or 2)."""
    return _months(year, 6 * half - 5, 6 * half)


def quarter_bounds(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter (1 to 4)."""
    return _months(year, 3 * quarter - 2, 3 * quarter)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), _month_end(date(year, last, 1))


def months_later(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative); the month's last day where it has none."""
    index = day.year * 12 + day.month - 1 + months
    month_end = _month_end(date(index // 12, index % 12 + 1, 1))
    return date(month_end.year, month_end.month, min(day.day, month_end.day))
