"""``manage.py demo_spot_check_file``: a table in a published layout."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from python_calamine import load_workbook

from departments.models import DepartmentKind
from enterprises.models import Enterprise, Industry, Product
from quality_portal.demo.names import credit_code
from quality_portal.demo.spot_check_file import write_spot_checks
from tests.demo.factories import TODAY
from tests.departments.factories import make_department

pytestmark = pytest.mark.django_db


def rows_of(path: Path) -> list[list[object]]:
    """Return every cell of the first sheet."""
    return load_workbook(str(path)).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


def make_product(name: str = "大米") -> Product:
    """Make a product of an enterprise in a township."""
    enterprise = Enterprise.objects.create(
        credit_code=credit_code(5, category="1"),
        name="云汀瑞丰米业有限公司",
        township=make_department(kind=DepartmentKind.TOWNSHIP),
        industry=Industry.INDUSTRY,
    )
    return Product.objects.create(
        enterprise=enterprise, name=name, sector=Industry.INDUSTRY, listed_on=date(2020, 1, 1)
    )


@pytest.mark.parametrize(
    ("variant", "first", "producer", "result"), [("V1", "序号", 3, 9), ("V3", "企业名称", 0, 7)]
)
def test_the_table_has_titles_headings_rows_and_a_note(
    tmp_path: Path, variant: str, first: str, producer: int, result: int
) -> None:
    make_product()
    out = StringIO()
    path = tmp_path / "table.xlsx"
    with override("en"):
        call_command(
            "demo_spot_check_file", "--rows=300", f"--variant={variant}", f"--out={path}", stdout=out
        )
    rows = rows_of(path)
    assert out.getvalue() == f"{path}: 300 rows\n"
    assert (len(rows), len(rows[2]), rows[2][0]) == (304, 14, first)
    assert str(rows[303][0]).startswith("注：")
    body = rows[3:303]
    assert {row[result] for row in body} == {"合格", "不合格"}
    known = [row for row in body if row[producer] == "云汀瑞丰米业有限公司"]
    assert 120 < len(known) < 240


def test_no_two_rows_are_the_same_batch(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    make_product()
    write_spot_checks(path, rows=1000, variant="V3", seed=1, today=TODAY)
    batches = [(row[0], row[2], str(row[6])) for row in rows_of(path)[3:1003]]
    assert len(set(batches)) == 1000


def test_the_same_seed_gives_the_same_table_without_any_enterprise(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    for path, seed in zip(paths, (1, 1, 2), strict=True):
        write_spot_checks(path, rows=50, variant="V1", seed=seed, today=TODAY)
    first, second, third = map(rows_of, paths)
    assert first == second
    assert first != third


@pytest.mark.parametrize(
    ("rows", "folder", "message"), [("0", ".", "Choose from 1 to"), ("5", "nowhere", "does not exist")]
)
def test_unusable_wishes_are_answered_in_a_sentence(
    tmp_path: Path, rows: str, folder: str, message: str
) -> None:
    path = tmp_path / folder / "table.xlsx"
    with override("en"), pytest.raises(CommandError, match=message):
        call_command("demo_spot_check_file", "--rows", rows, "--out", str(path))
