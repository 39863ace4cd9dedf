"""Small copies of pictures for pages: made from checked files within bounds, without what cameras add."""

import hashlib
import io
import warnings
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from quality_portal.lib.uploads import CheckedFile, UploadError

KINDS: Final = {"jpg": "JPEG", "png": "PNG"}
MOST_PIXELS: Final = 40_000_000
"""A phone's camera makes 12 to 24 million; unpacking more would take hundreds of megabytes."""
WIDTH: Final = 320
QUALITY: Final = 80


def thumbnail(file: CheckedFile) -> CheckedFile | None:
    """Return a small JPEG of a picture, upright and without place and camera; None for other kinds.

    Raises:
        UploadError: the picture is damaged or has more than 40 million pixels.
    """
    if file.kind not in KINDS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            content = _small(file)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        if isinstance(error, UploadError):
            raise
        raise UploadError(_("The picture is damaged and cannot be shown. Save it anew.")) from error
    return CheckedFile("jpg", file.name, content, hashlib.sha256(content).hexdigest())


def _small(file: CheckedFile) -> bytes:
    with Image.open(io.BytesIO(file.content), formats=[KINDS[file.kind]]) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise UploadError(
                _("The picture has more than %(limit)d million pixels. Make it smaller.")
                % {"limit": MOST_PIXELS // 1_000_000}
            )
        picture.draft("RGB", (WIDTH * 2, WIDTH * 2))
        picture.thumbnail((WIDTH * 2, WIDTH * 2))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((WIDTH, WIDTH))
        small = io.BytesIO()
        upright.save(small, "JPEG", quality=QUALITY)
    return small.getvalue()
