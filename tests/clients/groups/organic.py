"""Boards, Pins, media and the user account."""

from calls import call, can_call, check_paged_list, list_all, list_ids
from groups.new_objects import new_board, new_pin
from nouns import check_equal, check_refused, noun, post_file

# The first bytes show that a file is a video.
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"


@noun("boards")
def boards():
    before, _ = list_all("boards_list", page_size=250)
    made = [new_board(f"Quilts {n}") for n in range(3)]
    listed = check_paged_list("boards_list", wanted=[*list_ids(before), *made], page_size=10)
    call("boards_update", {"name": "Blankets", "privacy": "SECRET"}, board_id=made[0])
    read = call("boards_get", board_id=made[0])
    check_equal((read.name, read.privacy), ("Blankets", "SECRET"))
    call("boards_delete", board_id=made[1])
    check_refused(lambda: call("boards_get", board_id=made[1]), 404)
    return f"created, listed ({listed}), updated, deleted"


@noun("board sections")
def board_sections():
    parent = {"board_id": new_board("In sections")}
    made = [call("board_sections_create", {"name": f"Section {n}"}, **parent).id for n in range(5)]
    listed = check_paged_list("board_sections_list", wanted=made, **parent)
    one = {**parent, "section_id": made[0]}
    check_equal(call("board_sections_update", {"name": "Blocks"}, **one).name, "Blocks")
    pins = [new_pin(board_section_id=made[0], **parent) for _ in range(3)]
    check_paged_list("board_sections_list_pins", wanted=pins, **one)
    call("board_sections_delete", section_id=made[1], **parent)
    check_paged_list("board_sections_list", wanted=[made[0], *made[2:]], **parent)
    return f"created, listed ({listed}), updated, deleted"


@noun("pins")
def pins():
    board, other = new_board("Pinned"), new_board("Saved")
    made = [new_pin(board_id=board, title=f"Log cabin {n}") for n in range(5)]
    listed = check_paged_list("boards_list_pins", board_id=board, wanted=made)
    found, _ = list_all("pins_list", page_size=250)
    assert set(made) <= set(list_ids(found))
    call("pins_update", {"title": "Flying geese"}, pin_id=made[0])
    check_equal(call("pins_get", pin_id=made[0]).title, "Flying geese")
    saved = call("pins_save", {"board_id": other}, pin_id=made[0]).id
    found, _ = list_all("boards_list_pins", board_id=other)
    check_equal(list_ids(found), [saved])
    call("pins_delete", pin_id=made[1])
    check_refused(lambda: call("pins_get", pin_id=made[1]), 404)
    return f"created, listed ({listed}), updated, saved, deleted"


@noun("product tags", "product_tags_bulk_add")
def product_tags():
    parent, one, two = {"pin_id": new_pin()}, new_pin(), new_pin()
    call("product_tags_bulk_add", {"product_tags": [{"pin_id": one}, {"pin_id": two}]}, **parent)
    call("product_tags_bulk_delete", {"product_tags": [{"pin_id": one}]}, **parent)
    left = call("product_tags_list", **parent).product_tags
    check_equal(list_ids(left, "pin_id"), [two])
    return "added, listed, removed"


@noun("search")
def search():
    board = new_board("Searched for")
    found, _ = list_all("search_user_boards_get", query="searched")
    check_equal(list_ids(found), [board])
    pin = new_pin(board_id=board, title="Rare pattern")
    check_equal(list_ids(call("search_user_pins_list", query="rare pattern").items), [pin])
    partners = call("search_partner_pins", term="quilt", country_code="US", limit=3).items
    return f"boards and pins found, {len(partners)} Pins of partners found"


@noun("media")
def media():
    made = [call("media_create", {"media_type": "video"}).media_id for _ in range(3)]
    listed = check_paged_list("media_list", wanted=made, id_field="media_id")
    check_equal(call("media_get", media_id=made[0]).status, "registered")
    form = call("media_create", {"media_type": "video"})
    post_file(form.upload_url, vars(form.upload_parameters), FILM)
    assert call("media_get", media_id=form.media_id).status in ("processing", "succeeded")
    return f"created, listed ({listed}), uploaded, read"


@noun("user account")
def user_account():
    account = call("user_account_get")
    assert account.username and account.board_count, account
    followers, _ = list_all("followers_list", page_size=25)
    name = followers[0].username
    call("follow_user_update", {"auto_follow": False}, username=name)
    check_equal([person.username for person in list_all("user_following_get")[0]], [name])
    list_all("boards_user_follows_list")
    for operation in ("user_account_followed_interests", "interests_followed_interests"):
        if can_call(operation):
            list_all(operation, username=account.username)
    call("linked_business_accounts_get")
    return "read; users followed, follows listed"


@noun("websites")
def websites():
    sites = [f"shop{n}.example.com" for n in range(3)]
    call("website_verification_get")
    for site in sites:
        call("verify_website_update", {"website": f"https://{site}"})
    listed = check_paged_list("user_websites_get", wanted=sites, id_field="website")
    call("unverify_website_delete", website=sites[0])
    check_paged_list("user_websites_get", page_size=1, wanted=sites[1:], id_field="website")
    return f"verified, listed ({listed}), removed"
