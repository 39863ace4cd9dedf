"""Many papers of one kind in one go: one process prints them all and tells how far it is."""

import json
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Timer
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from quality_portal.lib.documents import pdf
from quality_portal.lib.documents.bounds import check_html
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.documents.queue import place
from quality_portal.lib.documents.wording import printable


def typeset_series(
    template_name: str,
    contexts: Sequence[Mapping[str, Any]],
    *,
    progress: Callable[[int], None],
    timeout: float = 120,
) -> tuple[list[bytes], bytes]:
    """Return the PDF of each paper, and one of all of them; ``progress`` hears how many are done.

    Raises:
        PaperError: a paper is too large, or all together took longer than ``timeout`` seconds.
    """
    with override("zh-hans"):
        htmls = [printable(render_to_string(template_name, dict(context))) for context in contexts]
    for html in htmls:
        check_html(html)
    with place(timeout), tempfile.TemporaryDirectory(prefix="paper-") as scratch:
        child = pdf.start(scratch, timeout)
        timer = Timer(timeout, child.kill)
        timer.start()
        try:
            with child:
                found = _talk(child, htmls, progress)
        finally:
            timer.cancel()
    if len(found) != len(htmls) + 1 or child.returncode != 0:
        raise PaperError(_("The papers could not be printed: the typesetter stopped."))
    return found[:-1], found[-1]


def _talk(
    child: "subprocess.Popen[bytes]", htmls: Sequence[str], progress: Callable[[int], None]
) -> list[bytes]:
    if child.stdin is None or child.stdout is None:
        return []
    # A child that was ended before it had read its job breaks the pipe; its missing answers tell of it.
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps({"series": list(htmls)}).encode())
        child.stdin.flush()
    with suppress(BrokenPipeError):
        child.stdin.close()
    found: list[bytes] = []
    while (answer := _next(child.stdout)) is not None:
        found.append(answer)
        progress(min(len(found), len(htmls)))
    return found


def _next(stream: IO[bytes]) -> bytes | None:
    head = stream.readline()
    if not head:
        return None
    size = json.loads(head)["size"]
    content = stream.read(size)
    return content if len(content) == size else None
