"""The user's settings: what is taken from the file, what is wrong in it, and what the reader does with both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_tui.cli import main
from reinvent_tui.keys import KEYS, in_force, shown_key
from reinvent_tui.settings import Settings, load

if TYPE_CHECKING:
    from conftest import OpenReader


def settings_of(folder: Path, text: str) -> Settings:
    path = folder / "config.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_every_setting_is_taken(tmp_path: Path) -> None:
    settings = settings_of(
        tmp_path,
        'theme = "nord"\nplayer = ["mpv", "--start={start}", "{url}"]\nnotes = "~/notes"\n'
        '[keys]\nundo = ["Z", "ctrl-r"]\n',
    )
    assert settings.wrong == ()
    assert (settings.theme, settings.player) == ("nord", ("mpv", "--start={start}", "{url}"))
    assert settings.notes == Path.home() / "notes"
    assert settings.keys == {"undo": "Z,ctrl+r"}
    assert settings.lines == {"theme": 1, "player": 2, "notes": 3, "keys.undo": 5}


@pytest.mark.parametrize(
    ("text", "line", "what", "to_do"),
    [
        ('thme = "nord"', 1, "no setting is called 'thme'", "known are theme, "),
        ('\n\ntheme = "nrod"', 3, "no theme is called so", "known are nord, "),
        ("theme = 3", 1, "theme is no text", 'theme = "'),
        ('theme = "no\\u001brd"', 1, "cannot be seen", "write it so"),
        ('player = "mpv {url}"', 1, "player is no list of words", 'player = ["mpv"'),
        ("player = []", 1, "player is no list of words", 'player = ["mpv"'),
        ('notes = "notes"', 1, "notes is not an absolute path", "begin it with ~/"),
        ('keys = "x"', 1, "keys is no table", "[keys]"),
        ('[keys]\nundoo = "x"', 2, "'undoo'", "known are undo, "),
        ('[keys]\n"list.upp" = "x"', 2, "'list.upp'", "known are list.up, "),
        ('[keys]\nlist.upp = "x"', 2, "'list.upp'", "known are list.up, "),
        ("[keys]\nundo = 3", 2, "no text and no list", "undo = "),
        ('[keys]\nundo = "escpe"', 2, "no key is called 'escpe'", "escape"),
        ('[keys]\nundo = "ctrl-"', 2, "no key is called 'ctrl-'", "known are"),
        ('[keys]\nundo = "shift-1"', 2, "no terminal sends 'shift-1'", "the sign that it types"),
        ('[keys]\nundo = "Z"\nredo = "Z"', 3, "Z is given to redo, and to undo already", "another key"),
        ('[keys]\nundo = "Z"\n"note.up" = "Z"', 3, "Z is given to note.up, and to undo already", "another key"),
        ('[keys]\nundo = "ctrl-q"', 2, "ctrl-q always quits", "another key"),
        ('[keys]\n"search.up" = "k"', 2, "k is typed in the search bar", "another key"),
        ('[keys]\n"search.up" = "/"', 2, "/ is typed in the search bar", "another key"),
        ('theme = "nord"\nplayer = [\n"mpv"\n', 2, "no TOML", "mend this line"),
        ('theme = "nord"\nplayer = ["mpv",\n[keys]\nundo = "Z"\n', 2, "no TOML", "mend this line"),
        ('theme = "nord"\nnotes = """~/notes\n[keys]\nundo = "Z"\n', 2, "no TOML", "mend this line"),
        ('theme = "nord"\ntheme = "nord"\n', 2, "no TOML", "mend this line"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_with_its_line(tmp_path: Path, text: str, line: int, what: str, to_do: str) -> None:
    [sentence] = map(str, settings_of(tmp_path, text).wrong)
    assert sentence.startswith(f"{tmp_path / 'config.toml'}:{line}: ")
    said, done = sentence.split("; ", 1)
    assert what in said and to_do in done
    assert sentence.isprintable()


def test_what_is_right_holds_beside_what_is_wrong(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, 'theme = "nord"\nplayer = 1\n[keys]\nundo = "Z"\nredo = "Z"\nhelp = "H"\n')
    assert settings.theme == "nord" and settings.keys == {"undo": "Z", "help": "H"}
    assert len(settings.wrong) == 2


@pytest.mark.parametrize("begun", ['player = ["mpv",', 'player = [\n"mpv",\n', 'notes = """~/notes', "notes = '''\n\n"])
def test_what_stands_above_what_never_ends_holds(tmp_path: Path, begun: str) -> None:
    settings = settings_of(tmp_path, f'theme = "nord"\n[keys]\nundo = "Z"\n{begun}\nhelp = "H"\nback = "b"\n')
    assert settings.theme == "nord" and settings.keys == {"undo": "Z"}
    assert [wrong.line for wrong in settings.wrong] == [4]


def test_what_stands_above_a_line_that_is_no_toml_holds(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, 'theme = "nord"\n[keys]\nundo = "Z"\nhelp = what\nback = "b"\n')
    assert settings.theme == "nord" and settings.keys == {"undo": "Z"}


@pytest.mark.parametrize(
    ("named", "sent"),
    [
        *(("shift-f", "F"), ("Shift+F", "F"), ("ctrl-Z", "ctrl+z"), ("ctrl-shift-Z", "ctrl+shift+z")),
        *(("ctrl-alt-x", "alt+ctrl+x"), ("shift-tab", "shift+tab"), ("shift-alt-ctrl-up", "alt+ctrl+shift+up")),
    ],
)
def test_a_key_is_taken_as_terminals_send_it(tmp_path: Path, named: str, sent: str) -> None:
    settings = settings_of(tmp_path, f'[keys]\nundo = "{named}"\n')
    assert settings.wrong == () and settings.keys == {"undo": sent}


def test_keys_that_are_as_like_are_named_in_one_order(tmp_path: Path) -> None:
    [wrong] = settings_of(tmp_path, '[keys]\nundo = "ñññ"\n').wrong
    known = wrong.remedy.partition(" signs and ")[2].removesuffix(" …").split(", ")
    assert len(known) == 5 and known == sorted(known)


def test_two_places_that_do_not_meet_may_have_one_key(tmp_path: Path) -> None:
    assert settings_of(tmp_path, '[keys]\n"list.up" = "w"\n"note.up" = "w"\n').wrong == ()


@pytest.mark.parametrize(
    "text", [b"\xff\xfe\x00", b"\x00" * 40, b"a = " + b"[" * 5000, b"\xff = 1", b"keys." + b"a." * 900 + b"a = 1"]
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "config.toml").write_bytes(text)
    settings = load(tmp_path / "config.toml")
    assert settings.wrong and settings._replace(wrong=()) == Settings()


@pytest.mark.parametrize("key", [pytest.param(key, id=key.id) for key in KEYS if key.id != "quit"])
def test_a_key_may_be_named_as_it_is_shown(tmp_path: Path, key: object) -> None:
    assert hasattr(key, "names")
    shown = [shown_key(name) for name in key.names]
    settings = settings_of(tmp_path, f'[keys]\n"{key.id}" = {json.dumps(shown)}\n')  # type: ignore[attr-defined]
    assert settings.wrong == () and in_force(settings.keys) == KEYS


_SOME_KEYS = st.sampled_from(["x", "m", "Z", "up", "ctrl+u", "escape", "f5"])


@given(st.dictionaries(st.sampled_from([key.id for key in KEYS]), _SOME_KEYS))
def test_the_users_keys_win_and_nothing_else_has_them(own: dict[str, str]) -> None:
    now = {key.id: key for key in in_force(own)}
    for name, keys in own.items():
        assert now[name].keys == keys
        for other in now.values():
            if other.id not in own and other.meets(now[name]):
                assert keys not in other.names
    usual = {key.id: key for key in KEYS}
    lost = {key.id for key in now.values() if key.keys != usual[key.id].keys} - own.keys()
    assert all(set(own.values()) & set(usual[name].names) for name in lost)


# in the reader


def configure(data: Path, text: str) -> None:
    data.mkdir(exist_ok=True)
    (data / "config.toml").write_text(text, encoding="utf-8")


async def test_the_users_key_works_and_the_one_before_does_not(open_reader: OpenReader, data: Path) -> None:
    configure(data, '[keys]\n"mark.watched" = "W"\nsearch = "f5"\n')
    async with open_reader() as reader:
        await reader.press("m")
        assert "1 watched" not in reader.text
        await reader.press("W")
        assert "1 watched" in reader.text
        await reader.press("slash")
        assert reader.app.focused is not None and reader.app.focused.id == "tree"
        await reader.press("f5", "W")
        assert reader.app.focused.id == "search"
        assert "of 8 talks" in reader.lines[0]  # a letter is typed there


async def test_the_users_key_wins_over_what_had_it(open_reader: OpenReader, data: Path) -> None:
    configure(data, '[keys]\nundo = "j"\n"list.down" = "m"\n')
    async with open_reader() as reader:
        before = reader.cursor
        await reader.press("s", "j")
        assert reader.key_line.startswith("Not favourite") and reader.cursor == before
        await reader.press("m")
        assert reader.cursor != before and "0 watched" in reader.text


async def test_the_palette_has_no_key_but_the_users(open_reader: OpenReader, data: Path) -> None:
    configure(data, '[keys]\npalette = "f8"\nundo = "ctrl-p"\n')
    async with open_reader() as reader:
        await reader.press("s", "ctrl+p")
        assert reader.key_line.startswith("Not favourite")
        await reader.press("slash", "f8")
        assert "find a command" in reader.text


async def test_the_page_of_stats_has_the_keys_of_a_note(open_reader: OpenReader, data: Path) -> None:
    configure(data, '[keys]\n"note.bottom" = "B"\n"note.back" = "X"\n')
    async with open_reader((40, 12)) as reader:
        await reader.press("m", "r", "4", "colon")
        await reader.type("stats")
        await reader.press("enter", "G")
        assert "Ratings" not in reader.text
        await reader.press("B")
        assert "Ratings" in reader.text
        await reader.press("X")
        assert "By year and track" not in reader.text and "Ratings" not in reader.text


async def test_two_keys_may_be_exchanged(open_reader: OpenReader, data: Path) -> None:
    configure(data, '[keys]\nundo = "U"\nredo = "u"\n')
    async with open_reader() as reader:
        await reader.press("m", "U")
        assert reader.key_line.startswith("Unwatched")
        await reader.press("u")
        assert reader.key_line.startswith("Watched")


async def test_the_users_keys_are_shown(open_reader: OpenReader, data: Path) -> None:
    configure(data, '[keys]\n"mark.watched" = ["W", "ctrl-w"]\nredo = "a"\nsearch = "F5"\n')
    async with open_reader((110, 60)) as reader:
        assert "f5 searches" in reader.lines[0]
        assert "W watched" in reader.key_line and "queued" not in reader.key_line
        await reader.press("question_mark")
        assert any(" W ctrl-w " in line and "mark watched" in line for line in reader.lines)
        assert any(" no key " in line and "mark queued" in line for line in reader.lines)
        await reader.press("escape", "colon")
        await reader.type("mark watched")
        await reader.until(lambda: "W ctrl-w" in reader.text)


async def test_every_sentence_names_the_users_keys(open_reader: OpenReader, data: Path) -> None:
    own = {
        "undo": "Z",
        "redo": "Y",
        "show.all": "7",
        "show.marked": "9",
        "list.back": "b",
        "search.back": "ctrl-g",
        "search.complete": "ctrl-n",
        "read-back": "B",
        "palette": "f8",
        "help": "!",
    }
    configure(data, "[keys]\n" + "".join(f'"{name}" = "{key}"\n' for name, key in own.items()))
    async with open_reader((120, 40)) as reader:
        assert "“f8 add notes”" in " ".join(reader.tree) and "! keys" in reader.key_line
        await reader.press("m", "s", "Z")
        assert reader.key_line.endswith("Z again undoes 1 more")
        await reader.press("Z", "Y")
        assert reader.key_line.endswith("Y again does 1 more")
        await reader.press("Z", "9")
        assert "7 or b shows all" in reader.key_line and "7 or b shows all talks." in " ".join(reader.tree)
        await reader.press("b")
        assert reader.key_line == "All talks"
        await reader.press("g", "x", "enter")
        assert "Z undoes it" in reader.key_line
        await reader.press("Z", "slash")
        await reader.type("is:que")
        assert "ctrl-n takes is:queued" in reader.key_line
        await reader.press("ctrl+n")
        assert "is:queued; ctrl-g clears the search" in " ".join(reader.results_text.split())
        await reader.press("ctrl+g")
        assert reader.app.focused is not None and reader.app.focused.id == "tree"
        await reader.press("exclamation_mark", *"theme")
        assert "By name, after f8" in reader.text
        await reader.press("ctrl+u", "exclamation_mark")
        assert "By name" not in reader.text


async def test_a_mistake_is_said_and_the_rest_holds(open_reader: OpenReader, data: Path) -> None:
    configure(data, 'thme = "nord"\ntheme = "reinvent-light"\nplayer = 3\n')
    async with open_reader() as reader:
        assert reader.app.theme == "reinvent-light"
        assert "config.toml:1: no setting is called 'thme'" in reader.key_line
        assert "1 more: reinvent-tui doctor" in reader.key_line


async def test_a_mistake_among_names_is_said_and_searching_goes_on(open_reader: OpenReader, data: Path) -> None:
    data.mkdir(exist_ok=True)
    (data / "aliases.toml").write_text('zz = "aurora"\nbad line\n')
    async with open_reader() as reader:
        assert "aliases.toml:2: expected '='" in reader.key_line
        await reader.press("slash")
        await reader.type("zz")
        assert "aliases.toml" not in reader.results_text and "Aurora" in reader.results_text


def test_doctor_tells_what_is_wrong_with_names_and_searches(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir(exist_ok=True)
    for name in ("aliases.toml", "searches.toml"):
        (data / name).write_text("bad line\n")
    main(["--data-dir", str(data), "doctor"])
    out = capsys.readouterr().out
    assert f"not in force: {data / 'aliases.toml'}:1: " in out
    assert f"not in force: {data / 'searches.toml'}:1: " in out


def test_doctor_tells_what_is_in_force_and_from_where(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, 'theme = "nord"\nplayer = ["mpv", "--x y"]\nnope = 1\n[keys]\nundo = "U"\n')
    main(["--data-dir", str(data), "doctor", "--json"])
    told = json.loads(capsys.readouterr().out)["doctor"]["settings"]
    assert told["in_force"]["theme"] == {"value": "nord", "from": f"{data / 'config.toml'}:1"}
    assert told["in_force"]["player"] == {"value": "mpv '--x y'", "from": f"{data / 'config.toml'}:2"}
    assert told["in_force"]["notes"] == {"value": str(data / "notes"), "from": "the program"}
    assert told["in_force"]["keys.undo"] == {"value": "U", "from": f"{data / 'config.toml'}:5"}
    assert told["without_key"] == ["redo"]
    assert len(told["wrong"]) == 1
    main(["--data-dir", str(data), "doctor"])
    out = capsys.readouterr().out
    assert "left without a key: redo" in out and "not in force: " in out and "player: mpv '--x y', from " in out


def test_doctor_without_a_file_of_settings(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--data-dir", str(data), "doctor"])
    assert "theme: reinvent-dark, from the program" in capsys.readouterr().out
