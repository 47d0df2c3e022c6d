"""Pinterest's own SDK, `pinterest-api-sdk`, with our `openapi_generated` in place of its generated client.

Runs in an environment that has the SDK without its generated client. Both the SDK's package and ours are named
`pinterest`. So our packages are copied next to the script's data, and the copy of ours gets another name. In the
copies, only module names differ.
"""

# Keep this order of imports, since our package has some modules with the same names.
# ruff: noqa: I001

import re
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_OURS = "renamed_pinterest"
_IMPORTED = re.compile(r"^(\s*(?:from|import) )pinterest\b", re.MULTILINE)
# Module names in strings, for modules that are imported on first use.
_NAMED = re.compile(r"([\"'])pinterest(?=\.[a-z_.]*\1)")


def copy(folder):
    """Copies our packages to a folder and renames `pinterest`."""
    for package, name in (("openapi_generated", "openapi_generated"), ("pinterest", _OURS)):
        for source in (_ROOT / package).rglob("*.py"):
            path = source.relative_to(_ROOT / package)
            if path.parts[0] != "emulator":
                target = folder / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                text = _IMPORTED.sub(rf"\1{_OURS}", source.read_text(encoding="utf-8"))
                target.write_text(_NAMED.sub(rf"\1{_OURS}", text), encoding="utf-8")


if __name__ == "__main__":
    copies = Path("copies").resolve()
    copy(copies)
    sys.path.insert(0, str(copies))

    import official_nouns  # registers the nouns
    import openapi_generated
    import pinterest
    from nouns import run_flows, check_equal

    check_equal(Path(openapi_generated.__file__).parent.parent, copies)
    assert "site-packages" in pinterest.__file__, "this is not the SDK's package"
    sys.exit(bool(run_flows(f"{official_nouns.CLIENT} on openapi_generated")))
