"""Every sentence of code and pages has its Chinese in the catalogue that is shipped."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from tests.test_conventions import SOURCES, TEMPLATES
from tests.test_floors import ROOT

FOLDER = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
SPOKEN = {"_": 0, "gettext": 0, "gettext_lazy": 0, "gettext_noop": 0, "ngettext": 0, "ngettext_lazy": 0}
IN_CONTEXT = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 1}
IN_TEMPLATE = re.compile(r"""(?<!p)n?gettext\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def catalogue() -> set[str]:
    """Return the sentences that have a translation, without their contexts."""
    with (FOLDER / "django.mo").open("rb") as file:
        known = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    plain = (key[0] if isinstance(key, tuple) else key for key, words in known.items() if words)
    return {key.rsplit("\x04", 1)[-1] for key in plain}


def sentences_of_module(path: Path) -> Iterator[str]:
    """Yield what a module hands to gettext; a text put together at run time cannot be translated."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        place = (SPOKEN | IN_CONTEXT).get(node.func.id)
        if place is None or len(node.args) <= place:
            continue
        argument = node.args[place]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def sentences_of_template(path: Path) -> Iterator[str]:
    """Yield what a template translates."""
    for found in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        yield ast.literal_eval(found.group(1))


def test_every_sentence_of_the_code_has_its_chinese() -> None:
    known = catalogue()
    asked = {sentence: path for path in SOURCES for sentence in sentences_of_module(path)}
    assert {s: str(path.relative_to(ROOT)) for s, path in asked.items() if s and s not in known} == {}


def test_every_sentence_of_the_pages_has_its_chinese() -> None:
    known = catalogue()
    asked = {sentence: path for path in TEMPLATES for sentence in sentences_of_template(path)}
    assert {s: str(path.relative_to(ROOT)) for s, path in asked.items() if s and s not in known} == {}


def test_the_shipped_catalogue_was_compiled_from_the_written_one() -> None:
    written = (FOLDER / "django.po").read_text(encoding="utf-8")
    singular = re.findall(r'^msgid ((?:".*"\n)+)', written, re.MULTILINE)
    joined = {"".join(ast.literal_eval(line) for line in lines.splitlines()) for lines in singular} - {""}
    assert joined == catalogue() - {""}
