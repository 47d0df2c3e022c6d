"""The number of examples that the tests of this folder try. The profiles are in tests/conftest.py."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_DEFAULT = 50


def examples(count: int) -> settings:
    """Returns settings with this number of examples for `make test`, and proportionally more for larger profiles.

    Args:
        count: The number of examples with the default profile, which has 50 for other tests.
    """
    most = settings().max_examples * count // _DEFAULT
    # One server serves all examples of a test.
    unchecked = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=max(1, most), suppress_health_check=unchecked)
