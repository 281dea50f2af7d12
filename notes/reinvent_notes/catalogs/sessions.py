"""A catalog or schedule of sessions: whatever list says more of talks than their recordings."""

from __future__ import annotations

from reinvent_notes.catalogs.catalog import Catalog, catalog
from reinvent_notes.catalogs.entry import entry
from reinvent_notes.catalogs.rows import Rows
from reinvent_notes.merged import Trust


def read(rows: Rows, year: int | None) -> Catalog | None:
    return catalog("a catalog of sessions", Trust.OFFICIAL, rows, entry, year)
