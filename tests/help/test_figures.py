"""The register of figures: each is explained beside itself, in both languages, and listed once."""

import re

import pytest
from django.test import Client
from django.utils import translation

from departments.access import Role
from quality_portal.help.figures import FIGURES, GROUPS, Figure
from tests.departments.factories import make_user
from tests.test_conventions import TEMPLATES
from tests.test_floors import ROOT

EXPLAINED = re.compile(r"\{% explain ((?:\"[a-z_]+\" ?)+)%\}")
OWN_FIGURES = re.compile(r"explained=\"([a-z_]+)\"")


def explained() -> set[str]:
    """Return the codes that templates and the figures of the homes ask for."""
    pages = [path.read_text(encoding="utf-8") for path in TEMPLATES]
    asked = {
        code for text in pages for found in EXPLAINED.findall(text) for code in re.findall(r"\w+", found)
    }
    homes = (ROOT / "quality_portal" / "dashboards" / "own_figures.py").read_text(encoding="utf-8")
    return asked | set(OWN_FIGURES.findall(homes))


def parts(figure: Figure) -> tuple[str, ...]:
    """Return what is said of a figure, in the language in force."""
    return tuple(str(part) for part in (figure.name, figure.definition, figure.formula, figure.source))


def test_the_register_holds_what_pages_explain_and_nothing_else() -> None:
    assert explained() == set(FIGURES)


def test_codes_are_given_once_and_do_not_meet_those_of_groups() -> None:
    codes = [figure.code for group in GROUPS for figure in group.figures] + [group.code for group in GROUPS]
    assert len(codes) == len(set(codes))


def test_every_figure_has_all_its_parts_in_both_languages() -> None:
    with translation.override("en"):
        english = {code: parts(figure) for code, figure in FIGURES.items()}
    with translation.override("zh-hans"):
        chinese = {code: parts(figure) for code, figure in FIGURES.items()}
    assert [code for code, said in english.items() if not all(said) or not "".join(said).isprintable()] == []
    untranslated = {
        code
        for code, said in chinese.items()
        if any(
            part == before or not re.search(r"[一-鿿]", part)
            for part, before in zip(said, english[code], strict=True)
        )
    }
    assert untranslated == set()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_glossary_lists_every_figure_under_its_own_anchor(language: str) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(make_user(role=Role.LEADER))
    page = client.get("/help/figures/").content.decode()
    anchors = re.findall(r'<section class="glossary" id="([a-z_]+)"', page)
    assert anchors == list(FIGURES)
