"""Keeps everyone out who gave the password and still owes the code."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from departments.second_factor.actions import DUE


class SecondFactorMiddleware:
    """Leads to the page that asks for the code, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect while the code is owed."""
        if request.user.is_authenticated and DUE in request.session:
            asks = reverse("second_factor")
            open_paths = {asks, reverse("logout"), reverse("set_language")}
            if request.path not in open_paths and not request.path.startswith(settings.STATIC_URL):
                after = request.get_full_path() if request.method == "GET" else reverse("home")
                return redirect(f"{asks}?{urlencode({'next': after})}")
        return self.get_response(request)
