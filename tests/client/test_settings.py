"""Settings: where they are looked for and in which order, and what is said of a place that cannot be read."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest import config
from pinterest.client import PinterestSDKClient
from pinterest.config import SETTINGS, Settings
from pinterest.exceptions import ConfigurationError

PLACES = ["environment", "PINTEREST_JSON_ENV_VARIABLES", ".env", "config.json"]
OFFICIAL = {
    "PINTEREST_ACCESS_TOKEN",
    "PINTEREST_REFRESH_ACCESS_TOKEN",
    "PINTEREST_APP_ID",
    "PINTEREST_APP_SECRET",
    "PINTEREST_API_URI",
    "PINTEREST_DEBUG",
    "PINTEREST_LOG_FILE",
    "PINTEREST_LOGGER_FORMAT",
}
name_of_a_setting = st.sampled_from(sorted(set(SETTINGS) - {"PINTEREST_JSON_ENV_VARIABLES"}))
text = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20)
where_it_is = st.dictionaries(st.sampled_from(PLACES), st.one_of(st.just(""), text))


@given(name_of_a_setting, where_it_is)
def test_the_first_place_that_holds_a_setting_wins(name, held):
    with tempfile.TemporaryDirectory() as folder:
        environment: dict[str, str] = {}
        for place, value in held.items():
            if place == "environment":
                environment[name] = value
            elif place == "PINTEREST_JSON_ENV_VARIABLES":
                environment[place] = json.dumps({name: value})
            elif place == ".env":
                (Path(folder) / ".env").write_text(f"OTHER=1\n{name}={value}\n")
            else:
                content = json.dumps({name.removeprefix("PINTEREST_").lower(): value})
                (Path(folder) / "config.json").write_text(content)
        settings = Settings(Path(folder), environment)
    expected = next((held[place] for place in PLACES if held.get(place)), SETTINGS[name])
    assert settings.get(name) == expected
    source = next((place for place in PLACES if held.get(place)), "its default")
    assert settings.source(name).endswith(source)


def test_the_places_are_named_first_to_last(clean_place):
    expected = ["the environment", "PINTEREST_JSON_ENV_VARIABLES"]
    files = [str(clean_place / ".env"), str(clean_place / "config.json")]
    assert Settings().places == expected + files


def test_the_official_names_are_settings():
    assert set(SETTINGS) >= OFFICIAL
    assert set(SETTINGS) <= set(dir(config))


def test_config_shows_each_setting_as_it_is_now(monkeypatch, clean_place):
    assert config.PINTEREST_ACCESS_TOKEN is None
    assert config.PINTEREST_API_URI == "https://api.pinterest.com/v5"
    assert config.PINTEREST_DEBUG is False
    (clean_place / "config.json").write_text('{"access_token": "from-config", "debug": true}')
    assert config.PINTEREST_ACCESS_TOKEN == "from-config"
    assert config.PINTEREST_DEBUG is True
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "from-environment")
    assert config.PINTEREST_ACCESS_TOKEN == "from-environment"


def test_config_has_no_other_names():
    with pytest.raises(AttributeError, match="no attribute 'PINTEREST_ACESS_TOKEN'"):
        _ = config.PINTEREST_ACESS_TOKEN


def test_the_packed_variables_may_stand_in_dotenv(clean_place):
    packed = json.dumps(
        {"PINTEREST_APP_ID": 1445, "PINTEREST_DEBUG": True, "PINTEREST_SCOPE": None}
    )
    (clean_place / ".env").write_text(
        f"PINTEREST_JSON_ENV_VARIABLES='{packed}'\nPINTEREST_APP_ID=1\nPINTEREST_SCOPE=ads:read\n"
    )
    settings = Settings()
    assert settings.get("PINTEREST_APP_ID") == "1445"
    assert settings.flag("PINTEREST_DEBUG") is True
    assert settings.get("PINTEREST_SCOPE") == "ads:read"


def test_only_the_current_directory_is_looked_into(clean_place, monkeypatch):
    (clean_place / "config.json").write_text('{"access_token": "above"}')
    (clean_place / ".env").write_text("PINTEREST_ACCESS_TOKEN=above\n")
    for name in ("here", "here/below"):
        (clean_place / name).mkdir()
    (clean_place / "here/below/config.json").write_text('{"access_token": "below"}')
    monkeypatch.chdir(clean_place / "here")
    assert Settings().get("PINTEREST_ACCESS_TOKEN") is None


def test_folders_of_those_names_are_no_settings(clean_place):
    (clean_place / ".env").mkdir()
    (clean_place / "config.json").mkdir()
    assert Settings().get("PINTEREST_APP_ID") is None


def test_files_may_begin_with_a_byte_order_mark(clean_place):
    (clean_place / ".env").write_text("PINTEREST_APP_ID=1\n", encoding="utf-8-sig")
    (clean_place / "config.json").write_text('{"app_secret": "s"}', encoding="utf-8-sig")
    settings = Settings()
    assert (settings.get("PINTEREST_APP_ID"), settings.get("PINTEREST_APP_SECRET")) == ("1", "s")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("config.json", b'{"app_secret": "hush-hush",\n oops}', r"is not valid JSON \(line 2\)"),
        ("config.json", b'["hush-hush"]', "must hold a JSON object"),
        ("config.json", b'"hush-hush"', "must hold a JSON object"),
        ("config.json", b"[" * 200_000, "is not valid JSON"),
        ("config.json", b"", "is not valid JSON"),
        ("config.json", b'{"app_secret": "hush-hush\xff"}', "cannot be read"),
        (".env", b"PINTEREST_APP_SECRET=hush-hush\xff\n", "cannot be read"),
        (".env", b"PINTEREST_JSON_ENV_VARIABLES='{hush-hush}'\n", "is not valid JSON"),
    ],
)
def test_a_place_that_cannot_be_read_is_named_without_its_content(
    name, content, complaint, clean_place
):
    (clean_place / name).write_bytes(content)
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        PinterestSDKClient(access_token="token-one")
    text = str(caught.value)
    assert "hush-hush" not in text
    assert (str(clean_place / name) in text) == (b"JSON_ENV" not in content)
    shown = "".join(traceback.format_exception(caught.value)).splitlines()
    assert not [line for line in shown if "hush" in line and "write_bytes" not in line]


def test_packed_variables_that_cannot_be_read_are_named_without_their_content(monkeypatch):
    monkeypatch.setenv("PINTEREST_JSON_ENV_VARIABLES", '{"PINTEREST_APP_SECRET": hush-hush}')
    with pytest.raises(
        ConfigurationError, match="PINTEREST_JSON_ENV_VARIABLES is not valid"
    ) as caught:
        Settings()
    assert "hush" not in str(caught.value)


def test_a_line_that_is_no_setting_hinders_nothing(clean_place, caplog):
    (clean_place / ".env").write_text("PINTEREST_APP_ID\nPINTEREST_APP_SECRET=hush-hush\n'\n")
    settings = Settings()
    assert (settings.get("PINTEREST_APP_ID"), settings.get("PINTEREST_APP_SECRET")) == (
        None,
        "hush-hush",
    )
    assert "hush" not in caplog.text


@pytest.mark.parametrize("value", ["1", "true", "Yes", " ON "])
def test_ways_to_say_yes(value):
    assert Settings(environment={"PINTEREST_DEBUG": value}).flag("PINTEREST_DEBUG")


@pytest.mark.parametrize("value", ["0", "false", "No", "off", "", " "])
def test_ways_to_say_no(value):
    assert not Settings(environment={"PINTEREST_DEBUG": value}).flag("PINTEREST_DEBUG")


def test_what_is_neither_yes_nor_no():
    settings = Settings(environment={"PINTEREST_DEBUG": "maybe"})
    with pytest.raises(
        ConfigurationError, match="PINTEREST_DEBUG in the environment is 'maybe'; allowed: 0"
    ):
        settings.flag("PINTEREST_DEBUG")


WATCH = """
import os, sys
before = dict(os.environ)
seen = []
def watch(event, args):
    if event == "open" and any(str(args[0]).endswith(name) for name in (".env", "config.json", ".netrc")):
        seen.append(str(args[0]))
    if event in ("socket.connect", "socket.getaddrinfo"):
        seen.append(event)
sys.addaudithook(watch)
import pinterest, pinterest.client, pinterest.config, pinterest.ads.audiences, pinterest.api
assert pinterest.PinterestSDKClient and pinterest.Audience
assert seen == [], seen
assert dict(os.environ) == before
pinterest.config.PINTEREST_APP_ID
assert len(seen) == 2, seen  # the watch works
client = pinterest.PinterestSDKClient(access_token="token-one", base_url="http://127.0.0.1:9/v5")
assert len(seen) == 4, seen  # the same files again, and no connection
assert dict(os.environ) == before
"""


def test_importing_reads_nothing_and_constructing_connects_to_nothing(clean_place):
    (clean_place / ".env").write_text("PINTEREST_APP_ID=1\n")
    (clean_place / "config.json").write_text("{}")
    root = str(Path(config.__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {root!r})\n{WATCH}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
