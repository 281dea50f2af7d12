"""Every key, in one table. Bindings, the key line, the help page and the README's table follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import punctuation
from typing import NamedTuple

from textual.binding import Binding, BindingType

from reinvent_notes.marks import Mark

EVERYWHERE, LIST, NOTE, SEARCH = "everywhere", "list", "note", "search"
PLACES = (EVERYWHERE, LIST, NOTE, SEARCH)


class Key(NamedTuple):
    """`keys` as Textual writes them, the first is shown; `short`: the word in the key line, empty to leave it out.

    `keys` is empty for what the user's own keys left without one.
    """

    id: str
    keys: str
    action: str
    place: str
    does: str
    short: str = ""
    is_for_typing: bool = False  # what follows in the same burst is meant for what it opens, not for the pane

    @property
    def shown(self) -> str:
        return " ".join(map(shown_key, self.names)) or "no key"

    @property
    def first_shown(self) -> str:
        return self.shown.split()[0] if self.keys else ""

    @property
    def names(self) -> list[str]:
        return self.keys.split(",") if self.keys else []

    def meets(self, other: Key) -> bool:
        """Whether both act in one place."""
        return self.place == other.place or EVERYWHERE in (self.place, other.place)


# As Textual calls them. To ask Unicode for their names reads half a megabyte of its tables.
_SIGNS = """
    exclamation_mark quotation_mark number_sign dollar_sign percent_sign ampersand apostrophe left_parenthesis
    right_parenthesis asterisk plus comma minus full_stop slash colon semicolon less_than_sign equals_sign
    greater_than_sign question_mark at left_square_bracket backslash right_square_bracket circumflex_accent underscore
    grave_accent left_curly_bracket vertical_line right_curly_bracket tilde
""".split()
SHOWN = {
    **dict(zip(_SIGNS, punctuation, strict=True)),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


def shown_key(name: str) -> str:
    """A key as it stands on a keyboard: `ctrl-d`, `/`, `↑`."""
    *modifiers, base = name.split("+")
    return "-".join([*modifiers, SHOWN.get(base, base)])


# kinds of marks that need a value
_ASKED = {
    "rating": "rate, 1 to 5",
    "text": "write a note of one's own",
    "position": "say where you stopped in the recording",
}


def _mark_key(mark: Mark, letter: str) -> Key:
    name = f"mark.{mark.value}"
    if mark.kind in _ASKED:
        return Key(name, letter, f"ask_mark('{mark.name}')", EVERYWHERE, _ASKED[mark.kind], is_for_typing=True)
    return Key(name, letter, f"toggle_mark('{mark.name}')", EVERYWHERE, f"mark {mark.label}, or not", mark.label)


_MARK_KEYS = tuple(_mark_key(mark, mark.key) for mark in Mark)
# what the key line shows first, where it is narrow
_SHORT_ORDER = ("read", "watched", "search", "open", "quit")
_SHORT_ORDER_OF_NOTE = ("page", "back", "watched", "find", "contents", "links", "search", "open")

KEYS = (
    Key("search", "slash", "search", EVERYWHERE, "search the library", "search", True),
    *_MARK_KEYS,
    Key("undo", "u", "undo", EVERYWHERE, "undo the last mark"),
    Key("redo", "U", "redo", EVERYWHERE, "redo what was undone"),
    Key("unwatched.previous", "left_square_bracket", "next_unwatched(-1)", EVERYWHERE, "previous unwatched talk"),
    Key("unwatched.next", "right_square_bracket", "next_unwatched(1)", EVERYWHERE, "next unwatched talk", "next"),
    Key("show.all", "1", "show_only('all')", EVERYWHERE, "show all talks, but hidden ones"),
    Key("show.unwatched", "2", "show_only('unwatched')", EVERYWHERE, "show unwatched talks only"),
    Key("show.marked", "3", "show_only('marked')", EVERYWHERE, "show marked talks only, hidden ones too"),
    Key("queue.up", "K", "move_in_queue(-1)", EVERYWHERE, "move a talk up in the queue"),
    Key("queue.down", "J", "move_in_queue(1)", EVERYWHERE, "move a talk down in the queue"),
    Key("open", "o", "recording('open')", EVERYWHERE, "open the recording in the browser", "open"),
    Key("play", "O", "recording('play')", EVERYWHERE, "play the recording, from where you stopped"),
    Key("copy", "y", "recording('copy')", EVERYWHERE, "copy the recording's address"),
    Key("edit", "e", "edit_note", EVERYWHERE, "edit the note, or begin one of your own"),
    Key("find", "f", "find", EVERYWHERE, "find in the note", "find", True),
    Key("find-next", "n", "find_next(1)", EVERYWHERE, "the next that was found in the note"),
    Key("find-previous", "N", "find_next(-1)", EVERYWHERE, "the one before"),
    Key("contents", "t", "contents", EVERYWHERE, "contents of the note", "contents", True),
    Key("links", "l", "links", EVERYWHERE, "links on the screen, by letter", "links", True),
    Key("read-back", "H,backspace", "read_again(-1)", EVERYWHERE, "back to the talk that was read before"),
    Key("read-ahead", "L", "read_again(1)", EVERYWHERE, "ahead again"),
    Key("previous-note", "left_parenthesis", "other_note(-1)", EVERYWHERE, "the note before, where several wrote one"),
    Key("next-note", "right_parenthesis", "other_note(1)", EVERYWHERE, "the next note"),
    Key("next-pane", "tab", "next_pane(1)", EVERYWHERE, "next pane; in the search bar first what is suggested"),
    Key("previous-pane", "shift+tab", "next_pane(-1)", EVERYWHERE, "previous pane"),
    Key("full", "z", "full_width", EVERYWHERE, "the note at full width, and back"),
    Key("narrower", "less_than_sign", "widen(-4)", EVERYWHERE, "the list narrower"),
    Key("wider", "greater_than_sign", "widen(4)", EVERYWHERE, "the list wider"),
    Key("palette", "colon,ctrl+p", "palette", EVERYWHERE, "every command", "", True),
    Key("help", "question_mark", "help", EVERYWHERE, "every key", "keys", True),
    Key("back", "q", "back_or_quit", EVERYWHERE, "back, and from the top: quit", "quit"),
    Key("quit", "ctrl+q", "app.quit", EVERYWHERE, "quit"),
    Key("list.up", "up,k", "move(-1)", LIST, "up"),
    Key("list.down", "down,j", "move(1)", LIST, "down"),
    Key("list.page-up", "pageup,ctrl+u", "page(-1)", LIST, "a page up"),
    Key("list.page-down", "pagedown,ctrl+d", "page(1)", LIST, "a page down"),
    Key("list.top", "home,g", "top", LIST, "to the top"),
    Key("list.bottom", "end,G", "bottom", LIST, "to the bottom"),
    Key("list.open", "enter", "choose", LIST, "open the branch, or read the talk", "read"),
    Key("list.fold", "space", "fold", LIST, "open or close the branch"),
    Key("list.close", "left", "close", LIST, "close the branch, or go to it"),
    Key("list.expand", "right", "expand", LIST, "open the branch"),
    Key("note.up", "up,k", "scroll(-1)", NOTE, "a line up"),
    Key("note.down", "down,j", "scroll(1)", NOTE, "a line down"),
    Key("note.left", "left", "sideways(-1)", NOTE, "left, in a wide table or code"),
    Key("note.right", "right", "sideways(1)", NOTE, "right"),
    Key("note.page-up", "pageup,ctrl+u", "page(-1)", NOTE, "a page up"),
    Key("note.page-down", "space,pagedown,ctrl+d", "page(1)", NOTE, "a page down", "page"),
    Key("note.top", "home,g", "top", NOTE, "to the top"),
    Key("note.bottom", "end,G", "bottom", NOTE, "to the end"),
    Key("note.back", "escape", "leave", NOTE, "back to the list", "back"),
    Key("list.back", "escape", "leave", LIST, "back out of a search, or to all talks"),
    Key("search.up", "up", "move(-1)", SEARCH, "up in the results"),
    Key("search.down", "down", "move(1)", SEARCH, "down in the results"),
    Key("search.page-up", "pageup", "page(-1)", SEARCH, "a page up in the results"),
    Key("search.page-down", "pagedown", "page(1)", SEARCH, "a page down in the results"),
    Key("search.complete", "right", "cursor_right", SEARCH, "take what is suggested"),
    Key("search.open", "enter", "choose", SEARCH, "read the talk", "read"),
    Key("search.back", "escape", "leave", SEARCH, "leave the search, back to where you were", "back"),
)


def bindings(place: str) -> list[BindingType]:
    # a key with priority has acted before the next one is handed to whatever has the focus then
    return [
        Binding(key.keys, key.action, key.does, id=key.id, show=False, priority=key.is_for_typing)
        for key in KEYS
        if key.place == place
    ]


NO_KEY = "no-key"  # which no terminal sends: Textual takes an empty text for no change


def in_force(own: Mapping[str, str]) -> tuple[Key, ...]:
    """The table with the user's own keys, by id; where those act, nothing else has them any more."""
    given = [key._replace(keys=own[key.id]) for key in KEYS if key.id in own]

    def left(key: Key) -> str:
        taken = {name for other in given if other.meets(key) for name in other.names}
        return ",".join(name for name in key.names if name not in taken)

    return tuple(key._replace(keys=own[key.id] if key.id in own else left(key)) for key in KEYS)


def keymap(keys: Sequence[Key]) -> dict[str, str]:
    """What Textual is told of a table that is not the usual one."""
    return {key.id: key.keys or NO_KEY for key, usual in zip(keys, KEYS, strict=True) if key != usual}


def key_names(keys: Sequence[Key]) -> Mapping[str, str]:
    """How sentences call the key that does something, by the id of that."""
    return {key.id: key.first_shown or "the palette" for key in keys}  # which does what was left without a key


def shown_in(place: str, keys: Sequence[Key] = KEYS) -> list[Key]:
    """What the key line shows while a pane of this place has the focus, what matters most first."""
    places = (place,) if place == SEARCH else (place, EVERYWHERE)
    shown = sorted(
        # q quits from a list alone
        (key for key in keys if key.place in places and key.short and key.keys and (place, key.id) != (NOTE, "back")),
        key=lambda key: places.index(key.place),
    )
    order = _SHORT_ORDER_OF_NOTE if place == NOTE else _SHORT_ORDER
    first = [key for name in order for key in shown if key.short == name]
    return first + [key for key in shown if key not in first]
