"""Where what is known of a talk comes from, and why its entries are one."""

from __future__ import annotations

from typing import Any

from reinvent_notes.library import Library


def explained(library: Library, n: int) -> dict[str, Any]:
    """What `list --explain --json` adds to a talk."""
    talk = library.talk(n)
    reasons, facts = library.index.joined(n)
    return {
        "sources": talk.sources,
        "joined": reasons,
        "facts": [fact._asdict() for fact in facts],
        "earlier": talk.as_dict()["earlier"],
    }


def explanation(library: Library, n: int) -> list[str]:
    """The same in sentences; of the facts only those on which sources disagree."""
    talk = library.talk(n)
    reasons, facts = library.index.joined(n)
    lines = [f"from {', '.join(talk.sources)}"] if talk.sources else []
    lines += [f"one talk: {reason}" for reason in reasons]
    fields = [fact.field for fact in facts]
    for fact in facts:
        if fields.count(fact.field) > 1:
            lines.append(f"{_NAMES.get(fact.field, fact.field)}: {_value(fact.value)} ({', '.join(fact.sources)})")
    return lines + [f"an earlier revision of a note: {note.source}:{note.line}" for note in talk.earlier]


_NAMES = {"videos": "recording", "url": "address"}


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
