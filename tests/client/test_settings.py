"""Settings: the places and their precedence, the types of values, and errors about malformed ones."""

from __future__ import annotations

import inspect
import json
import re
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
from pinterest.retry import Policy

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
def test_first_place_that_has_a_setting_wins(name, held):
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


def test_places_are_listed_in_order_of_precedence(clean_place):
    expected = ["the environment", "PINTEREST_JSON_ENV_VARIABLES"]
    files = [str(clean_place / ".env"), str(clean_place / "config.json")]
    assert Settings().places == expected + files


def test_settings_include_the_official_names():
    assert set(SETTINGS) >= OFFICIAL
    assert set(SETTINGS) <= set(dir(config))


def test_config_shows_the_present_value_of_each_setting(monkeypatch, clean_place):
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


def test_json_variables_may_be_set_in_dotenv(clean_place):
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


def test_only_the_current_directory_is_searched(clean_place, monkeypatch):
    (clean_place / "config.json").write_text('{"access_token": "above"}')
    (clean_place / ".env").write_text("PINTEREST_ACCESS_TOKEN=above\n")
    for name in ("here", "here/below"):
        (clean_place / name).mkdir()
    (clean_place / "here/below/config.json").write_text('{"access_token": "below"}')
    monkeypatch.chdir(clean_place / "here")
    assert Settings().get("PINTEREST_ACCESS_TOKEN") is None


def test_directories_with_the_names_of_settings_files_are_ignored(clean_place):
    (clean_place / ".env").mkdir()
    (clean_place / "config.json").mkdir()
    assert Settings().get("PINTEREST_APP_ID") is None


def test_settings_files_may_begin_with_a_byte_order_mark(clean_place):
    (clean_place / ".env").write_text("PINTEREST_APP_ID=1\n", encoding="utf-8-sig")
    (clean_place / "config.json").write_text('{"app_secret": "s"}', encoding="utf-8-sig")
    settings = Settings()
    assert (settings.get("PINTEREST_APP_ID"), settings.get("PINTEREST_APP_SECRET")) == ("1", "s")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("config.json", b'{"app_secret": "hush-hush",\n oops}', r"is not valid JSON \(line 2\)"),
        ("config.json", b'["hush-hush"]', "must be a JSON object"),
        ("config.json", b'"hush-hush"', "must be a JSON object"),
        ("config.json", b"[" * 200_000, "is not valid JSON"),
        ("config.json", b"", "is not valid JSON"),
        ("config.json", b'{"app_secret": "hush-hush\xff"}', "cannot be read"),
        (".env", b"PINTEREST_APP_SECRET=hush-hush\xff\n", "cannot be read"),
        (".env", b"PINTEREST_JSON_ENV_VARIABLES='{hush-hush}'\n", "is not valid JSON"),
    ],
)
def test_file_that_cannot_be_parsed_is_named_without_its_content(
    name, content, complaint, clean_place
):
    (clean_place / name).write_bytes(content)
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        PinterestSDKClient()
    text = str(caught.value)
    assert "hush-hush" not in text
    assert (str(clean_place / name) in text) == (b"JSON_ENV" not in content)
    shown = "".join(traceback.format_exception(caught.value)).splitlines()
    assert not [line for line in shown if "hush" in line and "write_bytes" not in line]


def test_json_variables_that_cannot_be_parsed_are_named_without_their_content(monkeypatch):
    monkeypatch.setenv("PINTEREST_JSON_ENV_VARIABLES", '{"PINTEREST_APP_SECRET": hush-hush}')
    with pytest.raises(
        ConfigurationError, match="PINTEREST_JSON_ENV_VARIABLES is not valid"
    ) as caught:
        Settings()
    assert "hush" not in str(caught.value)


def test_invalid_line_in_dotenv_is_ignored(clean_place, caplog):
    (clean_place / ".env").write_text("PINTEREST_APP_ID\nPINTEREST_APP_SECRET=hush-hush\n'\n")
    settings = Settings()
    assert (settings.get("PINTEREST_APP_ID"), settings.get("PINTEREST_APP_SECRET")) == (
        None,
        "hush-hush",
    )
    assert "hush" not in caplog.text


@pytest.mark.parametrize("value", ["1", "true", "Yes", " ON "])
def test_flag_is_on(value):
    assert Settings(environment={"PINTEREST_DEBUG": value}).flag("PINTEREST_DEBUG")


@pytest.mark.parametrize("value", ["0", "false", "No", "off", "", " "])
def test_flag_is_off(value):
    assert not Settings(environment={"PINTEREST_DEBUG": value}).flag("PINTEREST_DEBUG")


def test_invalid_flag_is_refused():
    settings = Settings(environment={"PINTEREST_DEBUG": "maybe"})
    with pytest.raises(
        ConfigurationError, match="PINTEREST_DEBUG in the environment is 'maybe'; allowed: 0"
    ):
        settings.flag("PINTEREST_DEBUG")


NUMBERS: dict[str, list[tuple[str, object]]] = {
    "PINTEREST_TIMEOUT": [
        ("60", 60.0),
        ("0.5", 0.5),
        ("10,60", (10.0, 60.0)),
        (" 3.5 , 7 ", (3.5, 7.0)),
    ],
    "PINTEREST_MAX_RETRIES": [("0", 0), ("7", 7), (" 5 ", 5)],
    "PINTEREST_MAX_WAIT": [("0", 0.0), ("900", 900.0), ("1.5", 1.5)],
}
MALFORMED = {
    "PINTEREST_TIMEOUT": ["soon", "0", "-1", "1,2,3", "5,", ",", "1,0", "nan", "inf", "1;2"],
    "PINTEREST_MAX_RETRIES": ["three", "1.5", "-1", "1,2", "nan", "9" * 5000],
    "PINTEREST_MAX_WAIT": ["long", "-0.5", "1,2", "nan"],
}


def store_setting(place, name, text, monkeypatch, clean_place):
    """Sets a setting in one of the places. Returns the place's name in errors."""
    if place == "environment":
        monkeypatch.setenv(name, text)
        return "the environment"
    if place == "PINTEREST_JSON_ENV_VARIABLES":
        monkeypatch.setenv(place, json.dumps({name: text}))
        return place
    if place == ".env":
        (clean_place / place).write_text(f"{name}='{text}'\n")
    else:
        content = json.dumps({name.removeprefix("PINTEREST_").lower(): text})
        (clean_place / place).write_text(content)
    return str(clean_place / place)


def get_policy_value(name):
    policy = PinterestSDKClient("token-one")._transport.policy
    return getattr(policy, name.removeprefix("PINTEREST_").lower())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_may_be_set_in_every_place(name, place, monkeypatch, clean_place):
    for text, value in NUMBERS[name]:
        store_setting(place, name, text, monkeypatch, clean_place)
        assert get_policy_value(name) == value
        assert getattr(config, name) == value


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_number_is_named_with_its_source(name, place, monkeypatch, clean_place):
    for text in MALFORMED[name]:
        source = store_setting(place, name, text, monkeypatch, clean_place)
        with pytest.raises(ConfigurationError) as caught:
            getattr(config, name)
        shown_start = f"{name} in {source} is {text[:40]!r}"[:-1]
        assert str(caught.value).startswith(shown_start)
        assert "; allowed: " in str(caught.value)
        assert len(str(caught.value)) < 400


@pytest.mark.parametrize("place", PLACES[:3])
@pytest.mark.parametrize("name", MALFORMED)
def test_client_refuses_malformed_numbers_of_any_place(name, place, monkeypatch, clean_place):
    store_setting(place, name, MALFORMED[name][0], monkeypatch, clean_place)
    with pytest.raises(ConfigurationError, match=name):
        PinterestSDKClient("token-one")


FOREIGN = [
    b'{"compilerOptions": {}, // a comment\n}',
    b"[1, 2]",
    b"",
    b"\xff\xfe{}",
    b"[" * 200_000,
    b'{"timeout": "30s", "max_retries": "many", "max_wait": -1}',
    b'{"debug": "app:*", "app_id": "My App", "app_secret": "a secret"}',
    b'{"log_file": "/no/such/folder/app.log"}',
]


@pytest.mark.parametrize("content", FOREIGN)
def test_config_json_of_another_program_does_not_stop_a_client_with_a_token(
    content, clean_place, caplog
):
    (clean_place / "config.json").write_bytes(content)
    for _ in range(2):
        client = PinterestSDKClient("token-one", base_url="http://127.0.0.1:9/v5")
    policy = client._transport.policy
    assert (policy.timeout, policy.max_retries, policy.max_wait) == (
        Policy().timeout,
        Policy().max_retries,
        Policy().max_wait,
    )
    lines = [record.getMessage() for record in caplog.records]
    assert lines and len(lines) == len(set(lines))
    assert all(str(clean_place) in line or "/no/such" in line for line in lines)
    assert "a secret" not in caplog.text


def test_app_of_another_program_stops_a_client_that_needs_one(clean_place):
    (clean_place / "config.json").write_text('{"app_id": "My App", "app_secret": "secret"}')
    with pytest.raises(ConfigurationError, match=r"PINTEREST_APP_ID in .*config\.json"):
        PinterestSDKClient(refresh_token="refresh-one")


def test_client_works_if_the_current_directory_was_removed():
    code = (
        "import os, tempfile\n"
        "from pinterest import PinterestSDKClient\n"
        "place = tempfile.mkdtemp(); os.chdir(place); os.rmdir(place)\n"
        "PinterestSDKClient('token-one')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_only_values_in_single_quotes_of_dotenv_are_literal(clean_place, monkeypatch):
    monkeypatch.setenv("OUTER", "outer")
    (clean_place / ".env").write_text(
        "export PINTEREST_APP_ID=app\n"
        "PINTEREST_APP_SECRET='s${PINTEREST_APP_ID}$x' # a comment\n"
        "  export 'PINTEREST_SCOPE' = '${OUTER}'\n"
        'PINTEREST_STATE="${OUTER}-${PINTEREST_APP_ID}"\n'
        "PINTEREST_PORT=${ABSENT:-8080}\n"
        "PINTEREST_CLIENT_ID=${PINTEREST_APP_SECRET}\n"
    )
    settings = Settings()
    assert settings.get("PINTEREST_APP_SECRET") == "s${PINTEREST_APP_ID}$x"
    assert settings.get("PINTEREST_SCOPE") == "${OUTER}"
    assert settings.get("PINTEREST_STATE") == "outer-app"
    assert settings.get("PINTEREST_PORT") == "8080"
    assert settings.get("PINTEREST_CLIENT_ID") == "s${PINTEREST_APP_ID}$x"


def test_numbers_of_config_json_may_be_numbers(clean_place):
    (clean_place / "config.json").write_text(
        '{"timeout": [10, 2.5], "max_retries": 5, "max_wait": 1.5, "scope": ["ads:read"]}'
    )
    assert config.PINTEREST_TIMEOUT == (10.0, 2.5)
    assert config.PINTEREST_MAX_RETRIES == 5
    assert config.PINTEREST_MAX_WAIT == 1.5
    assert config.PINTEREST_SCOPE is None


def test_arguments_take_precedence_over_numbers_of_the_settings(monkeypatch):
    for name in NUMBERS:
        monkeypatch.setenv(name, "malformed, but not used")
    client = PinterestSDKClient("token-one", timeout=5, max_retries=0, max_wait=0)
    assert client._transport.policy == Policy(timeout=5, max_retries=0, max_wait=0)


def test_default_numbers_are_those_of_the_policy():
    assert PinterestSDKClient("token-one")._transport.policy == Policy()
    assert Policy().timeout == config.PINTEREST_TIMEOUT
    assert Policy().max_retries == config.PINTEREST_MAX_RETRIES
    assert Policy().max_wait == config.PINTEREST_MAX_WAIT


def test_documented_defaults_are_those_of_the_policy():
    default = Policy()
    numbers: dict[str, list[str]] = {
        "timeout": (SETTINGS["PINTEREST_TIMEOUT"] or "").split(","),
        "max_retries": [str(default.max_retries)],
        "max_wait": [f"{default.max_wait:g}"],
        "backoff": [f"{default.backoff:g}", f"{default.max_backoff:g}"],
    }
    text = inspect.getdoc(PinterestSDKClient.__init__) or ""
    documented = dict(re.findall(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", text, re.MULTILINE))
    for name, expected in numbers.items():
        assert re.findall(r"\d+(?:\.\d+)?", documented[name]) == expected, name


@pytest.mark.parametrize("page", ["README.md", "docs/reference/config.md"])
def test_settings_tables_list_the_numbers_with_their_defaults(page):
    text = (Path(config.__file__).parents[1] / page).read_text(encoding="utf-8")
    for name in NUMBERS:
        [row] = re.findall(rf"^\| `{name}`.*$", text, re.MULTILINE)
        assert f"(default `{SETTINGS[name]}`)" in row


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
assert len(seen) == 2, seen  # the hook works
client = pinterest.PinterestSDKClient(access_token="token-one", base_url="http://127.0.0.1:9/v5")
assert len(seen) == 4, seen  # the same files again, and no connection
assert dict(os.environ) == before
"""


def test_importing_reads_no_settings_and_creating_a_client_opens_no_connection(clean_place):
    (clean_place / ".env").write_text("PINTEREST_APP_ID=1\n")
    (clean_place / "config.json").write_text("{}")
    root = str(Path(config.__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {root!r})\n{WATCH}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
