"""At most two papers are typeset at the same time, however many server processes there are."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from quality_portal.lib.documents.errors import PaperError

# Files of the project itself: every process of whichever user sees the same two, and none needs to write.
PLACES: Final = tuple(Path(__file__).with_name("places") / name for name in ("first", "second"))
PAUSE: Final = 0.05


@contextmanager
def place(wait: float) -> Iterator[None]:
    """Hold one of the two places; the lock ends with the process, so none can be left behind.

    Raises:
        PaperError: no place became free within ``wait`` seconds.
    """
    deadline = time.monotonic() + wait
    while (held := _take_one()) is None:
        if time.monotonic() >= deadline:
            raise PaperError(_("Many papers are being printed just now. Try again in a minute."))
        time.sleep(PAUSE)
    try:
        yield
    finally:
        os.close(held)


def _take_one() -> int | None:
    for path in PLACES:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            return descriptor
    return None
