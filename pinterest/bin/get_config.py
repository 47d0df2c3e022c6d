"""Signs in, like the script with this name in Pinterest's own SDK. `pinterest login` does the same."""

from __future__ import annotations

import sys

from pinterest.exceptions import PinterestError
from pinterest.sign_in import sign_in
from pinterest.token_store import FileTokenStore

__all__ = ["main"]


def main(_: object = None) -> None:
    """Signs in with the app ID and app secret from the settings, and saves the tokens.

    Clients that are created without a token load the saved tokens. Pinterest's own SDK writes
    `config.json`. This function writes to the token store, which is outside your project.

    :calls: `POST /oauth/token`

    Args:
        _: Not used.

    Raises:
        SystemExit: If signing in failed. The message says why.
    """
    try:
        signed_in = sign_in(notify=_print_message)
    except PinterestError as error:
        raise SystemExit(f"error: {error}") from None
    except KeyboardInterrupt:
        raise SystemExit("error: interrupted") from None
    store = signed_in.token_store
    place = str(store.path) if isinstance(store, FileTokenStore) else "the token store"
    _print_message(f"You are signed in. The tokens are in {place}.")


def _print_message(message: str) -> None:
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
