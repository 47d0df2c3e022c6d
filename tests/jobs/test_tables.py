"""Types of columns, which follow from their names, and tables with values that do not fit these types."""

from __future__ import annotations

import datetime
import sys
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from pinterest import schemas
from pinterest.exceptions import ConfigurationError
from pinterest.utils import tables
from pinterest.utils.columns import ColumnType, convert_row, get_column_type

ROWS: list[dict[str, Any]] = [
    {"CAMPAIGN_ID": "1", "DATE": "2026-01-01", "CTR": "0.5", "CLICKS": "3"},
    {"CAMPAIGN_ID": "2", "DATE": "2026-01-02", "CTR": None, "CLICKS": None},
]


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("CAMPAIGN_ID", ColumnType.TEXT),
        ("AD_GROUP_NAME", ColumnType.TEXT),
        ("TARGETING_VALUE", ColumnType.TEXT),
        ("PRODUCT_ITEM_BRAND", ColumnType.TEXT),
        ("PRODUCT_ITEM_PRICE", ColumnType.AMOUNT),
        ("SPEND_IN_MICRO_DOLLAR", ColumnType.COUNT),
        ("CPM_IN_MICRO_DOLLAR", ColumnType.COUNT),
        ("SPEND_IN_DOLLAR", ColumnType.AMOUNT),
        ("TOTAL_CHECKOUT_CONVERSION_PRODUCT_VALUE_IN_USD", ColumnType.AMOUNT),
        ("CHECKOUT_ROAS", ColumnType.AMOUNT),
        ("ENGAGEMENT_RATE", ColumnType.AMOUNT),
        ("TOTAL_IMPRESSION_FREQUENCY", ColumnType.AMOUNT),
        ("TOTAL_IMPRESSION", ColumnType.COUNT),
        ("TOTAL_VIEW_CATEGORY_QUANTITY", ColumnType.COUNT),
        ("IS_PREMIERE_CAMPAIGN", ColumnType.FLAG),
        ("DATE", ColumnType.DATE),
    ],
)
def test_types_come_from_names(column, kind):
    assert get_column_type(column) is kind


def test_every_column_with_an_id_is_text():
    names = [
        str(item.value)
        for schema in (schemas.ReportingColumnAsync, schemas.ConversionProductReportingColumn)
        for item in schema
    ]
    assert {get_column_type(name) for name in names if name.endswith(("_ID", "_NAME"))} == {
        ColumnType.TEXT
    }


def test_values_get_the_type_of_their_column():
    table = tables.to_arrow(lambda: [ROWS])
    assert table.to_pylist()[0] == {
        "CAMPAIGN_ID": "1",
        "DATE": datetime.date(2026, 1, 1),
        "CTR": 0.5,
        "CLICKS": 3,
    }
    assert table.to_pylist()[1]["CLICKS"] is None
    assert convert_row(ROWS[0]) == table.to_pylist()[0]


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("CLICKS", ["1.0", "2"], [1, 2]),
        ("CLICKS", [1, "2", None], [1, 2, None]),
        ("CLICKS", ["1.5", "2"], [1.5, 2.0]),
        ("CLICKS", [2**70, 1], [float(2**70), 1.0]),
        ("CLICKS", ["many", "2"], ["many", "2"]),
        ("CTR", ["n/a", 0.5], ["n/a", "0.5"]),
        ("DATE", ["2026-01-01", "yesterday"], ["2026-01-01", "yesterday"]),
        ("DATE", ["2026-01-01T10:00:00"], [datetime.date(2026, 1, 1)]),
        ("CAMPAIGN_ID", [626735082896, "1"], ["626735082896", "1"]),
        ("CAMPAIGN_ID", [626735082896], ["626735082896"]),
        ("CAMPAIGN_CUSTOM_LABELS", [["a", "b"], None], ['["a", "b"]', None]),
        ("IS_PREMIERE_CAMPAIGN", ["true", "FALSE", None], [True, False, None]),
        ("IS_PREMIERE_CAMPAIGN", [True, None], [True, None]),
    ],
)
def test_values_of_another_type_widen_their_column(column, values, expected):
    table = tables.to_arrow(lambda: [[{column: value}] for value in values], [column])
    assert table[column].to_pylist() == expected


def test_a_column_that_appears_in_a_later_batch_is_added(tmp_path):
    batches: list[list[dict[str, Any]]] = [ROWS, [{"CAMPAIGN_ID": "3", "SPEND_IN_DOLLAR": "1.25"}]]
    path = tables.write_parquet(tmp_path / "late.parquet", lambda: batches, ["CAMPAIGN_ID"])
    table = parquet.read_table(path)
    assert table.column_names == ["CAMPAIGN_ID", "DATE", "CTR", "CLICKS", "SPEND_IN_DOLLAR"]
    assert table["SPEND_IN_DOLLAR"].to_pylist() == [None, None, 1.25]


def test_expected_columns_come_first_and_exist_without_rows():
    table = tables.to_arrow(list, ["DATE", "SPEND_IN_MICRO_DOLLAR"], money=True)
    assert table.schema == pa.schema([("DATE", pa.date32()), ("SPEND_IN_DOLLAR", pa.float64())])
    frame = tables.arrow_to_dataframe(tables.to_arrow(lambda: [ROWS], ["CLICKS"]))
    assert list(frame.columns) == ["CLICKS", "CAMPAIGN_ID", "DATE", "CTR"]
    assert frame["CLICKS"].tolist() == [3, pd.NA]


def test_money_that_is_not_a_number_is_unchanged():
    rows = [{"SPEND_IN_MICRO_DOLLAR": "unknown"}]
    assert tables.to_arrow(lambda: [rows], money=True).to_pylist() == rows


@pytest.mark.parametrize("missing", ["pandas", "pyarrow"])
def test_without_a_package_the_error_names_the_extra(monkeypatch, missing):
    table = tables.to_arrow(lambda: [ROWS])
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ConfigurationError, match="extra 'dataframe'"):
        tables.arrow_to_dataframe(table)
