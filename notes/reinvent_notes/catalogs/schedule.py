"""The schedule of 2020, as the platform of the virtual event gave it.

A session stands there once for each broadcast. Its code is in the address of its survey, its type among its tags, and
the services that it is about are among hidden tags.
"""

from __future__ import annotations

import re
from typing import Any

from reinvent_notes.catalogs.fields import Row, Rows, gather
from reinvent_notes.catalogs.item import Item, read_item

_SURVEY, _TAGS, _HIDDEN_TAGS = "callToActionLink", "tags", "hiddenTags"
_CODE = re.compile(r"[?&]session=([A-Za-z0-9-]{4,30})")
_BROADCAST = re.compile(r"\s*(?:-\s*(?:LIVE|Watch First)|\((?:Rebroadcast|LIVE)\))\s*$", re.I)
_TYPES = frozenset(
    "Session,Keynote,Leadership Session,Lightning Talk,Dev Chat,Play,Hands-on Content,Training and Certification".split(
        ","
    )
)
_LANGUAGES = frozenset("Chinese French Italian Japanese Korean Portuguese Spanish".split())
_NO_TRACKS = _LANGUAGES | _TYPES | {"Demo", "Video on Demand", "Executive Summit", "Community"}
_SERVICE = re.compile(r"(?:aws|amazon) ")


def is_schedule(rows: Rows) -> bool:
    return 2 * sum(_SURVEY in row.item and _HIDDEN_TAGS in row.item for row in rows.rows) > len(rows.rows)


def read_session(row: Row, of_event: bool) -> Item | str:
    item = row.item
    tags = _tags(item.get(_TAGS))
    survey = _CODE.search(_text(item.get(_SURVEY)))
    said = {
        "title": _BROADCAST.sub("", " ".join(_text(item.get("name")).split())),
        "code": survey[1] if survey else None,
        "abstract": item.get("description"),
        "type": ["breakout" if tag == "Session" else tag for tag in tags if tag in _TYPES],
        "track": [tag for tag in tags if tag not in _NO_TRACKS],
        "services": [tag for tag in _tags(item.get(_HIDDEN_TAGS)) if _SERVICE.match(tag)],
        "speakers": item.get("presenters"),
        "schedulingData": item.get("schedulingData"),  # its `duration` is of a recording that was still to come
    }
    return read_item(gather(said.items()))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _tags(value: Any) -> list[str]:
    return [tag.strip() for tag in _text(value).split(",") if tag.strip()]
