"""Reading the founding plan's data files (TOML) and putting their entries into the database.

Every app loads its own files through this: mistakes in a file become one sentence that names the file,
the entry and the field, and rows that people have edited since stay as they are.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from departments.records import create_record

LOADER = "load_plan"
"""Who did it, in the history of rows that came from a file."""


class DataFileError(ValueError):
    """The data file cannot be used; the message names file, entry and field and what to do."""


@dataclass(slots=True)
class Tally:
    """How many rows a loader added, brought up to the file, and left because they were right or edited."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.kept + other.kept,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a data file; reading a field that is missing or of the wrong kind raises DataFileError."""

    file: str
    name: str
    fields: dict[str, Any]

    def error(self, name: str, reason: str) -> DataFileError:
        """Make the sentence about a field."""
        return DataFileError(
            _("%(file)s, entry %(entry)s, field “%(field)s”: %(reason)s")
            % {"file": self.file, "entry": self.name, "field": name, "reason": reason}
        )

    def _read(self, name: str, kinds: tuple[type, ...], wanted: str, default: Any) -> Any:
        value = self.fields.get(name, default)
        if value is ...:
            raise self.error(name, _("it is missing."))
        if value is default:
            return value
        # In Python true is a number too; in a data file it is not.
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise self.error(name, wanted)
        return value

    def text(self, name: str, default: Any = ...) -> str:
        """Return a text."""
        return str(self._read(name, (str,), _("write a text in quotation marks."), default))

    def integer(self, name: str, default: Any = ...) -> int:
        """Return a whole number."""
        return int(self._read(name, (int,), _("write a whole number."), default))

    def decimal(self, name: str) -> Decimal | None:
        """Return a number, None where the field is left out."""
        value = self._read(name, (int, float, Decimal), _("write a number."), None)
        return None if value is None else Decimal(str(value))

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return true or false."""
        return bool(self._read(name, (bool,), _("write true or false."), default))

    def items(self, name: str) -> list[Any]:
        """Return a list, empty where the field is left out."""
        return list(self._read(name, (list,), _("write a list in square brackets."), []))

    def pick(self, name: str, known: dict[str, Any], default: Any = ...) -> Any:
        """Return what the code in the field stands for."""
        return self._find(name, self.text(name, default), known)

    def pick_all(self, name: str, known: dict[str, Any]) -> list[Any]:
        """Return what each of the codes in a list stands for."""
        return [self._find(name, str(code), known) for code in self.items(name)]

    def _find(self, name: str, code: str, known: dict[str, Any]) -> Any:
        if code not in known:
            raise self.error(name, _("“%(code)s” is not known.") % {"code": code})
        return known[code]


def read_file(path: Path) -> dict[str, Any]:
    """Read a TOML file; decimals stay exact.

    Raises DataFileError when it cannot be opened or is not TOML in UTF-8.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except OSError as error:
        raise DataFileError(_("%(file)s cannot be opened.") % {"file": path}) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(
            _("%(file)s is not a TOML file in UTF-8: %(reason)s") % {"file": path.name, "reason": error}
        ) from error


def entries(path: Path, table: str, data: dict[str, Any] | None = None) -> list[Entry]:
    """Return the entries of a table (``[[table]]``) of a file."""
    rows = (read_file(path) if data is None else data).get(table, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataFileError(
            _("%(file)s: write every entry of “%(table)s” under [[%(table)s]].")
            % {"file": path.name, "table": table}
        )
    return list(_named(path, table, rows))


def _named(path: Path, table: str, rows: Iterable[dict[str, Any]]) -> Iterator[Entry]:
    for number, row in enumerate(rows, start=1):
        name = row.get("code") or row.get("post") or row.get("year") or row.get("target") or number
        yield Entry(path.name, f"{table} {name}", row)


Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class Shelf(Generic[Row]):
    """The rows of a model by their key, into which a file's entries are put.

    New entries are added. Rows that only the loader has written are brought up to the file; rows that
    people edited, and rows without a history that could tell, stay as they are unless ``overwrite``.
    """

    model: type[Row]
    key: Sequence[str]
    by: object = LOADER
    overwrite: bool = False
    tally: Tally = field(default_factory=Tally)
    rows: dict[tuple[Any, ...], Row] = field(init=False)
    edited: set[int] = field(init=False)

    def __post_init__(self) -> None:
        """Read what is there: one query for the rows, one for who edited them."""
        manager = self.model._default_manager
        self.rows = {tuple(getattr(row, name) for name in self.key): row for row in manager.all()}
        history = getattr(self.model, "history", None)
        if history is None:
            self.edited = {row.pk for row in self.rows.values()}
        else:
            self.edited = set(history.exclude(history_user_id=str(self.by)).values_list("id", flat=True))

    def put(self, entry: Entry, key: tuple[Any, ...], **values: Any) -> Row:
        """Add the entry or bring its row up to it; lists are many-to-many values.

        Raises DataFileError when a value does not fit.
        """
        linked = {name: value for name, value in values.items() if isinstance(value, list)}
        plain = {name: value for name, value in values.items() if name not in linked}
        row = self.rows.get(key)
        try:
            with transaction.atomic():
                row = self._add(key, plain, linked) if row is None else self._bring_up(row, plain, linked)
        except ValidationError as error:
            raise self._explain(entry, error) from error
        self.rows[key] = row
        return row

    def _add(self, key: tuple[Any, ...], plain: dict[str, Any], linked: dict[str, list[Any]]) -> Row:
        row = self.model(**dict(zip(self.key, key, strict=True)), **plain)
        create_record(row, by=self.by)  # type: ignore[type-var]
        self._link(row, linked)
        self.tally.created += 1
        return row

    def _bring_up(self, row: Row, plain: dict[str, Any], linked: dict[str, list[Any]]) -> Row:
        changed = {name: value for name, value in plain.items() if getattr(row, name) != value}
        moved = {name: value for name, value in linked.items() if set(getattr(row, name).all()) != set(value)}
        if not changed and not moved:
            self.tally.unchanged += 1
        elif row.pk in self.edited and not self.overwrite:
            self.tally.kept += 1
        else:
            for name, value in changed.items():
                setattr(row, name, value)
            if hasattr(row, "version"):
                row.version += 1
            create_record(row, by=self.by)  # type: ignore[type-var]
            self._link(row, moved)
            self.tally.updated += 1
        return row

    @staticmethod
    def _link(row: Row, linked: dict[str, list[Any]]) -> None:
        for name, value in linked.items():
            getattr(row, name).set(value)

    @staticmethod
    def _explain(entry: Entry, error: ValidationError) -> DataFileError:
        name, messages = next(iter(error.message_dict.items()))
        shown = "" if name == NON_FIELD_ERRORS else name
        return entry.error(shown, " ".join(messages))
