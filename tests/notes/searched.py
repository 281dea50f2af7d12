"""Libraries to search in, and what is found there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from reinvent_notes.index_build import refresh
from reinvent_notes.library import Library
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.talk import Talk

Make = Callable[..., Library]


def libraries(tmp_path: Path) -> Iterator[Make]:
    """Makes a library of talks, each given as a title, or as a title with what else is known."""
    opened: list[Library] = []
    store = MarkStore(tmp_path / "marks.db")

    def library(*talks: str | dict[str, object]) -> Library:
        folder = tmp_path / f"notes{len(opened)}"
        folder.mkdir()
        for number, talk in enumerate(talks):
            known = {"title": talk} if isinstance(talk, str) else dict(talk)
            text = known.pop("text", "")
            front = "\n".join(f"{name}: {value}" for name, value in {"year": 2022, "kind": "breakout", **known}.items())
            (folder / f"{number:02}.md").write_text(f"---\n{front}\n---\n\n{text}\n")
        opened.append(Library(refresh(None, lambda: [folder], "test")[0], store))
        return opened[-1]

    yield library
    for one in opened:
        one.index.close()
    store.close()


def found(library: Library, query: str) -> list[Talk]:
    return [library.talk(hit.n) for hit in library.find(library.parse_query(query))]


def ids(library: Library, query: str) -> list[str]:
    return [talk.id for talk in found(library, query)]


def titles(library: Library, query: str) -> list[str]:
    return [talk.title for talk in found(library, query)]
