"""What `pinterestsdk` does with businesses: who belongs to them, what they have, and what they are tied to."""

from community_ads import new_campaigns
from community_calls import call, everything, paged
from nouns import ACCOUNT, noun, refused, same


def business():
    return call("ad_accounts_get", ACCOUNT).owner.id


def invited(names):
    body = {"invite_type": "MEMBER_INVITE", "business_role": "EMPLOYEE", "members": names}
    answer = call("create_membership_or_partnership_invites", business(), body)
    return [item.invite for item in answer.items]


@noun("business members")
def members():
    owner = business()
    made = invited(["ada", "grace", "lin"])
    told = paged("get_invites", owner, wanted=[invite.id for invite in made])
    call("cancel_invites_or_requests", owner, {"invite_ids": [made[2].id]})
    accepted = [{"invite_id": invite.id, "action": {"accept_invite": True}} for invite in made[:2]]
    call("respond_business_access_invites", {"invites": accepted})
    same(everything("get_invites", owner)[0], [])
    joined = [invite.user.id for invite in made[:2]]
    paged("get_business_members", owner, wanted=[owner, *joined])
    promoted = {"member_id": joined[0], "business_role": "BIZ_ADMIN"}
    call("update_business_memberships", owner, [promoted])
    gone = {"member_id": joined[1], "business_role": "EMPLOYEE"}
    call("delete_business_membership", owner, {"members": [gone]})
    paged("get_business_members", owner, page_size=1, wanted=[owner, joined[0]])
    return f"invited, invitations listed ({told}), accepted, cancelled; members updated, deleted"


@noun("asset groups")
def asset_groups():
    owner = business()
    body = {
        "asset_group_name": "Quilts",
        "asset_group_description": "All that is about quilts",
        "asset_group_types": ["PRODUCT_LINE"],
    }
    made = call("asset_group_create", owner, body).asset_group.id
    change = {"asset_group_id": made, "name": "Blankets"}
    call("asset_group_update", owner, {"asset_groups_to_update": [change]})
    found, _ = everything("business_assets_get", owner, asset_type="ASSET_GROUP")
    same([item.asset_id for item in found], [made])
    call("asset_group_delete", owner, {"asset_groups_to_delete": [made]})
    same(everything("business_assets_get", owner, asset_type="ASSET_GROUP")[0], [])
    accounts, pages = everything("business_assets_get", owner, page_size=1)
    assert ACCOUNT in {item.asset_id for item in accounts} and pages > 1, accounts
    return "created, listed, updated, deleted; the business's ad accounts paged through"


@noun("brand accounts")
def brand_accounts():
    owner = business()
    body = {"name": "Blankets", "username": "blankets", "country": "US"}
    made = call("brand_accounts_create", owner, body).brand_account_id
    call("brand_accounts_update", made, owner, {"name": "Warm blankets"})
    assert call("linked_business_accounts_get"), "the brand is not linked"
    return "created, updated, linked"


@noun("integrations")
def integrations():
    names = [f"shop-{n}" for n in range(3)]
    for name in names:
        call("integrations_commerce_post", {"external_business_id": name})
    told = paged("integrations_get_list", wanted=names, of=lambda item: item.external_business_id)
    call("integrations_commerce_patch", names[0], {"connected_tag_id": "7"})
    same(call("integrations_commerce_get", names[0]).connected_tag_id, "7")
    call("integrations_commerce_del", names[0])
    refused(lambda: call("integrations_commerce_get", names[0]), 404)
    return f"created, listed ({told}), updated, deleted"


@noun("bulk jobs")
def bulk_jobs():
    [campaign] = new_campaigns()
    job = call("bulk_download_create", ACCOUNT, {"entity_types": ["CAMPAIGN"]}).request_id
    assert call("bulk_request_get", ACCOUNT, job).status, "the job has no status"
    change = {"id": campaign, "ad_account_id": ACCOUNT, "name": "In bulk"}
    call("bulk_upsert_create", ACCOUNT, {"update": {"campaigns": [change]}})
    same(call("campaigns_get", campaign, ACCOUNT).name, "In bulk")
    return "download asked for and read; upserted"
