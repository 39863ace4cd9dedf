"""The demonstration's activities, with drawn cards in the place of photographs."""

import io
import tomllib
from contextlib import ExitStack
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from departments.activities.actions import FOLDER
from departments.activities.forms import THUMBNAIL
from departments.models import Activity, Department, Photograph
from quality_portal.demo.bulk import write, write_all
from quality_portal.demo.scale import Setting
from quality_portal.lib import clock
from quality_portal.lib.pictures import thumbnail
from quality_portal.lib.uploads import CheckedFile, check_upload, kept

DATA: Final = Path(__file__).resolve().parent / "data" / "meetings.toml"
SIZE: Final = (960, 720)
GROUNDS: Final = ((46, 92, 138), (166, 62, 50), (63, 118, 84), (150, 110, 44))


@cache
def meeting_data() -> dict[str, Any]:
    """Return what the demonstration's meetings and activities hold."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def load_activities(setting: Setting) -> None:
    """Store the activities with their photographs."""
    units = {unit.code: unit for unit in Department.objects.all()}
    rows = meeting_data()["activity"]
    activities = list(write((_activity(setting, row, units[row["unit"]]) for row in rows), setting))
    with ExitStack() as files:
        shots = [
            _photograph(setting, files, activity, number)
            for activity, row in zip(activities, rows, strict=True)
            for number in range(row["photographs"])
        ]
        write_all(shots, setting)


def _activity(setting: Setting, row: dict[str, Any], unit: Department) -> Activity:
    return Activity(
        kind=row["kind"],
        title=row["title"],
        held_on=setting.today - timedelta(days=row["days"]),
        place=row["place"],
        people=row["people"] or None,
        department=unit,
        text=row["text"],
        link=row["link"],
    )


def _photograph(setting: Setting, files: ExitStack, activity: Activity, number: int) -> Photograph:
    checked = check_upload(ContentFile(_card(activity.pk, number), name=f"活动现场{number + 1}.jpg"))
    small = CheckedFile("jpg", checked.name, thumbnail(checked.content, THUMBNAIL), "")
    return Photograph(
        activity=activity,
        file=files.enter_context(kept(checked, FOLDER)),
        small=files.enter_context(kept(small, FOLDER)),
        name=checked.name,
        sha256=checked.sha256,
        added_at=clock.now(),
        added_by=setting.by.signature,
    )


def _card(activity: int, number: int) -> bytes:
    """Draw a card that is plainly no photograph: hills under a sky, another colour for each."""
    picture = Image.new("RGB", SIZE, (226, 234, 241))
    draw = ImageDraw.Draw(picture)
    width, height = SIZE
    colour = GROUNDS[(activity + number) % len(GROUNDS)]
    draw.ellipse((width - 260, 80, width - 120, 220), fill=(240, 200, 110))
    peak = 180 + 90 * number
    draw.polygon(
        [(0, height), (0, 480), (peak, 300), (peak + 330, 520), (width, 380), (width, height)], fill=colour
    )
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=80, comment=f"{activity}-{number}".encode())
    return target.getvalue()
