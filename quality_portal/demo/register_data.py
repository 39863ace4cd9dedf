"""What the demonstration's registers hold, read from the data file beside it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data" / "registers.toml"


@cache
def register_rows(kind: str) -> tuple[dict[str, Any], ...]:
    """Return the rows of one kind, in the file's order."""
    return tuple(tomllib.loads(DATA.read_text(encoding="utf-8"))[kind])
