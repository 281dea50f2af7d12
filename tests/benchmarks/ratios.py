"""How every benchmark tells what it found: a row for each ratio, beside its goal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple


class Row(NamedTuple):
    """A ratio with what it is taken of, or milliseconds where `unit` says so. Without a goal it is only told."""

    what: str
    figure: float
    goal: float | None = None
    unit: str = ""

    @property
    def verdict(self) -> str:
        return "" if self.goal is None else "ok" if self.figure <= self.goal else "over"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of runs that were neighbours."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def show(rows: Iterable[Row]) -> None:
    print(f"{'':<90}{'figure':>10}{'goal':>8}")
    for row in rows:
        goal = "" if row.goal is None else f"{row.goal:g}"
        figure = f"{row.figure:.0f} {row.unit}" if row.unit else f"{row.figure:.3f}"
        print(f"{row.what:<90}{figure:>10}{goal:>8}  {row.verdict}".rstrip())
