"""Signs in to Pinterest: gets the user's consent in a browser, and saves the tokens for later programs.

`sign_in` and `sign_out` print nothing. Pass `notify` to `sign_in` to show its messages.
`PinterestSDKClient.login` calls `sign_in`.
"""

from __future__ import annotations

from pinterest.sign_in.signing_in import SignIn, sign_in
from pinterest.sign_in.signing_out import SignOut, sign_out
from pinterest.utils.scopes import api_scopes

__all__ = ["SignIn", "SignOut", "api_scopes", "sign_in", "sign_out"]
