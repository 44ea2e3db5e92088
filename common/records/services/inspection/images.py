"""Photos and scans, as Pillow opens them."""

from typing import IO

from pi_heif import register_heif_opener
from PIL import Image, UnidentifiedImageError

from common.records.rules.files import (
    HEIC,
    JPEG,
    MOST_FRAMES,
    MOST_PIXELS,
    MOST_PIXELS_TOGETHER,
    PNG,
    TIFF,
    FileFault,
    FileType,
    NotAccepted,
)

IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
# Pillow's names of them. MPO is what phones write: a JPEG with a second picture behind it.
_TYPES = {"PNG": PNG, "JPEG": JPEG, "MPO": JPEG, "TIFF": TIFF, "HEIF": HEIC}

register_heif_opener()
# Ours is asked before a pixel is read, and for every format; Pillow would only warn.
Image.MAX_IMAGE_PIXELS = None


def image_type(file: IO[bytes]) -> FileType:
    """The type of an image. Its header is read, and the pictures are counted; none is decoded."""
    file.seek(0)
    try:
        image = Image.open(file, formats=["PNG", "JPEG", "TIFF", "HEIF"])
    except UnidentifiedImageError:
        raise NotAccepted(FileFault.WRONG_TYPE) from None
    kind = _TYPES[image.format or ""]
    refuse_large(image)
    if kind is TIFF:
        _walk(image)
    if kind is PNG:
        image.verify()  # the checksum of every chunk
    return kind


def _walk(image: Image.Image) -> None:
    """Every page of a scan. Who looks through it may hold them all."""
    pixels = _weight(image)
    for page in range(1, MOST_FRAMES + 1):
        try:
            image.seek(page)
        except EOFError:
            return
        refuse_large(image)
        pixels += _weight(image)
        if pixels > MOST_PIXELS_TOGETHER:
            raise NotAccepted(FileFault.PIXELS)
    raise NotAccepted(FileFault.BOMB)


def _weight(image: Image.Image) -> int:
    """The pixels of a page; those that are black or white take an eighth of the others' room."""
    return image.width * image.height // (8 if image.mode == "1" else 1)


def refuse_large(image: Image.Image) -> None:
    """Raises `NotAccepted` where who opens the picture would run out of memory."""
    if image.width * image.height > MOST_PIXELS:
        raise NotAccepted(FileFault.PIXELS)
