"""What a paper is about, and what is stamped on it when it is issued."""

from dataclasses import dataclass
from datetime import date

from assessments.models import PaperKind, Scheme
from departments.models import Department

YEARLY = frozenset({PaperKind.PUBLIC, PaperKind.INTERNAL, PaperKind.YEARLY})
"""Papers about a whole year; the others are about one scheme."""
OF_UNIT = frozenset({PaperKind.SELF_FORM, PaperKind.EVIDENCE, PaperKind.LETTER, PaperKind.RECTIFICATION})
"""Papers about one unit."""
AFTER_PUBLICATION = frozenset(PaperKind.values) - {PaperKind.SCHEME, PaperKind.SELF_FORM, PaperKind.EVIDENCE}
"""Papers that are issued only once the results are published."""
UNNUMBERED = "（草稿，未编号）"


@dataclass(frozen=True, slots=True)
class Subject:
    """A paper's kind with its year, its scheme where it has one, and its unit where it has one."""

    kind: str
    year: int
    today: date
    scheme: Scheme | None = None
    unit: Department | None = None

    def of_scheme(self) -> Scheme:
        """Return the scheme; papers of a whole year have none and never ask."""
        if self.scheme is None:
            raise ValueError(f"{self.kind} needs a scheme")
        return self.scheme

    def of_unit(self) -> Department:
        """Return the unit; papers of a group have none and never ask."""
        if self.unit is None:
            raise ValueError(f"{self.kind} needs a unit")
        return self.unit


@dataclass(frozen=True, slots=True)
class Stamp:
    """Number, verification code and day of an issued paper; all empty on a draft."""

    number: str = ""
    code: str = ""
    on: date | None = None

    @property
    def shown_number(self) -> str:
        """The number, or that there is none yet."""
        return self.number or UNNUMBERED

    @property
    def remark(self) -> str:
        """The note under the signature that carries the code; empty on a draft."""
        return f"存档验证码：{self.code}" if self.code else ""
