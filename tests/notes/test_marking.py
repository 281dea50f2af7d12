"""A library whose marks change one at a time shows what one that reads all of them shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from reinvent_notes.index import Index
from reinvent_notes.index_build import refresh
from reinvent_notes.library import Library
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.mark_subject import Subject
from reinvent_notes.marks import Change, Mark, Marked

TALKS = (
    ("Resilient applications", "code: ARC301"),
    ("Resilient applications at scale", "code: ARC302\nvideo: aaaaaaaaaa1"),
    ("Queues and how to drain them", "video: aaaaaaaaaa2"),
    ("Queues", "track: Serverless"),
)
# known otherwise: by another title, another id, no code; some may be of a talk, one is of none
OTHERS = (
    Subject("2022-resilient-applications", 2022, None, (), "Resilient applications"),
    Subject("2022-ARC302", 2022, "ARC302", (), "Applications that never fail"),
    Subject("unknown-queues", None, None, ("aaaaaaaaaa2",), "Queues and how to drain them"),
    Subject("2022-queues-and-how", 2022, None, (), "Queues and how to drain"),
    Subject("2022-DAT999", 2022, "DAT999", (), "Of no talk here"),
)
VALUES: Mapping[str, str | int] = {"flag": True, "date": "2023-01-02", "text": "mine", "position": 90}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("marking")
    (notes := folder / "notes").mkdir()
    for number, (title, facts) in enumerate(TALKS):
        text = f"---\ntitle: {title}\nyear: 2022\nkind: breakout\n{facts}\n---\n\nSome words.\n"
        (notes / f"{number}.md").write_text(text)
    return refresh(folder / "index.db", lambda: [notes], "test")[0]


def shown(library: Library) -> object:
    """All that a library says of marks, but in which order."""
    return (
        {n: (one.subject, one.values) for n, one in library.marked()},
        {mark: set(library.having(mark)) for mark in Mark},
        {str(one.subject): one.values for one in library.unplaced},
        [library.progress(group) for group in library.groups()],
    )


@pytest.mark.parametrize("seed", range(8))
def test_marks_that_change_one_at_a_time_are_shown_as_all_of_them_are(index: Index, tmp_path: Path, seed: int) -> None:
    random, path = Random(seed), tmp_path / "marks.db"
    one, other = (Library(index, MarkStore(path)) for _ in range(2))
    undo: list[tuple[Change, ...]] = []
    for _ in range(60):
        library, mark, what = random.choice((one, other)), random.choice(list(Mark)), random.random()
        value = None if random.random() < 0.3 else VALUES.get(mark.kind, 3)
        if what < 0.6:
            undo.append(library.mark(random.sample(range(index.count), random.randint(1, 2)), mark, mark.parse(value)))
        elif what < 0.8 and undo:
            library.apply(undo.pop())
        elif what < 0.9:
            record = Marked(random.choice(OTHERS), {Mark.RATING: random.randint(1, 5)}, {Mark.RATING: 10})
            library.join([record])
        else:
            library.apply([Change(random.choice(OTHERS), mark, mark.parse(value))])
        everything = Library(index, MarkStore(path))
        assert shown(library) == shown(everything)
