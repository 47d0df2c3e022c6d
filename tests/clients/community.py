"""The client `pinterestsdk` on the emulator. Runs in an environment that has it, not in ours."""

import sys

from calls import go
from community_client import methods

_PERMISSIONS = "cannot write permissions down: AttributeError, 'Permissions' has no 'to_dict'"
FAULTS = {
    "ad_account_countries_get": "knows Norway's code, NO, as a false only",
    "asset_access_requests_create": _PERMISSIONS,
    "create_asset_invites": _PERMISSIONS,
    "reports_stats": "writes its parameters as JSON, where the API takes one of them at a time",
    "labels_create": "has no field for the campaign that labels are for, which the API asks for",
}

if __name__ == "__main__":
    sys.exit(go("pinterestsdk", methods(), FAULTS))
