"""Tokens for each grant that a client supports, and the sandbox, which is emptied at the end."""

import os
import urllib.error
import urllib.parse
import urllib.request

from calls import CLIENT, call, list_all
from nouns import check_equal, noun

BACK = "https://shop.example/back"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def get_authorization_code():
    """Opens the authorization page, as a user who consents, and returns the authorization code."""
    query = {
        "client_id": os.environ["PINTEREST_APP_ID"],
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "ads:read",
    }
    page = f"{os.environ['PINTEREST_OAUTH_URL']}?{urllib.parse.urlencode(query)}"
    try:
        urllib.request.build_opener(_Stay).open(page, timeout=30)
    except urllib.error.HTTPError as answer:
        back = urllib.parse.urlsplit(answer.headers["Location"])
        return urllib.parse.parse_qs(back.query)["code"][0]
    raise AssertionError("the authorization page does not redirect")


@noun("tokens", "oauth_token")
def tokens():
    code = {
        "grant_type": "authorization_code",
        "code": get_authorization_code(),
        "redirect_uri": BACK,
    }
    pair = call("oauth_token", **code)
    assert pair.access_token and pair.refresh_token, "the code returns no pair of tokens"
    listed = call("oauth_token", grant_type="refresh_token", refresh_token=pair.refresh_token)
    assert listed.access_token, "the refresh token returns no access token"
    own = call("oauth_token", grant_type="client_credentials", scope="ads:read")
    method = CLIENT.methods["token_revoke"]
    form = {"token": own.access_token}
    call("token_revoke", **({method.body: form} if method.body else form))
    return "by code, by refresh token, by client credentials; revoked"


@noun("conversion tokens", "oauth_conversion_token")
def conversion_tokens():
    assert call("oauth_conversion_token").access_token
    return "created"


@noun("sandbox")
def sandbox():
    call("sandbox_delete")
    check_equal(list_all("campaigns_list")[0], [])
    return "emptied"
