"""Small pictures of large ones, made in a bounded way: what is too large or no photograph is refused."""

import hashlib
import io
import warnings
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from quality_portal.lib.uploads import CheckedFile, UploadError

MAX_PIXELS: Final = 40_000_000
"""Pixels of one picture: the cameras of phones stay below, a picture built to fill the memory does not."""

FORMATS: Final = ("JPEG", "PNG")
KINDS: Final = ("jpg", "png")
"""Kinds of checked files that are pictures."""
QUALITY: Final = 80
WHITE: Final = (255, 255, 255)


class PictureError(UploadError):
    """The picture cannot be taken; the message is a sentence saying why and what to do."""


def thumbnail(content: bytes, size: int) -> bytes:
    """Return a picture as a JPEG whose longer side has at most ``size`` pixels.

    The picture stands upright as the camera was held, and what the camera wrote beside it (place, owner)
    is left out.

    Raises:
        PictureError: no JPEG or PNG, damaged, or more than ``MAX_PIXELS``.
    """
    try:
        with warnings.catch_warnings():
            # The header's figures are judged here, before a single pixel is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _reduced(content, size)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError(_("The picture is damaged and cannot be shown. Save it anew.")) from error


def small_copy(file: CheckedFile, size: int) -> CheckedFile | None:
    """Return the thumbnail of a checked file, to be kept beside it; None where it is no picture.

    Raises PictureError as ``thumbnail`` does.
    """
    if file.kind not in KINDS:
        return None
    content = thumbnail(file.content, size)
    return CheckedFile("jpg", file.name, content, hashlib.sha256(content).hexdigest())


def _reduced(content: bytes, size: int) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise PictureError(
                _("The picture has more than %(limit)d million pixels. Make it smaller.")
                % {"limit": MAX_PIXELS // 1_000_000}
            )
        picture.draft("RGB", (size, size))
        picture.thumbnail((size, size))
        upright = ImageOps.exif_transpose(picture)
    target = io.BytesIO()
    _on_white(upright).save(target, "JPEG", quality=QUALITY)
    return target.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture without transparency, which a JPEG cannot keep."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layers = picture.convert("RGBA")
    ground = Image.new("RGB", layers.size, WHITE)
    ground.paste(layers, mask=layers.getchannel("A"))
    return ground
