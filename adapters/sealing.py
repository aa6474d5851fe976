"""Sealing what must not be read in the database, a token say. Fernet (AES-128-CBC with HMAC-SHA256, `cryptography`)."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Self

from adapters.settings import Settings
from bot.errors import CredpathError

KEY_FILE = "key"


class WrongKey(CredpathError):
    """What is stored was sealed with another key: set CREDPATH_KEY to the one before, or install the app again."""

    code = "wrong_key"


class UnreadableKey(CredpathError):
    """CREDPATH_KEY (or the file `key` in the data folder) must be 32 bytes in URL-safe base64, the newest key first."""

    code = "bad_key"


class Seal:
    """Seals with the first key, opens with any of them, so that a key can be replaced."""

    def __init__(self, keys: str) -> None:
        """`keys` separated by commas. Raises UnreadableKey, without repeating them."""
        from cryptography.fernet import Fernet, MultiFernet

        try:
            self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])
        except ValueError:
            raise UnreadableKey from None

    @classmethod
    def from_settings(cls, settings: Settings, folder: Path) -> Self:
        """With the key of the settings, else the one in `folder`, which is made (mode 0600) when there is none."""
        if settings.key is not None:
            return cls(settings.key.get_secret_value())
        path = folder / KEY_FILE
        if not path.exists():
            _make(path)
        return cls(path.read_text(encoding="ascii", errors="replace"))

    def seal(self, text: str) -> str:
        """The text, sealed: ASCII."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, text: str) -> str:
        """The text that was sealed. Raises WrongKey."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(text.encode()).decode()
        except InvalidToken:
            raise WrongKey from None


def _make(path: Path) -> None:
    """Write a new key beside and link it: two processes that start together agree on one, and none is read half."""
    from cryptography.fernet import Fernet

    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(Fernet.generate_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()
