"""What is said of a figure."""

from dataclasses import dataclass

from quality_portal.help.wording import Words


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure (指标): its name, what it is, how it is computed, and what it is taken from.

    ``source`` names the law, the clause of the plan or the records, whichever decides.
    """

    code: str
    name: Words
    definition: Words
    formula: Words
    source: Words
