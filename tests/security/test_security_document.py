"""The document on security names every item once, and only tests that exist."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
TEXT = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")

LENGTHS = {"ID": 10, "AC": 6, "AU": 7, "IN": 8, "INT": 1, "BK": 3, "CON": 3, "DJ": 3, "SC": 2}
ITEMS = [f"CK-{part}-{number}" for part, last in LENGTHS.items() for number in range(1, last + 1)]
RULES = [f"R-{number}" for number in range(1, 25)]


def test_every_rule_and_every_item_stands_there_once() -> None:
    assert re.findall(r"^\| (R-\d+|CK-\w+-\d+) \|", TEXT, re.MULTILINE) == RULES + ITEMS


def test_every_item_names_a_test_or_says_that_it_is_not_built() -> None:
    lines = [line for line in TEXT.splitlines() if re.match(r"\| (R|CK)-", line)]
    assert [line for line in lines if "::test_" not in line and "Not built" not in line] == []


def test_every_named_test_exists() -> None:
    missing = []
    for path, name in re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT):
        file = TESTS / path
        tree = ast.parse(file.read_text(encoding="utf-8") if file.exists() else "")
        if name not in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}:
            missing.append(f"{path}::{name}")
    assert missing == []
