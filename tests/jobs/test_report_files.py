"""Reading the files of reports row by row and whole."""

from __future__ import annotations

import io
import json
import sys

import pytest

from pinterest.exceptions import ConfigurationError, ServerError
from pinterest.jobs.report_files import read_batches, read_rows

BY_ID = {"11": [{"DATE": "2026-01-01", "A": "1"}, {"A": None}], "12": [], "13": [{"A": "2"}]}
IN_ROWS = [
    {"DATE": "2026-01-01", "A": "1", "CAMPAIGN_ID": "11"},
    {"A": None, "CAMPAIGN_ID": "11"},
    {"A": "2", "CAMPAIGN_ID": "13"},
]


def read_both_ways(content, id_column="CAMPAIGN_ID", columns=()):
    """Reads the rows in both ways, checks that they are equal, and returns them."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    streamed = list(read_rows(io.BytesIO(data), id_column, columns))
    batches = read_batches(io.BytesIO(data), id_column, columns)
    assert [row for batch in batches for row in batch] == streamed
    return streamed


def test_entities_are_the_keys_of_a_json_report():
    assert read_both_ways(BY_ID) == IN_ROWS
    assert read_both_ways(BY_ID, id_column="")[0] == {"DATE": "2026-01-01", "A": "1"}


def test_dates_may_be_the_keys():
    rows = read_both_ways({"2026-01-01": [{"CAMPAIGN_ID": "11", "A": "1"}]})
    assert rows == [{"CAMPAIGN_ID": "11", "A": "1", "DATE": "2026-01-01"}]


def test_a_plain_list_is_read_as_well():
    assert read_both_ways([{"A": 1.5}, {"A": True}]) == [{"A": 1.5}, {"A": True}]


def test_nested_values_are_kept():
    row = {"A": {"b": [1, {"c": []}]}, "D": [[], [1]], "E": "x"}
    assert read_both_ways({"1": [row, row]}) == [{**row, "CAMPAIGN_ID": "1"}] * 2


@pytest.mark.parametrize("content", [{}, [], b"", b"Campaign ID,Date\n"])
def test_an_empty_report_has_no_rows(content):
    assert read_both_ways(content) == []


def test_headers_of_csv_are_display_names():
    text = b"\xef\xbb\xbfCampaign ID,Ad ID,Ad name,Organic pin ID,Spend in dollar\n1,2,x,3,\n\n"
    columns = ["PIN_PROMOTION_ID", "AD_NAME", "SPEND_IN_DOLLAR"]
    assert read_both_ways(text, "CAMPAIGN_ID", columns) == [
        {
            "CAMPAIGN_ID": "1",
            "PIN_PROMOTION_ID": "2",
            "AD_NAME": "x",
            "PIN_ID": "3",
            "SPEND_IN_DOLLAR": None,
        }
    ]


@pytest.mark.parametrize("content", [b'{"1": [{"A": 1}', b'{"1": [{"A": }]}', b"A,B\n\xff\xfe,1\n"])
def test_a_file_that_is_not_a_report_is_an_error(content):
    with pytest.raises(ServerError, match="not a report"):
        list(read_rows(io.BytesIO(content), "CAMPAIGN_ID", ()))
    with pytest.raises(ServerError, match="not a report"):
        list(read_batches(io.BytesIO(content), "CAMPAIGN_ID", ()))


def test_without_ijson_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "ijson", None)
    with pytest.raises(ConfigurationError, match="extra 'jobs'"):
        list(read_rows(io.BytesIO(b"{}"), "CAMPAIGN_ID", ()))
    assert list(read_batches(io.BytesIO(b"{}"), "CAMPAIGN_ID", ())) == []
