"""Signs in, like the script with this name in Pinterest's own SDK. `pinterest login` does the same."""

from __future__ import annotations

import sys

from pinterest.exceptions import PinterestError
from pinterest.sign_in import sign_in
from pinterest.token_store import FileTokenStore

__all__ = ["main"]


def main(_: object = None) -> None:
    """Signs in with the app of the settings, and saves the tokens where clients without a token find them.

    Pinterest's own SDK writes `config.json`. This function writes to the token store, which is not in your project.

    :calls: `POST /oauth/token`

    Args:
        _: Not used.

    Raises:
        SystemExit: If signing in did not succeed. The text says why.
    """
    try:
        signed_in = sign_in(notify=_write)
    except PinterestError as error:
        raise SystemExit(f"error: {error}") from None
    except KeyboardInterrupt:
        raise SystemExit("error: interrupted") from None
    store = signed_in.token_store
    place = str(store.path) if isinstance(store, FileTokenStore) else "the token store"
    _write(f"You are signed in. The tokens are in {place}.")


def _write(message: str) -> None:
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
