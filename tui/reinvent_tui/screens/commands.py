"""Commands in the palette: first those that begin with what is typed, or have a word that does.

They are shown as they are written: in their names and help stand words of notes, and Textual's own provider takes both
for markup, which can name actions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, cast

from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widget import Widget

from reinvent_tui.keys import EVERYWHERE, Key

_BEGINS, _HAS_WORD = 2_000.0, 1_000.0  # more than any score of Textual's


class Commands(Provider):
    async def discover(self) -> Hits:
        """First what has no key, and so stands nowhere else to be done."""
        by_name = list(cast(Any, self.app).commands_by_name())
        names = {command.title for command in by_name}
        by_key = [command for command in self.app.get_system_commands(self.screen) if command.title not in names]
        for name, told, act, _ in (*by_name, *by_key):
            yield DiscoveryHit(Content(name), act, name, _as_written(told))

    async def search(self, query: str) -> Hits:
        typed, matcher = query.casefold(), self.matcher(query)
        for name, told, act, _ in self.app.get_system_commands(self.screen):
            if (score := matcher.match(name)) > 0:
                small = name.casefold()
                score += _BEGINS if small.startswith(typed) else _HAS_WORD if f" {typed}" in small else 0
                shown = matcher.highlight(name) if "[" not in name else Content(name)
                yield Hit(score, shown, act, name, _as_written(told))


def _as_written(told: str) -> str:
    """Textual says that it wants text, and takes what is no markup as it is."""
    return cast(str, cast(Any, Content(told)))


def key_commands(app: App[int], keys: Sequence[Key]) -> Iterator[SystemCommand]:
    """Every key that works everywhere, and those of the pane that has the focus; to call the palette is none."""
    pane = app.screen_stack[0].focused
    ids = {binding.id for _, binding in pane._bindings} if pane else set()
    for key in keys:
        if key.place == EVERYWHERE and key.id != "palette":
            owner: Widget = app.screen_stack[0]
        elif key.id in ids and pane:
            owner = pane
        else:
            continue
        act = partial(app.run_action, key.action, owner)
        yield SystemCommand(key.does[:1].upper() + key.does[1:], key.shown, act)
