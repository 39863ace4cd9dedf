"""Log lines for people and for collectors: JSON, with the request's number, without what people typed."""

import logging
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from pythonjsonlogger.json import JsonFormatter

request_number: ContextVar[str] = ContextVar("request_number", default="")
"""The number of the request that is being answered, which its log lines and its error page bear."""

RENAMED: Final = {"levelname": "level", "name": "logger"}


class JsonLines(JsonFormatter):
    """Writes each record as one JSON object: time with zone, level, logger, message, request, facts."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s%(name)s%(message)s", rename_fields=RENAMED, json_ensure_ascii=False)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Put the time first and add the request's number; drop what Django attaches of the request."""
        shown = {"time": timezone.localtime().isoformat(timespec="milliseconds"), **log_data}
        shown.pop("request", None)
        if number := request_number.get():
            shown["request"] = number
        return shown

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return the traceback without the database's detail lines, which quote the row's values."""
        text = str(super().formatException(ei))
        return "\n".join(line for line in text.splitlines() if not line.startswith("DETAIL:"))


class NumberedLines(logging.Formatter):
    """Writes each record as a line to read in a terminal, with the request's number where there is one."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """Return the portal's local time with its zone."""
        return datetime.fromtimestamp(record.created, timezone.get_default_timezone()).isoformat(
            timespec="milliseconds"
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        number = request_number.get()
        return f"{super().format(record)} [{number}]" if number else super().format(record)
