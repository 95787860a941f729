"""Certificates for the mail servers of the tests: an authority of our own, and one that nobody trusts."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme
from smtp_servers import Certified


def certified(folder: Path, *names: str) -> Certified:
    authority: Any = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    return Certified(context, str(folder / "ca.pem"))


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Of the server's own name."""
    return certified(tmp_path_factory.mktemp("known"), "127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def misnamed(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Of another server."""
    return certified(tmp_path_factory.mktemp("misnamed"), "elsewhere.example.org")
