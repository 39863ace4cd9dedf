"""Uploading a criteria table as the browser does it."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import Scheme
from departments.access import Role
from departments.models import User
from tests.departments.factories import make_user


def signed_in(user: User | None = None) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user or make_user(role=Role.OFFICE), backend="departments.backends.RoleBackend")
    return client


def page(scheme: Scheme) -> str:
    return reverse("assessments:criteria_import", args=[scheme.pk])


def upload(client: Client, scheme: Scheme, content: bytes, name: str = "细则.xlsx") -> Any:
    return client.post(page(scheme), {"file": SimpleUploadedFile(name, content)})


def sent_back(response: Any) -> dict[str, str]:
    """Return what the preview's form would send."""
    html = response.content.decode()
    data = {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("token", "seen")}  # type: ignore[index]
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    data |= dict(re.findall(r'type="hidden" name="(name-\d+)" value="([^"]*)"', html))
    return data
