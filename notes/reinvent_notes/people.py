"""Who gives a talk: the names in a text, told from roles and companies."""

from __future__ import annotations

import re

_NAME_CHARS = 100  # nothing longer is a name
_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|du|la|le|los|van|von|der|den|ter|ten|zu|bin|ibn|ben|al|el|y|e) "
_WORD = rf"(?:{_PARTICLE}){{0,2}}(?:[a-z]{{1,3}}['’]?)?[^\W\d_a-z][\w'’.-]*"
_NAME = re.compile(rf"(?:(?:Dr|Prof)\.? )?{_WORD}(?: {_WORD}){{1,4}}")
_ROLE_WORDS = frozenset(
    "engineer engineering architect aws amazon director manager principal senior staff sr vp svp evp cdo ceo cfo cio"
    " cmo cpo cso cto ciso deputy chief officer head lead leader advocate president founder developer specialist"
    " consultant scientist solution solutions evangelist strategist technologist fellow analyst partner inc llc ltd"
    " corp corporation gmbh product platform cloud technical software technology technologies services team company web"
    " data marketing security global university bank group labs systems management operations".split()
)
_WORDS = re.compile(r"\w+")
_ASIDE = re.compile(r"\([^()]*\)|@\w+")
# `y` and `e` stand within names as well: Ortega y Gasset
_BETWEEN = re.compile(r"[;|/\n]|\s(?:&|and|und|et)\s|\s(?:y|e)\s(?=\S+\s+[^\W\d_a-z])")
_PIECES = re.compile(rf"{_BETWEEN.pattern}|,|\s[–—-]\s")
_BY_NAMES = re.compile(r"(?P<title>.*\S)\s+(?:(?:given |presented )?by|with) (?P<names>.+)")
_DIGIT = re.compile(r"\d")
# what is written like a name at a title's end, and is none: a kind of talk, a part, a product, a company
_NO_NAME = frozenset(
    "deep dive part talk session sessions chalk workshop level new launch repeat hands lab labs preview edition keynote"
    " breakout lightning intro introduction overview advanced basics beginner beginners series one two three capital"
    " best buy games goldman sachs formula functions step machine learning generative ai day live demo demos case study"
    " real world big internet open source vegas las not recorded must see watch later skip favorite favourite in person"
    " virtual only room hall venetian mgm grand caesars forum mandalay bay wynn encore aria mirage bellagio what how"
    " why the and with for best practices zero trust lessons learned control plane event driven serverless data lake"
    " red hat general motors air france johnson booking prime video no code low fire tv alexa sponsored customer story"
    " stories slides notes monday tuesday wednesday thursday friday".split()
)
_BEFORE_ROLE = re.compile(r"[,–—]|\s-\s")


def names(text: str) -> list[str]:
    """The names in `Ann Bee (AWS), Cy Dee - Senior Engineer & Eve Eff`."""
    found: list[str] = []
    for part in _BETWEEN.split(_without_asides(text)):
        people = [name for piece in _BEFORE_ROLE.split(part) if _is_name(name := _tidy(piece))]
        # where semicolons part the people, a company behind a comma is known by its place
        found += people[:1] if ";" in text else people
    return list(dict.fromkeys(found))


def names_in_entry(text: str) -> list[str]:
    """The name in one entry of a list, before any role and company: `Ada Winter, Deputy CTO, Example`."""
    head = _BEFORE_ROLE.split(_without_asides(text), maxsplit=1)[0]
    several, name = names(head), _tidy(head)
    return several if len(several) > 1 else [name] if 0 < len(name) <= _NAME_CHARS else []


def could_be_name(text: str) -> bool:
    """Whether a text that must be a name and looks like none can be one: of one word, or in another script."""
    return 0 < len(text.strip()) < 40 and not re.search(r"[,;:/|\d]", text) and not _names_role(text)


def only_names(text: str) -> list[str]:
    """The names in a text that holds nothing else but roles, none where anything might be no person's."""
    pieces = [_tidy(piece) for piece in _PIECES.split(_without_asides(text)) if _tidy(piece)]
    found = [piece for piece in pieces if _is_name(piece) and _NO_NAME.isdisjoint(piece.lower().split())]
    certain = len(found) == sum(not _names_role(piece) for piece in pieces)
    return list(dict.fromkeys(found)) if certain else []


def without_names(title: str, *, by: bool) -> tuple[str, tuple[str, ...]]:
    """`Title (Ann Bee)`, `Title | Ann Bee & Cy Dee`; with `by` also `Title by Ann Bee`: the title, and who gives it."""
    if title.endswith(")"):
        before, _, last = title[:-1].rpartition("(")
    else:
        before, _, last = title.rpartition(" | ")
    if not before and by and (match := _BY_NAMES.fullmatch(title)):
        before, last = match["title"], match["names"]
    found = only_names(last) if before.strip() and " " in last and not _DIGIT.search(last) else []
    return (before.rstrip(), tuple(found)) if found else (title, ())


def _without_asides(text: str) -> str:
    return _ASIDE.sub(" ", text) if "(" in text or "@" in text else text


def _is_name(text: str) -> bool:
    return len(text) <= _NAME_CHARS and _NAME.fullmatch(text) is not None and not _names_role(text)


def _names_role(text: str) -> bool:
    return not _ROLE_WORDS.isdisjoint(_WORDS.findall(text.lower()))


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" .,;*_")
