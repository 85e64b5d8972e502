"""Settings: declared once, kept whole, and what is not known is kept too."""

import json
import logging
import stat
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraken_desktop.storage.errors import ReadOnly
from kraken_desktop.storage.settings import DECLARATIONS, Settings, declaration, with_value
from kraken_desktop.storage.settings_file import SettingsFile
from tests.house.source import ROOT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def write(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")


def test_without_a_file_everything_has_its_default(path: Path) -> None:
    assert SettingsFile(path).load() == Settings()
    assert not path.exists()


def test_what_is_saved_is_loaded(path: Path) -> None:
    chosen = Settings()
    for key, value in {
        "polling_minutes": 5,
        "scheme": "thresholds",
        "thresholds": ["12.5", 24],
        "palette": "colour-blind",
        "notices_on": False,
        "quiet_from": "21:30",
        "account_number": "A-1B2C3D4E",
        "windows": {"main": "AdnQywAD"},
    }.items():
        chosen = with_value(chosen, key, value)
    SettingsFile(path).save(chosen)
    loaded = SettingsFile(path).load()
    assert loaded == chosen
    assert loaded.thresholds == (Decimal("12.5"), Decimal(24))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_default_that_changes_reaches_who_never_chose(path: Path) -> None:
    SettingsFile(path).save(with_value(Settings(), "theme", "dark"))
    assert json.loads(path.read_text(encoding="utf-8")) == {"theme": "dark"}


def test_unknown_keys_are_kept(path: Path) -> None:
    write(path, '{"from_the_future": {"a": [1, null]}, "polling_minutes": 3}')
    file = SettingsFile(path)
    file.save(with_value(file.load(), "polling_minutes", 5))
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "from_the_future": {"a": [1, None]},
        "polling_minutes": 5,
    }


def test_bad_values_fall_back_one_by_one_and_are_named(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(
        path,
        '{"polling_minutes": 4, "theme": "pink", "notices_on": "yes", "thresholds": [3, 2], "quiet_from": "25:00",'
        ' "windows": [], "account_number": 7, "palette": "colour-blind"}',
    )
    with caplog.at_level(logging.WARNING):
        loaded = SettingsFile(path).load()
    assert loaded == with_value(Settings(), "palette", "colour-blind")
    named = {key for key in DECLARATIONS if any(f" {key} " in message for message in caplog.messages)}
    assert named == {
        "polling_minutes", "theme", "notices_on", "thresholds", "quiet_from", "windows", "account_number",
    }  # fmt: skip


def test_a_limit_that_no_price_can_have_does_not_survive_a_restart(path: Path) -> None:
    write(path, '{"scheme": "thresholds", "thresholds": ["1e400"]}')
    assert SettingsFile(path).load() == with_value(Settings(), "scheme", "thresholds")


@pytest.mark.parametrize("text", ['{"polling_minutes": 3', "[]", "\x00\x00", ""])
def test_a_file_that_makes_no_sense_is_put_aside(path: Path, text: str) -> None:
    write(path, text)
    file = SettingsFile(path)
    assert file.load() == Settings()
    file.save(Settings())
    assert path.with_name("settings.broken.json").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("polling_minutes", 4),
        ("polling_minutes", "1"),
        ("polling_minutes", True),
        ("scheme", "rainbow"),
        ("thresholds", [12, 12]),
        ("thresholds", ["NaN"]),
        ("thresholds", ["cheap"]),
        ("thresholds", 12),
        ("thresholds", ["1e400"]),
        ("thresholds", ["-500.01"]),
        ("thresholds", ["1e-400000"]),
        ("own_gas_price", "1e400"),
        ("own_gas_price", "7.00000001"),
        ("quiet_to", "7 o'clock"),
        ("notice_stale", 1),
        ("windows", {"main": 3}),
        ("no_such_setting", 1),
    ],
)
def test_a_value_outside_the_limits_is_refused_with_a_word(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        with_value(Settings(), key, value)


@given(st.sampled_from(sorted(DECLARATIONS)), st.data())
def test_every_choice_that_is_offered_can_be_chosen(key: str, data: st.DataObject) -> None:
    choices = declaration(key).choices
    value = getattr(Settings(), key) if choices is None else data.draw(st.sampled_from(choices))[0]
    assert getattr(with_value(Settings(), key, value), key) == value


def test_what_a_dialog_shows_has_words() -> None:
    assert not [declared.key for declared in DECLARATIONS.values() if declared.choices and not declared.label]
    with pytest.raises(KeyError):
        declaration("no_such_setting")


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    file = SettingsFile(tmp_path / "file" / "settings.json")
    assert file.load() == Settings()
    with pytest.raises(ReadOnly):
        file.save(Settings())


RUNS_OUT_OF_SPACE = """
import resource, sys
from pathlib import Path
from kraken_desktop.storage.errors import Full
from kraken_desktop.storage.settings import Settings, with_value
from kraken_desktop.storage.settings_file import SettingsFile
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
try:
    SettingsFile(Path(sys.argv[1])).save(with_value(Settings(), "theme", "light"))
except Full as error:
    print(error.kind)
"""


def test_a_save_without_space_leaves_the_old_file(path: Path) -> None:
    SettingsFile(path).save(with_value(Settings(), "theme", "dark"))
    said = subprocess.run(
        [sys.executable, "-c", RUNS_OUT_OF_SPACE, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["store-full"]
    assert SettingsFile(path).load().theme == "dark"
    assert [part.name for part in path.parent.iterdir()] == ["settings.json"]


def test_delete_leaves_nothing(path: Path) -> None:
    write(path, '{"from_the_future": 1, "theme": "dark"}')
    file = SettingsFile(path)
    file.load()
    file.delete()
    assert not path.exists()
    file.save(Settings())
    assert json.loads(path.read_text(encoding="utf-8")) == {}
