"""Customer lists: read from any source, normalized, hashed and sent, despite faults and crashes."""

from __future__ import annotations

import hashlib
import io
import logging
import stat

import pandas
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest import CustomerList
from pinterest.exceptions import JobFailed, ValidationError
from pinterest.jobs.customer_records import (
    RecordCounts,
    build_batches,
    get_kind,
)
from pinterest.jobs.identifiers import normalize_email
from pinterest.jobs.user_data import hash_user_data
from tests.jobs.customers import client, customers, emails, home, session, sha256

__all__ = ["client", "customers", "home", "session"]  # fixtures


def hash_values(values, kind="EMAIL", region=None):
    counts = RecordCounts()
    batches = list(build_batches(values, get_kind(kind, region), region, counts))
    return [record for batch in batches for record in batch.records], counts


@pytest.mark.parametrize(
    ("kind", "region", "value", "normalized"),
    [
        ("EMAIL", None, "\t Jane@Example.com\n", "jane@example.com"),
        ("PHONE", None, "+1 (270) 555-0100", "12705550100"),
        ("PHONE", None, "0049 30 1234567", "49301234567"),
        ("PHONE", "US", "270-555-0100", "12705550100"),
        ("PHONE", "US", 12705550100, "12705550100"),
        ("PHONE", "US", 2705550100.0, "12705550100"),
        ("PHONE", "GB", "020 7946 0018", "442079460018"),
        (
            "MAID",
            None,
            "AEBE52E7-03EE-455A-B3C4-E57283966239",
            "AEBE52E7-03EE-455A-B3C4-E57283966239",
        ),
    ],
)
def test_values_are_normalized_and_hashed(kind, region, value, normalized) -> None:
    assert hash_values([value], kind, region)[0] == [sha256(normalized)]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [("EMAIL", "em", " Jane@Example.com"), ("PHONE", "ph", "+49 (0)30 1234567")],
)
def test_events_and_customer_lists_have_the_same_hashes(kind, field, value) -> None:
    if kind == "PHONE":
        value = "+49 30 1234567"
    assert hash_values([value], kind)[0] == hash_user_data({field: value})[field]


def test_hashes_stay_as_they_are_among_plain_values() -> None:
    known = [sha256("a").upper(), hashlib.sha1(b"a").hexdigest(), hashlib.md5(b"a").hexdigest()]
    records, counts = hash_values([known[0], "jane@example.com", *known[1:]])
    assert records == [known[0].lower(), sha256("jane@example.com"), *known[1:]]
    assert counts.hashed_already == 3


@pytest.mark.parametrize(
    ("kind", "values", "skipped"),
    [
        ("EMAIL", ["nobody", "a b@c.de", "a@", "@b", "a@b@c"], {"not an email address": 5}),
        ("EMAIL", ["", " ", None, float("nan"), pandas.NA], {"empty": 5}),
        ("EMAIL", [b"a@b.c", ["a@b.c"], 7], {"not an email address": 3}),
        ("EMAIL", ["a\ufffd@b.c", "a\ud800@b.c"], {"not readable text": 2}),
        ("EMAIL", ["a@b.c\nd@e.f"], {"not an email address": 1}),
        ("PHONE", ["270-555-0100", "call me", "+1"], {"not a phone number with a country code": 3}),
        ("MAID", ["0" * 32, "00000000-0000-0000-0000-000000000000"], {"not a device ID": 2}),
    ],
)
def test_invalid_values_are_skipped_and_their_rows_are_recorded(kind, values, skipped) -> None:
    records, counts = hash_values(values, kind)
    assert (records, counts.skipped) == ([], skipped)
    assert counts.skipped_rows == {next(iter(skipped)): list(range(1, len(values) + 1))}


@given(st.lists(st.text("aB@ \n.\t\x1f\x85Σİ", max_size=6), max_size=200))
def test_many_email_addresses_are_normalized_like_one(values) -> None:
    expected = [sha256(one) for value in values if (one := normalize_email(value.strip()))]
    records, counts = hash_values(values)
    assert records == list(dict.fromkeys(expected))
    assert counts.rows == len(values)
    assert counts.repeated + len(records) + sum(counts.skipped.values()) == len(values)


def test_repeats_are_left_out_and_the_rows_of_skipped_values_are_right() -> None:
    values = [*emails(1000), "nobody", *emails(1000), "no one"]
    records, counts = hash_values(values)
    assert records == list(map(sha256, emails(1000)))
    assert counts.repeated == 1000
    assert counts.skipped_rows == {"not an email address": [1001, 2002]}


def test_a_list_is_uploaded_in_requests_of_the_allowed_size(account, client, shop, session) -> None:
    frame = pandas.DataFrame({"id": range(4000), "Email": emails(4000)})
    counts: list[int] = []
    job = CustomerList.upload(account.id, frame, "Buyers", client)
    summary = job.wait(progress=counts.append).result()
    assert session.records == list(map(sha256, emails(4000)))
    requests = [one for one in shop.requests if one.method != "GET"]
    assert [one.method for one in requests] == ["POST", "PATCH", "PATCH"]
    assert (summary.rows, summary.sent, summary.skipped) == (4000, 4000, {})
    assert summary.customer_list.name == "Buyers"
    assert summary.customer_list.num_uploaded_user_records == 4000
    assert counts[-1] == 4000
    assert repr(job) == "<CustomerListChanges ADD EMAIL: SUCCEEDED>"


def test_customers_are_added_and_removed(customers) -> None:
    assert customers.add(emails(150)).result().sent == 150
    assert customers.refresh().status == "READY"
    assert customers.remove(iter(emails(100))).result().sent == 100
    assert customers.refresh().status == "TOO_SMALL"
    assert customers.remove([]).result().sent == 0


CSV = (
    'Name;E-Mail;Phone\r\n"Doe; Jane";Jane@Example.com;1\r\n"A\r\nB";joe@example.com;2\r\nshort\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_is_read_in_any_encoding(tmp_path, customers, encoding) -> None:
    path = tmp_path / "buyers.csv"
    path.write_bytes(CSV.replace("Jane", "Jän").replace("Jän@", "Jane@").encode(encoding))
    for source in (path, str(path), path.open("rb"), path.open(encoding=encoding, newline="")):
        for column in (None, "E-Mail", "e_mail", 1):
            summary = customers.add(source, column=column).result()
            assert (summary.rows, summary.sent) == (3, 2)
            assert summary.skipped_rows == {"empty": [3]}
            if hasattr(source, "seek"):
                source.seek(0)
        if hasattr(source, "close"):
            source.close()


def test_a_file_without_a_header_has_no_row_lost(tmp_path, customers) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("\n".join(emails(3)))
    assert customers.add(path).result().sent == 3
    path.write_text("a@example.com\t1\nb@example.com\t2\n")
    assert customers.add(path, column=0).result().sent == 2


def test_parquet_and_arrow_are_read_by_column(tmp_path, customers, shop, session) -> None:
    table = pyarrow.table({"n": range(5000), "email": emails(5000)})
    path = tmp_path / "buyers.parquet"
    pyarrow.parquet.write_table(table, path, row_group_size=700)
    session.records.clear()
    for source in (path, table, table["email"]):
        assert customers.add(source).result().sent == 5000
    with path.open("rb") as file:
        assert customers.add(io.BytesIO(file.read()), column="email").result().sent == 5000
    assert session.records == 4 * list(map(sha256, emails(5000)))


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("id,mail,email\n1,a@b.c,d@e.f\n", {}, "'id', 'mail', 'email'"),
        ("id,email\n1,a@b.c\n", {"column": "emial"}, "did you mean 'email'?"),
        ("email,email\n1,a@b.c\n", {"column": "email"}, "more than one"),
        ("id,email\n1,a@b.c\n", {"column": 2}, "0 to 1"),
        ("id,email\n1,a@b.c\n", {"column": 1.5}, "name or a position"),
        ("1,jane@secret.com\n", {}, "no header"),
        ("1,jane@secret.com\n", {"column": "email"}, "number 1"),
        ("", {}, "empty"),
        ("email\na@b.c\n", {"delimiter": "ab"}, "one character"),
        ("email\na@b.c\n", {"encoding": "utf-99"}, "utf-99"),
        ("PK\x03\x04", {}, "Excel"),
        ("email\na@b.c\n", {"kind": "EMIAL"}, "EMAIL"),
        ("email\na@b.c\n", {"kind": "PHONE", "region": "USA"}, "region"),
        ("email\na@b.c\n", {"region": "US"}, "kind='PHONE'"),
        ("email\na@b.c\n", {"via": "mail"}, "records, file"),
    ],
)
def test_an_invalid_file_or_option_is_refused_before_sending(
    tmp_path, account, client, shop, content, options, message
) -> None:
    path = tmp_path / "buyers.csv"
    path.write_text(content)
    with pytest.raises(ValidationError) as caught:
        CustomerList.upload(account.id, path, "Buyers", client, **options)
    assert message in str(caught.value)
    assert "secret" not in str(caught.value)
    assert shop.requests == []


@pytest.mark.parametrize("source", ["jane@secret.com", b"jane@secret.com", 7, {"a": 1}])
def test_a_source_of_another_kind_is_refused_without_its_value(account, client, source) -> None:
    with pytest.raises(ValidationError, match="source") as caught:
        CustomerList.upload(account.id, source, "Buyers", client)
    assert "secret" not in str(caught.value)


def test_a_list_without_customers_is_not_created(account, client, shop) -> None:
    job = CustomerList.upload(account.id, ["nobody", ""], "Buyers", client)
    with pytest.raises(JobFailed, match="not an email address: 1, empty: 1"):
        job.wait()
    assert shop.requests == []


@pytest.mark.slow
def test_no_plain_value_is_kept_or_shown(tmp_path, account, client, shop, caplog) -> None:
    path = tmp_path / "buyers.csv"
    path.write_text(
        "email\n" + "\n".join(f"jane{n}@secret.com" for n in range(4000)) + "\nsecret\n"
    )
    caplog.set_level(logging.DEBUG)
    shop.fail_next(500, times=2, method="PATCH")
    shop.fail_next(403, method="PATCH")
    job = CustomerList.upload(
        account.id, path, "Buyers", client, checkpoint=tmp_path / "state.json"
    )
    with pytest.raises(Exception, match="403") as caught:
        job.wait()
    [checkpoint] = tmp_path.glob("*.json")
    assert stat.S_IMODE(checkpoint.stat().st_mode) == 0o600
    shown = [str(caught.value), repr(job), job.token, checkpoint.read_text(), caplog.text]
    shown.append(repr(job.wait().result()))
    assert "secret" not in "".join(shown)
    assert all("secret" not in str(one.body) for one in shop.requests)
    assert list(tmp_path.glob("*.json")) == []
