"""Words that lists use for kinds and levels, and for what is on a schedule and no talk."""

from __future__ import annotations

import re
from functools import lru_cache

from reinvent_notes.sections import is_part_of_the_day, kind_of_section
from reinvent_notes.talk import fold

# (words within the name of a type, the kind of the talk): what `kind_of_section` does not know as a whole
_KINDS = (
    ("chalk talk", "chalk talk"),
    ("chalktalk", "chalk talk"),
    ("builders session", "builders session"),
    ("builder session", "builders session"),
    ("builder s session", "builders session"),
    ("code talk", "code talk"),
    ("lightning", "lightning talk"),
    ("theater", "lightning talk"),
    ("dev chat", "dev chat"),
    ("innovation talk", "innovation talk"),
    ("leadership", "leadership session"),
    ("keynote", "keynote"),
    ("workshop", "workshop"),
    ("breakout", "breakout"),
    ("panel", "panel"),
)
_LEVELS = {"foundational": 100, "intermediate": 200, "advanced": 300, "expert": 400, "distinguished": 500}
_LEVEL_NUMBER = re.compile(r"(?<!\d)[1-5]00(?!\d)")

# Types of what nobody talks at, whatever else stands there.
_NO_TALK = re.compile(
    r".*\b(?:registrations?|badge|meals?|breakfasts?|lunch(?:es)?|dinners?|breaks?|coffee|beverages?|refreshments?"
    r"|shuttles?|transportation|transfers?|expo|exhibits?|exhibition|part(?:y|ies)|receptions?|pub crawls?|happy hours?"
    r"|lounges?|activit(?:y|ies)|entertainment|after hours|wellness|fitness|recreation|re ?play|logistics"
    r"|hours of operation|swag|networking (?:event|lounge|session))\b.*"
    r"|(?:play|social|networking|food|store|admin)"
)
# Types of what is done rather than heard: a talk only where it has a session's code.
_DONE = re.compile(
    r"\b(?:gamified|game ?days?|jams?|hackathons?|certifications?|exams?|training|hands on content|meet ?ups?"
    r"|self paced|labs?|competitions?|tournaments?|video on demand)\b"
)
# Titles of what has neither a code nor a session's kind, and is a part of the day.
_LIVING = re.compile(
    r"(?:.* )?(?:registration|check in|badge pick ?up|happy hour|welcome reception|certification lounge|game ?day"
    r"|hours of operation|doors open|networking (?:lunch|break|event|reception)|shuttles?(?: service)?|concert"
    r"|5k(?: run)?|fun run|yoga|swag|poker|tournament|pub crawl|re play|meeting rooms?|closed|house of .* party"
    r"|(?:morning|afternoon|coffee|lunch|refreshment) break|break|lunch|breakfast|dinner|reception|after party)"
    r"(?: (?:and|open|opens|desk|area|hours|lounge|service|to|from|at|with|for|sponsored|for all|in|on) ?.*| \d.*)?"
)
_LIVING_WORDS = 8
_TRAILER = re.compile(
    r"(?:(?:official|event|day|week|daily|the|keynotes?|\d+|one|two|three|four|and|aws|top|best of|conference) )*"
    r"(?:sizzle|highlights?|trailer|teaser|promo|after ?movie|hype|countdown|livestream|live stream)"
    r"(?: (?:reel|video|trailer|recap|reels|film))?"
)
_UNSEEN = re.compile(r"\[(?:private|deleted|unavailable) video\]", re.I)
_NAME_CHARS = 90


@lru_cache(maxsize=2048)
def kind_of(type_: str) -> str | None:
    """The kind that a list's type of session is: `Breakout session`, `Builders' Sessions`, `Sponsored breakout`."""
    if len(type_) > _NAME_CHARS:
        return None
    name = fold(type_)
    known = next((kind for words, kind in _KINDS if f" {words} " in f" {name} "), None)
    if known != "lightning talk" and _NO_TALK.fullmatch(name):  # these are given in the expo
        known = None
    return kind_of_section(type_) or known


def level_of(text: str) -> int | None:
    """`300 – Advanced`, `Level 300`, or `Advanced` alone."""
    number = _LEVEL_NUMBER.search(text[:_NAME_CHARS])
    if number:
        return int(number.group())
    words = fold(text[:_NAME_CHARS]).split()
    return next((level for word, level in _LEVELS.items() if word in words), None)


def why_no_talk(title: str, types: list[str], coded: bool) -> str | None:
    """Why an item of a list is no talk: its type, or without a code and a kind its title says so."""
    if _UNSEEN.fullmatch(title.strip()):
        return "a video that cannot be watched"
    if any(kind_of(type_) for type_ in types):
        return None
    for type_ in types:
        why = _why_type_is_none(type_, coded)
        if why:
            return why
    if coded:
        return None
    name = fold(title) if len(title) <= _NAME_CHARS else ""
    if _TRAILER.fullmatch(name):
        return "a film about the event"
    # "Third-party risk" is a talk, "Pub crawl" none
    short = len(name.split()) <= _LIVING_WORDS
    if short and (_LIVING.fullmatch(name) or (is_part_of_the_day(title) and "-" not in title)):
        return "a part of the day, no talk"
    return None


@lru_cache(maxsize=2048)
def _why_type_is_none(type_: str, coded: bool) -> str | None:
    if len(type_) > _NAME_CHARS:
        return None
    name = fold(type_)
    if _NO_TALK.fullmatch(name) or (not coded and _DONE.search(name)):
        return f"its type is {' '.join(type_.split())!r}"
    return None
