"""The reader stays up, whatever fails in it.

Textual ends at the first exception: a widget whose handler raised gets no more messages, and the app closes with its
variables printed. Here every failure comes to `_handle_exception`, which has it told; the widget goes on.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from contextlib import suppress
from typing import Any

from textual.app import App, ReturnType
from textual.geometry import Region
from textual.message import Message
from textual.message_pump import MessagePump
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import WorkerFailed

_dispatch, _render = MessagePump._dispatch_message, Widget.render_lines


async def _dispatch_or_tell(pump: MessagePump, message: Message) -> None:
    """As Textual does; but its loop would end at the first exception."""
    try:
        await _dispatch(pump, message)
    except Exception as error:
        pump.app._handle_exception(error)


def _render_or_tell(widget: Widget, crop: Region) -> list[Strip]:
    """A widget that cannot be drawn is blank; the others are drawn."""
    try:
        return _render(widget, crop)
    except Exception as error:
        widget.app._handle_exception(error)
        return [Strip.blank(crop.width)] * crop.height


MessagePump._dispatch_message = _dispatch_or_tell  # type: ignore[assignment, method-assign]
Widget.render_lines = _render_or_tell  # type: ignore[assignment, method-assign]


class Failed(Message):
    """Something failed in another thread, or where nobody waits for it."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        super().__init__()


class Unbroken(App[ReturnType]):
    """An app that tells of failures and goes on, once there is anything to go on with."""

    is_up = False  # whether there is a screen to say anything on
    failure: Exception | None = None  # what ended it before

    def tell_failure(self, error: BaseException) -> None:
        """Say on the screen that this happened."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self._hooks = threading.excepthook, sys.unraisablehook
        threading.excepthook = self._failed_elsewhere
        sys.unraisablehook = self._failed_elsewhere
        asyncio.get_running_loop().set_exception_handler(self._failed_in_task)

    def on_unmount(self) -> None:
        threading.excepthook, sys.unraisablehook = self._hooks

    def _handle_exception(self, error: Exception) -> None:
        if (
            not self.is_up
        ):  # it ends, as Textual does, but whoever runs it tells of the failure, and prints no variables
            self.failure = self.failure or error
            self._exception, self._return_code = self.failure, 1
            self._exception_event.set()
            self._close_messages_no_wait()
            return
        with suppress(Exception):  # what tells of failures may be what fails
            self.tell_failure(error.error if isinstance(error, WorkerFailed) else error)

    def _failed_elsewhere(self, failure: Any) -> None:
        if isinstance(failure.exc_value, Exception):
            self.post_message(Failed(failure.exc_value))

    def _failed_in_task(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if isinstance(error := context.get("exception"), Exception):
            self._handle_exception(error)

    def on_failed(self, message: Failed) -> None:
        if isinstance(message.error, Exception):
            self._handle_exception(message.error)
