"""What a role's page of the help is made of."""

from dataclasses import dataclass

from quality_portal.help.pictures import PICTURES, Picture
from quality_portal.help.wording import Words


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing a person does: its title, the steps in order, the page it begins on, and a picture.

    ``page`` is the name of the page's address and its own words; empty where there is no one page.
    """

    code: str
    title: Words
    steps: tuple[Words, ...]
    page: tuple[str, Words] | None = None
    shown: str = ""

    @property
    def picture(self) -> Picture | None:
        """The picture beside the steps."""
        return PICTURES[self.shown] if self.shown else None
