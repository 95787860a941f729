"""Authentication-Results: what a server says of the sender's domain, and nothing that the sender says of it."""

from __future__ import annotations

import pytest

from coordkit.calendar.replies import read
from tests.reading.builders import TEXT, mail


def said(*fields: str, sender: str = "chair@ngo.example.org") -> list[tuple[str, bool | None, int]]:
    more = [("Authentication-Results", field) for field in fields]
    return [(each.server, each.vouches, each.position) for each in read(mail(TEXT, {"From": sender}, *more)).authentications]


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("dmarc=pass header.from=ngo.example.org", True),
        ("DMARC = PASS (p=REJECT sp=REJECT dis=NONE) header.from=NGO.example.org.", True),
        ("dmarc=pass header.from=example.org", None),
        ("dmarc=pass header.from=other.example.org", None),
        ("dmarc=pass", None),
        ("dmarc=none header.from=ngo.example.org", None),
        ("dmarc=fail (p=NONE) header.from=ngo.example.org", False),
        (
            "dmarc=fail header.from=ngo.example.org; dkim=pass header.d=ngo.example.org; spf=pass smtp.mailfrom=ngo.example.org",
            False,
        ),
        ("dmarc=pass header.from=ngo.example.org; spf=fail smtp.mailfrom=ngo.example.org", True),
        ("dkim=pass header.d=ngo.example.org header.s=s1 header.b=abc", True),
        ("dkim=pass header.i=@ngo.example.org", True),
        ("dkim=pass header.d=example.org", True),
        ("dkim=pass header.d=sub.ngo.example.org", None),
        ("dkim=pass header.d=go.example.org", None),
        ("dkim=pass header.d=org", None),
        ("dkim=pass header.d=example.net", None),
        ('dkim=fail reason="signature (did) not verify; header.d=x" header.d=ngo.example.org', False),
        ("dkim=fail header.d=ngo.example.org; dkim=pass header.d=example.org", True),
        ("dkim=fail header.d=example.net", None),
        ("dkim=neutral header.d=ngo.example.org", None),
        ("spf=pass (mx: domain of chair@ngo.example.org is fine) smtp.mailfrom=chair@ngo.example.org", True),
        ("spf=pass smtp.mailfrom=ngo.example.org", True),
        ("spf=softfail smtp.mailfrom=ngo.example.org", False),
        ("spf=pass smtp.helo=ngo.example.org", None),
        ("spf=fail smtp.mailfrom=example.net", None),
        ("none", None),
        ("arc=pass header.d=ngo.example.org", None),
        ("dkim/1 = pass header . d = ngo.example.org", True),
        # What a sender may have put there: an address with signs in it, quotes, comments that do not end.
        ('spf=pass smtp.mailfrom="x; dmarc=pass header.from=ngo.example.org"@example.net', None),
        ('spf=fail reason="dmarc=pass header.from=ngo.example.org" smtp.mailfrom=example.net', None),
        ("spf=pass (dmarc=pass header.from=ngo.example.org) smtp.mailfrom=example.net", None),
        ("spf=pass (a(b); dmarc=pass header.from=ngo.example.org) smtp.mailfrom=example.net", None),
        ("spf=pass smtp.mailfrom=example.net dmarc=pass header.from=ngo.example.org", None),
        ("dmarc=pass header.from=example.net header.from=ngo.example.org", None),
        ("dmarc=pass junk header.from=ngo.example.org", None),
        ("dmarc=passed header.from=ngo.example.org", None),
        ("xdmarc=pass header.from=ngo.example.org", None),
    ],
)
def test_a_result_counts_for_the_senders_own_domain_only(results: str, expected: bool | None) -> None:
    assert said(f"mx.example.org; {results}") == [("mx.example.org", expected, 0)]


@pytest.mark.parametrize(
    "field",
    [
        "dmarc=pass header.from=ngo.example.org",
        "; dmarc=pass header.from=ngo.example.org",
        "mx.example.org 2; dmarc=pass header.from=ngo.example.org",
        "mx.example.org other; dmarc=pass header.from=ngo.example.org",
        "mx.example.org; dmarc=pass (header.from=ngo.example.org",
        "mx.example.org; dmarc=pass ) header.from=ngo.example.org",
        'mx.example.org; dmarc=pass "header.from=ngo.example.org',
        'mx.example.org; spf=pass (of "a) smtp.mailfrom=ngo.example.org ("@x) smtp.mailfrom=example.net',
        "",
    ],
)
def test_a_field_that_is_not_as_the_rfc_has_it_says_nothing(field: str) -> None:
    assert said(field) == []


def test_every_such_field_is_told_from_the_top() -> None:
    passed, failed = "dmarc=pass header.from=ngo.example.org", "dmarc=fail header.from=ngo.example.org"
    fields = [f"mx.example.org 1; {failed}", f"broken ({passed}", f'"MX.example.net"; {passed}', f"mx.example.org;\r\n\t{passed}"]
    assert said(*fields) == [("mx.example.org", False, 0), ("mx.example.net", True, 2), ("mx.example.org", True, 3)]
    assert len(said(*[f"mx.example.org; {passed}"] * 2000)) == 20


def test_of_no_sender_or_several_no_server_says_anything() -> None:
    field = "mx.example.org; dmarc=pass header.from=ngo.example.org"
    assert said(field, sender="chair@ngo.example.org, other@example.net") == [("mx.example.org", None, 0)]


def test_a_domain_is_the_same_in_letters_and_in_ascii() -> None:
    name = "приклад.укр"
    encoded = name.encode("idna").decode()
    for written in (name, encoded):
        assert said(f"mx.example.org; dmarc=pass header.from={written}", sender=f"a@{name}") == [("mx.example.org", True, 0)]
        assert said(f"mx.example.org; dmarc=pass header.from={written}", sender=f"a@{encoded}") == [("mx.example.org", True, 0)]
