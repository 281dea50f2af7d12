"""The five documents that the program exists for: every talk in them is found, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from reinvent_tui.cli import main

SHARED = Path(__file__).resolve().parents[3] / "shared"
TRUTH = SHARED / "truth" / "truth.json"
Talk = dict[str, Any]
Run = Callable[..., list[Talk]]


def _documents() -> dict[str, list[Talk]]:
    """What a person finds in each document, by the name of its file."""
    if not TRUTH.is_file():
        return {}
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    return {key: said["sessions"] for key, said in truth.items() if key.startswith("inputs/")}


DOCUMENTS = _documents()
NAMES = sorted(DOCUMENTS) or ["none"]
pytestmark = pytest.mark.skipif(not DOCUMENTS, reason=f"the documents are not kept with the program ({TRUTH})")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Calls the command line with a data folder of its own; gives the talks that it prints, or their number."""

    def call(*arguments: object) -> list[Talk]:
        words = ["--data-dir", str(tmp_path / "data"), "--no-bundled", "--json", *map(str, arguments)]
        assert main(words) == 0
        talks: list[Talk] = json.loads(capsys.readouterr().out)["talks"]
        return talks

    return call


def plain(title: str) -> str:
    """Letters and digits alone."""
    return "".join(c for c in title.casefold() if c.isalnum())


def is_named(session: Talk, talk: Talk) -> bool:
    accepted = {plain(title) for title in (session["title"], *session.get("accept_titles", ()))}
    return session["year"] == talk["year"] and bool(accepted & {plain(title) for title in talk["titles"]})


def without_match(sessions: Iterable[Talk], talks: Iterable[Talk]) -> list[str]:
    talks = list(talks)
    return [s["title"] for s in sessions if not s.get("optional") and not any(is_named(s, talk) for talk in talks)]


@pytest.mark.parametrize("name", NAMES)
def test_every_talk_of_the_document_is_found_once_and_nothing_else_is(name: str, run: Run) -> None:
    sessions, talks = DOCUMENTS[name], run("parse", SHARED / name)
    assert without_match(sessions, talks) == []
    assert [talk["title"] for talk in talks if not any(is_named(session, talk) for session in sessions)] == []
    assert len(talks) <= len(sessions)


@pytest.mark.parametrize("name", NAMES)
def test_each_talk_of_the_document_has_its_code_and_its_recording(name: str, run: Run) -> None:
    talks = run("parse", SHARED / name)
    wanted, found = {}, {}
    for session in DOCUMENTS[name]:
        for talk in talks:
            if is_named(session, talk):
                wanted[session["title"]] = (session["code"], session["youtube_id"])
                found[session["title"]] = (talk["code"], talk["video"])
    assert found == wanted
    assert found


@pytest.mark.parametrize("name", NAMES)
def test_each_talk_has_the_notes_that_stand_at_its_title(name: str, run: Run) -> None:
    lines = (SHARED / name).read_text(encoding="utf-8").splitlines()
    for talk in run("parse", SHARED / name):
        [note] = talk["notes"]
        named_in = plain(lines[note["line"] - 1])
        assert any(plain(title) in named_in for title in talk["titles"])
        assert note["markdown"].splitlines()[0] in lines[note["line"] - 1 :]


def test_two_revisions_of_one_page_give_each_talk_once_with_one_note(run: Run) -> None:
    later, earlier = NAMES[:2]
    assert {plain(session["title"]) for session in DOCUMENTS[earlier]} < {
        plain(session["title"]) for session in DOCUMENTS[later]
    }
    run("add", SHARED / earlier, SHARED / later)
    talks = run("list")
    assert len(talks) == len(DOCUMENTS[later])
    assert without_match(DOCUMENTS[later], talks) == []
    assert [talk["title"] for talk in talks if len(talk["notes"]) != 1] == []


def test_all_documents_together_lose_no_talk_and_show_none_twice(run: Run) -> None:
    run("add", *(SHARED / name for name in NAMES))
    talks = run("list")
    for name in NAMES:
        assert without_match(DOCUMENTS[name], talks) == []
    for key in (lambda talk: plain(talk["title"]), lambda talk: talk["video"], lambda talk: talk["code"]):
        known = [(talk["year"], key(talk)) for talk in talks if key(talk)]
        assert len(known) == len(set(known))
