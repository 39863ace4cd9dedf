"""Tables uploaded to the back office, kept privately until they are confirmed or a day has passed."""

import hashlib
import re
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

KEPT_SECONDS = 24 * 60 * 60
SALT = "back-office-import"
NAME = re.compile(r"[0-9a-f]{32}")


class UploadError(ValueError):
    """The upload cannot be confirmed; the message is a sentence saying what to do."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded table: for whom it was checked, for which model, in which format."""

    name: str
    user: int
    model: str
    format: int
    sha256: str

    @property
    def token(self) -> str:
        """The signed text that the confirmation sends back."""
        values = [self.name, self.user, self.model, self.format, self.sha256]
        return signing.dumps(values, salt=SALT)


def folder() -> Path:
    """Return the folder of unconfirmed uploads; nobody but the portal may read it."""
    path = Path(settings.MEDIA_ROOT) / "unconfirmed-imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(content: bytes, *, user: int, model: str, file_format: int) -> Upload:
    """Write an uploaded table down until it is confirmed, and remove those a day old."""
    sweep(now=time.time())
    name = uuid4().hex
    path = folder() / name
    path.touch(mode=0o600)
    path.write_bytes(content)
    return Upload(name, user, model, file_format, hashlib.sha256(content).hexdigest())


def sweep(*, now: float) -> int:
    """Remove uploads that were not confirmed within a day; returns how many."""
    old = [path for path in folder().iterdir() if now - path.stat().st_mtime > KEPT_SECONDS]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def find(token: str, *, user: int, model: str) -> tuple[Upload, bytes]:
    """Return the upload a confirmation speaks of, and its content.

    Raises UploadError for a forged, foreign, old or already confirmed one.
    """
    refused = UploadError(_("This upload is no longer there. Upload the file again."))
    try:
        upload = Upload(*signing.loads(token, salt=SALT, max_age=KEPT_SECONDS))
    except (signing.BadSignature, TypeError) as error:
        raise refused from error
    if upload.user != user or upload.model != model or not NAME.fullmatch(upload.name):
        raise refused
    try:
        content = (folder() / upload.name).read_bytes()
    except OSError as error:
        raise refused from error
    if hashlib.sha256(content).hexdigest() != upload.sha256:
        raise refused
    return upload, content


def forget(upload: Upload) -> None:
    """Remove an upload that was imported."""
    (folder() / upload.name).unlink(missing_ok=True)
