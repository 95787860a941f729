"""Octets of other programs as text: line ends, transfer encodings and character sets, whatever they claim to be."""

from __future__ import annotations

import binascii
import codecs
import re
from base64 import b64decode
from email.errors import HeaderParseError
from email.header import decode_header

from coordkit.calendar.allowance import MOST_TEXT

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(octet for octet in range(256) if octet not in _ALPHABET)
# Character sets of one or two octets that hold ASCII. Not all that Python calls an encoding is one, and some are slow on purpose.
_CHARSET = re.compile(r"cp\d{3,4}|iso8859-\d{1,2}|koi8-[rtu]|mac-(cyrillic|roman)|gb(2312|k|18030)|big5|euc_(jp|kr)|shift_jis")
# PARTSTAT=ACCEPTED by a program that says quoted-printable and leaves equals signs as they are: AC would be taken for an octet.
_PARAMETERS = (b"PARTSTAT", b"CN", b"EMAIL", b"TZID", b"VALUE")
_HALF_QUOTED = re.compile(
    rb"=(?!3D)(?=[0-9A-F]{2})(?:" + b"|".join(rb"(?<=[;\s]" + name + b"=)" for name in _PARAMETERS) + b")",
    re.IGNORECASE,
)
_MOST_MENDED = 256 * 1024
_MOST_WORDS = 4000
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def unix_lines(raw: bytes) -> bytes:
    """The octets with LF at the end of every line, whether it was CRLF, LF, CR alone, or CRLF made twice (CR CR LF)."""
    return raw.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def narrow(raw: bytes) -> bytes:
    """The octets without a byte order mark; UTF-16 that begins with one becomes UTF-8."""
    wide = _WIDE.get(raw[:2])
    if wide:
        return raw.decode(wide, "replace").encode("utf-8", "replace").removeprefix(codecs.BOM_UTF8)
    return raw.removeprefix(codecs.BOM_UTF8)


def transferred(content: bytes, encoding: str) -> bytes:
    """The content without its transfer encoding (RFC 2045 section 6); damaged base64 gives what can be had of it."""
    if encoding == "base64":
        letters = content.translate(None, _NOT_BASE64)
        return b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
    if encoding == "quoted-printable":
        return binascii.a2b_qp(_HALF_QUOTED.sub(b"=3D", content) if len(content) <= _MOST_MENDED else content)
    return content


def decoded(raw: bytes, charset: str | None = None) -> str:
    """The octets as text: UTF-8 where they are that, else as declared, else Windows-1251, else Latin-1.

    UTF-8 comes first, whatever is declared: octets of another character set hardly ever are UTF-8, and a gateway that
    rewrites a part may keep the old declaration. It never fails.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError:
        pass
    for name in (charset, "cp1251"):
        if name and (known := _known(name)):
            try:
                return raw.decode(known)
            except UnicodeDecodeError:
                pass
    return raw.decode("latin-1")


def decoded_words(said: str) -> str:
    """A header field with its encoded words (RFC 2047) as text; what is no whole encoded word stays as it is."""
    try:
        pieces = decode_header(said[:_MOST_WORDS])
    except (HeaderParseError, ValueError):
        return said
    # Beside encoded words, decode_header gives the rest as octets too, with \uXXXX for what is not Latin-1.
    return "".join(
        piece if isinstance(piece, str) else decoded(piece, charset) if charset else piece.decode("raw-unicode-escape", "replace")
        for piece, charset in pieces
    )


def cut(raw: bytes, most: int = MOST_TEXT) -> bytes:
    """At most so many octets, cut between characters of UTF-8 where it is that."""
    if len(raw) <= most:
        return raw
    end = most
    while end > most - 3 and raw[end] & 0xC0 == 0x80:
        end -= 1
    return raw[:end]


def _known(charset: str) -> str | None:
    if len(charset) > 40 or not charset.isascii() or "\0" in charset:
        return None
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return None
    return name if _CHARSET.fullmatch(name) else None
