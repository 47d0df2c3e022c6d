"""Every example of the generated client's own documents, as it stands, its placeholder bodies filled in."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.alias.forwarding import forwarded

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
DOCUMENTS = [path for start in ("000", "002") for path in sorted(SEEDS.glob(f"{start}*.txt"))]
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
    if not DOCUMENTS:
        absent = pytest.mark.skip(reason=f"the documents with the examples are not in {SEEDS}")
        return [pytest.param("", "", marks=absent)]
    return [
        (f"{path.name[:3]}-{number}", block)
        for path in DOCUMENTS
        for number, block in enumerate(
            re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
        )
    ]


def calls(code: str) -> int:
    return code.count("api_response = api_instance.")


@pytest.mark.skipif(not DOCUMENTS, reason="the documents are not at hand")
def test_the_documents_hold_what_is_looked_for():
    assert len(examples()) == 8
    assert sum(calls(code) for _, code in examples()) == 11
    for placeholder in FILLED:
        assert any(placeholder in code for _, code in examples())


@pytest.mark.parametrize(("name", "code"), examples())
def test_it_runs(pinterest_emulator, capsys, name, code):
    for placeholder, filled in FILLED.items():
        code = code.replace(placeholder, filled)
    pinterest_emulator.add_ad_account(id="4")
    [audience] = pinterest_emulator.add_audiences(1, ad_account_id="4")
    places = {
        "/audiences/4": f"/audiences/{audience}",
        "/scope_example/type_example/4": "/PARTNER/ENGAGEMENT/902000000000",
        "bookmark=bookmark_example&": "",
    }
    with (
        forwarded(pinterest_emulator, places) as forwarding,
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        exec(compile(code, name, "exec"), {"__name__": "__main__"})
    printed = capsys.readouterr().out
    assert "Exception when calling" not in printed
    assert printed.strip()
    assert len(forwarding.requests) == len(pinterest_emulator.requests) == calls(code)
    assert {request.status for request in pinterest_emulator.requests} == {200}
    for request in forwarding.requests:
        assert request.headers["Authorization"] == "Bearer YOUR_ACCESS_TOKEN"
    deprecated = calls(code) if "(DEPRECATED)" in code else 0
    assert [warning.filename for warning in caught] == [name] * deprecated
