"""The notes that come with the program: every one of them complete, consistent and our own words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

import reinvent_notes
from reinvent_notes.front_matter import Value, read
from reinvent_notes.recordings import is_recording_id
from reinvent_notes.talk import KINDS, VERDICTS, level_of_code, normal_code, slug, talk_id
from reinvent_notes.tracks import track_of_code

TALKS = Path(reinvent_notes.__file__).parent / "talks"
FILES = sorted(TALKS.glob("**/*.md"))
INPUTS = Path(__file__).resolve().parents[3] / "shared" / "inputs"

KEYS = (
    "title",
    "year",
    "code",
    "track",
    "level",
    "kind",
    "speakers",
    "video",
    "minutes",
    "verdict",
    "why",
    "related",
)
REQUIRED = ("title", "year", "kind")
LISTS = ("speakers", "related")
NUMBERS = {"year": (2012, 2100), "level": (100, 500), "minutes": (1, 240)}
MOST_RELATED = 4
LONGEST_WHY = 100
FEWEST_WORDS, MOST_WORDS = 60, 500
RUN = 8  # this many words in a row are somebody's sentence

_KEY_LINE = re.compile(r"(?P<key>[a-z]+): (?P<value>\S.*)")
_NEEDS_QUOTES = re.compile(r""".*: |[\["'#&{*!|>%@`]""")
# the text of a link is the name of what it leads to, as a title is
_LINK = re.compile(r"\[[^\]\n]{1,120}\]\([^)\s]*\)|<https?://[^>\s]*>|https?://[^\s)>]+")
_QUOTATION = re.compile(r'"[^"\n]{1,300}"|“[^”\n]{1,300}”')
_WORD = re.compile(r"[^\W_]+")

each_note = pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TALKS).as_posix())


@dataclass(frozen=True)
class Bundled:
    """One note as it lies in the package."""

    name: str
    folder: str
    raw: tuple[tuple[str, str], ...]  # the lines of the front matter as written
    values: dict[str, Value]
    body: str
    tokens: tuple[Token, ...]

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def items(self, key: str) -> list[str]:
        value = self.values.get(key, [])
        return value if isinstance(value, list) else [value]

    @property
    def id(self) -> str:
        year = self.text("year") or ""
        return talk_id(int(year) if year.isdecimal() else None, self.text("code"), self.text("title") or "")

    def inline(self) -> Iterator[Token]:
        for token in self.tokens:
            yield from token.children or ()


@cache
def bundled(path: Path) -> Bundled:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    values, first = read(lines)
    raw = []
    for line in lines[1 : max(first - 1, 1)]:
        match = _KEY_LINE.fullmatch(line)
        raw.append((match["key"], match["value"]) if match else ("", line))
    body = "\n".join(lines[first:])
    return Bundled(
        name=path.relative_to(TALKS).as_posix(),
        folder=path.parent.name,
        raw=tuple(raw),
        values=values,
        body=body,
        tokens=tuple(MarkdownIt("commonmark").enable("table").parse(body)),
    )


def all_notes() -> list[Bundled]:
    return [bundled(path) for path in FILES]


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def runs(sequence: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(sequence[i : i + RUN]) for i in range(len(sequence) - RUN + 1))


def test_there_are_notes() -> None:
    assert FILES, f"no notes in {TALKS.name}/"


@each_note
def test_plain_text_file(path: Path) -> None:
    data = path.read_bytes()
    name = bundled(path).name
    assert b"\r" not in data and b"\t" not in data, f"{name}: carriage returns or tabs"
    assert data.endswith(b"\n") and not data.endswith(b"\n\n"), f"{name}: does not end in one newline"
    text = data.decode("utf-8")
    trailing = [n for n, line in enumerate(text.splitlines(), 1) if line != line.rstrip()]
    assert not trailing, f"{name}: spaces at the end of lines {trailing}"


@each_note
def test_front_matter_is_one_key_per_line_in_order(path: Path) -> None:
    note = bundled(path)
    assert note.values, f"{note.name}: no front matter"
    odd = [value for key, value in note.raw if not key]
    assert not odd, f"{note.name}: front matter lines that are not `key: value`: {odd}"
    keys = [key for key, _ in note.raw]
    unknown = [key for key in keys if key not in KEYS]
    assert not unknown, f"{note.name}: unknown keys {unknown}"
    assert keys == [key for key in KEYS if key in keys], f"{note.name}: keys twice or out of order: {keys}"
    for key, value in note.raw:
        quoted = value.startswith('"') and value.endswith('"') and len(value) > 1
        bare = key not in LISTS and not quoted
        assert not (bare and _NEEDS_QUOTES.match(value)), f"{note.name}: {key} needs double quotes: {value}"
        assert " #" not in value or quoted, f"{note.name}: {key} would lose what follows #: {value}"


@each_note
def test_front_matter_is_complete(path: Path) -> None:
    note = bundled(path)
    missing = [key for key in REQUIRED if not note.values.get(key)]
    assert not missing, f"{note.name}: {missing} missing"
    assert "verdict" not in note.values or note.text("why"), f"{note.name}: a verdict without a why"


@each_note
def test_front_matter_is_typed(path: Path) -> None:
    note = bundled(path)
    for key, value in note.values.items():
        assert isinstance(value, list) == (key in LISTS), f"{note.name}: {key} is {type(value).__name__}"
        assert key not in LISTS or len(value) == len(set(value)), f"{note.name}: {key} names one twice"
    for key, (low, high) in NUMBERS.items():
        number = note.text(key)
        if number is not None:
            assert number.isdecimal() and low <= int(number) <= high, f"{note.name}: {key} is {number}"
    assert int(note.text("level") or 0) % 100 == 0, f"{note.name}: level is {note.text('level')}"
    assert note.text("kind") in KINDS, f"{note.name}: kind is {note.text('kind')!r}"
    assert note.text("verdict") in (*VERDICTS, None), f"{note.name}: verdict is {note.text('verdict')!r}"
    video = note.text("video")
    assert video is None or is_recording_id(video), f"{note.name}: {video!r} is no id of a recording"
    why = note.text("why") or ""
    assert len(why) <= LONGEST_WHY, f"{note.name}: why has {len(why)} characters, {LONGEST_WHY} at most"


@each_note
def test_speakers_have_full_names(path: Path) -> None:
    note = bundled(path)
    short = [speaker for speaker in note.items("speakers") if len(speaker.split()) < 2]
    assert not short, f"{note.name}: speakers without a full name: {short}"


@each_note
def test_year_agrees_with_the_folder(path: Path) -> None:
    note = bundled(path)
    assert note.text("year") == note.folder, f"{note.name}: year is {note.text('year')}"


@each_note
def test_file_name_agrees_with_code_and_title(path: Path) -> None:
    note = bundled(path)
    code = note.text("code")
    parts = [code.lower()] if code else []
    expected = "-".join([*parts, slug(note.text("title") or "")]) + ".md"
    assert path.name == expected, f"{note.name}: should be called {expected}"


@each_note
def test_code_level_and_track_agree(path: Path) -> None:
    note = bundled(path)
    code, level, track = note.text("code"), note.text("level"), note.text("track")
    if code is None:
        return
    assert normal_code(code) == code, f"{note.name}: {code} is not how a code is written"
    says = level_of_code(code)
    assert level is None or says is None or int(level) == says, f"{note.name}: {code}, but level {level}"
    known = track_of_code(code)
    assert known is None or track == known, f"{note.name}: {code} is of track {known!r}, not {track!r}"


@each_note
def test_related_talks_exist_and_point_back(path: Path) -> None:
    note = bundled(path)
    related = note.items("related")
    assert note.id not in related, f"{note.name}: related to itself"
    assert len(related) <= MOST_RELATED, f"{note.name}: {len(related)} related talks, {MOST_RELATED} at most"
    by_id = {other.id: other for other in all_notes()}
    missing = [other for other in related if other not in by_id]
    assert not missing, f"{note.name}: related talks that are not bundled: {missing}"
    silent = [by_id[other].name for other in related if note.id not in by_id[other].items("related")]
    assert not silent, f"{note.name}: names talks that do not name {note.id}: {silent}"


def test_no_id_twice() -> None:
    names = defaultdict(list)
    for note in all_notes():
        names[note.id].append(note.name)
    twice = {key: files for key, files in names.items() if len(files) > 1}
    assert not twice, f"one id, several notes: {twice}"


def test_no_recording_twice() -> None:
    names = defaultdict(list)
    for note in all_notes():
        for video in note.items("video"):
            names[video].append(note.name)
    twice = {key: files for key, files in names.items() if len(files) > 1}
    assert not twice, f"one recording, several notes: {twice}"


@each_note
def test_body_starts_with_what_it_is_about_and_for_whom(path: Path) -> None:
    note = bundled(path)
    assert note.tokens and note.tokens[0].type == "paragraph_open", f"{note.name}: no first paragraph"
    starts = [
        inline.content
        for opening, inline in zip(note.tokens, note.tokens[1:], strict=False)
        if opening.type == "paragraph_open" and opening.level == 0
    ]
    assert not starts[0].startswith("**"), f"{note.name}: the first paragraph does not say what it is about"
    audience = [text for text in starts if text.startswith("**For** ")]
    assert len(audience) == 1, f"{note.name}: {len(audience)} paragraphs start with **For**, not one"
    assert starts[1] == audience[0], f"{note.name}: **For** does not follow the first paragraph"


@each_note
def test_body_has_the_right_length(path: Path) -> None:
    note = bundled(path)
    count = sum(1 for part in note.body.split() if _WORD.search(part))
    assert FEWEST_WORDS <= count <= MOST_WORDS, f"{note.name}: {count} words, not {FEWEST_WORDS} to {MOST_WORDS}"


@each_note
def test_headings_are_of_second_or_third_level(path: Path) -> None:
    note = bundled(path)
    odd = [
        f"{opening.markup} {inline.content}"
        for opening, inline in zip(note.tokens, note.tokens[1:], strict=False)
        if opening.type == "heading_open" and opening.markup not in ("##", "###")
    ]
    assert not odd, f"{note.name}: headings of another level: {odd}"
    glued = [line for line in note.body.splitlines() if re.match(r"#{1,6}[^\s#]", line)]
    assert not glued, f"{note.name}: headings without a space: {glued}"


@each_note
def test_code_names_its_language(path: Path) -> None:
    note = bundled(path)
    unnamed = [token.content for token in note.tokens if token.type == "fence" and not token.info.strip()]
    assert not unnamed, f"{note.name}: code without a language: {unnamed}"
    fences = [line for line in note.body.splitlines() if line.lstrip().startswith("```")]
    assert len(fences) % 2 == 0, f"{note.name}: a code block is not closed"


@each_note
def test_links_are_well_formed(path: Path) -> None:
    note = bundled(path)
    for token in note.inline():
        if token.type == "link_open":
            target = str(token.attrGet("href") or "")
            parts = urlsplit(target)
            good = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
            assert good, f"{note.name}: a link to {target!r}"
        assert token.type != "image", f"{note.name}: an image"
        assert token.type != "text" or "](" not in token.content, f"{note.name}: a broken link in {token.content!r}"
        assert token.type != "html_inline", f"{note.name}: HTML: {token.content}"


@pytest.fixture(scope="module")
def sources() -> dict[tuple[str, ...], str]:
    """Every run of words in the texts that the notes draw their facts from, and where it stands."""
    if not INPUTS.is_dir():
        pytest.skip("no shared/inputs beside this checkout: nothing to compare with")
    return {
        run: path.name
        for path in sorted(INPUTS.iterdir())
        for run in runs(words(path.read_text(encoding="utf-8", errors="replace")))
    }


@cache
def titles() -> re.Pattern[str]:
    """The titles of all bundled talks: names, which cannot be said in other words."""
    spelled = [r"[\W_]+".join(map(re.escape, words(note.text("title") or ""))) for note in all_notes()]
    return re.compile("|".join(rf"\b{title}\b" for title in sorted(spelled, key=len, reverse=True) if title))


def own_words(note: Bundled) -> list[list[str]]:
    """The prose of a note, cut where code, a quotation, a title or a link was taken out."""
    lines = note.body.splitlines()
    for token in note.tokens:
        if token.type in ("fence", "code_block") and token.map:
            start, end = token.map
            lines[start:end] = ["\0"] * (end - start)
    text = "\n".join(lines)
    for pattern in (_LINK, _QUOTATION):
        text = pattern.sub("\0", text)
    return [words(part) for part in titles().sub("\0", text.casefold()).split("\0")]


@each_note
def test_sentences_are_our_own(path: Path, sources: dict[tuple[str, ...], str]) -> None:
    note = bundled(path)
    copied = [f"{' '.join(run)} ({sources[run]})" for part in own_words(note) for run in runs(part) if run in sources]
    assert not copied, f"{note.name}: {RUN} words in a row from a source: {copied}"
