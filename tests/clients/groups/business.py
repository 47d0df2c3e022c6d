"""Businesses: their members, partners, assets and integrations."""

import time

from calls import business, call, can_call, check_paged_list, list_all, list_ids
from groups.new_objects import new_account, new_campaigns
from nouns import ACCOUNT, check_equal, check_refused, noun


def send_invites(kind, role, **invitees):
    body = {"invite_type": kind, "business_role": role, **invitees}
    answer = call("create_membership_or_partnership_invites", body)
    return [item.invite for item in answer.items]


def accept_invites(invites):
    answers = [{"invite_id": invite, "action": {"accept_invite": True}} for invite in invites]
    call("respond_business_access_invites", {"invites": answers})


@noun("business members")
def members():
    made = send_invites("MEMBER_INVITE", "EMPLOYEE", members=["ada", "grace", "lin"])
    listed = check_paged_list("get_invites", wanted=list_ids(made))
    call("cancel_invites_or_requests", {"invite_ids": [made[2].id]})
    accept_invites(list_ids(made[:2]))
    check_equal(list_all("get_invites")[0], [])
    joined = [invite.user.id for invite in made[:2]]
    check_paged_list("get_business_members", wanted=[business(), *joined])
    promoted = {"member_id": joined[0], "business_role": "BIZ_ADMIN"}
    call("update_business_memberships", [promoted])
    gone = {"member_id": joined[1], "business_role": "EMPLOYEE"}
    call("delete_business_membership", {"members": [gone]})
    check_paged_list("get_business_members", page_size=1, wanted=[business(), joined[0]])
    assert call("get_business_employers").items
    return f"invited, invitations listed ({listed}), accepted, cancelled; members updated, deleted"


@noun("access of members")
def access_of_members():
    [invite] = send_invites("MEMBER_INVITE", "EMPLOYEE", members=["ida"])
    access = {"invite_id": invite.id, "invite_type": "MEMBER_INVITE"}
    access["asset_id_to_permissions"] = {ACCOUNT: ["ANALYST"]}
    if can_call("create_asset_invites"):
        assert call("create_asset_invites", {"invites": [access]}).items[0].invite
    accept_invites([invite.id])
    pair = {"asset_id": ACCOUNT, "member_id": invite.user.id}
    more = {"accesses": [{**pair, "permissions": ["ADMIN"]}]}
    call("business_members_asset_access_update", more)
    [asset] = list_all("business_member_assets_get", member_id=invite.user.id)[0]
    check_equal((asset.asset_id, asset.permissions), (ACCOUNT, ["ADMIN"]))
    [member] = list_all("business_asset_members_get", asset_id=ACCOUNT)[0]
    check_equal(member.user.id, invite.user.id)
    call("business_members_asset_access_delete", {"accesses": [pair]})
    check_equal(list_all("business_asset_members_get", asset_id=ACCOUNT)[0], [])
    return "invited to an asset, updated, listed both ways, access removed"


@noun("partners")
def partners():
    partner = "123456"
    accept_invites(list_ids(send_invites("PARTNER_INVITE", "PARTNER", partners=[partner])))
    access, parent = {"asset_id": ACCOUNT, "partner_id": partner}, {"partner_id": partner}
    body = {"accesses": [{**access, "permissions": ["ANALYST"]}]}
    call("update_partner_asset_access_handler_impl", body)
    [asset] = list_all("business_partner_asset_access_get", **parent)[0]
    check_equal(asset.asset_id, ACCOUNT)
    [found] = list_all("business_asset_partners_get", asset_id=ACCOUNT)[0]
    check_equal(found.user.id, partner)
    call("delete_partner_asset_access_handler_impl", {"accesses": [access]})
    check_equal(list_all("business_partner_asset_access_get", **parent)[0], [])
    call("delete_business_partners", {"partner_ids": [partner], "partner_type": "INTERNAL"})
    check_equal(list_all("get_business_partners")[0], [])
    return "invited, given access, listed both ways, access removed, deleted"


@noun("requests for assets", "asset_access_requests_create")
def requests_for_assets():
    partner = "654321"
    accept_invites(list_ids(send_invites("PARTNER_INVITE", "PARTNER", partners=[partner])))
    query = {"partner_id": partner, "asset_id_to_permissions": {"888": ["ANALYST"]}}
    request = call("asset_access_requests_create", {"asset_requests": [query]})
    accept_invites(vars(request.invites).values())
    parent = {"partner_id": partner, "partner_type": "EXTERNAL"}
    check_equal(
        list_ids(list_all("business_partner_asset_access_get", **parent)[0], "asset_id"), ["888"]
    )
    return "requested, accepted, listed"


@noun("system users", "system_user_update")
def system_users():
    [user] = call("get_business_members", fetch_system_users=True).items
    call("system_user_update", {"name": "Billing"}, system_user_id=user.user.id)
    [read] = call("get_business_members", fetch_system_users=True).items
    check_equal(read.user.username, "Billing")
    return "listed, updated"


@noun("asset groups")
def asset_groups():
    body = {
        "asset_group_name": "Quilts",
        "asset_group_description": "Everything about quilts",
        "asset_group_types": ["PRODUCT_LINE"],
    }
    made = call("asset_group_create", body).asset_group.id
    change = {"asset_group_id": made, "name": "Blankets"}
    call("asset_group_update", {"asset_groups_to_update": [change]})
    found, _ = list_all("business_assets_get", asset_type="ASSET_GROUP")
    check_equal(list_ids(found, "asset_id"), [made])
    call("asset_group_delete", {"asset_groups_to_delete": [made]})
    check_equal(list_all("business_assets_get", asset_type="ASSET_GROUP")[0], [])
    other = new_account("Third shop")
    accounts, pages = list_all("business_assets_get", page_size=1)
    assert {ACCOUNT, other} <= set(list_ids(accounts, "asset_id")) and pages > 1, accounts
    return "created, listed, updated, deleted; the business's ad accounts paged through"


@noun("brand accounts", "brand_accounts_create")
def brand_accounts():
    parent = {"business_hierarchy_id": business()}
    body = {"name": "Blankets", "username": "blankets", "country": "US"}
    made = call("brand_accounts_create", body, **parent).brand_account_id
    call("brand_accounts_update", {"name": "Warm blankets"}, brand_account_id=made, **parent)
    assert call("linked_business_accounts_get"), "the brand is not linked"
    return "created, updated, linked"


@noun("integrations")
def integrations():
    names = [f"shop-{n}" for n in range(3)]
    made = [call("integrations_commerce_post", {"external_business_id": name}) for name in names]
    listed = check_paged_list(
        "integrations_get_list", wanted=names, id_field="external_business_id"
    )
    one = {"external_business_id": names[0]}
    call("integrations_commerce_patch", {"connected_tag_id": "7"}, **one)
    check_equal(call("integrations_commerce_get", **one).connected_tag_id, "7")
    check_equal(call("integrations_get_by_id", id=made[0].id).external_business_id, names[0])
    log = {"event_type": "APP", "log_level": "INFO", "client_timestamp": int(time.time() * 1000)}
    call("integrations_logs_post", {"logs": [log]})
    call("integrations_commerce_del", **one)
    check_refused(lambda: call("integrations_commerce_get", **one), 404)
    return f"created, listed ({listed}), updated, deleted; logs sent"


@noun("notifications", "notification_post")
def notifications():
    assert call("notification_post", {"sale": 1}).success
    return "sent"


@noun("bulk jobs")
def bulk_jobs():
    [campaign] = new_campaigns()
    job = call("bulk_download_create", {"entity_types": ["CAMPAIGN"]}).request_id
    assert call("bulk_request_get", bulk_request_id=job).status, "the job has no status"
    change = {"id": campaign, "ad_account_id": ACCOUNT, "name": "In bulk"}
    call("bulk_upsert_create", {"update": {"campaigns": [change]}})
    check_equal(call("campaigns_get", campaign_id=campaign).name, "In bulk")
    return "download requested and read; upserted"
