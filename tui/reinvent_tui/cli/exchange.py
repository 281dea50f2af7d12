"""Marks out of the library and into it: `marks export`, `marks import`, `marks sync`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence

from reinvent_notes import limits
from reinvent_notes.errors import CallError, Refused
from reinvent_notes.mark_export import Exported, order_of, read, written
from reinvent_notes.mark_sync import machine_name, read_folder, save
from reinvent_notes.marks import Mark, Marked
from reinvent_notes.text import clean_line, counted, read_bytes
from reinvent_tui.cli.opening import Opening
from reinvent_tui.cli.paths import named_path
from reinvent_tui.cli.printing import print_json
from reinvent_tui.cli.streams import knows_all_of_unicode, warn
from reinvent_tui.wording import mark_text

_TOLD = 10  # a call tells so many of what was skipped
_PAGE = "# Marks on re:Invent talks\n"


def run(options: Namespace) -> int:
    what, *names = options.what
    if what not in ("export", "import", "sync"):
        raise CallError(f"marks takes export, import or sync, not {what!r}", remedy="see reinvent-tui marks --help")
    if len(names) != 1:
        thing = "folder" if what == "sync" else "file"
        raise CallError(f"marks {what} takes one {thing}", remedy=f"say for example: marks {what} {_EXAMPLES[what]}")
    return {"export": _export, "import": _import, "sync": _sync}[what](options, names[0])


_EXAMPLES = {"export": "marks.json", "import": "marks.json", "sync": "~/Sync/reinvent"}


def _export(options: Namespace, name: str) -> int:
    if name == "-" and options.json:
        raise CallError("marks export - prints the marks themselves", remedy="leave --json out, or name a file")
    records = Opening(options).library(marks_needed=True).records()
    marked = sum(bool(record.values) for record in records)
    if name == "-":
        print(written(records, plain=not knows_all_of_unicode()), end="")
        return 0
    path = named_path(name)
    if path.suffix.lower() == ".md":
        save(path, _page(records), ours=_PAGE)
    else:
        save(path, written(records))
    if options.json:
        print_json({"export": {"file": str(path), "talks": marked}})
    else:
        print(f"Wrote the marks on {counted(marked)} to {clean_line(str(path))}")
    return 0


def _page(records: Iterable[Marked]) -> str:
    """Every mark as Markdown, a section for each year."""
    lines, year = [_PAGE], -1
    for record in sorted(records, key=order_of):
        if not record.values:
            continue
        subject = record.subject
        if (subject.year or 0) != year:
            year = subject.year or 0
            lines.append(f"## {year or 'Year unknown'}\n")
        said = [mark_text(mark, record.values[mark]) for mark in Mark if mark in record.values and mark.kind != "text"]
        lines.append(
            f"- **{clean_line(subject.title)}** ({subject.code or subject.id}): {', '.join(said) or 'own note'}"
        )
        notes = [str(value) for mark, value in record.values.items() if mark.kind == "text"]
        lines += ["", *(f"  > {line}".rstrip() for note in notes for line in note.splitlines()), ""] if notes else []
    return "\n".join(lines) + "\n"


def _import(options: Namespace, name: str) -> int:
    if name == "-":
        found = read(sys.stdin.buffer.read(limits.FILE_BYTES), "standard input")
    else:
        path = named_path(name)
        found = read(read_bytes(path), path)
    if not found.records and found.told:
        _tell(found.told)
        raise Refused("holds no mark that could be taken in", where=name)
    library = Opening(options).library(marks_needed=True)
    joined = library.join(found.records)
    library.close()
    _tell(found.told)
    marks = _count(found)
    if options.json:
        print_json({"import": {"marks": marks, "changed": joined, "skipped": found.told}})
    else:
        print(f"{counted(marks, 'mark')} read; {counted(joined, 'change')} taken in, the others were known already")
    return 0 if found.is_whole else 1


def _sync(options: Namespace, name: str) -> int:
    opening = Opening(options)
    folder = named_path(name)
    found = read_folder(folder)
    library = opening.library(marks_needed=True)
    machine = machine_name(opening.places.machine)
    joined = library.join(found.records) if found.records else 0
    library.close()
    _tell(found.told)
    path = folder / f"marks-{machine}.json"
    wrote = save(path, written(library.records(), machine))
    if options.json:
        values = {"file": str(path), "files": found.files, "changed": joined, "wrote": wrote, "skipped": found.told}
        print_json({"sync": values})
    else:
        said = f"{counted(joined, 'change')} taken in from {counted(found.files, 'file')}"
        print(f"{said}; {clean_line(str(path))} " + ("written" if wrote else "is as it was"))
    return 0


def _count(found: Exported) -> int:
    return sum(len(record.changed) for record in found.records)


def _tell(sentences: Sequence[str]) -> None:
    warn(sentences[:_TOLD])
    if len(sentences) > _TOLD:
        warn([f"and {len(sentences) - _TOLD:,} more were skipped; --json names all"])
