"""Detects from the first bytes of a file whether it is an image or a video."""

from __future__ import annotations

# A file in the ISO media format starts with a box: its length (four bytes), its type and, for `ftyp`, the brand.
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_IMAGE_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")
_VIDEO_SIGNATURES = (
    b"\x1aE\xdf\xa3",  # EBML: WebM, Matroska
    b"\x00\x00\x01\xb3",  # MPEG
    b"\x00\x00\x01\xba",
    b"FLV\x01",
    b"OggS",
    b"0&\xb2u\x8ef\xcf\x11",  # ASF: Windows Media
)
_IMAGE_SIGNATURES = (
    b"\xff\xd8\xff",  # JPEG
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\x00",  # TIFF
    b"MM\x00*",
)
_TRANSPORT_PACKET = 188
_TRANSPORT_MARK = b"G"


def is_video(content: bytes) -> bool:
    """Returns whether the first bytes of a file are the header of a video format."""
    if content[4:8] in _BOXES:
        return content[8:12] not in _IMAGE_BRANDS
    if content.startswith(b"RIFF"):
        return content[8:12] == b"AVI "
    marks = content[:1], content[_TRANSPORT_PACKET : _TRANSPORT_PACKET + 1]
    return content.startswith(_VIDEO_SIGNATURES) or marks == (_TRANSPORT_MARK, _TRANSPORT_MARK)


def is_image(content: bytes) -> bool:
    """Returns whether the first bytes of a file are the header of an image format."""
    if content[4:8] == b"ftyp":
        return content[8:12] in _IMAGE_BRANDS
    if content.startswith(b"RIFF"):
        return content[8:12] == b"WEBP"
    return content.startswith(_IMAGE_SIGNATURES)
