"""What each verb does."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reinvent_notes import sources
from reinvent_notes.errors import CallError, NotFound, Refused
from reinvent_notes.index_documents import IndexDocuments
from reinvent_notes.mark_export import order_of
from reinvent_notes.marks import Change, Mark, Marked, Marks, Value
from reinvent_notes.text import clean_line, shown_path
from reinvent_tui.cli import sourcing
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.paths import is_there, named_path
from reinvent_tui.cli.printing import print_by_group, print_json, talk_page, talk_values
from reinvent_tui.cli.streams import knows_all_of_unicode, terminal_width, warn
from reinvent_tui.explaining import explained, explanation, short_names
from reinvent_tui.wording import facts, mark_text, matches_text, size_text, state_glyph

if TYPE_CHECKING:
    from reinvent_notes.hits import Hit
    from reinvent_notes.library import Library
    from reinvent_notes.query import Query
    from reinvent_notes.reading import Reading

_AWAY = "  (its talk is in no source now)"


def search(options: Namespace) -> int:
    library = Opening(options).library()
    asked = library.parse_query(" ".join(options.query))
    hits = library.find(asked, close=True)[: options.limit]
    if options.json:
        found = [talk_values(library.talk(hit.n), library.marks(hit.n), hit.score) for hit in hits]
        print_json({"talks": found})
    for hit in () if options.json else hits:
        talk = library.talk(hit.n)
        print(f"{state_glyph(library.marks(hit.n))} {talk.title}\n    {talk.id} · {facts(talk)}")
        if hit.snippet:
            print(f"    … {hit.snippet}")
    return _found(hits, library, asked, options)


def list_talks(options: Namespace) -> int:
    library = Opening(options).library()
    asked = library.parse_query(" ".join(options.query))
    hits: Sequence[Hit] = library.find(asked)
    if not asked.sort:  # by year and track, also where words were given
        hits = sorted(hits, key=lambda hit: library.index.places[hit.n])
    found = [(library.talk(hit.n), library.marks(hit.n)) for hit in hits]
    if options.json:
        values = [talk_values(talk, marks) for talk, marks in found]
        for hit, talk in zip(hits, values, strict=True) if options.explain else ():
            talk |= explained(library, hit.n)
        print_json({"talks": values})
    else:
        called = short_names(library.index) if options.explain else str
        why = [explanation(library, hit.n, called) if options.explain else () for hit in hits]
        print_by_group(found, why)
    return _found(hits, library, asked, options)


def _found(hits: object, library: Library, asked: Query, options: Namespace) -> int:
    if not hits and not options.json:
        nothing = f"no {matches_text(' '.join(options.query), library.meant(asked))}"
        warn([nothing if asked else "the library is empty; add notes with: reinvent-tui add PATH"])
    return 0 if hits else 1


def show(options: Namespace) -> int:
    library = Opening(options).library()
    n = library.named(options.talk)
    talk, marks = library.talk(n), library.marks(n)
    if options.json:
        print_json({"talks": [talk_values(talk, marks) | (explained(library, n) if options.explain else {})]})
    else:
        documents = IndexDocuments(library.index)
        away = [name for name in talk.sources if not is_there(Path(documents.file_of(name) or ""))]
        why = explanation(library, n, short_names(library.index)) if options.explain else ()
        print(talk_page(talk, marks, library.related(talk), away, why))
    return 0


def open_recording(options: Namespace) -> int:
    from reinvent_tui.video import open_in_browser, recording_url, search_url

    library = Opening(options).library()
    n = library.named(options.talk)
    talk = library.talk(n)
    start = Mark.POSITION.parse(options.at) if options.at else library.marks(n).get(Mark.POSITION)
    url = recording_url(talk, int(start or 0))
    if url is None:
        remedy = f"add a list of recordings, or look for its title: {search_url(talk)}"
        raise NotFound(f"no recording of {talk.id} is known", remedy=remedy)
    if options.json:
        print_json({"open": {"url": url}})
    elif options.dry_run:
        print(url)
    if not options.dry_run:
        open_in_browser(url)
    return 0


def mark(options: Namespace) -> int:
    given = {mark: getattr(options, mark.value) for mark in Mark if getattr(options, mark.value) is not None}
    if not given:
        raise CallError("no mark was named", remedy="say for example --watched")
    library = Opening(options).library(marks_needed=True)
    numbers: list[int] = []
    away: list[Marked] = []  # of talks that are in no source now
    for name in dict.fromkeys(options.talks):
        try:
            numbers.append(library.named(name))
        except NotFound:
            found = library.marked_without_talk(name)
            if not found:
                raise
            away += found
    numbers = list(dict.fromkeys(numbers))
    changes = [library.change(n, *one) for n in numbers for one in _values(given, library.marks(n))]
    library.apply([*changes, *(Change(at.subject, *one) for at in away for one in _values(given, at.values))])
    library.close()
    now = {one.subject: one.values for one in library.unplaced}
    away = [one._replace(values=now.get(one.subject, {})) for one in away]
    if options.json:
        kept = {"marks": [_mark_values(None, one) for one in away]} if away else {}
        print_json({"talks": [talk_values(library.talk(n), library.marks(n)) for n in numbers], **kept})
        return 0
    for n in numbers:
        print(_mark_line(library.talk(n).id, library.talk(n).title, library.marks(n)))
    for one in away:
        print(_mark_line(one.subject.id, one.subject.title, one.values) + _AWAY)
    return 0


def _values(given: Mapping[Mark, str | bool], marks: Marks) -> Iterator[tuple[Mark, Value | None]]:
    """What is given for marks, on a talk that has these."""
    for mark, text in given.items():
        yield mark, mark.default(marks) if text is True else None if text is False else mark.parse(text)


def _mark_line(talk_id: str, title: str, marks: Marks) -> str:
    said = ", ".join(mark_text(mark, value) for mark, value in marks.items()) or "no marks"
    return f"{clean_line(talk_id)}  {clean_line(f'{title}: {said}')}"


def marks(options: Namespace) -> int:
    if options.what:
        from reinvent_tui.cli import exchange

        return exchange.run(options)
    library = Opening(options).library(marks_needed=True)
    placed = [(library.index.row(n).id, marked) for n, marked in library.marked()]
    everything: list[tuple[str | None, Marked]] = [*placed, *((None, marked) for marked in library.unplaced)]
    everything.sort(key=lambda one: order_of(one[1]))
    if options.json:
        print_json({"marks": [_mark_values(talk_id, marked) for talk_id, marked in everything]})
    for talk_id, marked in () if options.json else everything:
        subject = marked.subject
        print(_mark_line(talk_id or subject.id, subject.title, marked.values) + ("" if talk_id else _AWAY))
    if not everything and not options.json:
        warn(["there are no marks; set one with: reinvent-tui mark TALK --watched"])
    return 0 if everything else 1


def _mark_values(talk_id: str | None, marked: Marked) -> dict[str, object]:
    subject = marked.subject._asdict()
    del subject["former_ids"]
    return {"talk": talk_id, **subject, "marks": {kind.value: value for kind, value in marked.values.items()}}


def stats(options: Namespace) -> int:
    from reinvent_notes import stats
    from reinvent_tui.charts import lines, values

    found = stats.stats(Opening(options).library(marks_needed=True))
    if options.json:
        print_json({"stats": values(found)})
    else:
        print("\n".join(lines(found, terminal_width(), plain=not knows_all_of_unicode())))
    return 0


def parse(options: Namespace) -> int:
    from reinvent_notes import collection  # no other verb reads documents that did not change

    refused: list[Refused] = []
    paths = [named_path(path) for path in options.paths]
    documents = sources.find(paths, refused)
    readings = list(collection.read_all(documents, explained=options.explain))
    talks = collection.talks(readings)
    for found, reading in readings:
        warn(reading["warnings"])
        if options.explain:
            _explain(found.name, reading, sys.stderr if options.json else sys.stdout)
    if options.json:
        print_json({"talks": [talk_values(talk) for talk in talks]})
    for talk in () if options.json else talks:
        place = f"{talk.notes[0].source}:{talk.notes[0].line}: " if talk.notes else ""
        print(f"{place}{talk.title}  [{facts(talk)}]")
    if not (talks or refused or options.json):
        warn(["no talks were found" + ("" if options.explain else "; --explain says why")])
    warn(map(str, refused))
    named = {shown_path(path) for path in paths}
    unread = {found.name for found, reading in readings if reading["refused"]}
    return 1 if named & (unread | {error.where for error in refused}) else 0


def _explain(name: str, reading: Reading, out: TextIO) -> None:
    """What a document is about, which shapes it has and why, and what in it is no talk, and why."""
    lines = [f"{name}: {told}" for told in (reading["about"], *(reading["shapes"] or ["no talks"])) if told]
    items: dict[str, list[str]] = {}  # of a list, by why they are none
    for where, why in reading["skipped"]:
        if isinstance(where, str):
            items.setdefault(why, []).append(where)
        else:
            lines.append(f"{name}:{where}: no talk: {why}")
    for why, places in items.items():
        first = f"{places[0]}" if len(places) == 1 else f"{len(places):,} items, the first {places[0]}"
        lines.append(f"{name}: no talk: {why}: {first}")
    for line in dict.fromkeys(lines):
        print(line, file=out)


def index(options: Namespace) -> int:
    built, changes = Opening(options).refreshed_index(rebuild=options.rebuild)
    warn(changes.warnings)
    values = {"talks": built.count, **asdict(changes)}
    if options.json:
        print_json({"index": values})
    else:
        print(
            f"{built.count:,} talks; documents: {len(changes.added)} new, {len(changes.changed)} changed, "
            f"{len(changes.removed)} gone, {changes.unchanged} unchanged; {size_text(changes.bytes)}"
        )
        print(", ".join(f"{part} {seconds:.2f} s" for part, seconds in changes.seconds.items()))
    return 0


def doctor(options: Namespace) -> int:
    from reinvent_tui.cli import doctor  # what it asks the system takes as long to load as all else

    return doctor.run(options)


RUN: dict[str, Callable[[Namespace], int]] = {
    "search": search,
    "list": list_talks,
    "show": show,
    "open": open_recording,
    "mark": mark,
    "marks": marks,
    "stats": stats,
    "add": sourcing.add,
    "remove": sourcing.remove,
    "sources": sourcing.list_sources,
    "parse": parse,
    "index": index,
    "doctor": doctor,
}
