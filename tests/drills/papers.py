"""The typesetter of a paper is killed or runs out of memory: a sentence, no paper, and the next one works."""

import os
import random
import resource
import secrets
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from assessments.models import IssuedPaper, PaperKind, Scheme
from assessments.papers.archive import FOLDER
from departments.access import Role
from departments.models import Department
from tests.assessments.factories import make_scheme
from tests.departments.factories import make_user
from tests.drills.crowds import told
from tests.drills.portal import Answer, Person, Portal, children, hold

TYPESETTER = b"quality_portal.lib.documents.child"
BORN_SECONDS = 30
LEFT_BYTES = 8 * 1024 * 1024
"""What a typesetter may still take once it is made to run out of memory."""


def paper(portal: Portal) -> str:
    """Kill the typesetter of every other paper and starve that of the others; print one after each."""
    scheme = Scheme.objects.filter(year=2023).first() or make_scheme(2023)
    office, before = portal.signed_in(make_user(role=Role.OFFICE)), IssuedPaper.objects.count()
    unit = Department.objects.active().filter(kind__in=scheme.kinds)[0]
    desk = Desk(office, scheme, unit)
    whole, cut = [desk.issue()], []
    for number in range(portal.times):
        harm = (_killed, _starved)[number % 2]
        cut.append(_harmed(portal, desk, harm, after=random.uniform(0, whole[0].seconds / 2)))
        whole.append(desk.issue())
    in_time = [answer for answer in cut if desk.has_issued(answer)]
    hold(true=all(map(desk.has_issued, whole)), what=f"papers after a fault: {told(whole)}")
    sentences = Counter(desk.sentence(answer) for answer in cut if answer not in in_time)
    _nothing_half(issued=before + len(whole) + len(in_time))
    return (
        f"{len(cut)} typesetters killed or starved, {len(in_time)} too late; told {dict(sentences)}; "
        f"{len(whole)} papers printed beside them; {told(cut)}"
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one person issues the same paper again and again."""

    person: Person
    scheme: Scheme
    unit: Department

    def issue(self) -> Answer:
        """Have the paper printed and kept."""
        form = {"kind": PaperKind.EVIDENCE, "scheme": self.scheme.pk, "unit": self.unit.pk, "way": "issue"}
        return self.person.post(self.address(), once=secrets.token_urlsafe(12), **form)

    def address(self) -> str:
        """Return the desk's page."""
        return reverse("assessments:paper_desk", args=[self.scheme.year])

    @staticmethod
    def has_issued(answer: Answer) -> bool:
        """Tell whether an answer leads to the papers that were issued."""
        return answer.status == 302 and answer.location == reverse("assessments:paper_list")

    def sentence(self, answer: Answer) -> str:
        """Return the sentence that a person without a paper is shown, in one word."""
        hold(true=answer.location == self.address(), what=f"no paper, and {answer.status} {answer.location}")
        page = self.person.get(answer.location, answer.told)
        hold(true=page.status == 200 and "Traceback" not in page.text, what=f"the desk: {page.status}")
        found = [word for word, sentence in _sentences().items() if sentence in page.text]
        hold(true=len(found) == 1, what=f"the desk says {found}")
        return found[0]


def _sentences() -> dict[str, str]:
    stopped = "The paper could not be printed: the typesetter stopped. Narrow the selection."
    memory = "The paper is too large for the memory it may use. Narrow the selection."
    with override("zh-hans"):
        return {"stopped": gettext(stopped), "memory": gettext(memory)}


def _harmed(portal: Portal, desk: Desk, harm: Callable[[int], None], *, after: float) -> Answer:
    """Issue a paper and harm its typesetter some seconds after it was born."""
    with ThreadPoolExecutor(1) as people:
        asked = people.submit(desk.issue)
        until = time.monotonic() + BORN_SECONDS
        while not (found := _typesetters(portal)) and time.monotonic() < until:
            time.sleep(0.005)
        hold(true=bool(found), what="no typesetter was seen")
        time.sleep(after)
        with suppress(ProcessLookupError, FileNotFoundError):
            harm(found[0])
        return asked.result()


def _typesetters(portal: Portal) -> list[int]:
    found = []
    for pid in children(portal.process.pid if portal.process else 0):
        with suppress(FileNotFoundError, ProcessLookupError):
            if TYPESETTER in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def _killed(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _starved(pid: int) -> None:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + LEFT_BYTES
    resource.prlimit(pid, resource.RLIMIT_AS, (limit, limit))


def _nothing_half(*, issued: int) -> None:
    """Every paper issued is kept, numbered without a gap, and nothing lies about of the others."""
    numbers = sorted(int(each.number.split("〕")[1][:-1]) for each in IssuedPaper.objects.all())
    hold(true=numbers == list(range(1, issued + 1)), what=f"numbers {numbers} of {issued} papers")
    files = list((Path(settings.MEDIA_ROOT) / FOLDER).rglob("*.pdf"))
    hold(true=len(files) == issued, what=f"{len(files)} files of {issued} papers")
    left = list(Path(tempfile.gettempdir()).glob("paper-*"))
    hold(true=not left, what=f"{len(left)} folders of typesetters are left")
