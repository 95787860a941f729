"""Content lines: folding, escaping, and what never passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordkit.calendar.writing import folded_line, mail_address, mailto, one_line, text_line, tidy, token_line, uri, uri_line
from coordkit.domain.errors import DomainError

BREAKS = ("\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


def test_a_short_line_is_not_folded() -> None:
    assert text_line("SUMMARY", "a" * 67) == b"SUMMARY:" + b"a" * 67 + b"\r\n"
    assert text_line("SUMMARY", "a" * 68) == b"SUMMARY:" + b"a" * 67 + b"\r\n a\r\n"


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=400))
def test_folded_pieces_are_whole_characters_of_at_most_75_octets_and_join_again(words: str) -> None:
    raw = folded_line(words)
    assert raw.endswith(b"\r\n")
    pieces = raw[:-2].split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode("utf-8") is not None for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert pieces[0].decode() + "".join(piece[1:].decode() for piece in pieces[1:]) == words


@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
def test_every_kind_of_line_break_in_a_text_is_an_escaped_one(broken: str) -> None:
    assert text_line("SUMMARY", f"a{broken}END:VEVENT") == b"SUMMARY:a\\nEND:VEVENT\r\n"


@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
def test_every_kind_of_line_break_in_a_name_is_a_space(broken: str) -> None:
    assert one_line(f"a{broken}b") == "a b"
    line = uri_line("ATTENDEE", "mailto:a@example.org", {"CN": f"a{broken}ATTENDEE:mailto:b@example.org"})
    assert line.count(b"\r\n") == 1 and b'CN="a ATTENDEE:mailto:b@example.org"' in line


@pytest.mark.parametrize("control", ["\x00", "\x07", "\t", "\x1b", "\x7f", "\x80", "\x9f", "\ud800"], ids=ascii)
def test_every_other_control_is_a_space(control: str) -> None:
    assert tidy(f"a{control}b") == "a b"


def test_a_text_is_escaped_and_a_list_keeps_its_commas_apart() -> None:
    assert text_line("CATEGORIES", "a,b;c\\n", "d") == b"CATEGORIES:a\\,b\\;c\\\\n,d\r\n"


def test_blank_values_are_not_written() -> None:
    assert text_line("CATEGORIES", " ", "a ", "\n", "\x07") == b"CATEGORIES:a\r\n"
    assert text_line("SUMMARY", " \x07\r\n") == b""


@pytest.mark.parametrize(
    ("given_name", "written"),
    [
        ("Police", "Police"),
        ("ГО «Надія»", '"ГО «Надія»"'),
        ("a:b;c,d", '"a:b;c,d"'),
        ('say "no"', "\"say 'no'\""),
        ("caret^n", "caret n"),
        ("back\\", "back/"),
        ("", '""'),
    ],
)
def test_a_parameter_is_quoted_unless_plain_and_holds_no_escapes(given_name: str, written: str) -> None:
    line = uri_line("ORGANIZER", "mailto:a@example.org", {"CN": given_name})
    assert line.decode() == f"ORGANIZER;CN={written}:mailto:a@example.org\r\n"


@pytest.mark.parametrize("value", ["2026\r\nX:1", "ä", "a\n", 'a"b', "a\\"])
def test_a_token_is_plain_or_refused(value: str) -> None:
    with pytest.raises(DomainError, match="STATUS"):
        token_line("STATUS", value)


@pytest.mark.parametrize("name", ["summary", "SUMMARY\r\nX", "X-EVIL", ""])
def test_a_name_that_we_do_not_write_is_refused(name: str) -> None:
    with pytest.raises(DomainError):
        text_line(name, "a")
    with pytest.raises(DomainError):
        text_line("SUMMARY", "a", parameters={name: "a"})


def test_an_address_is_written_in_ascii_or_refused() -> None:
    assert (
        uri(" https://example.org/сторінка?a=б ") == "https://example.org/%D1%81%D1%82%D0%BE%D1%80%D1%96%D0%BD%D0%BA%D0%B0?a=%D0%B1"
    )
    assert uri("https://example.org/a%20b;c,d") == "https://example.org/a%20b;c,d"
    for text in ("Zoom, пароль 5", "https://a b", "https://a\r\nX:1", "https://a\u2028b", "https://a\u3000b", "https:", ""):
        assert uri(text) is None
    assert uri('https://a/"<>\\') == "https://a/%22%3C%3E%5C"
    with pytest.raises(DomainError, match="URL"):
        uri_line("URL", "https://a\r\nX:1")


def test_a_mail_address_is_plain_or_refused() -> None:
    assert mail_address("duty.officer+1@dsns.example.org") == "duty.officer+1@dsns.example.org"
    assert mailto("a%b?c&d@example.org") == "mailto:a%25b%3Fc%26d@example.org"
    bad = (
        "",
        "a",
        "a@",
        "@b",
        "a b@c",
        "a@b\r\nBcc: c@d",
        "a@b\n",
        "<a@b>",
        "a@b,c@d",
        "ä@b",
        "a@б",
        '"a"@b',
        "a..b@c",
        "x" * 250 + "@b.org",
    )
    for text in bad:
        with pytest.raises(DomainError, match="no mail address"):
            mail_address(text)
