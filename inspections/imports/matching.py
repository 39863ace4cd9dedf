"""Finds the enterprise files that printed names belong to.

A credit code decides; else the exact name, whatever its brackets and blanks. Names that are merely near
are proposed to a person and never taken for the same.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from enterprises.models import Enterprise
from enterprises.rules import credit_code_error
from inspections.imports.words import words
from quality_portal.lib.text import enterprise_key, key, similar_enterprise_key

_FILE = ("pk", "name", "township_id")
_KEPT = tuple(Coalesce(f"merged_into__{name}", name) for name in _FILE)
"""In place of a file that was merged into another one stands that one."""
LOADED_AHEAD = 20_000
"""Enterprise files that are loaded while the reader of a table is busy."""

_PURCHASED = re.compile(r"\((?:购进|采购|进货)\)$")


class File(NamedTuple):
    """An enterprise's file: primary key, name, township."""

    pk: int
    name: str
    township: int


@dataclass(slots=True)
class Register:
    """The files the names and codes of one table belong to, found with two queries."""

    by_name: dict[str, File] = field(default_factory=dict)
    by_code: dict[str, File] = field(default_factory=dict)
    _asked: dict[str, File | None] = field(default_factory=dict)

    def find(self, name: str) -> File | None:
        """Return the file of a printed name."""
        try:
            return self._asked[name]
        except KeyError:
            found = None
            for each in name_keys(name):
                if found := self.by_name.get(each):
                    break
            self._asked[name] = found
            return found


def name_keys(name: str) -> tuple[str, ...]:
    """Return the keys a printed producer may be found by: of a consigned product the maker comes first."""
    text = key(name)
    if text.endswith(")"):
        text = _PURCHASED.sub("", text)
    if ":" not in text:
        return (text,) if text else ()
    makers = _after(text, words().consignees)
    owners = _after(text, words().consignors)
    return tuple(dict.fromkeys(enterprise_key(part) for part in (*makers, *owners, text)))


def _after(text: str, prefixes: tuple[str, ...]) -> Iterator[str]:
    others = "|".join(re.escape(prefix) for prefix in words().consignors + words().consignees)
    for prefix in prefixes:
        found = re.search(rf"{re.escape(prefix)}(.+?)(?=[;,]?(?:{others})|[;,]|$)", text)
        if found:
            yield found[1]


@lru_cache(maxsize=50_000)
def is_usable_code(code: str) -> bool:
    """Tell whether a credit code is not mistyped, so that it may decide."""
    return credit_code_error(code) is None


def whole_register() -> Register | None:
    """Return every file, or None where they are too many to be loaded before the names are known."""
    if Enterprise.objects.count() > LOADED_AHEAD:
        return None
    rows = Enterprise.objects.order_by().values_list("name_key", "credit_code", *_KEPT)
    found = [(name, code, File._make(file)) for name, code, *file in rows]
    return Register(
        _unambiguous((name, file) for name, _code, file in found),
        {code: file for _name, code, file in found},
    )


def find_files(names: Iterable[str], codes: Iterable[str], decided: Mapping[str, int]) -> Register:
    """Look up every name and code of a table; ``decided`` maps names to the files a person chose."""
    keys = {each for name in names for each in name_keys(name)}
    usable = set(filter(is_usable_code, codes))
    found = Register(_unambiguous(_files("name_key", keys)), dict(_files("credit_code", usable)))
    return with_decided(found, decided)


def _unambiguous(files: Iterable[tuple[str, File]]) -> dict[str, File]:
    """Return the files by name; a name that two enterprises bear decides nothing."""
    named: dict[str, File] = {}
    several: set[str] = set()
    for name, file in files:
        if named.setdefault(name, file) != file:
            several.add(name)
    return {name: file for name, file in named.items() if name not in several} if several else named


def with_decided(register: Register, decided: Mapping[str, int]) -> Register:
    """Take over which files a person chose for names."""
    chosen = dict(_chosen(decided)) if decided else {}
    register.by_name |= {enterprise_key(name): chosen[pk] for name, pk in decided.items() if pk in chosen}
    return register


def _chosen(decided: Mapping[str, int]) -> Iterator[tuple[int, File]]:
    rows = Enterprise.objects.filter(pk__in=set(decided.values())).order_by()
    return ((pk, File(*file)) for pk, *file in rows.values_list("pk", *_KEPT))


def _files(field: str, values: Iterable[str]) -> Iterator[tuple[str, File]]:
    """Yield the files one of whose values stands in a field, with the value."""
    rows = Enterprise.objects.filter(Q((f"{field}__in", _listed(values)))).order_by()
    for value, pk, name, township in rows.values_list(field, *_KEPT):
        yield value, File(pk, name, township)


def _listed(values: Iterable[str]) -> RawSQL:
    """Return the values as one parameter: a placeholder for each takes longer than the whole search."""
    if connection.vendor == "sqlite":
        rows = "SELECT value FROM json_each(%s)"
    else:
        rows = "SELECT value FROM jsonb_array_elements_text(%s::jsonb)"
    return RawSQL(rows, [json.dumps(list(values))])  # noqa: S611 the values are a parameter


def near_names(names: Iterable[str]) -> dict[str, list[File]]:
    """Return the files whose names are near to these, which no file bears exactly (one query)."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for name in names:
        wanted[similar_enterprise_key(name)].append(name)
    wanted.pop("", None)
    found: dict[str, list[File]] = defaultdict(list)
    if wanted:
        for pk, name, township in Enterprise.objects.standing().values_list(*_FILE).iterator(chunk_size=2000):
            for printed in wanted.get(_similar(name), ()):
                found[printed].append(File(pk, name, township))
    return dict(found)


_similar = lru_cache(maxsize=50_000)(similar_enterprise_key)
