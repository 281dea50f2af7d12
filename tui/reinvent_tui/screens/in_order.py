"""Keys that arrive together act one after the other."""

from __future__ import annotations

from collections import deque
from functools import partial
from time import monotonic

from textual import events
from textual.app import App, ReturnType
from textual.dom import DOMNode
from textual.screen import ModalScreen

_ROUNDS = 3  # what a key led to is a message, which leads to another one in the palette
_LONGEST = 0.5  # seconds that a key holds others at most, so that none can make the reader deaf
_MANY = 30  # keys that are held; so many are not typed ahead
_FRAME = 0.02  # seconds
_AGAIN = 0.005  # seconds until it is asked again whether what works in the background is done


class KeysInOrder(App[ReturnType]):
    """Textual's inputs take letters at once, but all other keys go up to the app first and act when that has time for
    them: of a burst, letters would overtake Backspace, Enter and what opens a screen.

    Here a key is held until the one before it has acted. To know that, a callback goes the way that the key goes, from
    what has the focus up to the app, and again for the messages that the key led to.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Key | events.Paste] = deque()
        self.is_acting = False  # on a key
        self.is_letter = False  # whether that is one, or a sign: what is typed
        self._since = 0.0  # when that came

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if len(self._held) > _MANY and isinstance(event, events.Key) and event.key == "ctrl+q":
            self._held.clear()  # nobody who wants out waits for what was typed by mistake
        self._held.append(event)
        if self.is_acting:
            self.set_timer(_LONGEST, self._act_at_last)
        else:
            await self._act()

    async def _act_at_last(self) -> None:
        """The way of the key before may have ended in a screen that was closed meanwhile."""
        if self._held and monotonic() - self._since >= _LONGEST:
            await self._act()

    async def _act(self) -> None:
        """On the key that has been held longest."""
        self.is_acting = bool(self._held and self.screen_stack)
        if self.is_acting:
            way, event = self._way_up(), self._held.popleft()
            self.is_letter = isinstance(event, events.Key) and event.is_printable
            self._since = monotonic()
            try:
                await super().on_event(event)
            finally:  # a key that fails holds no other
                await self._go(way * _ROUNDS, has_acted=False)

    def _way_up(self) -> list[DOMNode]:
        return list((self.focused or self.screen).ancestors_with_self)

    async def _go(self, way: list[DOMNode], *, has_acted: bool) -> None:
        """To the end of all that waits in each of these, one after the other."""
        for at, node in enumerate(way):
            # as call_later does; but to look up how many parameters are left takes longer than the call
            go_on = partial(self._go, way[at + 1 :], has_acted=has_acted)
            go_on._param_count = 0  # type: ignore[attr-defined]
            if node.post_message(events.Callback(callback=go_on)):
                return  # otherwise it is gone, and nothing waits there
        await (self._act() if has_acted else self._has_acted())

    async def _has_acted(self) -> None:
        """The key has; a screen that it opened may not be there yet, nor what that looks for in the background, nor the
        note in place of the list, nor what is to be opened."""
        if not self.screen_stack:
            self.is_acting = False
        elif self._is_looking() or getattr(self.screen, "is_waited_for", False):
            self.set_timer(_AGAIN, self._has_acted)
        elif isinstance(self.screen, ModalScreen):
            # the palette's list has its lines then; a callback after its refresh is lost when it is closed first
            self.set_timer(_FRAME, self._is_settled)
        else:
            await self._is_settled()

    async def _is_settled(self) -> None:
        await self._go(self._way_up() if self.screen_stack else [], has_acted=True)

    def _is_looking(self) -> bool:
        """Whether commands or paths are looked for, which the next key may be about."""
        nodes = (worker.node for worker in self.workers if not worker.is_finished)
        return isinstance(self.screen, ModalScreen) and any(self.screen in node.ancestors_with_self for node in nodes)
