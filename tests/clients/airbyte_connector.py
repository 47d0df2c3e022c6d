"""The connector `airbyte-source-pinterest` on the emulator. Runs in an environment that has it installed."""

import ast
import contextlib
import datetime
import io
import json
import logging
import os
import sys
import tempfile
import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from airbyte_cdk.entrypoint import AirbyteEntrypoint
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from nouns import ACCOUNT, check_equal, noun, post_json, register_limit, run_flows
from source_pinterest.source import SourcePinterest

# Python 3.11 sometimes fails if two threads build syntax trees at once, as the connector's threads do.
_BUILDING = threading.Lock()
_parse = ast.parse


def _parse_alone(*arguments, **options):
    with _BUILDING:
        return _parse(*arguments, **options)


ast.parse = _parse_alone

_PRODUCTION = "https://api.pinterest.com/v5"
# The connector polls one report after the other, every five seconds, so several connectors share the reports.
_AT_ONCE = 4
_REPORT_DAYS = 10
_UNREAD = "product_item_report"


class _Connector(SourcePinterest):
    """The connector. Only the API's URL in its manifest is replaced."""

    # The class searches its own package for the manifest and its components.
    __module__ = SourcePinterest.__module__

    @staticmethod
    @cache
    def _parse(manifest):
        assert _PRODUCTION in manifest
        return SourcePinterest._parse(
            manifest.replace(_PRODUCTION, os.environ["PINTEREST_API_URI"])
        )


def _config(days=None):
    """Returns the connector's configuration. Without `days`, it reads as far back as possible."""
    start = {}
    if days:
        first = datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=days)
        start = {"start_date": first.isoformat()}
    return {
        **start,
        "credentials": {
            "auth_method": "oauth2.0",
            "client_id": os.environ["PINTEREST_APP_ID"],
            "client_secret": os.environ["PINTEREST_APP_SECRET"],
            "refresh_token": os.environ["PINTEREST_REFRESH_ACCESS_TOKEN"],
        },
        "custom_reports": [
            {
                **start,
                "name": "weekly",
                "level": "CAMPAIGN",
                "granularity": "WEEK",
                "columns": ["CAMPAIGN_ID", "SPEND_IN_MICRO_DOLLAR", "TOTAL_CLICKTHROUGH"],
                "click_window_days": 30,
                "engagement_window_days": 30,
                "view_window_days": 1,
                "conversion_report_time": "TIME_OF_AD_ACTION",
                "attribution_types": ["INDIVIDUAL"],
            }
        ],
    }


def _command(name, config, streams=None):
    """Runs a command of the connector and returns its messages by type."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"config": config}
        if streams is not None:
            modes = {"sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}
            files["catalog"] = {"streams": [{"stream": stream, **modes} for stream in streams]}
        arguments = [name]
        for option, content in files.items():
            path = Path(folder, f"{option}.json")
            path.write_text(json.dumps(content))
            arguments += [f"--{option}", str(path)]
        catalog = SourcePinterest.read_catalog(arguments[-1]) if streams is not None else None
        entrypoint = AirbyteEntrypoint(_Connector(catalog, config, None))
        lines = []
        with contextlib.suppress(AirbyteTracedException):  # the messages say which streams failed
            for line in entrypoint.run(AirbyteEntrypoint.parse_args(arguments)):
                lines += line.splitlines()
    messages = defaultdict(list)
    for line in lines:
        message = json.loads(line)
        kind = message["type"]
        messages[kind].append(
            message.get({"CONNECTION_STATUS": "connectionStatus"}.get(kind, kind.lower()))
        )
    return messages


@cache
def _streams():
    (catalog,) = _command("discover", _config())["CATALOG"]
    return catalog["streams"]


def _read(streams, days=None):
    """Reads streams to the end and returns the number of records per stream."""
    messages = _command("read", _config(days), streams)
    statuses = [trace["stream_status"] for trace in messages["TRACE"] if "stream_status" in trace]
    complete = {one["stream_descriptor"]["name"] for one in statuses if one["status"] == "COMPLETE"}
    failed = {stream["name"] for stream in streams} - complete
    errors = [trace["error"]["internal_message"] for trace in messages["TRACE"] if "error" in trace]
    assert not failed, f"not read to the end: {sorted(failed)}: {errors}"
    found = Counter(record["stream"] for record in messages["RECORD"])
    return {stream["name"]: found[stream["name"]] for stream in streams}


def _summary(found):
    empty = sorted(name for name, records in found.items() if not records)
    assert not empty, f"no records: {', '.join(empty)}"
    return ", ".join(f"{name} {records}" for name, records in sorted(found.items()))


@noun("check")
def check():
    (status,) = _command("check", _config())["CONNECTION_STATUS"]
    check_equal(status["status"], "SUCCEEDED")
    return "succeeded, with the access token it got for the refresh token"


@noun("discover")
def discover():
    return f"{len(_streams())} streams"


@noun("records per stream of objects and analytics")
def objects():
    return _summary(_read([one for one in _streams() if not _is_report(one)]))


@noun("records per stream of reports")
def reports():
    streams = [one for one in _streams() if _is_report(one) and one["name"] != _UNREAD]
    shares = [streams[start::_AT_ONCE] for start in range(_AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        parts = pool.map(lambda share: _read(share, _REPORT_DAYS), shares)
        return _summary({name: records for part in parts for name, records in part.items()})


@register_limit(
    _UNREAD,
    "AD_ID, PIN_PROMOTION_ID",
    "it requests columns of ads, which the API does not allow at this level, and retries for minutes",
)
def product_items():
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    manifest = _Connector(None, _config(), None).resolved_manifest
    (stream,) = [one for one in manifest["streams"] if one.get("name") == _UNREAD]
    body = stream["retriever"]["creation_requester"]["request_body"]["value"]
    dates = {"start_date": day, "end_date": day, "level": "PRODUCT_ITEM"}
    post_json(f"/ad_accounts/{ACCOUNT}/reports", {**body, **dates})


def _is_report(stream):
    return stream["name"].endswith("_report") or stream["name"].startswith("custom_")


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    # The connector prints its configuration, tokens included, whenever it refreshes them.
    with contextlib.redirect_stdout(io.StringIO()):
        failed = run_flows("airbyte-source-pinterest")
    sys.exit(bool(failed))
