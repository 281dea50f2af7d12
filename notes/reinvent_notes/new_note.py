"""A note that is begun: the house format, with what is known of the talk in its front matter."""

from __future__ import annotations

from reinvent_notes import front_matter
from reinvent_notes.talk import Talk, slug, talk_id

_FIELDS = ("title", "year", "code", "track", "level", "kind", "speakers", "video", "url", "minutes", "related")
_SIGNS = ("code", "level", "kind", "speakers", "video")  # without any, a page with a title may be about anything


def file_name(talk: Talk) -> str:
    """`2023-svs401-best-practices-for-serverless-developers.md`."""
    known = (str(talk.year) if talk.year else "", (talk.code or "").lower(), slug(talk.title))
    return "-".join(part for part in known if part) + ".md"


def begin(talk: Talk) -> str:
    """Front matter that is read back as what is known, and an empty line to write on, the last."""
    known = {name: value for name in _FIELDS if (value := getattr(talk, name))}
    if not any(name in known for name in _SIGNS):
        known["talk"] = talk.id or talk_id(talk.year, talk.code, talk.title)
    return "\n".join(("---", *(_line(name, value) for name, value in known.items()), "---", "", "", ""))


def _line(name: str, value: object) -> str:
    """As people write it, in quotes only where it would be read as something else."""
    if isinstance(value, tuple):
        items = [str(item) for item in value]
        plain, quoted, meant = ", ".join(items), ", ".join(map(_quoted, items)), items
        return f"{name}: [{plain}]" if _is_read(f"{name}: [{plain}]", meant) else f"{name}: [{quoted}]"
    text = str(value)
    return f"{name}: {text}" if _is_read(f"{name}: {text}", text) else f"{name}: {_quoted(text)}"


def _is_read(line: str, meant: front_matter.Value) -> bool:
    values, _ = front_matter.read(["---", line, "---"])
    return list(values.values()) == [meant]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
