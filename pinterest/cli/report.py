"""`pinterest report`: creates a report, waits for it, and prints or downloads its rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pinterest.cli.annotations import ValueKind
from pinterest.cli.command import AD_ACCOUNT_OPTION, Command, Option
from pinterest.cli.errors import UsageError
from pinterest.cli.output import print_message
from pinterest.cli.shared_options import SharedOptions
from pinterest.cli.values import parse_value

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.reports import Report

__all__ = ["create_report_command"]

_COLUMNS: Final = (
    "CAMPAIGN_NAME SPEND_IN_DOLLAR IMPRESSION_1 CLICKTHROUGH_1 CTR TOTAL_CONVERSIONS".split()
)
_DEFAULTS: Final = {
    "start_date": "30d",
    "end_date": "yesterday",
    "granularity": "DAY",
    "level": "CAMPAIGN",
}
_TEXTS: Final = {
    "start_date": "First day (UTC): YYYY-MM-DD, today, yesterday, or 30d for 30 days ago (default 30d).",
    "end_date": "Last day (UTC), in the same form (default yesterday).",
    "granularity": "Period per row: TOTAL, DAY, HOUR, WEEK or MONTH (default DAY).",
    "level": "Level of the rows, such as CAMPAIGN, AD_GROUP or PIN_PROMOTION (default CAMPAIGN).",
    "columns": "Comma-separated columns. Defaults to the name, spend, impressions, clicks, CTR and conversions.",
}
_ENUMS: Final = ("granularity", "level", "columns")
_OUTPUT: Final = Option(
    "output",
    ValueKind(),
    "File to write: .csv, .parquet, or .json for the unchanged file of the API.",
    flag="--output",
)
_TOKEN: Final = Option(
    "token", ValueKind(), "Token of an existing report, to continue waiting for it."
)
_NO_WAIT: Final = Option(
    "no_wait", ValueKind("bool"), "Print the token instead of waiting for the report."
)


def create_report_command() -> Command:
    """Returns the command `report`."""
    kinds = {
        "start_date": ValueKind("date"),
        "end_date": ValueKind("date"),
        "columns": ValueKind("choice", many=True),
    }
    options = [
        Option(name, kinds.get(name, ValueKind("choice")), text) for name, text in _TEXTS.items()
    ]
    filters = Option(
        "filters",
        ValueKind("json"),
        'More arguments of AdAccount.report as a JSON object, such as {"campaign_ids": ["1"]}.',
    )
    return Command(
        "report",
        _run_report,
        summary="Creates a report, waits for it, and prints or downloads its rows.",
        details=[
            "See pinterest ad-accounts report --help for all columns and filters.",
            "Request: POST /ad_accounts/{ad_account_id}/reports",
        ],
        options=[AD_ACCOUNT_OPTION, *options, filters, _OUTPUT, _TOKEN, _NO_WAIT],
        panel="Jobs",
        is_list=True,
        message="",
        waived_by=("token",),
        examples=[
            "pinterest report --start-date 7d --output report.csv",
            "pinterest report --level AD_GROUP --columns SPEND_IN_DOLLAR,CTR --granularity TOTAL",
        ],
    )


def _run_report(
    client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
) -> Any:
    output, token = arguments.pop("output", None), arguments.pop("token", None)
    if output is not None and Path(output).suffix not in _WRITERS:
        raise UsageError(f"--output: {output!r} must end in {' or '.join(_WRITERS)}.")
    report = _create_report(client, arguments, token)
    if arguments.get("no_wait"):
        return {"token": report.token}
    if output is None:
        return report
    print_message("Waiting for the report ...")
    written = _WRITERS[Path(output).suffix](report, output)
    print_message(f"Wrote {written}.")
    return None if shared.format == "table" else {"path": str(written)}


def _create_report(
    client: PinterestSDKClient, arguments: dict[str, Any], token: str | None
) -> Report:
    """Creates a report, or returns the existing report if a report token is passed."""
    from pinterest.jobs.reports import Report

    if token is not None:
        return Report.from_token(token, client)
    values = {name: parse_value(text, ValueKind("date")) for name, text in _DEFAULTS.items()}
    values |= {
        name: value for name, value in arguments.items() if name not in ("filters", "no_wait")
    }
    values |= {name: _to_upper(values[name]) for name in _ENUMS if name in values}
    if "columns" not in values:
        known = Report.columns(str(values["level"]))
        values["columns"] = [name for name in _COLUMNS if name in known]
    return Report.create(**values, **arguments.get("filters", {}), client=client)


def _to_upper(value: Any) -> Any:
    return [item.upper() for item in value] if isinstance(value, list) else value.upper()


def _download_files(report: Report, path: str) -> str:
    return ", ".join(map(str, report.download(path)))


_WRITERS: Final = {
    ".csv": lambda report, path: report.to_csv(path),
    ".parquet": lambda report, path: report.to_parquet(path),
    ".json": _download_files,
}
