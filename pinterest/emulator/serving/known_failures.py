"""Known failures of the live API, by name, for `fail_next(known=...)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

KnownName = Literal[
    "ads_credit_billing",
    "analytics_error",
    "analytics_quota",
    "events_paused",
    "not_permitted",
    "pins_error",
    "pins_image",
    "pins_spam",
    "pins_trial_app",
    "report_status_null",
    "server_error",
]
"""The names of known failures of the live API, for `fail_next(known=...)`."""

_ANALYTICS = r"/(?:(?:targeting_)?analytics|(?:mmm_)?reports|brand_category_sku)/?$"
_PINS = r"/pins/?$"


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """A known failure of the live API.

    Attributes:
        status: The HTTP status.
        code: The API's error code.
        message: The API's error message. `{seconds}` is replaced by the number of seconds to wait.
        method: The HTTP method of the requests that fail. None for any method.
        path: A regular expression for the paths of the requests that fail. Empty for any path.
        body: The JSON body to send instead of the API's error, or None.
    """

    status: int
    code: int = 0
    message: str = ""
    method: str | None = None
    path: str = ""
    body: str | None = None


KNOWN_FAILURES: Mapping[KnownName, KnownFailure] = {
    "ads_credit_billing": KnownFailure(
        400, 4374, "Billing is not set up.", "POST", r"/ads_credit/redeem/?$"
    ),
    "analytics_error": KnownFailure(400, 12, "Something went wrong on our end.", path=_ANALYTICS),
    # These responses have no rate limit headers.
    "analytics_quota": KnownFailure(
        400, 1, "Too many requests. Retry after {seconds} seconds.", path=_ANALYTICS
    ),
    "events_paused": KnownFailure(
        503, 4197, "No events are accepted for now.", "POST", r"/ad_accounts/\d+/events/?$"
    ),
    "not_permitted": KnownFailure(401, 29, "You are not permitted to access that resource."),
    "pins_error": KnownFailure(400, 2787, "Sorry! Something went wrong on our end.", "POST", _PINS),
    "pins_image": KnownFailure(400, 1, "Sorry, we could not fetch the image.", "POST", _PINS),
    "pins_spam": KnownFailure(403, 9, "This Pin was blocked as spam.", "POST", _PINS),
    "pins_trial_app": KnownFailure(
        403,
        29,
        "Apps with trial access create Pins on https://api-sandbox.pinterest.com only.",
        "POST",
        _PINS,
    ),
    "report_status_null": KnownFailure(
        200,
        method="GET",
        path=r"/ad_accounts/\d+/reports/?$",
        body='{"report_status": null, "url": null, "size": null}',
    ),
    "server_error": KnownFailure(500, 12, "Something went wrong on our end.", "GET"),
}
"""The known failures by name."""
