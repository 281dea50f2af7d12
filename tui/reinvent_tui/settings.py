"""The user's settings: `config.toml`, loaded only where there is one.

What is wrong in it is told with its line, `FILE:LINE: what is wrong; what to do`, and all else holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path
from string import punctuation
from typing import Any, NamedTuple

from textual.keys import Keys
from textual.theme import BUILTIN_THEMES

from reinvent_notes import text
from reinvent_notes.errors import Refused, SettingsError
from reinvent_tui.keys import KEYS, SEARCH, SHOWN, Key, shown_key
from reinvent_tui.themes import THEMES

_THEMES = (*(theme.name for theme in THEMES), *BUILTIN_THEMES)
_DEEPEST = 3  # dots in a name
_READ_AGAIN_CHARS = 1_000_000  # to find out where a value begins that never ends
_MOST_NAMED = 5  # of the names that are known
_SHOWN_NAMES = {shown: name for name, shown in SHOWN.items()}
_NAMES = frozenset(key.value for key in Keys if key.value.replace("-", "").isalnum()) | set(SHOWN)
_SIGNS = frozenset(punctuation)
_ALWAYS_QUITS = "ctrl+q"
_AT_LINE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
_HEADER = re.compile(r"\s*\[(?P<name>[^\[\]]+)\]")
_ASSIGNED = re.compile(r"""\s*(?P<name>(?:"[^"]*"|'[^']*'|[\w.\s-])+?)\s*=""")


class Settings(NamedTuple):
    """What is set; `lines` says where, by name (`theme`, `keys.undo`).

    `player` is a command, in which `{url}` and `{start}` (seconds) stand for the recording; `keys` are as Textual
    writes them, by the id of what they do. `wrong`: what in the file is not in force, and why.
    """

    theme: str | None = None
    player: tuple[str, ...] = ()
    notes: Path | None = None
    keys: Mapping[str, str] = {}
    lines: Mapping[str, int | None] = {}
    wrong: tuple[SettingsError, ...] = ()


def load(path: Path) -> Settings:
    """What a file sets. Of one that is no TOML, what stands above the line that is none."""
    reading = _Reading(path)
    for name, value in reading.values.items():
        reading.take(name, value)
    return Settings(**reading.found, lines=reading.in_force, wrong=tuple(reading.wrong))


class _Reading:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.found: dict[str, Any] = {}
        self.in_force: dict[str, int | None] = {}
        self.wrong: list[SettingsError] = []
        self.values: dict[str, Any] = {}
        try:
            self._lines = text.decode(text.read_bytes(path, "SETTINGS_BYTES"), path).lines
        except Refused as error:
            self.wrong.append(SettingsError(error.what, remedy=error.remedy, where=path))
            return
        self.values = self._parsed("\n".join(self._lines))

    def _parsed(self, content: str) -> dict[str, Any]:
        try:
            return tomllib.loads(content)
        except (ValueError, RecursionError) as error:
            at = _AT_LINE.search(str(error))
            line = int(at["line"]) if at and at["line"] else len(self._lines)
            what = _AT_LINE.sub("", str(error)) if isinstance(error, ValueError) else "is nested too deeply"
        tries = 1 + _READ_AGAIN_CHARS // (1 + len(content))
        for above in range(line - 1, max(-1, line - 1 - tries), -1):  # what is wrong may have begun before
            with suppress(ValueError, RecursionError):
                values = tomllib.loads("\n".join(self._lines[:above]))
                line = above + 1
                break
        else:
            values = {}
        self._tell(f"is no TOML ({what})", "mend this line; it and what stands below are not read", line)
        return values

    def _tell(self, what: str, remedy: str, line: int | None) -> None:
        what, remedy = text.clean_line(what), text.clean_line(remedy)
        self.wrong.append(SettingsError(what, remedy=remedy, where=self._path, line=line))

    def take(self, name: str, value: Any) -> None:
        """One setting that stands in the file."""
        if name == "keys":
            self._take_keys(value)
        elif name not in _TAKEN:
            known = _nearest(name, (*_TAKEN, "keys"))
            self._tell(f"no setting is called {name!r}", f"known are {known}", self._line_of(name))
        else:
            try:
                self.found[name] = _TAKEN[name](value)
            except SettingsError as wrong:
                self._tell(f"{name} {wrong.what}", wrong.remedy, self._line_of(name))
            else:
                self.in_force[name] = self._line_of(name)

    def _take_keys(self, table: Any) -> None:
        if not isinstance(table, dict):
            remedy = 'write a line [keys], and below it lines such as undo = "z"'
            self._tell("keys is no table", remedy, self._line_of("keys"))
            return
        by_id = {key.id: key for key in KEYS}
        given: list[Key] = []
        for name, value in _flat(table):
            line = self._line_of(f"keys.{name}")
            try:
                if name not in by_id:
                    known = f"known are {_nearest(name, by_id)}; the README has all of them"
                    raise SettingsError(f"nothing that a key does is called {name!r}", remedy=known)
                key = by_id[name]._replace(keys=_keys(value))
                _look_at(key, given)
            except SettingsError as wrong:
                self._tell(wrong.what, wrong.remedy, line)
            else:
                given.append(key)
                self.in_force[f"keys.{name}"] = line
        self.found["keys"] = {key.id: key.keys for key in given}

    def _line_of(self, wanted: str) -> int | None:
        """Where a name is given its value; tomllib does not tell."""
        table = ""
        for number, line in enumerate(self._lines, 1):
            header, assigned = _HEADER.match(line), _ASSIGNED.match(line)
            if header:
                table = _plain(header["name"]) + "."
                if table == f"{wanted}.":
                    return number
            elif assigned and table + _plain(assigned["name"]) == wanted:
                return number
        return None


def _plain(name: str) -> str:
    return re.sub(r"""["'\s]""", "", name)


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """`list.up = "k"` is a table in a table to TOML, and one name to us."""
    for name, value in table.items():
        if isinstance(value, dict) and above.count(".") < _DEEPEST:
            yield from _flat(value, f"{above}{name}.")
        else:
            yield above + name, value


def _nearest(name: str, known: Collection[str]) -> str:
    """The names that are known, those most like it first; of many the first few."""
    likest = sorted(known, key=lambda one: (-SequenceMatcher(None, name.lower(), one.lower()).ratio(), one))
    return ", ".join(likest[:_MOST_NAMED]) + (" …" if len(likest) > _MOST_NAMED else "")


# values, each taken as it may be written; SettingsError where it is not


def _text(value: Any, example: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SettingsError("is no text", remedy=f"write {example}")
    if text.clean_line(value) != value:
        raise SettingsError("holds characters that cannot be seen", remedy=f"write {example}")
    return value


def _theme(value: Any) -> str:
    name = _text(value, 'it so: theme = "reinvent-light"')
    if name not in _THEMES:
        raise SettingsError(f"is {name!r}, and no theme is called so", remedy=f"known are {_nearest(name, _THEMES)}")
    return name


def _player(value: Any) -> tuple[str, ...]:
    example = 'a list of words: player = ["mpv", "--speed=1.5", "{url}"]'
    if not isinstance(value, list) or not value:
        raise SettingsError("is no list of words", remedy=f"write {example}")
    return tuple(_text(word, example) for word in value)


def _notes(value: Any) -> Path:
    name = _text(value, 'it so: notes = "~/notes/reinvent"')
    try:
        path = Path(name).expanduser()
    except RuntimeError:  # ~somebody who is not known
        path = Path(name)
    if not path.is_absolute():
        raise SettingsError("is not an absolute path", remedy="write it in full, or begin it with ~/")
    return path


_TAKEN: dict[str, Callable[[Any], Any]] = {"theme": _theme, "player": _player, "notes": _notes}


def _keys(value: Any) -> str:
    """One key or several as Textual writes them; none at all where the list is empty."""
    named = [value] if isinstance(value, str) else value
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        example = 'write it so: undo = "z", or undo = ["z", "ctrl-r"]'
        raise SettingsError("a key is no text and no list of texts", remedy=example)
    return ",".join(dict.fromkeys(map(_key_named, named)))


def _key_named(name: str) -> str:
    """A key as terminals send it, by Textual's name, from how it is shown (`ctrl-d`, `esc`, `/`) or called there
    (`ctrl+d`, `escape`)."""
    base, modifiers = name.strip(), set()
    while len(base) > 1 and (found := re.match(r"(ctrl|alt|shift)[+-](?=.)", base, re.I)):
        modifiers.add(found[1].lower())
        base = base[found.end() :]
    base = _SHOWN_NAMES.get(base, base)
    if len(base) > 1:
        base = base.lower()
    if base not in _NAMES and not (len(base) == 1 and base.isalnum()):
        known = f"letters, signs and {_nearest(base, (*_NAMES, *_SHOWN_NAMES))}"
        raise SettingsError(f"no key is called {name!r}", remedy=f"known are {known}")
    if "ctrl" in modifiers:
        base = base.lower()
    elif modifiers == {"shift"} and len(base) == 1 and base.isalpha():
        return base.upper()
    elif modifiers == {"shift"} and (len(base) == 1 or SHOWN.get(base) in _SIGNS):
        raise SettingsError(f"no terminal sends {name!r}", remedy="write the sign that it types")
    return "+".join([*sorted(modifiers), base])


def _look_at(key: Key, given: Collection[Key]) -> None:
    """Whether a key of the user's can be one, beside those that were given before."""
    for name in key.names:
        twice = next((other for other in given if other.meets(key) and name in other.names), None)
        if twice:
            what = f"{shown_key(name)} is given to {key.id}, and to {twice.id} already"
            raise SettingsError(what, remedy="give one of them another key")
        if name == _ALWAYS_QUITS and key.id != "quit":
            raise SettingsError(f"ctrl-q always quits, and cannot be given to {key.id}", remedy="choose another key")
        if key.place == SEARCH and (len(name) == 1 or name == "space" or SHOWN.get(name) in _SIGNS):
            what = f"{shown_key(name)} is typed in the search bar, and cannot be given to {key.id}"
            raise SettingsError(what, remedy="choose another key")
