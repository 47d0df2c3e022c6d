"""Any bytes in a response lead to a result or one of the SDK's errors, and never to a second write."""

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
raw_responses = st.one_of(
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


def get_result_or_error(call, client):
    try:
        return call(client)
    except PinterestError as error:
        return error


@pytest.fixture
def server_and_client(waits):
    server = RawServer([])
    with PinterestSDKClient("token-one", base_url=server.url, timeout=0.5, max_retries=1) as client:
        yield server, client
    server.close()
    gc.collect()


# All examples share the server. urllib3 and requests leave some connections open if they cannot parse a response.
# The garbage collector closes those.
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw_responses)
def test_response_of_any_bytes(server_and_client, response):
    server, client = server_and_client
    server.responses = [response]
    server.requests.clear()
    assert isinstance(
        get_result_or_error(create, client), (ApiResponse, ApiException, OutcomeUnknown)
    )
    assert len(server.requests) == 1 or b"429" in response
    assert isinstance(
        get_result_or_error(read, client), (ApiResponse, ApiException, ConnectionFailed)
    )
