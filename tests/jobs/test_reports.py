"""Reports: requests, refused arguments, and rows as tables, files and dictionaries."""

from __future__ import annotations

import csv
import datetime
import itertools
import json

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from pinterest import Report, ReportTemplate
from pinterest.emulator import Emulator
from pinterest.exceptions import BadRequest, Forbidden, JobExpired, OutcomeUnknown, ValidationError
from pinterest.utils import tables

COLUMNS = ["CAMPAIGN_NAME", "SPEND_IN_MICRO_DOLLAR", "TOTAL_IMPRESSION", "CTR"]
IN_ORDER = ["CAMPAIGN_ID", "DATE", *COLUMNS]


def get_period(today: datetime.date, back: int) -> tuple[datetime.date, datetime.date]:
    return today - datetime.timedelta(days=back), today


def list_sent_bodies(shop):
    return [r.body for r in shop.requests if r.method == "POST"]


@pytest.fixture
def report(account, today):
    return account.report(*get_period(today, 9), "DAY", "CAMPAIGN", COLUMNS)


def test_a_dataframe_has_the_right_types_and_order(report):
    frame = report.to_dataframe()
    assert list(frame.columns) == IN_ORDER
    assert frame["CAMPAIGN_ID"].map(type).eq(str).all()
    assert str(frame["DATE"].dtype).startswith("datetime64")
    assert str(frame["SPEND_IN_MICRO_DOLLAR"].dtype) == "Int64"
    assert str(frame["TOTAL_IMPRESSION"].dtype) == "Int64"
    assert str(frame["CTR"].dtype) == "float64"
    assert len(frame) == 10 * frame["CAMPAIGN_ID"].nunique()
    assert frame["TOTAL_IMPRESSION"].sum() > 0


def test_micro_currency_becomes_money_on_request(report):
    plain, money = report.to_dataframe(), report.to_dataframe(money=True)
    assert list(money.columns) == [c.replace("_IN_MICRO_", "_IN_") for c in IN_ORDER]
    assert money["SPEND_IN_DOLLAR"].sum() == pytest.approx(plain[COLUMNS[1]].sum() / 1e6)
    rows = [row["SPEND_IN_DOLLAR"] for row in report.rows(money=True)]
    assert rows == pytest.approx(list(money["SPEND_IN_DOLLAR"]))


def test_money_that_was_requested_too_occurs_once(account, today):
    columns = ["SPEND_IN_MICRO_DOLLAR", "SPEND_IN_DOLLAR"]
    report = account.report(*get_period(today, 2), "TOTAL", "CAMPAIGN", columns)
    assert list(report.to_dataframe(money=True).columns) == ["CAMPAIGN_ID", "SPEND_IN_DOLLAR"]
    assert "SPEND_IN_MICRO_DOLLAR" not in next(report.rows(money=True))


def test_rows_have_the_same_values(report):
    rows = list(report)
    assert [type(rows[0][name]) for name in IN_ORDER[:5]] == [str, datetime.date, str, int, int]
    frame = report.to_dataframe()
    assert [row["TOTAL_IMPRESSION"] for row in rows] == list(frame["TOTAL_IMPRESSION"])
    assert [row["CAMPAIGN_ID"] for row in rows] == list(frame["CAMPAIGN_ID"])


def test_files_contain_the_table(report, tmp_path):
    table = report.to_arrow()
    assert table.schema.field("DATE").type == pa.date32()
    path = report.to_parquet(tmp_path / "report.parquet")
    assert parquet.read_table(path).equals(table)
    text = report.to_csv(tmp_path / "report.csv", money=True).read_text()
    rows = list(csv.DictReader(text.splitlines()))
    assert list(rows[0]) == [c.replace("_IN_MICRO_", "_IN_") for c in IN_ORDER]
    assert len(rows) == len(table)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.csv", "report.parquet"]


def test_the_file_is_downloaded_unchanged(shop, report, tmp_path):
    [path] = report.download(tmp_path / "report.json")
    found = json.loads(path.read_bytes())
    assert {len(rows) for rows in found.values()} == {10}


def test_a_csv_report_has_the_same_table(account, today):
    same = [
        account.report(*get_period(today, 9), "DAY", "CAMPAIGN", COLUMNS, report_format=name)
        for name in ("JSON", "CSV")
    ]
    first, second = (report.to_dataframe().fillna({"CTR": 0}) for report in same)
    pd.testing.assert_frame_equal(first, second)
    [row, *_] = same[1].rows()
    assert list(row)[:2] == ["CAMPAIGN_ID", "DATE"]


@pytest.mark.slow
def test_a_long_period_is_split_and_joined(shop, account, today, tmp_path):
    start, _ = get_period(today, 400)
    report = account.report(start, today, "DAY", "CAMPAIGN", COLUMNS)
    periods = [(b["start_date"], b["end_date"]) for b in list_sent_bodies(shop)]
    assert len(periods) == 3
    for (_, end), (begin, _) in itertools.pairwise(periods):
        after = datetime.date.fromisoformat(end) + datetime.timedelta(days=1)
        assert begin == after.isoformat()
    frame = report.to_dataframe()
    per_campaign = frame.groupby("CAMPAIGN_ID")["DATE"]
    assert per_campaign.nunique().eq(401).all()
    assert per_campaign.size().eq(401).all()
    paths = report.download(tmp_path / "report.json")
    assert [path.name for path in paths] == [f"report-{n}.json" for n in (1, 2, 3)]


@pytest.mark.parametrize("granularity", ["WEEK", "MONTH", "TOTAL"])
def test_rows_that_cannot_be_joined_are_not_split(shop, account, today, granularity):
    with pytest.raises(ValidationError, match="granularity DAY"):
        account.report(*get_period(today, 300), granularity, "CAMPAIGN", COLUMNS)
    assert shop.requests == []
    account.report(*get_period(today, 180), granularity, "CAMPAIGN", COLUMNS).wait()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((920, "DAY", "CAMPAIGN", COLUMNS), "920 days ago"),
        ((9, "HOUR", "CAMPAIGN", COLUMNS), "9 days ago"),
        ((95, "DAY", "PRODUCT_ITEM", ["SPEND_IN_DOLLAR"]), "95 days ago"),
        ((9, "DAY", "CAMPAIGNS", COLUMNS), "level"),
        ((9, "DAY", "CAMPAIGN", ["SPEND_IN_DOLLARS"]), "SPEND_IN_DOLLAR"),
        ((9, "DAY", "PRODUCT_ITEM", ["AD_ID", "SPEND_IN_DOLLAR"]), "AD_ID"),
        ((-1, "DAY", "CAMPAIGN", COLUMNS), "before start_date"),
    ],
)
def test_a_request_that_would_be_refused_is_not_sent(shop, account, today, arguments, message):
    back, *rest = arguments
    with pytest.raises(ValidationError, match=message):
        account.report(*get_period(today, back), *rest)
    assert shop.requests == []


@pytest.mark.parametrize(
    ("level", "options", "message"),
    [
        ("CAMPAIGN", {"targeting_types": ["GENDER"]}, "ends with _TARGETING"),
        ("AD_GROUP_TARGETING", {"targeting_types": ["AUDIENCE_MULTIPLIER"]}, "level CAMPAIGN_TARG"),
        ("CAMPAIGN_TARGETING", {"targeting_types": ["MEDIA_TYPE"]}, "level PRODUCT_ITEM_TARGETING"),
        ("CAMPAIGN", {"start_hour": 3}, "granularity='HOUR'"),
    ],
)
def test_fields_that_need_others_are_checked(shop, account, today, level, options, message):
    days = get_period(today, 9)
    with pytest.raises(ValidationError, match=message):
        account.report(*days, "DAY", level, COLUMNS, **options)
    assert shop.requests == []
    with pytest.raises(BadRequest, match=next(iter(options))):
        account.create_report(*days, "DAY", level, COLUMNS, **options)


@pytest.mark.parametrize(
    ("back", "level", "options", "message"),
    [
        (5, "CAMPAIGN", {}, "6 days; allowed: 7 to 366 days"),
        (366, "CAMPAIGN", {}, "367 days; allowed: 7 to 366 days"),
        (30, "AD_GROUP", {"campaign_ids": ["1"]}, "level='CAMPAIGN'"),
        (30, "CAMPAIGN", {"ad_group_ids": ["1"]}, "level='AD_GROUP'"),
        (30, "CAMPAIGN", {"product_sku_ids": ["1", "2"]}, "PRODUCT_SKU_GROUP"),
    ],
)
def test_reports_on_products_are_checked(shop, account, today, back, level, options, message):
    arguments = ("Brands", *get_period(today, back), "TOTAL", level, ["CAMPAIGN_NAME"])
    with pytest.raises(ValidationError, match=message):
        account.conversion_product_report(*arguments, **options)
    assert shop.requests == []
    with pytest.raises(BadRequest, match="end_date" if not options else next(iter(options))):
        account.create_conversion_product_report(*arguments, **options)


def test_reports_on_products_start_late_enough_and_cover_a_year(account, today):
    columns = ["CAMPAIGN_NAME"]
    year = get_period(today, 364)
    assert account.conversion_product_report("Brands", *year, "TOTAL", "CAMPAIGN", columns).tokens
    for days, brand in (("2024-03-16", "DEFAULT"), ("2025-04-01", "BRAND_ATTRIBUTION")):
        with pytest.raises(ValidationError, match="too early for this report"):
            account.conversion_product_report(
                "Brands",
                days,
                "2025-04-30" if brand != "DEFAULT" else "2024-04-30",
                "TOTAL",
                "CAMPAIGN",
                columns,
                conversion_product_attribution_type=brand,
            )


def test_a_later_part_that_is_not_valid_sends_nothing(shop, account, today):
    with pytest.raises(ValidationError, match="campaign_ids"):
        account.report(*get_period(today, 400), "DAY", "CAMPAIGN", COLUMNS, campaign_ids=[])
    with pytest.raises(ValidationError, match="ad_ids"):
        account.report(
            *get_period(today, 9), "DAY", "PRODUCT_ITEM", ["SPEND_IN_DOLLAR"], ad_ids=["1"]
        )
    assert shop.requests == []


def test_the_columns_of_a_level_are_listed(account, today):
    columns = Report.columns("PRODUCT_ITEM")
    assert "PRODUCT_ITEM_NAME" in columns
    assert "PIN_PROMOTION_ID" not in columns
    assert "PIN_PROMOTION_ID" in Report.columns("PIN_PROMOTION")
    account.report(*get_period(today, 9), "DAY", "PRODUCT_ITEM", columns[:50]).wait()
    assert "CONVERSION_PRODUCT_BRAND" in Report.columns("CAMPAIGN", "conversion_product")
    with pytest.raises(ValidationError, match="level: 'CAMPAIGN' is not valid"):
        Report.columns("CAMPAIGN", "mmm")
    with pytest.raises(ValidationError, match="family"):
        Report.columns("CAMPAIGN", "daily")


def test_hours_are_split_and_have_a_column(shop, account, today):
    report = account.report(*get_period(today, 5), "HOUR", "CAMPAIGN", ["TOTAL_IMPRESSION"])
    assert len(list_sent_bodies(shop)) == 2
    frame = report.to_dataframe()
    assert list(frame.columns) == ["CAMPAIGN_ID", "DATE", "HOUR", "TOTAL_IMPRESSION"]
    assert frame["HOUR"].max() == 23
    assert not frame.duplicated(["CAMPAIGN_ID", "DATE", "HOUR"]).any()


def test_hours_limit_the_whole_period_and_not_its_parts(shop, account, today):
    account.report(*get_period(today, 5), "HOUR", "CAMPAIGN", COLUMNS, start_hour=9, end_hour=17)
    hours = [(body.get("start_hour"), body.get("end_hour")) for body in list_sent_bodies(shop)]
    assert hours == [(9, None), (None, 17)]


def test_targeting_reports(account, today):
    report = account.report(
        *get_period(today, 2),
        "DAY",
        "CAMPAIGN_TARGETING",
        ["SPEND_IN_DOLLAR"],
        targeting_types=["GENDER"],
    )
    frame = report.to_dataframe()
    assert list(frame.columns)[2:4] == ["TARGETING_TYPE", "TARGETING_VALUE"]
    assert set(frame["TARGETING_VALUE"]) == {"female", "male", "unknown"}


@pytest.mark.slow
def test_mmm_and_product_reports(account, today):
    mix = account.mmm_report(
        "Mix",
        *get_period(today, 250),
        "DAY",
        "CAMPAIGN_TARGETING",
        ["COUNTRY"],
        ["SPEND_IN_DOLLAR"],
    )
    assert (mix.family, len(mix.tokens)) == ("mmm", 2)
    assert set(mix.to_dataframe()["TARGETING_TYPE"]) == {"COUNTRY"}
    products = account.conversion_product_report(
        "Brands", *get_period(today, 30), "TOTAL", "CAMPAIGN", ["CAMPAIGN_NAME"]
    )
    again = Report.from_token(products.token, products._client)
    assert again.to_dataframe().equals(products.to_dataframe())


def test_template_reports(shop, client, account, today):
    template = next(account.report_templates())
    report = template.report()
    assert (report.level, report.granularity) == ("CAMPAIGN", "DAY")
    assert list(report.to_dataframe().columns)[:2] == ["CAMPAIGN_ID", "DATE"]
    shop.clear_requests()
    unloaded = ReportTemplate(account.id, template.id, client)
    later = unloaded.report(*get_period(today, 200), "DAY")
    assert len(later.tokens) == 2
    assert list(later.to_dataframe().columns) == list(report.to_dataframe().columns)


def test_create_is_the_same_as_the_method_of_the_account(client, account, today):
    report = Report.create(account.id, *get_period(today, 9), "DAY", "CAMPAIGN", COLUMNS, client)
    other = account.report(*get_period(today, 9), "DAY", "CAMPAIGN", COLUMNS)
    assert report.to_dataframe().equals(other.to_dataframe())
    with pytest.raises(ValidationError, match="campaign_ids"):
        Report.create(
            account.id, *get_period(today, 9), "DAY", "CAMPAIGN", COLUMNS, client, campaign_id=1
        )


def test_an_empty_report_has_its_columns(account, today):
    report = account.report(
        *get_period(today, 9), "DAY", "CAMPAIGN", COLUMNS, campaign_ids=["999999999999"]
    )
    frame = report.to_dataframe()
    assert (len(frame), list(frame.columns)) == (0, IN_ORDER)
    assert str(frame["TOTAL_IMPRESSION"].dtype) == "Int64"


def test_an_expired_url_is_requested_again(shop, report):
    report.wait()
    shop.advance(400)
    shop.clear_requests()
    assert len(report.to_dataframe())
    assert [r.path.split("/")[1] for r in shop.requests] == [
        "downloads",
        "ad_accounts",
        "downloads",
    ]


def test_an_expired_report_says_so(today):
    with Emulator(demo_data=True, processing_time=0) as shop, shop.client() as client:
        report = Report.create(
            shop.ad_account_id, *get_period(today, 9), "DAY", "CAMPAIGN", COLUMNS, client
        )
        report.wait()
        shop.advance(4000)
        with pytest.raises(JobExpired, match="one hour"):
            report.to_dataframe()


@pytest.mark.slow
@pytest.mark.parametrize("failure", [{"status": 503}, {"drop": True}, {"truncate": True}])
def test_a_download_that_fails_is_repeated(shop, report, failure):
    shop.fail_next(failure.pop("status", None), 2, path="/downloads/", **failure)
    assert len(report.to_dataframe()) == len(list(report))


def test_a_download_that_always_fails_ends(shop, report, tmp_path):
    shop.fail_next(403, 10, path="/downloads/")
    with pytest.raises(Forbidden, match="download from 127") as caught:
        report.download(tmp_path / "report.json")
    assert "/downloads/" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    shop.clear_failures()


def test_a_lost_response_to_the_request_is_not_repeated(shop, account, today):
    shop.fail_next(drop=True, done=True, method="POST")
    with pytest.raises(OutcomeUnknown):
        account.report(*get_period(today, 9), "DAY", "CAMPAIGN", COLUMNS)
    assert len(list_sent_bodies(shop)) == 1


def test_a_file_that_is_written_is_not_replaced_by_half_of_another(tmp_path):
    path = tmp_path / "old.csv"
    path.write_text("old")

    def batches():
        yield [{"SPEND": 1}]
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        tables.write_csv(path, batches)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["old.csv"]
