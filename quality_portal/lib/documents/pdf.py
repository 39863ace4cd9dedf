"""Papers as PDF: a template of the project becomes HTML here, and a PDF in a process that can be ended."""

import base64
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from quality_portal.lib.documents.bounds import check_html, check_pictures
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.documents.queue import place
from quality_portal.lib.documents.wording import printable

ROOT: Final = Path(__file__).parents[3]
CHILD: Final = (sys.executable, "-m", "quality_portal.lib.documents.child")
MEMORY: Final = 1536 * 1024 * 1024
# The child gets no secret of ours: only what Python, fontconfig and the coverage measurement need.
PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "XDG_CACHE_HOME")
PASSED_ON_PREFIXES: Final = ("FONTCONFIG_", "COVERAGE_")


@dataclass(frozen=True)
class Paper:
    """A typeset paper: the PDF, its pages, and the characters no installed font can print."""

    pdf: bytes
    pages: int
    missing_glyphs: tuple[str, ...]


def render(
    template_name: str,
    context: Mapping[str, Any],
    *,
    pictures: Mapping[str, bytes] | None = None,
    timeout: float = 30,
) -> bytes:
    """Return the PDF of a paper; parameters and errors as for `typeset`."""
    return typeset(template_name, context, pictures=pictures, timeout=timeout).pdf


def typeset(
    template_name: str,
    context: Mapping[str, Any],
    *,
    pictures: Mapping[str, bytes] | None = None,
    timeout: float = 30,
    strict_glyphs: bool = False,
) -> Paper:
    """Typeset a template under ``templates/papers/``; the same input gives the same bytes.

    The template shows a PNG or JPEG of ``pictures`` (name to content) as ``<img src="picture:name">``.
    ``timeout`` in seconds bounds the typesetting, and as long again the wait for a free place.
    With ``strict_glyphs`` a character that cannot be printed is an error.

    Raises:
        PaperError: the paper is too large, refers to a foreign file, or took too long; a translated sentence.
    """
    with override("zh-hans"):
        html = printable(render_to_string(template_name, dict(context)))
    pictures = pictures or {}
    check_html(html)
    check_pictures(pictures)
    job = {
        "html": html,
        "pictures": {name: base64.b64encode(data).decode() for name, data in pictures.items()},
    }
    with place(timeout):
        paper = _read(_run(json.dumps(job).encode(), timeout))
    if strict_glyphs and paper.missing_glyphs:
        raise PaperError(
            _("No installed font can print these characters: %(characters)s")
            % {"characters": " ".join(paper.missing_glyphs)}
        )
    return paper


def _run(job: bytes, timeout: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="paper-") as scratch:
        child = start(scratch, timeout)
        with child:
            try:
                answer, _errors = child.communicate(job, timeout=timeout)
            except subprocess.TimeoutExpired as error:
                child.kill()
                raise PaperError(
                    _("The paper took longer than %(seconds)d seconds and was stopped. Narrow the selection.")
                    % {"seconds": timeout}
                ) from error
    if child.returncode != 0:
        raise PaperError(_("The paper could not be printed: the typesetter stopped. Narrow the selection."))
    return answer


def start(scratch: str, timeout: float) -> "subprocess.Popen[bytes]":
    """Start the process that typesets, bounded in memory and time; it waits for its job."""
    child = subprocess.Popen(
        CHILD,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=_environment(scratch),
    )
    _limit(child.pid, timeout)
    return child


def _limit(pid: int, timeout: float) -> None:
    """Bound memory and processor time of the child, which is still waiting for its job."""
    seconds = int(timeout) + 1
    resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
    resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def _environment(scratch: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in PASSED_ON or name.startswith(PASSED_ON_PREFIXES)
    }
    return kept | {"TMPDIR": scratch, "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}


def _read(answer: bytes) -> Paper:
    line, _newline, pdf = answer.partition(b"\n")
    facts = json.loads(line)
    match facts.get("error"):
        case None:
            return Paper(pdf=pdf, pages=facts["pages"], missing_glyphs=tuple(facts["missing_glyphs"]))
        case "foreign file":
            raise PaperError(
                _("The paper refers to a file that does not belong to it, so it was not printed.")
            )
        case "picture":
            raise PaperError(_("A picture in the paper cannot be read, so it was not printed."))
        case _:
            raise PaperError(_("The paper is too large for the memory it may use. Narrow the selection."))
