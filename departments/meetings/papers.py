"""The minutes of a meeting as a paper in official layout."""

from pathlib import Path
from typing import Final

from departments.imports import read_file
from departments.models import Attendance, Meeting, Presence
from quality_portal.lib.documents import pdf
from quality_portal.lib.documents.wording import chinese_date, level_number

DATA: Final = Path(__file__).resolve().parents[1] / "data" / "departments.toml"
GROUP: Final = "质量强县工作领导小组"


def county() -> str:
    """Return the county's name; raises DataFileError when the data file cannot be used."""
    return str(read_file(DATA)["county"]["name"])


def minutes_pdf(meeting: Meeting) -> bytes:
    """Return the minutes as PDF; before they are issued a draft without number.

    Raises PaperError when they cannot be printed.
    """
    issuer = f"{county()}{GROUP}办公室"
    issued_on = meeting.minuted_at.date() if meeting.minuted_at else None
    context = {
        "title": f"{meeting.official_name}纪要",
        "mark": f"{county()}{GROUP}联席会议纪要",
        "agency": issuer,
        "number": meeting.minutes_mark,
        "opening": opening(meeting),
        "paragraphs": [line.strip() for line in meeting.minutes.splitlines() if line.strip()],
        "decisions": _decision_sentences(meeting),
        "present": _names(meeting, Presence.PRESENT),
        "excused": _names(meeting, Presence.EXCUSED),
        "sitting_in": _names(meeting, Presence.GUEST),
        "copies_to": ["县人民政府办公室", "各成员单位"],
        "issued_by": issuer,
        "issued_on": issued_on,
    }
    return pdf.render("papers/departments/minutes.html", context)


def opening(meeting: Meeting) -> str:
    """Return the first sentence of the minutes: when, who, where, what."""
    return (
        f"{chinese_date(meeting.held_on)}，{meeting.chair}在{meeting.place}主持召开"
        f"{meeting.official_name}。现将会议主要内容纪要如下。"
    )


def draft_of_minutes(meeting: Meeting) -> str:
    """Return a first text of the minutes from the agenda, for the office to go on with."""
    items = meeting.items.taken().select_related("presenter")
    heard = [f"{item.presenter.short_name if item.presenter else '会议'}：{item.title}" for item in items]
    if not heard:
        return ""
    return "会议听取并研究了以下事项。\n" + "\n".join(
        f"{level_number(2, place)}{matter}。" for place, matter in enumerate(heard, 1)
    )


def _decision_sentences(meeting: Meeting) -> list[str]:
    rows = meeting.decisions.select_related("owner").prefetch_related("co_owners")
    sentences = []
    for decision in rows:
        units = f"责任单位：{decision.owner.short_name}"
        if partners := "、".join(unit.short_name for unit in decision.co_owners.all()):
            units += f"；配合单位：{partners}"
        text = decision.text.rstrip("。；;. ")
        sentences.append(f"{text}。（{units}；完成时限：{chinese_date(decision.due_on)}）")
    return sentences


def _names(meeting: Meeting, presence: Presence) -> list[str]:
    rows = Attendance.objects.filter(meeting=meeting, presence=presence).select_related("department")
    return [each.official_name for each in rows]
