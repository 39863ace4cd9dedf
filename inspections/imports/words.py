"""The words published tables use, as they stand in ``data/aliases.toml``."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from quality_portal.lib.text import header_key, key

SOURCE = Path(__file__).resolve().parent.parent / "data" / "aliases.toml"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of ours with the headings it goes by."""

    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A heading that means different columns in different tables, and which one is offered first."""

    heading: str
    candidates: tuple[str, ...]
    proposed: str
    note: str


@dataclass(frozen=True, slots=True)
class ClassWords:
    """A product class with the parts of names that belong to it."""

    code: str
    name: str
    name_en: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the importer knows about the wording of tables."""

    fields: tuple[Field, ...]
    ambiguous: tuple[Ambiguous, ...]
    classes: tuple[ClassWords, ...]
    variants: dict[str, frozenset[str]]
    search_rows: int
    minimum_known: int
    trailing: tuple[str, ...]
    passes: frozenset[str]
    fails: frozenset[str]
    aggregate: frozenset[str]
    aggregate_minimum: int
    consignors: tuple[str, ...]
    consignees: tuple[str, ...]
    counterfeit: tuple[str, ...]
    withdrawn: tuple[str, ...]
    unlabelled: frozenset[str]
    production: frozenset[str]
    retail: frozenset[str]


def _keys(words: list[str]) -> frozenset[str]:
    return frozenset(key(word) for word in words)


def _prefixes(words: list[str]) -> tuple[str, ...]:
    return tuple(key(word) for word in words)


@lru_cache(maxsize=1)
def words() -> Words:
    """Read the file once per process."""
    with SOURCE.open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    return Words(
        fields=tuple(
            Field(row["code"], row["name"], row["name_en"], tuple(row["aliases"])) for row in data["field"]
        ),
        ambiguous=tuple(
            Ambiguous(row["header"], tuple(row["candidates"]), row["proposed"], row["note"])
            for row in data["ambiguous"]
        ),
        classes=tuple(
            ClassWords(row["code"], row["name"], row["name_en"], tuple(row["keywords"]))
            for row in data["product_class"]
        ),
        variants={row["code"]: frozenset(map(header_key, row["headers"])) for row in data["variant"]},
        search_rows=data["layout"]["header_search_rows"],
        minimum_known=data["layout"]["header_min_known"],
        trailing=_prefixes(data["layout"]["trailing_row_prefixes"]),
        passes=_keys(data["results"]["pass"]),
        fails=_keys(data["results"]["fail"]),
        aggregate=_keys(data["aggregate"]["headers"]),
        aggregate_minimum=data["aggregate"]["minimum"],
        consignors=_prefixes(data["consignment"]["consignor_prefixes"]),
        consignees=_prefixes(data["consignment"]["consignee_prefixes"]),
        counterfeit=_prefixes(data["remarks"]["counterfeit"]),
        withdrawn=_prefixes(data["remarks"]["refused"] + data["remarks"]["transferred"]),
        unlabelled=_keys(data["remarks"]["unlabelled"]),
        production=_keys(data["fields"]["production"]),
        retail=_keys(data["fields"]["retail"] + data["fields"]["online"]),
    )
