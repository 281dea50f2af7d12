"""How far somebody has come, as lines with bars: the same on the command line and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from unicodedata import combining, east_asian_width

from reinvent_notes.marks import Mark
from reinvent_notes.stats import Part, Stats

WEEKS = 12  # the last ones that are shown
_LABEL = 32  # cells at most, and a third of the line
_BAR, _LEAST_BAR = 40, 4
_COUNTED = (Mark.QUEUED, Mark.POSITION, Mark.FAVOURITE, Mark.HIDDEN, Mark.NOTE)


class _Signs(NamedTuple):
    done: str
    rest: str
    cut: str  # of a label


_SIGNS, _PLAIN = _Signs("█", "░", "…"), _Signs("#", ".", "~")


class _Line(NamedTuple):
    label: str
    share: float  # of the bar that is filled
    figures: str
    is_whole: bool = True  # whether the rest of the bar is drawn


def lines(stats: Stats, width: int, *, plain: bool = False) -> list[str]:
    """Lines of at most `width` cells; `plain`: drawn in ASCII. Tracks are shown of years that were begun."""
    signs = _PLAIN if plain else _SIGNS
    drawn = [_cut(line, width, signs) for line in _head(stats)]
    for title, rows in (
        ("By year and track", list(_progress(stats))),
        ("Week by week, from Mondays", list(_weeks(stats))),
        ("Ratings", list(_ratings(stats))),
    ):
        if rows:
            drawn += ["", _cut(title, width, signs), *_drawn(rows, width, signs)]
    return drawn


def _head(stats: Stats) -> Iterator[str]:
    total = stats.total
    percent = 100 * total.watched // total.talks if total.watched else 0
    yield f"Watched: {total.watched:,} of {total.talks:,} talks" + (f" ({percent} %)" if percent else "")
    if stats.weeks:
        yield f"Time watched: {_time(sum(w.minutes for w in stats.weeks), sum(w.without_length for w in stats.weeks))}"
    if stats.elsewhere:
        yield f"Watched, and in no source now: {stats.elsewhere:,}"
    if stats.watched_and_hidden:
        yield f"Watched, and hidden: {stats.watched_and_hidden:,}"
    for mark in _COUNTED:
        if stats.marks[mark]:
            yield f"{mark.state[:1].upper()}{mark.state[1:]}: {stats.marks[mark]:,}"


def _progress(stats: Stats) -> Iterator[_Line]:
    for year in stats.years:
        yield _progress_line(year.name or "Year unknown", year)
        for track in year.tracks if year.watched else ():
            yield _progress_line(f"  {track.name or 'No track'}", track)


def _progress_line(label: str, part: Part) -> _Line:
    return _Line(label, part.watched / part.talks, f"{part.watched:,} of {part.talks:,}")


def _weeks(stats: Stats) -> Iterator[_Line]:
    weeks = stats.weeks[-WEEKS:]
    most = max((week.watched for week in weeks), default=0)
    for week in weeks:
        yield _Line(
            week.monday.isoformat(),
            week.watched / most,
            f"{week.watched:,}: {_time(week.minutes, week.without_length)}",
            False,
        )


def _ratings(stats: Stats) -> Iterator[_Line]:
    most = max(stats.ratings.values())
    for stars, number in stats.ratings.items() if most else ():
        yield _Line(str(stars), number / most, f"{number:,}", False)


def _time(minutes: int, without_length: int) -> str:
    """`3 h 20 min`, and how many talks of unknown length come to that."""
    hours, rest = divmod(minutes, 60)
    known = f"{hours:,} h {rest} min" if hours else f"{rest} min"
    unknown = f"{without_length:,} of unknown length" if without_length else ""
    return ", ".join(text for text in (known if minutes or not unknown else "", unknown) if text)


def _drawn(rows: Sequence[_Line], width: int, signs: _Signs) -> list[str]:
    """Labels, bars and figures in three columns; without bars where there is no room for them."""
    label = min(max(_cells(row.label) for row in rows), _LABEL, max(width // 3, 10))
    bar = width - label - 2 - max(_cells(row.figures) for row in rows)
    bar = min(bar, _BAR) if bar >= _LEAST_BAR else 0
    drawn = []
    for row in rows:
        # what is begun is seen to be, and only what is done is full
        filled = max(round(bar * row.share), 1) if row.share else 0
        filled = min(filled, bar - 1) if row.share < 1 else bar
        rest = signs.rest if row.is_whole else " "
        name = _cut(row.label, label, signs)
        middle = f"{signs.done * filled}{rest * (bar - filled)} " if bar else ""
        drawn.append(_cut(f"{name}{' ' * (label - _cells(name))} {middle}{row.figures}", width, signs))
    return drawn


def _cells(text: str) -> int:
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str, width: int, signs: _Signs) -> str:
    if _cells(text) <= width:
        return text
    kept = ""
    for char in text:
        if _cells(kept + char) > width - 1:
            break
        kept += char
    return kept.rstrip() + signs.cut


def values(stats: Stats) -> dict[str, Any]:
    """The same as `--json` prints it."""
    return {
        **_part_values(stats.total),
        "marks": {mark.value: number for mark, number in stats.marks.items()},
        "elsewhere": stats.elsewhere,
        "watched_and_hidden": stats.watched_and_hidden,
        "years": [
            {
                "year": int(year.name) if year.name else None,
                **_part_values(year),
                "tracks": [{"track": track.name, **_part_values(track)} for track in year.tracks],
            }
            for year in stats.years
        ],
        "weeks": [week._asdict() | {"monday": week.monday.isoformat()} for week in stats.weeks],
        "ratings": {str(stars): number for stars, number in stats.ratings.items()},
    }


def _part_values(part: Part) -> dict[str, Any]:
    return {name: value for name, value in part._asdict().items() if name not in ("name", "tracks")}
