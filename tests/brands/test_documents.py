"""The papers behind credentials."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from brands.models import CredentialDocument
from departments.access import Role
from tests.brands.factories import make_credential
from tests.departments.factories import make_township, make_user

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def attach(office: Client, pk: int, content: bytes = PDF, name: str = "证书.pdf") -> Any:
    """Send a paper as the browser does."""
    file = SimpleUploadedFile(name, content)
    return office.post(reverse("brands:attach", args=[pk]), {"title": "证书扫描件", "file": file})


def test_a_paper_is_attached_and_given_back_to_save(office: Client) -> None:
    credential = make_credential()
    assert attach(office, credential.pk).status_code == 302
    document = CredentialDocument.objects.get()
    page = office.get(reverse("brands:detail", args=[credential.pk])).content.decode()
    url = reverse("brands:document", args=[credential.pk, document.pk])
    assert (url in page, "证书.pdf" in page) == (True, True)
    answer = office.get(url)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")


def test_the_same_file_and_other_kinds_of_file_are_refused(office: Client) -> None:
    credential = make_credential()
    attach(office, credential.pk)
    again = attach(office, credential.pk)
    other = attach(office, credential.pk, b"MZ", "证书.exe")
    assert [("file" in answer.context["form"].errors) for answer in (again, other)] == [True, True]
    assert CredentialDocument.objects.count() == 1


def test_a_stranger_gets_no_paper(office: Client) -> None:
    credential = make_credential(township=make_township())
    attach(office, credential.pk)
    document = CredentialDocument.objects.get()
    own = reverse("brands:document", args=[credential.pk, document.pk])
    assert office.get(reverse("brands:document", args=[make_credential().pk, document.pk])).status_code == 404
    office.force_login(make_user(role=Role.LIAISON, department=make_township()))
    assert office.get(own).status_code == 404
    assert office.post(reverse("brands:attach", args=[credential.pk])).status_code == 403


def test_a_file_lost_from_the_disk_is_told(office: Client) -> None:
    credential = make_credential()
    attach(office, credential.pk)
    document = CredentialDocument.objects.get()
    document.file.storage.delete(str(document.file.name))
    assert office.get(reverse("brands:document", args=[credential.pk, document.pk])).status_code == 404
