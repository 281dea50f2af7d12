"""The command line, called in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from reinvent_tui.cli import main


class Said(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def talks(self) -> list[dict[str, Any]]:
        talks: list[dict[str, Any]] = self.json["talks"]
        return talks

    @property
    def ids(self) -> list[str]:
        return [talk["id"] for talk in self.talks]


Call = Callable[..., Said]


def caller(capsys: pytest.CaptureFixture[str], *options: object) -> Call:
    """Calls it with these options before the words of each call."""

    def call(*words: object) -> Said:
        capsys.readouterr()  # what somebody else has printed
        status = main([str(word) for word in (*options, *words)])
        return Said(status, *capsys.readouterr())

    return call
