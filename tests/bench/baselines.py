"""What the import is measured against: bare reading, bare inserting, and the stock import row by row."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import tablib
from django.db import connection, transaction
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from python_calamine import CalamineWorkbook

from enterprises.models import Enterprise
from inspections.models import Campaign, Sample
from tests.bench.workbook import FIRST_ROW, HEADINGS

TABLE = "bench_plain"


def read_bare(path: Path) -> list[list[Any]]:
    """Read the sheet with calamine and nothing else."""
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def create_plain_table() -> None:
    """Create a table of 16 text columns without keys or indexes."""
    columns = ", ".join(f"c{number} text" for number in range(len(HEADINGS)))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} ({columns})")


def insert_plain(path: Path) -> int:
    """Read the sheet and insert its rows by ``executemany`` in one transaction."""
    rows = [[_plain(cell) for cell in row] for row in read_bare(path)[FIRST_ROW:]]
    marks = ", ".join(["%s"] * len(HEADINGS))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} VALUES ({marks})", rows)
    return len(rows)


def copy_plain(path: Path) -> int:
    """Read the sheet and bring its rows into PostgreSQL by ``COPY`` in one transaction."""
    rows = read_bare(path)[FIRST_ROW:]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {TABLE} FROM STDIN WITH (FORMAT csv)", text)
    return len(rows)


def stored_rows() -> tuple[str, list[tuple[Any, ...]]]:
    """Return the columns of the samples' table and the rows an import has written there."""
    columns = [field.column for field in Sample._meta.concrete_fields if field.column != "id"]
    # As text, because the drivers would turn JSON into objects that they do not take back.
    chosen = ", ".join("CAST(raw AS text)" if column == "raw" else f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {chosen} FROM {Sample._meta.db_table}")
        return ", ".join(f'"{column}"' for column in columns), cursor.fetchall()


def insert_stored(path: Path, names: str, rows: Sequence[Sequence[Any]]) -> None:
    """Read the sheet, then insert the rows an import writes, by ``executemany`` in one transaction."""
    read_bare(path)
    marks = ", ".join(["%s"] * len(rows[0]))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {Sample._meta.db_table} ({names}) VALUES ({marks})", rows)


def copy_stored(path: Path, names: str, rows: Sequence[Sequence[Any]]) -> None:
    """Read the sheet, then bring the rows an import writes into PostgreSQL by ``COPY`` in one transaction."""
    read_bare(path)
    text = io.StringIO()
    csv.writer(text).writerows([r"\N" if cell is None else cell for cell in row] for row in rows)
    text.seek(0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert(
            rf"COPY {Sample._meta.db_table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\N')", text
        )


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date | datetime) else cell


class StockResource(ModelResource):
    """The resource that django-import-export makes of the model, with our headings."""

    campaign = Field("campaign", "campaign", ForeignKeyWidget(Campaign, "code"))
    producer = Field("producer", "统一社会信用代码", ForeignKeyWidget(Enterprise, "credit_code"))
    serial = Field("serial", "序号")
    producer_name = Field("producer_name", "标称生产单位")
    producer_region = Field("producer_region", "标称生产单位所在地")
    seller_name = Field("seller_name", "受检单位")
    product = Field("product", "产品名称")
    trademark = Field("trademark", "商标")
    spec = Field("spec", "规格型号")
    produced_raw = Field("produced_raw", "生产日期/批号")
    laboratory = Field("laboratory", "承检机构")
    remark = Field("remark", "备注")

    class Meta:
        model = Sample
        import_id_fields = ("campaign", "key")
        fields = (
            *("campaign", "key", "serial", "producer", "producer_name", "producer_region", "seller_name"),
            *("product", "trademark", "spec", "produced_raw", "side", "judged_on", "result", "laboratory"),
            "remark",
        )


def stock_dataset(rows: Sequence[Sequence[Any]], campaign: Campaign) -> tablib.Dataset:
    """Return rows for the stock import; verdict, side, day and key are translated for it beforehand."""
    data = tablib.Dataset(headers=[*HEADINGS, "campaign", "key", "result", "side", "judged_on"])
    for row in rows:
        result = "pass" if row[11] == "合格" else "fail"
        side = "production" if row[10] == "生产领域" else "retail"
        data.append([*row, campaign.code, f"stock-{row[0]}", result, side, row[14]])
    return data


def import_stock(data: tablib.Dataset) -> int:
    """Import row by row, as the library does by itself; the model writes its history on each save."""
    result = StockResource().import_data(data, dry_run=False, raise_errors=True)
    return int(result.totals["new"])
