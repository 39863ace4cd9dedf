"""Which column of ours a published heading stands for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from inspections.imports.words import words
from inspections.models import HeaderAlias
from quality_portal.lib.text import header_key

IGNORE = "ignore"
"""The column of headings that are known and not wanted."""

REPEATABLE = frozenset({"produced"})
"""Columns of ours that several columns of a table may fill together: a date and a batch number."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Column codes by heading key; more than one code means that a person has to say which.

    ``decided`` are the headings whose meaning a person has settled, for this table or its publisher.
    """

    candidates: Mapping[str, tuple[str, ...]]
    decided: frozenset[str] = frozenset()


def known_headings(publisher: str = "", chosen: Mapping[str, str] | None = None) -> Headings:
    """Return what is known: what was chosen for this table, else the publisher's, else everybody's.

    ``chosen`` maps heading keys to column codes. Before ``load_plan`` ran, the words of the data file hold.
    """
    common: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    rows = HeaderAlias.objects.filter(publisher__in={"", publisher}).order_by("pk")
    for alias in rows:
        table = own if alias.publisher else common
        table.setdefault(alias.heading_key, []).append(alias.column)
    settled = {heading: [column] for heading, column in (chosen or {}).items()}
    merged = (common or _from_file()) | own | settled
    return Headings({heading: tuple(codes) for heading, codes in merged.items()}, frozenset(own | settled))


def _from_file() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for heading, codes in pairs():
        table.setdefault(header_key(heading), []).extend(codes)
    return table


def pairs() -> list[tuple[str, tuple[str, ...]]]:
    """Return the headings of the data file with their columns, the one offered first leading."""
    known = words()
    result: list[tuple[str, tuple[str, ...]]] = [
        (heading, (field.code,)) for field in known.fields for heading in field.aliases
    ]
    for entry in known.ambiguous:
        rest = tuple(code for code in entry.candidates if code != entry.proposed)
        result.append((entry.heading, (entry.proposed, *rest)))
    return result


def field_label(code: str) -> str:
    """Return the name of a column of ours in the reader's language."""
    english = (get_language() or "").startswith("en")
    labels = {field.code: field.name_en if english else field.name for field in words().fields}
    return labels.get(code, code)
