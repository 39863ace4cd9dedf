"""What holds for every request: session limits, the forced password change, no caching of pages."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from departments.changes import rivals
from departments.records import EditConflict
from quality_portal.lib import clock
from quality_portal.lib.addresses import client_address, lies_in

TOUCH_SECONDS = 60
"""How often at most the session's last use is written: every write takes the database's lock."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionLimitsMiddleware:
    """Signs a person out after 30 minutes without a request and 8 hours after signing in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End sessions over their limits; note the time of this request at most once a minute."""
        if request.user.is_authenticated:
            now = int(time.time())
            session = request.session
            started = session.setdefault("started_at", now)
            seen = session.get("seen_at", now)
            if started > now:
                # The clock was set back: counted from the future, a session would outlast its limit.
                session["started_at"] = now
            if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif "seen_at" not in session or not 0 <= now - seen <= TOUCH_SECONDS:
                session["seen_at"] = now
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads to the sign-in page everyone who is not signed in."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """Return after a sent form to the page it stood on: its own address may have no page to show."""
        page = urlsplit(request.headers.get("Referer", ""))
        if request.method == "POST" and page.netloc == request.get_host():
            return redirect_to_login(page._replace(scheme="", netloc="").geturl())
        return super().handle_no_permission(request, view_func)


class PasswordChangeMiddleware:
    """Leads everyone with an initial or too old password to the page that changes it, and nowhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect to the change page while the account needs another password."""
        user = request.user
        if user.is_authenticated and user.password_is_due(clock.now()):
            open_paths = {reverse("password_change"), reverse("logout"), reverse("set_language")}
            if request.path not in open_paths and not request.path.startswith(settings.STATIC_URL):
                return redirect("password_change")
        return self.get_response(request)


class BackOfficeNetworkMiddleware:
    """Opens the back office only to the networks of ``BACK_OFFICE_NETWORKS``, where any are named."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse the back office, its sign-in page included, to machines elsewhere."""
        networks = settings.BACK_OFFICE_NETWORKS
        inside = request.path.startswith(reverse("admin:index"))
        if networks and inside and not lies_in(client_address(request), networks):
            raise PermissionDenied(_("The back office is not open to this computer's network."))
        return self.get_response(request)


class NoStoreMiddleware:
    """Keeps pages with official data out of shared and disk caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark every response as not to be stored unless the view said otherwise."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class ExpectedFailureMiddleware:
    """Turns failures that are nobody's mistake in the code into pages that say what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; failures arrive in ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 409 to a lost edit."""
        if isinstance(exception, EditConflict):
            lines = rivals(exception.current, request.POST.dict())
            return render(request, "errors/409.html", {"lines": lines}, status=409)
        return None
