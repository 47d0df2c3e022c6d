"""A backend for the package keyring. It stores passwords in a file, whose path is in an environment variable."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class FileKeyring(KeyringBackend):
    """Stores passwords. If a file `locked` is next to the passwords, raises the error of a locked keyring."""

    priority = 1

    @property
    def path(self) -> Path:
        return Path(os.environ["TEST_KEYRING_FILE"])

    def _read(self) -> dict[str, str]:
        if self.path.with_name("locked").exists():
            raise KeyringLocked("the password of pina_secret is not known")
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.path.write_text(json.dumps({**self._read(), f"{service}/{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        kept = self._read()
        del kept[f"{service}/{username}"]
        self.path.write_text(json.dumps(kept))
