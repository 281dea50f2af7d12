"""Whatever is done to a folder of notes, the refreshed index says what one that is built anew says."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reinvent_notes.finder import Finder, parse_query
from reinvent_notes.index import Index
from reinvent_notes.index_build import refresh
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.spelling import aliases

WORDS = ["Serverless", "Kinesis", "queues", "shuffle", "resilience", "Aurora", "deep dive", "streams"]
CODES = ["SVS301", "SVS302", "SVS302-R", "ARC210", "DAT401"]
VIDEOS = ["sdCA0Y7QDrM", "SbL3a9YOW7s"]
NAMES = ["a.md", "b.md", "README.md", "sub/c.md", "sub/README.md", "2021/d.md", "list.json"]
NAMES += ["2022/svs301.md", "2022/svs302.md", "2022/arc210.md", "2022/e.md", "loose/svs301.md", "loose/f.md"]


class Folder:
    """Notes in several shapes, and what people do to them."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.alone = root.with_name("alone.md")  # a source of its own
        self.random = random.Random(seed)
        self.links = self.random.random() < 0.3

    def files(self) -> list[Path]:
        return sorted(path for path in self.root.rglob("*") if path.is_file() and path.suffix != ".png")

    def text(self) -> str:
        pick = self.random.choice
        title = f"{pick(WORDS)} with {pick(WORDS)}"
        year, code = self.random.randrange(2020, 2025), pick(CODES)
        video = f"https://youtu.be/{pick(VIDEOS)}\n" * self.random.randrange(2)
        body = "".join(f"\n- {pick(WORDS)} and {pick(WORDS)}" for _ in range(self.random.randrange(4)))
        return pick(
            [
                f"# AWS re:Invent 2022 - {title} ({pick(CODES)})\n{body}\n",
                f"# re:Invent 2023\n\n## {pick(CODES)}: {title}\n\nhttps://youtu.be/{pick(VIDEOS)}\n{body}\n"
                f"\n## {pick(CODES)}: {pick(WORDS)}\n{body}\n",
                f"---\ntitle: {title}\nyear: 2022\nspeakers: [Ada {pick(WORDS)}]\n---\n{body}\n",
                f"# {pick(CODES)} {title}\n{body}\n",  # no year of its own
                f"Just some words on {title}.\n",
                *(
                    "# Talks of re:Invent 2022\n\n" + "".join(f"- [{f.stem}]({f.name})\n" for f in self.files())
                    for _ in range(self.links)
                ),
                f"---\ntitle: {title}\nyear: {year}\n---\n{video}{body}\n",
                f"---\ntitle: {title}\nyear: {year}\ncode: {code}\n---\n{video}{body}\n",
                f"# AWS re:Invent {year} - {title} ({code})\n\n{video}{body}\n",
                f"# AWS re:Invent {year} - {pick(WORDS)} keynote\n\n{video}{body}\n",
                f"# {title}\n\n{video}{body}\n",
                f'[{{"title": "AWS re:Invent 2022 - {title} ({pick(CODES)})", '
                f'"url": "https://www.youtube.com/watch?v={pick(VIDEOS)}"}}]',
            ]
        )

    def write(self) -> None:
        path = self.root / self.random.choice(NAMES)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text())

    def some(self) -> list[Path]:
        """Any file, if there is one."""
        files = self.files()
        return [self.random.choice(files)] if files else []

    def change_words(self) -> None:
        for path in self.some():
            path.write_text(path.read_text() + f"\n- one point more on {self.random.choice(WORDS)}\n")

    def change_titles(self) -> None:
        for path in self.some():
            path.write_text(path.read_text().replace(self.random.choice(WORDS), self.random.choice(WORDS)))

    def change_year(self) -> None:
        for path in self.some():
            path.write_text(path.read_text().replace(*map(str, self.random.sample(range(2020, 2025), 2))))

    def remove(self) -> None:
        for path in self.some():
            path.unlink()

    def rename(self) -> None:
        for path in self.some():
            path.rename(path.with_name(self.random.choice(["renamed", "svs303", "reinvent-2023"]) + path.suffix))

    def rename_folder(self) -> None:
        for path in self.some():
            other = self.root / self.random.choice(["other", "2023"])
            if path.parent != self.root and not other.exists():
                path.parent.rename(other)

    def copy_with_its_times(self) -> None:
        files = self.files()
        if len(files) > 1 and not files[0].samefile(files[-1]):
            shutil.copy2(files[0], files[-1])

    def rewrite_with_its_times(self) -> None:
        """As many bytes, and the time of change put back."""
        for path in self.files()[:1]:
            before = path.stat()
            path.write_text(path.read_text().replace("Kinesis", "Kenesis"))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def give_another_name(self) -> None:
        """In any folder: one of a file is read, whichever comes first."""
        path = self.root / self.random.choice(["a", "sub", "2021", "2022"]) / "linked.md"
        for target in self.some():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            if target != path:
                self.random.choice([path.symlink_to, path.hardlink_to])(target)

    def save_as_editors_do(self) -> None:
        """A new file takes the place of the old one."""
        for path in self.some():
            new = self.root.with_name("new")
            new.write_text(path.read_text() + "\n- saved\n")
            new.replace(path)

    def write_alone(self) -> None:
        self.alone.write_text(self.text())

    def odd_times(self) -> None:
        for path in self.files()[:2]:
            os.utime(path, (self.random.choice([0, 4_000_000_000]),) * 2)

    def swap_folders(self) -> None:
        for one, other in (("sub", "2021"),):
            if (self.root / one).is_dir() and (self.root / other).is_dir():
                (self.root / one).rename(self.root / "between")
                (self.root / other).rename(self.root / one)
                (self.root / "between").rename(self.root / other)


EDITS: list[Callable[[Folder], None]] = [
    Folder.write,
    Folder.write,
    Folder.write,
    Folder.change_words,
    Folder.change_titles,
    Folder.change_titles,
    Folder.change_year,
    Folder.remove,
    Folder.rename,
    Folder.rename_folder,
    Folder.copy_with_its_times,
    Folder.rewrite_with_its_times,
    Folder.give_another_name,
    Folder.save_as_editors_do,
    Folder.write_alone,
    Folder.odd_times,
    Folder.swap_folders,
]


def said(index: Index) -> dict[str, Any]:
    """All that anybody can be told by an index; talks are named by their ids."""
    talks = [(talk_id, talk.as_dict()) for talk_id, talk in ((row.id, index.talk(row.n)) for row in index.rows())]
    finder = Finder(index, list, aliases())
    names = sorted(row[0] for row in index.connection.execute("SELECT DISTINCT name FROM known_as"))
    return {
        "talks": talks,
        "groups": index.groups,
        "joined": [index.joined(row.n) for row in index.rows()],
        "known": {name: index.row(index.number_of(name) or 0).id for name in names},
        "recordings": {video: index.number_of_recording(video) is not None for video in VIDEOS},
        "packed": dict(index.connection.execute("SELECT name, value FROM search")),
        "ready": sorted(index.connection.execute("SELECT * FROM ready")),
        "warnings": sorted(IndexDocuments(index).warnings()),
        "found": {word: [index.row(n).id for n in finder.find(parse_query(word)).numbers()] for word in WORDS},
    }


@settings(max_examples=80)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(EDITS), min_size=1, max_size=12), st.integers(1, 3))
def test_a_refreshed_index_says_what_a_new_one_says(
    seed: int, edits: list[Callable[[Folder], None]], at_once: int
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, path = Folder(Path(place) / "notes", seed), Path(place) / "data" / "index.db"
        folder.root.mkdir()
        folder.write_alone()
        (folder.root / "photo.png").touch()  # a folder with nothing in it at all may be a disk that is not mounted
        for _ in range(folder.random.randrange(3, 12)):
            folder.write()
        for number, edit in enumerate(edits):
            edit(folder)
            if number % at_once:
                continue
            refreshed, changes = refresh(path, lambda: [folder.root, folder.alone], "test")
            assert changes.rebuilt is (number == 0)  # a mistake must not pass for damage
            anew, _ = refresh(None, lambda: [folder.root, folder.alone], "test")
            with closing(refreshed), closing(anew):
                assert said(refreshed) == said(anew)


def test_a_talk_keeps_its_number_when_its_words_or_its_title_change(tmp_path: Path) -> None:
    notes, path = tmp_path / "notes", tmp_path / "index.db"
    notes.mkdir()
    for number, title in enumerate(("One talk", "Another talk")):
        (notes / f"{number}.md").write_text(f"# AWS re:Invent 2022 - {title} of mine (SVS30{number})\n\nWords.\n")
    first, _ = refresh(path, lambda: [notes], "test")
    n = first.number_of("2022-SVS301")
    assert n is not None
    (notes / "0.md").unlink()
    (notes / "1.md").write_text("# AWS re:Invent 2022 - Quite another talk of mine (SVS309)\n\nWords.\n")
    second, _ = refresh(path, lambda: [notes], "test")
    with closing(first), closing(second):
        assert second.row(n).id == "2022-SVS309"
        assert first.row(n).id == "2022-SVS301"  # whoever has the old one open reads on


@pytest.mark.parametrize("kind", ["words", "titles"])
def test_a_change_is_found_by_searching(kind: str, tmp_path: Path) -> None:
    notes, path = tmp_path / "notes", tmp_path / "index.db"
    notes.mkdir()
    (notes / "a.md").write_text("# AWS re:Invent 2022 - A talk of mine (SVS301)\n\nWords.\n")
    refresh(path, lambda: [notes], "test")[0].close()
    title, text = ("A talk of mine", "Powertools.") if kind == "words" else ("Powertools for all", "Words.")
    (notes / "a.md").write_text(f"# AWS re:Invent 2022 - {title} (SVS301)\n\n{text}\n")
    index, _ = refresh(path, lambda: [notes], "test")
    with closing(index):
        assert len(Finder(index, list, aliases()).find(parse_query("powertools"))) == 1


def test_a_file_is_read_again_under_its_own_name_when_a_link_in_another_folder_is_gone(tmp_path: Path) -> None:
    notes, path = tmp_path / "notes", tmp_path / "index.db"
    for folder in ("a", "b"):
        (notes / folder).mkdir(parents=True)
        (notes / folder / "own.md").write_text(f"# AWS re:Invent 2022 - What {folder} says (SVS30{ord(folder) % 9})\n")
    (notes / "a" / "link.md").symlink_to(notes / "b" / "own.md")
    first, _ = refresh(path, lambda: [notes], "test")
    (notes / "a" / "link.md").unlink()
    second, _ = refresh(path, lambda: [notes], "test")
    with closing(first), closing(second):
        assert {row.title for row in second.rows()} == {row.title for row in first.rows()}
        assert IndexDocuments(second).sources().keys() == {str(notes / folder / "own.md") for folder in ("a", "b")}
