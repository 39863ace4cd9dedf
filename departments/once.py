"""A form sent twice acts once: every repetition gets the first answer."""

import time
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from departments.models import Submission
from quality_portal.lib import clock
from quality_portal.lib.once import FIELD

KEPT: Final = timedelta(days=2)
"""How long a repetition is recognised; a page left open longer asks for a new sign-in anyway."""
PATIENCE: Final = 10
"""Seconds that a repetition waits for the first answer."""
PAUSE: Final = 0.1
LONGEST_LOCATION: Final = 2000


class OneSubmissionMiddleware:
    """Answers a repeated form with the first one's redirect, without asking the view.

    The mark is stored before the view is asked, in a transaction of its own: of several at once exactly one
    stores it. An answer that is no redirect has changed nothing, so its mark is free again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, then keep the answer of a form that was taken up."""
        response = self.get_response(request)
        mark = getattr(request, "submission", "")
        if mark:
            settle(mark, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Take the form up, or answer it as the first one was answered."""
        if request.method != "POST" or not request.user.is_authenticated or FIELD not in request.POST:
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return None
        mark = mark_of(request)
        until = time.monotonic() + PATIENCE
        while True:
            sent = Submission.objects.filter(mark=mark).first()
            if sent is None and claim(mark):
                request.submission = mark  # type: ignore[attr-defined]
                return None
            if sent and sent.location:
                messages.info(request, _("This form had been sent already. It was carried out once."))
                return HttpResponseRedirect(sent.location)
            if time.monotonic() > until:
                return render(request, "errors/sent.html", status=409)
            time.sleep(PAUSE)


def mark_of(request: HttpRequest) -> str:
    """Return what tells this sending from every other: who sent which form where, and what was in it.

    Sent again with other contents it is another form: nothing typed after the browser's back button is lost.
    """
    digest = sha256(repr((request.user.pk, request.get_full_path())).encode())
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def claim(mark: str) -> bool:
    """Store the mark; False where it is there already."""
    try:
        with transaction.atomic():
            Submission.objects.create(mark=mark, received_at=clock.now())
    except IntegrityError:
        return False
    return True


def settle(mark: str, response: HttpResponse) -> None:
    """Keep where a form that acted leads to; free the mark of one that did not. Old marks go."""
    sent = Submission.objects.filter(mark=mark)
    if not 300 <= response.status_code < 400:
        sent.delete()
        return
    sent.update(location=response.headers["Location"][:LONGEST_LOCATION])
    Submission.objects.filter(received_at__lt=clock.now() - KEPT).delete()
