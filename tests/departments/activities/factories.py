"""Activities and photographs for tests."""

import io
from datetime import date
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from departments.models import Activity, ActivityKind
from tests.departments.factories import make_department

TODAY = date(2026, 6, 30)
HELD = date(2026, 3, 15)
_numbers = count(1)


def make_activity(title: str = "", **values: Any) -> Activity:
    """Make a training of 15 March 2026."""
    if "department" not in values:
        values["department"] = make_department()
    defaults = {"kind": ActivityKind.TRAINING, "held_on": HELD, "text": "讲解质量法律法规"}
    return Activity.objects.create(title=title or f"活动{next(_numbers)}", **{**defaults, **values})


def photo(name: str = "现场.jpg", *, width: int = 600, kind: str = "JPEG") -> SimpleUploadedFile:
    """Make a photograph as a browser sends it."""
    target = io.BytesIO()
    Image.new("RGB", (width, 300), (20, 90, 160)).save(target, kind)
    return SimpleUploadedFile(name, target.getvalue())
