"""When two entries are the same talk.

Different codes in one year keep talks apart whatever else they share (repeats aside), and so do different years.
Else entries join by what they have in common, the surest first: a code in one year, a link from one to the other, a
recording, a title (letters and digits alike), in keynotes the person or office, and titles that reword each other
(`rewording`), the surest way of that first as well.

Which entries are one talk does not depend on their order. By each kind of evidence those of one year and code join, as
do those of one year that have no code; then what these have together joins the only talk with a code that it fits.
What fits two is joined with neither by this evidence, and the next may tell. Without a year entries are compared with
each other so, and then join the only talk of a year that has their recording, or their code and title. A title
without what another ends with is ambiguous as well where two others go on from it differently: they need no codes to
be two talks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from reinvent_notes.keynotes import keynote_names
from reinvent_notes.merged import Entry, Merged, named
from reinvent_notes.rewording import Wordings
from reinvent_notes.talk import Talk, code_of_talk, fold

_Sharing = Iterable[tuple[str, Sequence[int]]]  # what entries have in common, and which these are


def merge(
    entries: Sequence[Entry], *, linked: Iterable[tuple[int, int]] = (), notes_apart: bool = False
) -> list[Merged]:
    """Join entries of the same talk; the result is in the order of each talk's first entry.

    `linked` entries, given by number, are known to be one talk. With `notes_apart` notes from different documents
    are talks of their own, and entries without any are with the one that they are linked with, or the first.
    """
    linked = list(linked)
    joining = _Joining([entry.talk for entry in entries])
    joining.join_all(linked)
    parts = list(range(len(entries)))  # of each entry: the number of the first that is of its talk
    groups: dict[Hashable, list[int]] = {}
    apart = _documents(entries, linked, joining) if notes_apart else {}
    for index in range(len(entries)):
        root = joining.root(index)
        group = groups.setdefault((root, apart[index]) if index in apart else root, [])
        group.append(index)
        parts[index] = group[0]
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for one, other, why in joining.told:
        if parts[one] == parts[other]:
            reasons[parts[one]].append(why)
    return named(
        ([entries[index] for index in group], tuple(dict.fromkeys(reasons.get(group[0], ()))))
        for group in groups.values()
    )


def _documents(entries: Sequence[Entry], linked: Iterable[tuple[int, int]], joining: _Joining) -> dict[int, str]:
    """The document with whose notes an entry is shown, where its talk has notes at all."""
    own = {index: entry.talk.notes[0].source for index, entry in enumerate(entries) if entry.talk.notes}
    first: dict[int, str] = {}
    for index, source in own.items():
        first.setdefault(joining.root(index), source)
    shown = {index: first[root] for index in range(len(entries)) if (root := joining.root(index)) in first}
    for one, other in linked:
        if joining.root(one) == joining.root(other) and one in own:
            shown[other] = own[one]
    return shown | own


class _Joining:
    """Which entries are one talk so far: each has a root, the first entry of its talk, which knows year and code."""

    def __init__(self, entries: Sequence[Talk]) -> None:
        self._entries = entries
        self._titles = [(index, title, fold(title)) for index, entry in enumerate(entries) for title in entry.titles]
        self._parents = list(range(len(entries)))
        self._years = [entry.year for entry in entries]
        self._codes = [code_of_talk(entry.code) if entry.code else None for entry in entries]
        self._with_code: dict[tuple[int, str], int] = {}  # year and code -> an entry of that talk
        self.told: list[tuple[int, int, str]] = []

    def root(self, index: int) -> int:
        parents = self._parents
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    def join_all(self, linked: Iterable[tuple[int, int]]) -> None:
        for index in range(len(self._entries)):
            self._join_by_code(index)
        self._join(("one links to the other", pair) for pair in linked)
        for keys in (self._recordings, self._codes_and_titles, self._same_titles, self._keynotes):
            self._join(_sharing(keys()))
        self._join_reworded()

    def _join_by_code(self, index: int) -> None:
        root = self.root(index)
        year, code = self._years[root], self._codes[root]
        if year and code:
            other = self._with_code.setdefault((year, code), index)
            if self.root(other) != root:
                self._unite(other, index, f"same code: {code}")

    def _unite(self, one: int, other: int, why: str) -> None:
        """Make one talk of two that nothing keeps apart."""
        root, second = sorted((self.root(one), self.root(other)))
        if root == second:
            return
        self.told.append((min(one, other), max(one, other), why))
        self._parents[second] = root
        known = self._years[root], self._codes[root], self._years[second], self._codes[second]
        self._years[root] = known[0] or known[2]
        self._codes[root] = known[1] or known[3]
        if known[:2] != known[2:]:
            self._join_by_code(root)  # it may have learned whose it is

    def _join(self, sharing: _Sharing) -> None:
        """Join those that have something in common, as far as that tells which talk they are of."""
        groups = [(why, numbers) for why, numbers in sharing if len(numbers) > 1]
        for why, numbers in groups:
            first: dict[Hashable, int] = {}
            for index in numbers:
                root = self.root(index)
                self._unite(first.setdefault((self._years[root], self._codes[root]), index), index, why)
        self._find_codes(groups)
        self._find_years(groups)

    def _find_codes(self, groups: _Sharing) -> None:
        """What has no code joins the only talk of its year with one that it fits."""
        fits: defaultdict[int, dict[int, tuple[int, int, str]]] = defaultdict(dict)
        for why, numbers in groups:
            roots = {self.root(index): index for index in numbers}
            asking = {self._years[root]: root for root in roots if not self._codes[root]}
            for root, index in roots.items() if asking else ():
                if self._codes[root] and self._years[root] in asking:
                    asker = asking[self._years[root]]
                    fits[asker][root] = roots[asker], index, why
        for found in fits.values():
            if len(found) == 1:
                self._unite(*next(iter(found.values())))

    def _find_years(self, groups: _Sharing) -> None:
        """What has no year joins the only talk with one that it fits, unless others of another code do as well."""
        fits: defaultdict[int, dict[int, tuple[int, int, str]]] = defaultdict(dict)
        for why, numbers in groups:
            roots = {self.root(index): index for index in numbers}
            asking = [root for root in roots if not self._years[root]]
            dated = self._by_code(root for root in roots if self._years[root]) if asking else {}
            for asker in asking:
                for root in _fitting(dated, self._codes[asker]):
                    fits[asker][root] = roots[asker], roots[root], why
        chosen = [(asker, *found.popitem()) for asker, found in fits.items() if len(found) == 1]
        codes: defaultdict[int, set[str]] = defaultdict(set)
        for asker, root, _ in chosen:
            codes[root] |= {code for code in (self._codes[asker], self._codes[root]) if code}
        for _, root, found in chosen:
            if len(codes[root]) <= 1:
                self._unite(*found)

    def _join_reworded(self) -> None:
        years: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
        for said in self._titles:
            year = self._years[self.root(said[0])]
            if year:
                years[year].append(said)
        for titles in years.values():
            wordings = Wordings(titles)
            for sharing in (wordings.with_same_words(), wordings.respelt()):
                self._join((self._rewording(numbers[0]), numbers) for numbers in sharing)
            for short, long in wordings.cut_short():
                self._join_where_one_goes_on(short, long)
            for short, long in wordings.without_subtitle():
                self._join_where_one_goes_on(short, long)

    def _rewording(self, index: int) -> str:
        return f"one title rewords the other: {self._entries[index].title}"

    def _join_where_one_goes_on(self, short: Sequence[int], long: Sequence[int]) -> None:
        """Join those of a title with the only talk whose title goes on from there, if they are all that it fits."""
        shorter, longer = ({self.root(index): index for index in numbers} for numbers in (short, long))
        codes = self._by_code(longer)
        found = []
        for root, index in shorter.items():
            fitting = _fitting(codes, self._codes[root])
            if len(fitting) == 1 and (self._codes[fitting[0]] or len(shorter) == 1):
                found.append((index, longer[fitting[0]]))
        for one, other in found:
            self._unite(one, other, self._rewording(one))

    def _by_code(self, roots: Iterable[int]) -> dict[str | None, list[int]]:
        found: dict[str | None, list[int]] = {}
        for root in roots:
            found.setdefault(self._codes[root], []).append(root)
        return found

    # what entries are compared by

    def _recordings(self) -> Iterator[tuple[tuple[Hashable, ...], int]]:
        for index, entry in enumerate(self._entries):
            for video in entry.videos:
                yield ("recording", video), index

    def _codes_and_titles(self) -> Iterator[tuple[tuple[Hashable, ...], int]]:
        roots = {self.root(index) for index, entry in enumerate(self._entries) if not entry.year}
        wanted = {self._codes[root] for root in roots} - {None}
        for index, title, folded in self._titles if wanted else ():
            code = self._codes[self.root(index)]
            if code and code in wanted:
                yield ("code and title", _letters(title, folded), code), index

    def _same_titles(self) -> Iterator[tuple[tuple[Hashable, ...], int]]:
        for index, title, folded in self._titles:
            letters, year = _letters(title, folded), self._years[self.root(index)]
            yield ("title", year, letters), index
            if year and not self._entries[index].year:
                yield ("title", None, letters), index  # others without a year may have learned none

    def _keynotes(self) -> Iterator[tuple[tuple[Hashable, ...], int]]:
        for index, entry in enumerate(self._entries):
            year = self._years[self.root(index)]
            if entry.kind == "keynote" and year:
                for name in keynote_names(entry):
                    yield ("keynote", year, name), index


def _sharing(keys: Iterable[tuple[tuple[Hashable, ...], int]]) -> _Sharing:
    first: dict[Hashable, int] = {}
    several: dict[tuple[Hashable, ...], list[int]] = {}
    for key, index in keys:
        other = first.setdefault(key, index)
        if other != index:
            several.setdefault(key, [other]).append(index)
    return [(_told(*key), numbers) for key, numbers in several.items()]


def _told(what: Hashable, *key: Hashable) -> str:
    return "same title" if what == "title" else f"same {what}: {key[-1]}"  # a title in bare letters tells nobody


def _fitting(by_code: dict[str | None, list[int]], code: str | None) -> list[int]:
    """Which talks may be of a code: those of it and of none; without one all."""
    if code:
        return by_code.get(code, []) + by_code.get(None, [])
    return [root for roots in by_code.values() for root in roots]


def _letters(title: str, folded: str) -> str:
    return folded.replace(" ", "") or title
