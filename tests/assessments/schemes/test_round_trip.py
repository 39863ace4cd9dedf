"""A table of criteria exported here and read again is the same tree."""

import io
import json
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from assessments.imports import DATA, load_schemes_file
from assessments.models import Criterion, CriterionKind, Group, Rule, Scheme
from departments import actions
from tests.assessments.factories import make_scheme
from tests.assessments.schemes.uploads import page, sent_back, signed_in, upload
from tests.departments.factories import make_department

pytestmark = pytest.mark.django_db


def tree(scheme: Scheme) -> list[tuple[Any, ...]]:
    """Return everything that the criteria of a scheme say, without keys."""
    names = ("code", "name", "name_en", "kind", "is_key", "standard", "points", "rule", "evidence", "clause")
    rows = scheme.criteria.select_related("parent", "scored_by")
    return [
        (
            *(getattr(row, name) for name in names),
            json.dumps(row.params, sort_keys=True),
            row.parent.code if row.parent else "",
            row.scored_by.code if row.scored_by else "",
        )
        for row in rows
    ]


def exported(scheme: Scheme) -> bytes:
    return signed_in().get(reverse("assessments:criteria_export", args=[scheme.pk])).content


def make_rich_scheme() -> Scheme:
    """Headings of three levels with rules, texts and a bonus, and names that look numbered."""
    scheme = make_scheme(criteria=())
    unit = make_department()

    def add(code: str, parent: Criterion | None, points: str, **values: Any) -> Criterion:
        usual = {"name": f"名{code}", "rule": Rule.MANUAL, "order": scheme.criteria.count() + 1}
        return Criterion.objects.create(
            scheme=scheme, code=code, parent=parent, points=points, **(usual | values)
        )

    head = add(
        "A", None, "60", name="1. 组织领导（总则）", name_en="Leadership", standard="按部分计", scored_by=unit
    )
    middle = add(
        "A.1",
        head,
        "60",
        is_key=True,
        rule=Rule.COMPOSITE,
        params={"weights": [["A.1.1", 60], ["A.1.2", 40]]},
    )
    add(
        "A.1.1",
        middle,
        "36.5",
        name="规划（5分）",
        is_key=True,
        standard="有得分\n无不得分",
        evidence="文件",
        clause="三（一）",
    )
    add(
        "A.1.2", middle, "23.5", rule="tier", params={"tiers": [["齐全", 5], ["不全", "2.5"]]}, scored_by=unit
    )
    add("B", None, "40", name="目标", name_en="Targets")
    bonus = add("P", None, "5", name="附加", kind=CriterionKind.BONUS)
    add("P.1", bonus, "0", kind=CriterionKind.BONUS)
    add("V", None, "0", name="系统性事件", kind=CriterionKind.VETO)
    return scheme


def imported(content: bytes, target: Scheme) -> None:
    client = signed_in()
    data = sent_back(upload(client, target, content)) | {"do": "write"}
    assert client.post(page(target), data).status_code == 302


def test_an_exported_table_read_into_an_empty_draft_is_the_same_tree() -> None:
    scheme = make_rich_scheme()
    target = make_scheme(2026, criteria=())
    imported(exported(scheme), target)
    assert tree(target) == tree(scheme)


def test_an_exported_table_read_into_its_own_scheme_changes_nothing() -> None:
    scheme = make_rich_scheme()
    response = upload(signed_in(), scheme, exported(scheme))
    html = response.content.decode()
    assert "The table changes nothing." in html
    assert 'value="write"' not in html


@pytest.mark.parametrize("group", [Group.DEPARTMENTS, Group.TOWNSHIPS])
def test_the_ready_schemes_survive_export_and_import(group: str) -> None:
    actions.load_departments()

    load_schemes_file(DATA / "schemes.toml", years=[2025])
    scheme = Scheme.objects.get(year=2025, group=group)
    target = make_scheme(2026, group, criteria=())
    imported(exported(scheme), target)
    assert tree(target) == tree(scheme)


def test_a_changed_export_changes_what_was_changed_and_keeps_the_rest() -> None:
    scheme = make_rich_scheme()
    book = openpyxl.load_workbook(io.BytesIO(exported(scheme)))
    sheet = book.worksheets[0]
    assert sheet["A2"].value == "1. 组织领导（总则）（60分）"
    sheet["A2"] = "组织保障（60分）"
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("评分标准") + 1).value = "改"
    buffer = io.BytesIO()
    book.save(buffer)
    imported(buffer.getvalue(), scheme)
    found = {row.code: row for row in scheme.criteria.all()}
    assert (found["A"].name, found["A"].standard, found["A"].version) == ("组织保障", "按部分计", 2)
    assert (found["A.1.1"].standard, found["A.1.1"].version) == ("改", 2)
    assert {row.version for code, row in found.items() if code not in ("A", "A.1.1")} == {1}
