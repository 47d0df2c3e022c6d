"""Whatever comes back, or does not: an answer, or an error of ours that does not mislead about a write."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ApiException, ConnectionFailed, OutcomeUnknown, PinterestError
from pinterest.response import ApiResponse
from tests.client.calls import create, read
from tests.client.raw_server import RawServer

status_lines = st.one_of(
    st.binary(max_size=20),
    st.integers(0, 999).map(lambda status: b"HTTP/1.1 %d \xff" % status),
)
header_lines = st.one_of(
    st.binary(max_size=30),
    st.builds(
        lambda name, value: name + b": " + value,
        st.sampled_from(
            b"Content-Length Content-Encoding Content-Type Transfer-Encoding Retry-After Location Date "
            b"X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset".split()
        ),
        st.one_of(
            st.sampled_from([b"gzip", b"br", b"chunked", b"0", b"3", b"-1", b"1, 2"]),
            st.binary(max_size=9),
        ),
    ),
)
answers = st.one_of(
    st.binary(max_size=40),
    st.builds(
        lambda status, headers, body: b"\r\n".join(
            [status, b"Connection: close", *headers, b"", body]
        ),
        status_lines,
        st.lists(header_lines, max_size=4),
        st.one_of(st.just(b'{"id": "1"}'), st.binary(max_size=30)),
    ),
)


def outcome(call, client):
    try:
        return call(client)
    except PinterestError as error:
        return error


@pytest.fixture
def garbage(waits):
    server = RawServer([])
    with PinterestSDKClient("token-one", base_url=server.url, timeout=0.5, max_retries=1) as client:
        yield server, client
    server.close()
    gc.collect()


# The server stays for all examples; it is told its answer anew in each. What urllib3 and requests drop unclosed when
# they stumble is closed by the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers)
def test_an_answer_of_any_bytes(garbage, answer):
    server, client = garbage
    server.answers = [answer]
    server.requests.clear()
    assert isinstance(outcome(create, client), (ApiResponse, ApiException, OutcomeUnknown))
    assert len(server.requests) == 1 or b"429" in answer
    assert isinstance(outcome(read, client), (ApiResponse, ApiException, ConnectionFailed))
