"""What can be imported: the columns, the template's examples, and how rows meet the records."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from enterprises.imports.comparison import Comparison
from quality_portal.lib.spreadsheets.entries import Example, Field, Reading


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of records that tables bring; ``prefix`` begins the names of its pages' addresses.

    ``fields`` are asked anew for each table, because choices such as townships are records themselves.
    """

    code: str
    title: Promise | str
    sheet: str
    prefix: str
    back: str
    fields: Callable[[], list[Field]]
    examples: Callable[[], Sequence[Example]]
    compare: Callable[[Reading], Comparison]


_registry: dict[str, Subject] = {}


def register(subjects: Iterable[Subject]) -> None:
    """Add subjects; registering one again changes nothing."""
    for subject in subjects:
        _registry.setdefault(subject.code, subject)


def get(code: str) -> Subject:
    """Return a subject by its code."""
    return _registry[code]


def words_of(choices: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Return the values of choices by the words for them: the Chinese ones first, then English and codes."""
    listed = list(choices)
    known: dict[str, Any] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            for value, label in listed:
                known.setdefault(str(label), value)
    return known | {str(value): value for value, _label in listed if value}


def chinese(choices: Iterable[tuple[Any, Any]]) -> tuple[str, ...]:
    """Return the Chinese words of choices, for a drop-down list."""
    with override("zh-hans"):
        return tuple(str(label) for _value, label in choices)


YES_NO: Mapping[str, bool] = {"是": True, "否": False, "yes": True, "no": False, "TRUE": True, "FALSE": False}
