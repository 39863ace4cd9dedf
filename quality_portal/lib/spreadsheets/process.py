"""Starts the child process that touches uploaded files, and takes its answers within limits."""

import io
import marshal
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fcntl import F_SETPIPE_SZ, fcntl
from pathlib import Path
from threading import Timer
from typing import IO, Any, Final, Self, cast

import python_calamine
from django.utils.translation import gettext as _

from quality_portal.lib.spreadsheets.archive import damaged, locked
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

SCRIPT: Final = Path(__file__).with_name("child.py")

# Told to the child, because looking for installed packages by itself costs it a third of its start.
_LIBRARIES: Final = Path(python_calamine.__file__).parent.parent

# What unpacking a broken frame can raise.
_BROKEN: Final = (
    pickle.UnpicklingError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
)


_PIPE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of memory and answer, seconds of processor time and waiting, rows and columns of a sheet."""

    memory: int = 1024 * 1024 * 1024
    seconds: int = 30
    wait: float = 60.0
    answer: int = 256 * 1024 * 1024
    rows: int = 100_100
    columns: int = 100


class _PlainUnpickler(pickle.Unpickler):
    """Takes plain values only: the child has touched a hostile file and is not trusted."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


class Child:
    """One child process, for one order. Started early, it is ready when the file has been checked."""

    def __init__(self, limits: Limits, *, script: Path = SCRIPT) -> None:
        self.limits = limits
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(script), str(_LIBRARIES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
        )
        self._widen_pipe()
        self._timer = Timer(limits.wait, self._process.kill)
        self._timer.daemon = True

    def _widen_pipe(self) -> None:
        """Let the child send a whole frame without waiting for us; where that is refused it only waits."""
        with suppress(OSError):
            fcntl(cast("IO[bytes]", self._process.stdout).fileno(), F_SETPIPE_SZ, _PIPE)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        self._process.kill()
        with suppress(BrokenPipeError):
            cast("IO[bytes]", self._process.stdin).close()
        cast("IO[bytes]", self._process.stdout).close()
        self._process.wait()

    def ask(
        self, orders: Mapping[str, object], meanwhile: Callable[[], object] | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Sends the order, does what is to be done meanwhile, and yields the answer's frames until the last.

        Raises:
            SpreadsheetError: the child refused the file, died, took too long, or answered too much.
        """
        order, answer = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        complete = {**orders, "memory": self.limits.memory, "seconds": self.limits.seconds}
        try:
            order.write(marshal.dumps(complete))
            order.flush()
        except BrokenPipeError:
            raise died() from None
        if meanwhile is not None:
            meanwhile()
        return _frames(answer, self.limits)


def _frames(answer: IO[bytes], limits: Limits) -> Iterator[tuple[Any, ...]]:
    left = limits.answer
    while len(head := answer.read(8)) == 8:
        size = int.from_bytes(head, "little")
        left -= size
        if left < 0:
            raise SpreadsheetError(
                _("The table holds more text than can be read. Split it into several files.")
            )
        frame = _unpack(answer.read(size))
        if frame[0] == "end":
            return
        if frame[0] == "refused":
            raise _refusal(limits, *frame[1:])
        yield frame
    raise died()


def _unpack(content: bytes) -> tuple[Any, ...]:
    try:
        frame = _PlainUnpickler(io.BytesIO(content)).load()
    except _BROKEN as error:
        raise died() from error
    if not isinstance(frame, tuple) or not frame:
        raise died()
    return frame


def _refusal(limits: Limits, code: str, sheet: str = "", count: int = 0) -> SpreadsheetError:
    if code == "password":
        return locked()
    values = {"sheet": sheet, "count": count, "rows": limits.rows, "columns": limits.columns}
    if code == "rows":
        return SpreadsheetError(
            _("Sheet “%(sheet)s” has %(count)d rows; at most %(rows)d can be read. Split the file.") % values
        )
    if code == "columns":
        return SpreadsheetError(
            _("Sheet “%(sheet)s” has %(count)d columns; at most %(columns)d can be read. Delete stray cells.")
            % values
        )
    return damaged()


def died() -> SpreadsheetError:
    """What is said when the child ended without an answer."""
    return SpreadsheetError(
        _("The file could not be read: it is damaged, or far too large. Copy the table into a new workbook.")
    )
