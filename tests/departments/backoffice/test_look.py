"""The back office looks as one with the portal: same colours, head and words."""

import re
from pathlib import Path

import pytest
from django.test import Client

from departments.access import Role
from tests.departments.factories import make_department, make_user

STATIC = Path(__file__).resolve().parents[3] / "static"
SAME = {
    "ink": "ink",
    "muted": "muted",
    "line": "line",
    "edge": "edge",
    "ground": "ground",
    "surface": "surface",
    "seal": "seal",
    "good": "good",
    "bad": "bad",
    "radius": "radius",
    "blue": "accent",
    "deep": "accent-strong",
    "blue-weak": "accent-weak",
}
"""Names in the back office's style sheet, where Django takes some for itself, and in the portal's."""


def tokens(name: str) -> dict[str, str]:
    """Return the values a style sheet sets first."""
    found = re.findall(r"--([a-z-]+):\s*([^;]+);", (STATIC / name).read_text(encoding="utf-8"))
    return dict(reversed(found))


def test_colours_are_those_of_the_portal() -> None:
    back, front = tokens("backoffice.css"), tokens("portal.css")
    assert {name: back[name] for name in SAME} == {name: front[other] for name, other in SAME.items()}


@pytest.mark.django_db
def test_head_and_headings_are_those_of_the_portal(client: Client) -> None:
    unit = make_department("县水利局")
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    listed = client.get("/admin/departments/department/").content.decode()
    shown = client.get(f"/admin/departments/department/{unit.pk}/change/").content.decode()
    assert "<h1>部门和乡镇</h1>" in listed
    assert "<h1>县水利局 <small>部门或乡镇</small></h1>" in shown
    for html in (listed, shown):
        assert "质量强县工作平台" in html
        assert 'name="language" value="en"' in html
        assert "返回平台" in html


@pytest.mark.django_db
def test_the_scripts_speak_chinese_where_django_does_not(client: Client) -> None:
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    catalogue = client.get("/admin/jsi18n/").content.decode()
    words = dict(re.findall(r'"((?:[^"\\]|\\.)+)": "((?:[^"\\]|\\.)+)"', catalogue))
    assert words["Choose all %s"].encode().decode("unicode_escape") == "全选%s"
