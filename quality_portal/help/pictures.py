"""Pictures of the help: parts of pages of the demonstration county, as the browser shows them."""

from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quality_portal.help.wording import Words

WIDTH = 728
"""How wide a picture is shown, in CSS pixels: a page's content in a window of 1000."""
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: what it shows in words, and its height in CSS pixels; there is one in each language."""

    code: str
    alt: Words
    height: int
    width: int = WIDTH

    @property
    def url(self) -> str:
        """The address of the picture in the reader's language."""
        language = "en" if (get_language() or "").startswith("en") else "zh-hans"
        return static(self.file(language))

    def file(self, language: str) -> str:
        """The file's place below the static files."""
        return f"help/{self.code}.{language}.webp"


PICTURES: dict[str, Picture] = {
    picture.code: picture
    for picture in (
        Picture(
            "office-inbox", _("The office's page “My work”: what waits, each line leading to its page."), 400
        ),
        Picture("office-import", _("The form to which a table of results is uploaded and checked."), 440),
        Picture(
            "office-reports", _("A half-year's reports: how many are in, which wait, which are missing."), 400
        ),
        Picture(
            "office-scores",
            _("The grid of scores: units down, criteria across, each cell saved by itself."),
            380,
        ),
        Picture("liaison-inbox", _("A liaison's page “My work” with what the unit has to do."), 360),
        Picture(
            "liaison-task",
            _("A task with the steps that can be taken now above what is to be delivered."),
            420,
        ),
        Picture(
            "liaison-report",
            _("A half-yearly report being written: tasks filled in, lines to complete."),
            420,
        ),
        Picture(
            "liaison-score", _("The unit's result: total, grade, rank and the criteria not yet scored."), 300
        ),
        Picture("leader-verdict", _("The first sentence of the dashboard and the targets by light."), 290),
        Picture(
            "leader-dangers", _("The targets in danger with the reason and the responsible department."), 400
        ),
        Picture("administrator-accounts", _("The list of accounts in the back office."), 360, 660),
    )
}
"""Every picture by its code."""
