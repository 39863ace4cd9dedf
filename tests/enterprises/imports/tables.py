"""Workbooks for the tests of imports."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from enterprises.models import TableImport


def make_table(heads: Sequence[str], *rows: Sequence[object], name: str = "表.xlsx") -> SimpleUploadedFile:
    """Make an uploaded workbook."""
    book = Workbook()
    sheet: Any = book.active
    for row in (heads, *rows):
        sheet.append(list(row))
    buffer = BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def upload(client: Client, address: str, file: SimpleUploadedFile) -> TableImport:
    """Upload a table on a page and return the import it made."""
    answer = client.post(reverse(address), {"file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    return TableImport.objects.latest("pk")


def figures(found: TableImport) -> tuple[int, int, int, int]:
    """New, changed, unchanged and refused rows."""
    return found.created, found.updated, found.unchanged, found.refused


def cells(content: bytes) -> Any:
    """The first sheet of a workbook that was given out."""
    return load_workbook(BytesIO(content)).worksheets[0]
