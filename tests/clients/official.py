"""Pinterest's own SDK, `pinterest-api-sdk`, on the emulator. Runs in an environment that has it installed."""

import sys

import official_nouns  # registers the nouns
from calls import run_client
from official_client import list_methods, list_unloadable_operations

FAULTS = {
    **list_unloadable_operations(),
    "ad_accounts_catalogs_product_groups_list": "its path no longer exists in the API",
    "advanced_auction_items_submit_post": "cannot parse the response: KeyError, 'operation'",
    "oauth_token": "has no argument for the code, the refresh token or the scope that each grant needs",
}

if __name__ == "__main__":
    sys.exit(run_client(official_nouns.CLIENT, list_methods(), FAULTS))
