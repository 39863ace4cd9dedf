"""Conventions of the house that a reader relies on: sizes, names, what pages may contain."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_floors import ROOT, imported_modules

OURS = (
    *("quality_portal", "departments", "targets", "enterprises", "inspections", "brands", "reports"),
    "assessments",
)
SOURCES = sorted(
    path for folder in OURS for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMELESS = {"utils", "helpers", "services", "common", "misc"}


def found(paths: list[Path], pattern: str) -> list[str]:
    """Return where a pattern occurs, as ``file:line``."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function's body has, without its docstring."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_no_module_is_longer_than_300_lines() -> None:
    assert [str(p) for p in SOURCES if len(p.read_text(encoding="utf-8").splitlines()) > 300] == []


def test_no_function_is_longer_than_30_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({length(node)})"
        for path in SOURCES
        for node in functions(path)
        if length(node) > 30
    ]
    assert long == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [str(p) for p in SOURCES if p.stem in NAMELESS] == []


def test_page_templates_stay_readable() -> None:
    limits = {path: 60 if "_parts" in path.parts else 120 for path in TEMPLATES}
    assert [
        str(p.relative_to(ROOT))
        for p, most in limits.items()
        if len(p.read_text("utf-8").splitlines()) > most
    ] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bmark_safe\b|\|\s*safe\b|autoescape off",
        r"\sstyle=\"",
        r"\son(click|change|submit|load|input)=",
        r"<script(?![^>]*\ssrc=)",
        r"(src|href)=\"https?://",
        r"TODO|FIXME",
    ],
)
def test_pages_contain_nothing_the_content_policy_blocks(pattern: str) -> None:
    assert found([*SOURCES, *TEMPLATES], pattern) == []


def test_rules_know_neither_database_nor_request_nor_clock() -> None:
    banned = ("django.db.models.query", "django.http", "quality_portal.lib.clock", "django.utils.timezone")
    rules = [path for path in SOURCES if path.stem == "rules" or "rules" in path.parent.parts[-1:]]
    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in rules
        for name in imported_modules(path)
        if name.startswith(banned)
    }
    assert wrong == set()
    assert found(rules, r"\.objects\b|date\.today\(|timezone\.now\(") == []


def test_the_clock_is_read_in_one_place() -> None:
    elsewhere = [path for path in SOURCES if path.name != "clock.py"]
    assert found(elsewhere, r"date\.today\(|datetime\.now\(|timezone\.now\(\)|localdate\(") == []


def test_dates_are_never_moved_by_replacing_the_year() -> None:
    assert found(SOURCES, r"\.replace\(year=") == []


def test_the_project_speaks_of_itself_alone() -> None:
    texts = [*SOURCES, *TEMPLATES, *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("*.toml")]
    assert found(texts, r"/work/|pypi\.org|pythonhosted") == []
