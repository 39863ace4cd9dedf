"""The registry of news: what changed in the records, as sentences with figures (工作动态).

The apps above register their sources when Django starts. A source answers for every unit of the county
at once, so that drafts for all units cost no more questions than the draft for one. The sentences stand
in official papers and are therefore Chinese in either language.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class News:
    """A sentence about what changed: what it is about, its figures, and the page with the records."""

    key: str
    heading: str
    text: str
    url: str
    figures: dict[str, int | str] = field(default_factory=dict)


NewsByUnit = dict[int, list[News]]
"""News by the primary key of the unit they concern."""


@dataclass(frozen=True, slots=True)
class Source:
    """One room's news: ``gather(since, until)`` returns those of every unit, both days included."""

    name: str
    gather: Callable[[date, date], NewsByUnit]


_registry: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source; registering the same source again changes nothing.

    Raises ValueError when two different sources claim one name.
    """
    known = _registry.setdefault(source.name, source)
    if known is not source:
        raise ValueError(f"two sources of news are called {source.name}")


def gather(since: date, until: date) -> NewsByUnit:
    """Return the news of every unit between two days, in the order of the sources' names."""
    found: NewsByUnit = {}
    for name in sorted(_registry):
        for unit, news in _registry[name].gather(since, until).items():
            found.setdefault(unit, []).extend(news)
    return found
