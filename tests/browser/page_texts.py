"""What a page says and where it leads, read from its HTML."""

import re
from html.parser import HTMLParser
from typing import Final

UNSEEN: Final = frozenset({"script", "style", "template"})
VOID: Final = frozenset({"meta", "link", "img", "br", "hr", "input", "wbr", "source", "col", "area", "base"})
SPOKEN: Final = ("title", "aria-label", "placeholder", "alt")
SPACE: Final = re.compile(r"\s+")


class PageReader(HTMLParser):
    """Collects texts and links.

    ``texts`` is what is read in the page's own language: what an element declares to be in another
    one, such as the switch between the languages, is left out. So are the texts people have entered.
    """

    def __init__(self, html: str) -> None:
        """Read a whole page."""
        super().__init__()
        self.texts: set[str] = set()
        self.links: list[str] = []
        self._silent: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element leads and what it says in its attributes."""
        values = {name: value or "" for name, value in attrs}
        self._lead(tag, values)
        foreign = tag != "html" and "lang" in values
        if tag not in VOID and (self._silent or foreign or tag in UNSEEN or tag == "textarea"):
            self._silent.append(tag)
        elif not self._silent and not foreign:
            self.texts.update(tidy(values[name]) for name in SPOKEN if values.get(name))
            if tag == "input" and values.get("type") in {"submit", "button"}:
                self.texts.add(tidy(values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Listen again after the element that was passed over."""
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Note a text that can be read."""
        if not self._silent and (text := tidy(data)):
            self.texts.add(text)

    def _lead(self, tag: str, values: dict[str, str]) -> None:
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "form" and values.get("method", "get").lower() == "get":
            self.links.append(values.get("action", ""))


def tidy(text: str) -> str:
    """Return a text without the line breaks and spaces of its template."""
    return SPACE.sub(" ", text).strip()
