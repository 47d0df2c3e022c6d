"""What `pinterestsdk` does with boards, pins and the user's account."""

from community_ads import new_pin
from community_calls import call, everything, paged
from nouns import noun, post_file, refused, same


def new_board(name):
    return call("boards_create", {"name": name}).id


@noun("boards")
def boards():
    before, _ = everything("boards_list")
    made = [new_board(f"Quilts {n}") for n in range(3)]
    told = paged("boards_list", wanted=[*(item.id for item in before), *made])
    call("boards_update", made[0], {"name": "Blankets", "privacy": "SECRET"})
    read = call("boards_get", made[0])
    same((read.name, read.privacy), ("Blankets", "SECRET"))
    call("boards_delete", made[1])
    refused(lambda: call("boards_get", made[1]), 404)
    return f"created, listed ({told}), updated, deleted"


@noun("board sections")
def board_sections():
    board = new_board("In sections")
    made = [call("board_sections_create", board, {"name": f"Section {n}"}).id for n in range(5)]
    told = paged("board_sections_list", board, wanted=made)
    same(call("board_sections_update", board, made[0], {"name": "Blocks"}).name, "Blocks")
    pins = [new_pin(board_id=board, board_section_id=made[0]) for _ in range(3)]
    paged("board_sections_list_pins", board, made[0], wanted=pins)
    call("board_sections_delete", board, made[1])
    paged("board_sections_list", board, wanted=[made[0], *made[2:]])
    return f"created, listed ({told}), updated, deleted"


@noun("pins")
def pins():
    board, other = new_board("Pinned"), new_board("Saved")
    made = [new_pin(board_id=board, title=f"Log cabin {n}") for n in range(5)]
    told = paged("boards_list_pins", board, wanted=made)
    found, _ = everything("pins_list", page_size=250)
    assert set(made) <= {item.id for item in found}
    call("pins_update", made[0], {"title": "Flying geese"})
    same(call("pins_get", made[0]).title, "Flying geese")
    saved = call("pins_save", made[0], {"board_id": other}).id
    found, _ = everything("boards_list_pins", other)
    same([item.id for item in found], [saved])
    call("pins_delete", made[1])
    refused(lambda: call("pins_get", made[1]), 404)
    return f"created, listed ({told}), updated, saved, deleted"


@noun("product tags")
def product_tags():
    pin, one, two = new_pin(), new_pin(), new_pin()
    body = {"product_tags": [{"pin_id": one}, {"pin_id": two}]}
    call("product_tags_bulk_add", pin, body)
    call("product_tags_bulk_delete", pin, {"product_tags": [{"pin_id": one}]})
    left = call("product_tags_list", pin).product_tags
    same([tag.pin_id for tag in left], [two])
    return "added, listed, taken off"


@noun("search")
def search():
    board = new_board("Searched for")
    found, _ = everything("search_user_boards_get", query="searched")
    same([item.id for item in found], [board])
    pin = new_pin(board_id=board, title="Rare pattern")
    same([item.id for item in call("search_user_pins_list", "rare pattern").items], [pin])
    return "boards and pins found"


@noun("media")
def media():
    made = [call("media_create", {"media_type": "video"}).media_id for _ in range(3)]
    told = paged("media_list", wanted=made, of=lambda item: item.media_id)
    same(call("media_get", made[0]).status, "registered")
    form = call("media_create", {"media_type": "video"})
    post_file(form.upload_url, form.upload_parameters.to_dict(), b"a film")
    same(call("media_get", form.media_id).status, "processing")
    return f"created, listed ({told}), uploaded, read"


@noun("user account")
def user_account():
    account = call("user_account_get")
    assert account.username and account.board_count, account
    sites = [f"shop{n}.example.com" for n in range(3)]
    for site in sites:
        call("verify_website_update", {"website": f"https://{site}"})
    told = paged("user_websites_get", wanted=sites, of=lambda item: item.website)
    call("unverify_website_delete", sites[0])
    paged("user_websites_get", page_size=1, wanted=sites[1:], of=lambda item: item.website)
    return f"read; websites verified, listed ({told}), given up"
