"""The login: a name and a password, from the environment or the keyring, that no ``repr``, error or traceback shows."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from coordkit import PluginError
from coordkit_mail.settings import PASSWORD, USER, Environment, Settings

_ECHO = 6


class Login:
    """A name and its password, which lives in this object and in nothing that is printed."""

    __slots__ = ("__password", "user")

    def __init__(self, user: str, password: str) -> None:
        self.user = user
        self.__password = password

    def __repr__(self) -> str:
        return "Login(...)"

    def __reduce__(self) -> str:
        raise TypeError("a login is not pickled")

    @property
    def can_be_sent(self) -> bool:
        """Whether both are text, which a variable of the environment need not be, and without the NUL that divides them."""
        try:
            return b"\0" not in (self.user + self.__password).encode()
        except UnicodeEncodeError:
            return False

    def plain(self) -> str:
        """What goes with ``AUTH PLAIN`` (RFC 4616)."""
        return _base64(f"\0{self.user}\0{self.__password}")

    def answers(self) -> Iterator[str]:
        """The two answers to the challenges of ``AUTH LOGIN``."""
        yield _base64(self.user)
        yield _base64(self.__password)

    def is_told_by(self, words: str) -> bool:
        """Whether words, such as a server's that repeat what it did not understand, hold a piece of the password."""
        heard = words.casefold()
        for secret in (self.__password, self.plain(), _base64(self.__password)):
            known = secret.casefold()
            if any(known[begin : begin + _ECHO] in heard for begin in range(max(1, len(known) - _ECHO + 1))):
                return True
        return False


def login(settings: Settings, environment: Environment) -> Login | None:
    """The login of a server, None where it wants none: the password of the environment, else that of the keyring for this host.

    Raises ``PluginError`` where there is no password, and where one cannot be sent.
    """
    if settings.user is None:
        return None
    if settings.password_in_environment:
        found = Login(settings.user, environment[PASSWORD])
    else:
        found = _kept(settings.host, settings.user, settings.address)
    if not found.can_be_sent:
        raise PluginError("the login is no text, or holds a NUL character; set it anew", where=settings.address)
    return found


def _kept(host: str, user: str, where: str) -> Login:
    """The login whose password the keyring holds for this host and user."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise PluginError(
            f"there is no password for this server; set {PASSWORD}, or keep it in this machine's keyring: "
            "pip install 'coordkit-mail[keyring]'",
            where=where,
        ) from None
    try:
        found = Login(user, password) if (password := keyring.get_password(host, user)) is not None else None
    except KeyringError as error:
        raise PluginError(
            f"the keyring of this machine cannot be read ({type(error).__name__}); unlock it, or set {PASSWORD}", where=where
        ) from None
    if found is None:
        raise PluginError(f'there is no password; set {PASSWORD}, or type: keyring set {host} "${USER}"', where=where)
    return found


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
