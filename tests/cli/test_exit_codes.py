"""The exit codes of the command."""

from __future__ import annotations

import pytest

from pinterest.cli.errors import ExitCode, get_exit_code
from pinterest.exceptions import (
    ConnectionFailed,
    JobTimeout,
    OutcomeUnknown,
    PartialFailureError,
    RateLimited,
    ServerError,
    TokenStoreError,
)


def test_exit_codes_of_errors(run, monkeypatch):
    missing = run("campaigns", "show", 1)
    assert missing.code == ExitCode.FAILED
    assert missing.err.startswith("error: GET /ad_accounts/")
    assert "404" in missing.err
    assert "Traceback" not in missing.err
    wrong = run("campaigns", "list", "--entity-statuses", "ACTVE")
    assert wrong.code == ExitCode.USAGE
    assert "ACTIVE" in wrong.err
    assert run("campaigns", "list", "--limit", "x").code == ExitCode.USAGE
    assert run("campaigns", "create", "--name", "x").code == ExitCode.USAGE
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "pina_" + "x" * 40)
    monkeypatch.setenv("PINTEREST_REFRESH_ACCESS_TOKEN", "")
    refused = run("whoami")
    assert refused.code == ExitCode.AUTHENTICATION
    assert "x" * 40 not in refused.err
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "")
    assert run("whoami").code == ExitCode.AUTHENTICATION
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "pinr_" + "x" * 40)
    assert run("whoami").code == ExitCode.AUTHENTICATION
    no_connection = run(
        "whoami", "--base-url", "http://127.0.0.1:9/v5", "--max-retries", 0, "--deadline", 5
    )
    assert no_connection.code in (ExitCode.NO_CONNECTION, ExitCode.AUTHENTICATION)


@pytest.mark.parametrize(
    ("setting", "value", "options", "start"),
    [
        ("PINTEREST_TIMEOUT", "abc", [], "PINTEREST_TIMEOUT in the environment"),
        ("PINTEREST_API_URI", "pinterest", [], "PINTEREST_API_URI in the environment"),
        ("PINTEREST_MAX_RETRIES", "-1", ["--dry-run"], "PINTEREST_MAX_RETRIES in the environment"),
        ("PINTEREST_DEBUG", "", ["--environment", "prod"], "--environment: unknown 'prod'"),
        ("PINTEREST_DEBUG", "", ["--base-url", "pinterest"], "--base-url is 'pinterest'"),
        ("PINTEREST_DEBUG", "", ["--timeout", "-1"], "timeout"),
    ],
)
def test_wrong_settings_and_connection_options_are_usage_errors(
    run, monkeypatch, setting, value, options, start
):
    monkeypatch.setenv(setting, value)
    shown = run("whoami", *options)
    assert (shown.code, shown.err.startswith(f"error: {start}")) == (ExitCode.USAGE, True), (
        shown.err
    )


def test_an_update_without_fields_says_what_to_do_in_a_shell(run):
    shown = run("campaigns", "update", 5)
    assert shown.code == ExitCode.USAGE
    assert shown.err.strip().endswith("no fields to update. Pass at least one field")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConnectionFailed("x"), ExitCode.NO_CONNECTION),
        (OutcomeUnknown("x"), ExitCode.UNKNOWN_OUTCOME),
        (PartialFailureError("x"), ExitCode.PARTIAL_FAILURE),
        (PartialFailureError("x", failures={0: ["y"], 1: ["y"]}), ExitCode.PARTIAL_FAILURE),
        (PartialFailureError("x", failures={0: ["y"]}, succeeded={1: 1}), ExitCode.PARTIAL_FAILURE),
        (PartialFailureError("x", failures={0: ["y"]}), ExitCode.FAILED),
        (RateLimited("x"), ExitCode.TRY_LATER),
        (JobTimeout("x"), ExitCode.TRY_LATER),
        (ServerError("x"), ExitCode.FAILED),
        (TokenStoreError("x"), ExitCode.AUTHENTICATION),
    ],
)
def test_exit_codes_by_error(error, code):
    assert get_exit_code(error) is code
