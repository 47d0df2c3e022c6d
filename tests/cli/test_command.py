"""The whole command: formats, exit codes, errors, dry runs, and `call`, `report`, `events` and the others."""

from __future__ import annotations

import csv
import inspect
import io
import json
import re

import pytest
import requests

from pinterest.cli.call import create_operation_command
from pinterest.cli.errors import ExitCode
from pinterest.operations import TAGS
from pinterest.version import __version__


def test_version_and_help(run):
    assert run("--version").out == f"pinterest-v5 {__version__}\n"
    shown = run("--help")
    assert shown.code == 0
    for name in ("whoami", "config", "accounts", "report", "upload", "events", "call", "emulator"):
        assert f" {name} " in shown.out
    assert "Exit codes" in shown.out
    flags = re.findall(r"--(?:version|help|all|dry-run|browser)\b(.*)", shown.out)
    for command in (["audiences", "list"], ["login"]):
        flags += re.findall(r"--(?:help|all|dry-run|browser)\b(.*)", run(*command, "--help").out)
    assert len(flags) > 5
    assert [rest for rest in flags if "bool" in rest] == []
    assert "<str>" not in run("audiences", "show", "--help").out


@pytest.mark.parametrize("noun", ["audiences", "ad-groups"])
def test_help_leaves_out_what_only_concerns_python(run, noun):
    """The command line sends null with `--clear`, so its help does not say how to pass None."""
    shown = run(noun, "update", "--help").out
    assert "Updates the" in shown
    assert "None" not in shown
    assert "Sends only" not in shown


def test_a_singular_noun_works_and_an_unknown_one_gets_a_suggestion(run):
    assert run("campaign", "list", "--jsonl").out == run("campaigns", "list", "--jsonl").out
    wrong = run("campagns", "list")
    assert wrong.code == ExitCode.USAGE
    assert "campaigns" in wrong.err
    wrong = run("audienses")
    assert "'audiences', 'businesses' or 'audience-insights'?" in " ".join(
        wrong.err.replace("│", "").split()
    )


def test_formats_have_the_same_rows(run):
    rows = run("campaigns", "list", "--json").json
    assert rows
    lines = run("campaigns", "list", "--jsonl").lines
    assert [json.loads(line) for line in lines] == rows
    table = list(csv.DictReader(io.StringIO(run("campaigns", "list", "--csv").out)))
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    assert table[0]["daily_spend_cap"] == str(rows[0]["daily_spend_cap"] or "")
    both = run("campaigns", "list", "--json", "--csv")
    assert both.code == ExitCode.USAGE
    assert "exclude each other" in both.err


def test_a_table_formats_money_and_dates(run):
    table = run("campaigns", "list").out
    budgets = [row["daily_spend_cap"] for row in run("campaigns", "list", "--json").json]
    for budget in filter(None, budgets):
        assert f"{budget / 1_000_000:,.2f}" in table
        assert str(budget) not in table
    assert any(budgets)


def test_fields_choose_and_order_columns_and_are_checked(run):
    chosen = run("campaigns", "list", "--csv", "--fields", "name,id").lines
    assert chosen[0] == "name,id"
    wrong = run("campaigns", "list", "--fields", "nmae")
    assert wrong.code == ExitCode.USAGE
    assert "'name'" in wrong.err
    # Output that does not go to a terminal is neither colored nor cut.
    assert "\x1b" not in run("pins", "list").out
    assert "…" not in run("pins", "list", "--fields", "id,description").out


def test_rows_are_written_page_by_page(run, settings):
    account = settings.ad_account_id
    with settings.client() as client:
        from pinterest import Audience

        for number in range(4):
            Audience.create(
                account,
                f"Page {number}",
                {"visitor_source_id": "5", "retention_days": 9},
                "VISITOR",
                client=client,
            )
    settings.clear_requests()
    found = run("call", "audiences/list", "--page-size", 2, "--all", "--jsonl")
    assert found.code == 0, found.err
    assert len(settings.requests) == -(-len(found.lines) // 2)
    settings.clear_requests()
    first = run("call", "audiences/list", "--page-size", 2, "--jsonl")
    assert (len(first.lines), len(settings.requests)) == (2, 1)
    token = first.err.split("--bookmark ")[1].strip()
    after = run("call", "audiences/list", "--page-size", 2, "--bookmark", token, "--jsonl")
    assert after.lines == found.lines[2:4]
    limited = run("call", "audiences/list", "--page-size", 2, "--limit", 3, "--jsonl")
    assert limited.lines == found.lines[:3]


def test_debug_shows_the_traceback(run):
    with pytest.raises(Exception, match="404"):
        run("campaigns", "show", 1, "--debug")


def test_create_update_and_delete_a_board(run, settings):
    made = run("boards", "create", "--name", "縫い物 🧵", "--privacy", "secret", "--json")
    assert made.code == 0, made.err
    board = made.json["id"]
    assert made.json["privacy"] == "SECRET"
    assert "縫い物 🧵" in run("boards", "list", "--privacy", "SECRET").out
    updated = run("boards", "update", board, "--name", "Quilts", "--description", "x")
    assert (updated.code, updated.err) == (0, f"Updated {board}.\n")
    run("boards", "update", board, "--clear", "description")
    assert run("boards", "show", board, "--json").json["description"] in (None, "")
    settings.clear_requests()
    dry = run("boards", "delete", board, "--dry-run")
    assert dry.out == f"DELETE {settings.url}/boards/{board}\n"
    assert dry.err == "Dry run: nothing was sent.\n"
    assert settings.requests == []
    assert run("boards", "delete", board).err == f"Deleted {board}.\n"
    assert run("boards", "show", board).code == ExitCode.FAILED


def test_a_body_is_read_from_a_file_and_options_override_it(run, clean_place):
    fields = {"name": "A", "objective_type": "WEB_CONVERSION", "daily_spend_cap": 5_000_000}
    (clean_place / "campaign.json").write_text(json.dumps(fields))
    dry = run(
        "campaigns", "create", "--body", "@campaign.json", "--name", "B", "--dry-run", "--json"
    )
    [sent] = dry.json["body"]
    assert (sent["name"], sent["daily_spend_cap"]) == ("B", 5_000_000)
    missing = run("campaigns", "create", "--body", '{"name": "A"}', "--dry-run")
    assert missing.code == ExitCode.USAGE
    assert "--objective-type" in missing.err
    wrong = run("campaigns", "create", "--body", "@nothing.json")
    assert wrong.code == ExitCode.USAGE
    assert "cannot read nothing.json" in wrong.err
    assert run("campaigns", "create", "--body", "{").code == ExitCode.USAGE


def test_a_dry_run_needs_no_token_and_shows_none(run, monkeypatch, settings):
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "")
    monkeypatch.setenv("PINTEREST_REFRESH_ACCESS_TOKEN", "")
    dry = run("boards", "create", "--name", "x", "--dry-run")
    assert dry.code == 0
    assert settings.access_token not in dry.out + dry.err
    form = json.dumps({"grant_type": "refresh_token", "refresh_token": "pinr_secret12345"})
    token = run("call", "oauth/token", "--body", form, "--dry-run")
    assert token.code == 0, token.err
    assert "pinr_secret" not in token.out + token.err


def test_config_shows_where_settings_come_from_and_hides_secrets(run, settings, clean_place):
    (clean_place / ".env").write_text("PINTEREST_MAX_RETRIES=7\n")
    rows = {row["setting"]: row for row in run("config", "--json").json}
    assert rows["PINTEREST_ACCESS_TOKEN"] == {
        "setting": "PINTEREST_ACCESS_TOKEN",
        "value": "(hidden)",
        "source": "the environment",
    }
    assert rows["PINTEREST_MAX_RETRIES"]["value"] == "7"
    assert rows["PINTEREST_MAX_RETRIES"]["source"].endswith(".env")
    assert rows["PINTEREST_TIMEOUT"]["source"] == "default"
    shown = run("config").out
    for secret in (settings.access_token, settings.refresh_token, settings.app_secret):
        assert secret not in shown


def test_whoami_and_accounts(run, settings):
    assert run("whoami", "--json").json["username"]
    assert settings.ad_account_id in run("accounts").out


@pytest.mark.parametrize("operation", sorted(TAGS))
def test_every_operation_has_a_command_with_an_option_for_each_parameter(operation):
    from pinterest.operations import get

    command = create_operation_command(operation)
    flags = {option.name: option.flags for option in command.options}
    expected = set(get(operation).arguments)
    assert expected <= set(flags)
    assert len(set(flags.values())) == len(flags)
    body = get(operation).body
    assert ("--body" in flags.values()) is (body is not None)
    assert command.summary
    inspect.signature(command.create_function())


def test_call_accepts_parameters_a_body_and_fields(run, settings):
    by_flag = run("call", "boards/list", "--privacy", "PUBLIC", "--json").json
    by_param = run("call", "boards_list", "--param", "privacy=PUBLIC", "--json").json
    assert by_flag == by_param != []
    unknown = run("call", "boards/list", "--param", "privcy=PUBLIC")
    assert unknown.code == ExitCode.USAGE
    assert "'privacy'" in unknown.err
    dry = run(
        *("call", "campaigns/update", "--set", "id=5", "--set", "daily_spend_cap=100"),
        *("--set", f"ad_account_id={settings.ad_account_id}"),
        *("--set", 'tracking_urls.impression:=["https://example.com"]', "--dry-run", "--json"),
    )
    assert dry.json["body"] == [
        {
            "id": "5",
            "daily_spend_cap": 100,
            "ad_account_id": settings.ad_account_id,
            "tracking_urls": {"impression": ["https://example.com"]},
        }
    ]
    assert run("call", "audience/list").code == ExitCode.USAGE
    listed = run("call", "--help")
    assert listed.code == 0
    assert all(operation in listed.out for operation in TAGS)


def test_a_call_with_failed_items_prints_them_and_fails(run, settings):
    fields = {"ad_account_id": settings.ad_account_id, "id": "1", "name": "x"}
    failed = run("call", "campaigns/update", "--body", json.dumps(fields), "--json")
    assert failed.code in (ExitCode.PARTIAL_FAILURE, ExitCode.FAILED)
    assert failed.err.startswith("error: ")


def test_report_prints_rows_or_writes_a_file(run, clean_place):
    rows = run("report", "--start-date", "7d", "--end-date", "yesterday", "--jsonl")
    assert rows.code == 0, rows.err
    assert {"CAMPAIGN_ID", "DATE", "SPEND_IN_DOLLAR"} <= set(json.loads(rows.lines[0]))
    table = run(
        "report", "--start-date", "7d", "--columns", "SPEND_IN_DOLLAR", "--granularity", "TOTAL"
    )
    assert re.fullmatch(r"[\d,]+\.\d\d", table.lines[-1].split()[-1])
    for name in ("report.csv", "report.parquet", "report.json"):
        written = run("report", "--start-date", "7d", "--output", name)
        assert written.code == 0, written.err
        assert (clean_place / name).stat().st_size > 0
    assert run("report", "--output", "report.xlsx").code == ExitCode.USAGE
    token = run("report", "--start-date", "7d", "--no-wait", "--json").json["token"]
    resumed = run("report", "--token", token, "--jsonl")
    assert resumed.code == 0, resumed.err
    assert resumed.lines
    assert run("report", "--level", "NOPE").code == ExitCode.USAGE


def test_events_are_sent_from_a_file_and_from_standard_input(run, clean_place, monkeypatch):
    event = {
        "event_name": "checkout",
        "action_source": "web",
        "event_time": 1_790_000_000,
        "user_data": {"em": "someone@example.com"},
    }
    lines = [json.dumps({**event, "event_id": f"order-{number}"}) for number in range(3)]
    (clean_place / "events.jsonl").write_text("\n".join(lines))
    dry = run("events", "send", "events.jsonl", "--dry-run", "--json")
    assert dry.code == 0, dry.err
    assert len(dry.json["body"]["data"]) == 3
    assert "someone@example.com" not in dry.out
    monkeypatch.setattr("sys.stdin", io.StringIO(f"[{','.join(lines)}]"))
    sent = run("events", "send", "-", "--test", "--json")
    assert sum(sent.json.values()) == 3
    wrong = run("events", "send", "nothing.jsonl")
    assert wrong.code == ExitCode.USAGE
    (clean_place / "bad.jsonl").write_text(lines[0] + "\n{")
    assert "line 2" in run("events", "send", "bad.jsonl").err


def test_upload_refuses_other_files_than_videos_and_shows_the_request(run, clean_place):
    (clean_place / "quilt.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64)
    uploaded = run("upload", "quilt.mp4", "--json")
    assert uploaded.code == 0, uploaded.err
    assert uploaded.json["media_id"]
    assert "POST" in run("upload", "quilt.mp4", "--dry-run").out
    assert run("upload", "nothing.mp4").code == ExitCode.USAGE


def test_unknown_enum_values_are_accepted_with_open_enums(run):
    options = ("boards", "list", "--privacy", "FRIENDS", "--dry-run")
    assert run(*options).code == ExitCode.USAGE
    assert "privacy=FRIENDS" in run(*options, "--any-value").out


def test_emulator_passes_its_arguments_on(run):
    shown = run("emulator", "--help").out
    assert shown.startswith("usage: pinterest emulator ")
    assert "--demo-data" in shown


def test_login_keeps_tokens_and_logout_removes_them(
    run, settings, monkeypatch, capsys, clean_place
):
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "")
    monkeypatch.setenv("PINTEREST_REFRESH_ACCESS_TOKEN", "")

    class Pasting:
        """A person who opens the printed URL and pastes the URL of the next page."""

        def readline(self) -> str:
            [url] = re.findall(r"http\S+/oauth/\S+", capsys.readouterr().err)
            return requests.get(url, allow_redirects=False, timeout=10).headers["Location"] + "\n"

    monkeypatch.setattr("sys.stdin", Pasting())
    url, store = settings.url, clean_place / "tokens.json"
    monkeypatch.setenv("PINTEREST_API_URI", "http://127.0.0.1:9/v5")  # the option overrides it
    options = ["--base-url", url, "--no-browser", "--token-store", store]
    signed_in = run("login", *options, "--json")
    assert signed_in.code == 0, signed_in.err
    assert signed_in.json["base_url"] == url
    monkeypatch.setenv("PINTEREST_API_URI", url)
    monkeypatch.setenv("PINTEREST_TOKEN_STORE", str(store))
    assert run("whoami", "--json").json["username"]
    signed_out = run("logout", "--base-url", url, "--json")
    assert signed_out.json["was_signed_in"] is True
    assert run("whoami").code == ExitCode.AUTHENTICATION
    assert run("login", "--scopes", "nope").code == ExitCode.AUTHENTICATION
