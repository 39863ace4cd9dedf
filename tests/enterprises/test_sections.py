"""The registry of sections of the quality file."""

from datetime import date

import pytest

from enterprises import sections
from enterprises.models import Enterprise
from enterprises.sections import Section, register, sections_of
from tests.departments.factories import make_user
from tests.enterprises.factories import make_enterprise

TODAY = date(2025, 1, 1)


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_registry", {})


def section(code: str, order: int, *, says: bool = True) -> Section:
    """Make a section that says the enterprise's name, or nothing."""

    def context(enterprise: Enterprise, user: object, today: date) -> dict[str, object] | None:
        return {"name": enterprise.name, "today": today} if says else None

    return Section(code, code, f"{code}.html", context, order)


@pytest.mark.django_db
def test_sections_stand_in_their_order_and_may_say_nothing() -> None:
    enterprise = make_enterprise("甲公司")
    for registered in (section("b", 2), section("a", 3), section("c", 1, says=False)):
        register(registered)
    filled = sections_of(enterprise, make_user(), TODAY)
    assert [found.section.code for found in filled] == ["b", "a"]
    assert filled[0].values == {"name": "甲公司", "today": TODAY}


def test_a_section_is_registered_once() -> None:
    first = section("a", 1)
    register(first)
    register(first)
    with pytest.raises(ValueError, match="two sections are called a"):
        register(section("a", 1))
