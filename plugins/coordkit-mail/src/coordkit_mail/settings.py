"""Which server mail goes to and how: read from the environment and from a URL, every mistake told at once. No password is here."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs

from coordkit import PluginError, Problem

PREFIX = "COORDKIT_SMTP_"
HOST, PORT, SECURITY, USER, PASSWORD, CA_FILE, TIMEOUT, EHLO, UNPROTECTED = (
    PREFIX + name for name in ("HOST", "PORT", "SECURITY", "USER", "PASSWORD", "CA_FILE", "TIMEOUT", "EHLO", "UNPROTECTED")
)

SECONDS = 60.0
"""How long one step waits for the server unless told otherwise. A whole delivery has its own end: see ``notifier``."""
_MOST_SECONDS = 120.0
# What stands in EHLO. The true name or address of a machine would be in each mail's Received line for all recipients to read.
_NAME = "[127.0.0.1]"
_HOST = re.compile(r"[^\s/@\[\]:?#\x00-\x20\x7f]{1,255}|[0-9A-Fa-f:.]{2,45}")
_EHLO = re.compile(r"[A-Za-z0-9.-]{1,255}|\[[A-Za-z0-9.:]{2,60}\]")

T = TypeVar("T")


class Security(Enum):
    """How the connection is protected: upgraded before anything is said (RFC 3207), from its first byte (RFC 8314), not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@attrs.frozen(kw_only=True)
class Settings:
    """One server. ``user`` None: no login. ``ca_file`` None: the authorities that this machine trusts. ``timeout``: seconds."""

    host: str
    port: int
    security: Security
    user: str | None = attrs.field(default=None, repr=False)
    password_in_environment: bool = False
    ca_file: str | None = None
    timeout: float = SECONDS
    name: str = _NAME

    @property
    def address(self) -> str:
        """The server as errors name it: ``smtp://mail.example.org:587``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'smtps' if self.security is Security.TLS else 'smtp'}://{host}:{self.port}"


@attrs.frozen(kw_only=True)
class Place:
    """A server that a URL names."""

    host: str
    port: int | None
    security: Security
    user: str | None = attrs.field(repr=False)

    @classmethod
    def of(cls, url: object) -> Place:
        """The place of ``smtp://host:port``, ``smtps://host`` or ``smtp://user@host?security=none``.

        Raises ``PluginError`` for anything else; a URL with a password is refused without being repeated.
        """
        if not isinstance(url, str):
            raise _no_place(f"expected a URL, not {type(url).__name__}")
        if not url.isprintable() or " " in url:  # some of which urlsplit would leave out
            raise _no_place("the URL holds what no URL holds")
        try:
            read = urlsplit(url)
            port, host, password = read.port, read.hostname, read.password
        except ValueError:
            raise _no_place("the URL cannot be read") from None
        if password is not None:
            raise _no_place(
                f"the URL holds a password, and URLs end up in histories and logs; leave it out and set {PASSWORD}, "
                "or keep it in the keyring of this machine"
            )
        options = parse_qsl(read.query, keep_blank_values=True)
        security = {"smtp": Security.STARTTLS, "smtps": Security.TLS}.get(read.scheme)
        if security is None or not host or not _HOST.fullmatch(host) or read.path not in ("", "/") or read.fragment or port == 0:
            raise _no_place("the URL names no mail server")
        if options:
            if security is Security.TLS or options[1:] or options[0][0] != "security" or options[0][1] not in ("starttls", "none"):
                raise _no_place("of a server's URL the only option is security, starttls or none, after smtp://")
            security = Security(options[0][1])
        return cls(host=host, port=port, security=security, user=unquote(read.username) if read.username else None)


class Environment:
    """Variables that are asked for by name. It shows none of them, since the password is among them."""

    __slots__ = ("__variables",)

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.__variables = variables

    def __repr__(self) -> str:
        return "Environment(...)"

    def __getitem__(self, variable: str) -> str:
        """What is set, empty where nothing is."""
        return self.__variables.get(variable, "")


def settings(environment: Environment, place: Place | None = None) -> Settings:
    """The server that the environment names, or that of ``place``. Raises ``PluginError`` with everything that is wrong.

    Login, port and security of the environment belong to the server that stands there: another ``place`` does not get them.
    """
    values = _Reading(environment)
    named = values.read(
        HOST, "", _host, "is no name of a server; write it alone, such as smtp.example.org, and the port into its own"
    )
    if place is None:
        if not values.given(HOST):
            values.wrong(HOST, "is not set; name your mail server, such as smtp.example.org")
        host = named
        security = values.read(SECURITY, Security.STARTTLS, _security, "is none of starttls, tls and none; write one of them")
        port = values.read(PORT, _PORTS[security], _port, "is no port; write a number from 1 to 65535")
    else:
        host, security = place.host, place.security
        port = _PORTS[security] if place.port is None else place.port
    user, has_password = _login(values, place, ours=place is None or not named or host.casefold() == named.casefold())
    _check_protection(values, host, security, user)
    timeout = values.read(
        TIMEOUT, SECONDS, _seconds, f"is no length of time; write a number of seconds above 0 and up to {_MOST_SECONDS:.0f}"
    )
    name = values.read(EHLO, _NAME, _ehlo, "is no name of a machine, such as desk.example.org, nor an address in [ ]")
    if values.problems:
        raise PluginError("the channel mail is not set up", problems=values.problems)
    return Settings(
        host=host,
        port=port,
        security=security,
        user=user,
        password_in_environment=has_password,
        ca_file=values.given(CA_FILE) or None,
        timeout=timeout,
        name=name,
    )


@attrs.frozen
class _Reading:
    """Reads variables and gathers what is wrong with them. No value is repeated: it may be one that belongs elsewhere."""

    environment: Environment
    problems: list[Problem] = attrs.field(factory=list)

    def given(self, variable: str) -> str:
        return self.environment[variable].strip()

    def read(self, variable: str, default: T, reader: Callable[[str], T], wrong: str) -> T:
        value = self.given(variable)
        if not value:
            return default
        try:
            return reader(value)
        except ValueError:
            self.wrong(variable, wrong)
            return default

    def wrong(self, variable: str, what: str) -> None:
        self.problems.append(Problem(variable, what))


def _login(values: _Reading, place: Place | None, *, ours: bool) -> tuple[str | None, bool]:
    """Who logs in, and whether the password that goes with it stands in the environment."""
    user = values.given(USER) if ours else ""
    has_password = ours and bool(values.environment[PASSWORD])
    if place is not None and place.user:
        return place.user, has_password and place.user == user
    if has_password and not user:
        values.wrong(USER, f"is not set, though {PASSWORD} is; set the name that goes with it")
    return user or None, has_password


def _check_protection(values: _Reading, host: str, security: Security, user: str | None) -> None:
    """Without TLS nothing goes beyond this machine unless somebody asked for it, and a password never does."""
    unprotected = values.read(UNPROTECTED, False, _yes, "is neither yes nor no; write one of them")
    if security is not Security.NONE or not host or is_loopback(host):
        return
    if user is not None:
        values.wrong(SECURITY, "none would show the password to everybody on the way; use starttls or tls")
    elif not unprotected:
        values.wrong(
            SECURITY,
            "none would show every message to everybody on the way; use starttls or tls, or, for a server on a network of your "
            f"own, set {UNPROTECTED}=yes",
        )


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine, by its name or address alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _no_place(why: str) -> PluginError:
    return PluginError(
        f"{why}; write smtp://mail.example.org:587 (STARTTLS) or smtps://mail.example.org (TLS)",
        where="a place of the channel mail",
    )


def _host(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise ValueError
    return value


def _security(value: str) -> Security:
    return Security(value.lower())


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= 65535):
        raise ValueError
    return int(value)


def _seconds(value: str) -> float:
    seconds = float(value)
    if not math.isfinite(seconds) or not 0 < seconds <= _MOST_SECONDS:
        raise ValueError
    return seconds


def _yes(value: str) -> bool:
    if value.lower() not in ("yes", "no"):
        raise ValueError
    return value.lower() == "yes"


def _ehlo(value: str) -> str:
    if not _EHLO.fullmatch(value):
        raise ValueError
    return value
