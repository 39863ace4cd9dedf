"""The pictures of the help: each there in both languages, of the size recorded, and light."""

from pathlib import Path

from PIL import Image

from quality_portal.help.guides import GUIDES
from quality_portal.help.pictures import LANGUAGES, PICTURES, Picture
from tests.test_floors import ROOT

SCALE = 1.5
"""Pixels of a picture for each CSS pixel it is shown in: sharp enough to read, and light."""
HEAVIEST, ALL_TOGETHER = 80_000, 800_000


def place(picture: Picture, language: str) -> Path:
    """Return where a picture lies."""
    return ROOT / "static" / picture.file(language)


def size(path: Path) -> tuple[int, int]:
    """Return a picture's size in pixels."""
    with Image.open(path) as image:
        return image.size


def test_every_picture_is_there_in_both_languages_and_of_the_size_recorded() -> None:
    wrong = {
        picture.file(language)
        for picture in PICTURES.values()
        for language in LANGUAGES
        if size(place(picture, language)) != (int(picture.width * SCALE), int(picture.height * SCALE))
    }
    assert wrong == set()


def test_no_picture_lies_unused() -> None:
    named = {picture.file(language) for picture in PICTURES.values() for language in LANGUAGES}
    there = {f"help/{path.name}" for path in (ROOT / "static" / "help").iterdir()}
    assert there == named


def test_pictures_are_light() -> None:
    weights = [path.stat().st_size for path in (ROOT / "static" / "help").iterdir()]
    assert [weight for weight in weights if weight > HEAVIEST] == []
    assert (sum(weights) <= ALL_TOGETHER) is True


def test_every_picture_stands_in_a_guide() -> None:
    shown = {topic.shown for guide in GUIDES.values() for topic in guide if topic.shown}
    assert shown == set(PICTURES)
