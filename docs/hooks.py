"""Hooks of mkdocs: shows the `:calls:` line of a docstring as the request that the method sends."""

from __future__ import annotations

import re
from typing import Any

_CALLS = re.compile(r"<p>:calls:\s*(?:<code>)?([A-Z]+ /[^\s,<]*)(?:</code>)?(.*?)</p>", re.DOTALL)


def on_page_content(html: str, **_: Any) -> str:
    """Rewrites the HTML of a page."""
    return _CALLS.sub(r"<p><strong>Request:</strong> <code>\1</code>\2</p>", html)
