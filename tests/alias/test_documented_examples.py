"""The examples in the generated client's documentation run, with their placeholder bodies filled in."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.alias.forwarding import forward_requests

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
PAGES = [path for start in ("000", "002") for path in sorted(SEEDS.glob(f"{start}*.txt"))]
FILLED = {
    "AudienceCreateRequest()": (
        'AudienceCreateRequest(name="Quilters", rule={"retention_days": 30}, audience_type="VISITOR")'
    ),
    "AudienceCreateCustomRequest()": (
        'AudienceCreateCustomRequest(name="Quilters", rule={"pin_id": ["5"]}, sharing_type="CUSTOM",'
        ' data_party="1p")'
    ),
}


def examples() -> list[Any]:
    if not PAGES:
        skipped = pytest.mark.skip(reason=f"the documentation is not in {SEEDS}")
        return [pytest.param("", "", marks=skipped)]
    return [
        (f"{path.name[:3]}-{number}", block)
        for path in PAGES
        for number, block in enumerate(
            re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
        )
    ]


def count_calls(code: str) -> int:
    return code.count("api_response = api_instance.")


@pytest.mark.skipif(not PAGES, reason="the documentation is not available")
def test_the_documentation_has_the_expected_examples():
    assert len(examples()) == 8
    assert sum(count_calls(code) for _, code in examples()) == 11
    for placeholder in FILLED:
        assert any(placeholder in code for _, code in examples())


@pytest.mark.parametrize(("name", "code"), examples())
def test_an_example_runs(pinterest_emulator, capsys, name, code):
    for placeholder, filled in FILLED.items():
        code = code.replace(placeholder, filled)
    pinterest_emulator.add_ad_account(id="4")
    [audience] = pinterest_emulator.add_audiences(1, ad_account_id="4")
    replacements = {
        "/audiences/4": f"/audiences/{audience}",
        "/scope_example/type_example/4": "/PARTNER/ENGAGEMENT/902000000000",
        "bookmark=bookmark_example&": "",
    }
    with (
        forward_requests(pinterest_emulator, replacements) as forwarding,
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        exec(compile(code, name, "exec"), {"__name__": "__main__"})
    printed = capsys.readouterr().out
    assert "Exception when calling" not in printed
    assert printed.strip()
    assert len(forwarding.requests) == len(pinterest_emulator.requests) == count_calls(code)
    assert {request.status for request in pinterest_emulator.requests} == {200}
    for request in forwarding.requests:
        assert request.headers["Authorization"] == "Bearer YOUR_ACCESS_TOKEN"
    deprecated = count_calls(code) if "(DEPRECATED)" in code else 0
    assert [warning.filename for warning in caught] == [name] * deprecated
