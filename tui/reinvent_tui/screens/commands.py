"""Commands in the palette: first those that begin with what is typed, or have a word that does."""

from __future__ import annotations

from textual.command import Hit, Hits
from textual.system_commands import SystemCommandsProvider

_BEGINS, _HAS_WORD = 2_000.0, 1_000.0  # more than any score of Textual's


class Commands(SystemCommandsProvider):
    async def search(self, query: str) -> Hits:
        typed = query.casefold()
        async for hit in super().search(query):
            assert isinstance(hit, Hit)
            name = (hit.text or "").casefold()
            hit.score += _BEGINS if name.startswith(typed) else _HAS_WORD if f" {typed}" in name else 0
            yield hit
