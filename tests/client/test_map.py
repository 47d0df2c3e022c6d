"""`client.map`: the order of results, both ways to handle errors, and no unneeded work or threads."""

from __future__ import annotations

import gc
import itertools
import sys
import threading
from contextvars import ContextVar

import pytest

from benchmarks.concurrency import measure_map
from benchmarks.slow_server import ACCOUNT, SlowServer
from pinterest.ads.ad_accounts import AdAccount
from pinterest.ads.audiences import Audience
from pinterest.exceptions import NotFound, PinterestError, ValidationError
from tests.client.threads import threads_end

IDS = [str(10**12 + number) for number in range(40)]


class Server(SlowServer):
    """A server that responds with 404 for some accounts.

    Attributes:
        missing: The IDs of the missing accounts.
        most: The maximum number of concurrent requests.
    """

    def __init__(self, latency=0.0, missing=()):
        super().__init__(latency=latency)
        self.missing = missing
        self.most = self._present = 0
        self._lock = threading.Lock()

    def respond(self, target):
        with self._lock:
            self._present += 1
            self.most = max(self.most, self._present)
        try:
            status, data = super().respond(target)
            if data.get("id") in self.missing:
                return 404, {"code": 50, "message": "no such account"}
            return status, data
        finally:
            with self._lock:
                self._present -= 1


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture(autouse=True)
def no_thread_is_left():
    yield
    gc.collect()
    assert threads_end()


def get_name(client):
    return lambda account_id: AdAccount(account_id, client).name


def build_names(ids):
    return [f"Name of {id}" for id in ids]


@pytest.mark.slow
def test_map_is_at_least_twelve_times_as_fast():
    # A busy machine may disturb one run.
    assert any(measure_map(rounds=1).ratio <= 1 / 12 for _ in range(3))


@pytest.mark.slow
def test_measure_finds_a_map_with_too_few_threads():
    assert measure_map(workers=4, accounts=60, rounds=1).ratio > 1 / 12


@pytest.mark.parametrize("workers", [1, 2, 16, 200])
def test_results_have_the_order_of_the_items(server, workers):
    with server.client() as client:
        assert list(client.map(get_name(client), IDS, workers=workers)) == build_names(IDS)
    assert sorted(server.requests) == [f"GET /v5/ad_accounts/{id}" for id in IDS]


def test_slow_items_keep_their_positions():
    release = threading.Event()

    def wait_at_first(number):
        if number == 0:
            assert release.wait(30)
        if number == 20:
            release.set()
        return number

    with SlowServer() as server, server.client() as client:
        assert list(client.map(wait_at_first, range(40), workers=8)) == list(range(40))


def test_workers_limit_the_requests_at_the_same_time():
    with Server(latency=0.05) as server, server.client() as client:
        assert len(list(client.map(get_name(client), IDS, workers=5))) == 40
    assert server.most == 5
    assert server.connections <= 5


def test_empty_input(server):
    assert list(server.client().map(str, [])) == []


def test_huge_input_is_read_only_a_few_items_ahead(server):
    taken = []

    def endless():
        for number in itertools.count():
            taken.append(number)
            yield number

    results = server.client().map(str, endless(), workers=3)
    assert taken == []
    for number in range(50):
        assert next(results) == str(number)
        assert len(taken) <= number + 1 + 3 * 4
    results.close()


def test_input_is_iterated_by_the_caller(server):
    threads = set()

    def ids():
        for id in IDS:
            threads.add(threading.current_thread())
            yield id

    list(server.client().map(str, ids()))
    assert threads == {threading.current_thread()}


def test_an_error_of_the_input_is_raised_after_earlier_results(server):
    def ids():
        yield from "abc"
        raise LookupError("no more")

    results = server.client().map(str, ids())
    assert list(itertools.islice(results, 3)) == ["a", "b", "c"]
    with pytest.raises(LookupError, match="no more"):
        next(results)


def test_first_error_is_raised_at_its_position():
    with Server(missing={IDS[7], IDS[9]}) as server, server.client() as client:
        results = client.map(get_name(client), IDS, workers=4)
        assert list(itertools.islice(results, 7)) == build_names(IDS[:7])
        with pytest.raises(NotFound) as caught:
            next(results)
        assert f"the item with index 7 is '{IDS[7]}'" in caught.value.__notes__[0]
        assert list(results) == []
    assert len(server.requests) < 40


def test_an_error_stops_the_work_and_reports_later_items(server):
    all_four_run, started = threading.Barrier(4), []

    def work(number):
        started.append(number)
        if number < 4:
            return number
        all_four_run.wait(30)
        if number == 5:
            raise LookupError
        # The running items continue for a while.
        assert not threading.Event().wait(0.1)
        if number == 7:
            raise ValueError
        return number

    results = server.client().map(work, range(100), workers=4)
    assert list(itertools.islice(results, 5)) == [0, 1, 2, 3, 4]
    with pytest.raises(LookupError) as caught:
        next(results)
    assert caught.value.__notes__[1] == (
        "client.map: later items that were started, by index: succeeded: 6; failed: 7"
    )
    assert sorted(started) == list(range(8))


@pytest.mark.slow
def test_after_an_error_no_further_item_is_read_from_the_input(server):
    failing, taken = threading.Event(), []

    def numbers():
        for number in range(100):
            taken.append(number)
            if number == 2:
                assert failing.wait(30)
                assert not threading.Event().wait(0.2)
            yield number

    def work(number):
        if number == 1:
            failing.set()
            raise LookupError
        return failing.wait(30) and threading.Event().wait(1)  # the first item is slow

    with pytest.raises(LookupError):
        list(server.client().map(work, numbers(), workers=2))
    assert taken in ([0, 1], [0, 1, 2])


def test_an_error_without_later_items(server):
    with pytest.raises(ValueError, match="invalid literal") as caught:
        list(server.client().map(int, ["1", "x", "2"], workers=1))
    assert caught.value.__notes__[1] == "client.map: no later item was started"


def test_errors_can_be_returned_at_their_positions():
    with Server(missing={IDS[7], IDS[9]}) as server, server.client() as client:
        found = list(client.map(get_name(client), IDS, errors="return"))
    assert [type(found[place]) for place in (7, 9)] == [NotFound, NotFound]
    assert [f"Name of {id}" for id in IDS if id not in server.missing] == [
        item for item in found if isinstance(item, str)
    ]
    assert f"the item with index 9 is '{IDS[9]}'" in found[9].__notes__[0]


def test_an_exit_is_raised_even_if_errors_are_returned(server):
    def leave(number):
        if number == 1:
            raise ValueError
        if number == 2:
            sys.exit("enough")
        return number

    results = server.client().map(leave, range(100), errors="return", workers=1)
    assert next(results) == 0
    assert isinstance(next(results), ValueError)
    with pytest.raises(SystemExit, match="enough"):
        next(results)


def test_the_error_of_a_write_names_its_item_without_personal_data():
    class Refusing(SlowServer):
        """A server that refuses every write."""

        def respond(self, target):
            return 400, {"code": 1, "message": "no"}

    rows = [{"id": "1", "name": "Quilters", "email": "ann@example.com"}]
    with Refusing() as server, server.client() as client:
        results = client.map(
            lambda row: Audience(ACCOUNT, row["id"], client=client).update_fields(name=row["name"]),
            rows,
        )
        with pytest.raises(PinterestError) as caught:
            next(results)
    [note, _] = caught.value.__notes__
    assert "'name': 'Quilters'" in note
    assert "ann@example.com" not in note


class Unprintable:
    """An item whose repr fails."""

    def __repr__(self):
        raise ZeroDivisionError


def test_an_item_without_a_repr_does_not_hide_the_error(server):
    with pytest.raises(TypeError) as caught:
        list(server.client().map(len, [Unprintable()]))
    assert caught.value.__notes__[0].endswith(
        "the item with index 0 is a value of type Unprintable"
    )


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"function": "str"}, "map: function: 'str'"),
        ({"items": "123"}, "map: items: '123'.*a list or another iterable"),
        ({"items": 5}, "map: items: 5"),
        ({"workers": 0}, "map: workers: 0.*1 or more"),
        ({"workers": True}, "map: workers: True"),
        ({"errors": "ignore"}, "map: errors: 'ignore'.*'raise', 'return'"),
        ({"progress": 5}, "progress: 5"),
    ],
)
def test_arguments_are_checked_at_the_call(server, arguments, text):
    valid = {"function": str, "items": [1], **arguments}
    with pytest.raises(ValidationError, match=text):
        server.client().map(valid.pop("function"), valid.pop("items"), **valid)


def test_async_functions_are_refused(server):
    async def work(item):
        return item

    with pytest.raises(ValidationError, match="a function that is not async"):
        server.client().map(work, [1])


def test_context_variables_are_those_of_the_caller(server):
    job = ContextVar("job", default="none")
    job.set("nightly")

    def change(item):
        before = job.get()
        job.set(item)
        return before

    assert set(server.client().map(change, IDS, workers=2)) == {"nightly"}
    assert job.get() == "nightly"


def test_progress_counts_the_items_that_are_done(server):
    counts: list[int] = []
    found = list(server.client().map(str, range(40), progress=counts.append))
    assert len(found) == 40
    assert counts == sorted(set(counts))
    assert counts[-1] == 40


def test_progress_continues_while_the_first_item_is_slow(server):
    release, counts = threading.Event(), []

    def wait_at_first(number):
        return number or release.wait(30)

    def count(done):
        counts.append(done)
        if done == 4:
            release.set()

    found = list(server.client().map(wait_at_first, range(5), progress=count))
    assert found == [True, 1, 2, 3, 4]
    assert counts[-1] == 5
