"""What a heading says of what is below it: a kind, a day, the event, a subject; and which headings are no talk."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reinvent_notes.section_words import ASIDE_WORDS, FURNITURE
from reinvent_notes.talk import fold

_ANY = (
    r"(?:(?:my|the|all|aws|re ?invent|20\d\d|other|more|selected|best|top|recorded|favou?rite|great|attended"
    r"|notable|featured|recommended|and|die|les|las|los|os|as) )*"
)
# (the section's name, the kind of the talks below it)
_KIND_NAMES = (
    (r"keynotes?(?: (?:sessions?|talks?|presentations?))?|conferences plenieres", "keynote"),
    (r"leadership (?:sessions?|talks?)", "leadership session"),
    (r"innovation (?:talks?|sessions?)", "innovation talk"),
    (r"chalk ?talks?(?: sessions?)?", "chalk talk"),
    (r"workshops?(?: sessions?)?|hands on labs?|ateliers?|talleres|oficinas", "workshop"),
    (r"builders?(?: s)? sessions?", "builders session"),
    (r"code ?talks?", "code talk"),
    (r"lightning talks?", "lightning talk"),
    (r"dev ?chats?", "dev chat"),
    (r"panels?(?: discussions?)?", "panel"),
    (r"breakouts?(?: (?:sessions?|talks?))?", "breakout"),
)
_KINDS = tuple(kind for _, kind in _KIND_NAMES)
_KIND = re.compile(
    f"{_ANY}(?:{'|'.join(f'({name})' for name, _ in _KIND_NAMES)})(?: (?:20\\d\\d|attended|notes|list|recordings))?"
)
_TALKS = re.compile(
    f"{_ANY}(?:(?:session|talk|video)s?|recordings?|presentations?|vortrage|palestras|sessoes|charlas|sesiones|seances"
    r"|aufzeichnungen)"
    r"(?: (?:notes|summar(?:y|ies)|attended|i attended|watched|i watched|list|videos?|recordings|20\d\d"
    r"|to (?:watch|see|attend)|later|at home))*"
    r"|(?:(?:my|our|the|still|yet) )*(?:watch ?list|wish ?list|bookmarks|to watch|on (?:my|our|the) list)(?: .*)?"
    r"|watched (?:later|at home|online)(?: .*)?"
    r"|(?:a (?:re)?(?:garder|voir)|para (?:ver|assistir)|por ver|noch (?:anzu)?(?:schauen|sehen))(?: .*)?"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:sessions|talks)"
)
_DAY_NAMES = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|lunes|martes|miercoles|jueves|viernes|sabado|domingo|(?:segunda|terca|quarta|quinta|sexta)(?: feira)?"
)
# By their first three letters; what follows them is the rest of the word in one language or another.
MONTH = (
    "(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|o[ck]t(?:ober|obre|ubre)?|out(?:ubro)?|nov(?:ember|embre|embro|iembre)?|de[cz](?:ember|embre|embro)?|dic(?:iembre)?)"
)
_DAY = re.compile(
    rf"(?:(?:day|tag|jour|dia|giorno|dag) ?(?:\d+|one|two|three|four|five|six|zero)\b"
    r"(?! keynotes? (?!and\b|sessions?\b|notes\b)[a-z]).*"  # `Day 1 keynote - Andy Jassy` is a talk
    rf"|(?:{_DAY_NAMES})(?: (?:\d.*|{MONTH}\b.*|the \d.*|(?:de|den|le|el) \d.*|morning"
    r"|afternoon|evening|night|sessions?|notes|talks?|keynotes?|am|pm))?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}(?: \d.*)?"
    rf"|(?:week|woche|semana|semaine) \d(?: {MONTH}\b.*)?"
    r"|20\d\d \d{1,2} \d{1,2}.*|20\d\d(?: in person| virtual| online)?|pre day.*|morning|afternoon|evening)"
)
_EVENT_WORDS = (
    "my|the|our|some|personal|notes?|aws|amazon|on|from|of|for|at|in|and|to|a|summary|summaries|recap|re ?cap|"
    "highlights?|sessions?|talks?|videos?|list|watch|watched|attended|trip|report|takeaways?|key|20\\d\\d|year|"
    "review|thoughts|las|vegas|announcements?|day|\\d+|playlist|keynotes?|guide|index|breakouts?|recordings?|"
    "conference|event|material|materials|links?|resources|awesome|with|is|over|top|favou?rite|best|most|interesting|"
    "welcome|wrap|up|blog|post|years|meine|notizen|zur|von|der|vom|minhas|anotacoes|do|da|mes|de|la|del|mis|notas|"
    "apuntes|moc|scribbles|diary|journal|log|what|survival|packing|schedule|agenda"
)
_EVENT = re.compile(rf"(?:(?:{_EVENT_WORDS}) )*re ?(?:invent|cap)(?: (?:{_EVENT_WORDS}))*")
_TALKS_TOO = frozenset(("talk", "talks", "session", "sessions"))  # `Launches and talks`
_ANNOUNCED = re.compile(
    r"(?:(?:the|my|all|top|other|new|key|major|big|product|service|feature|aws|more|notable|favou?rite"
    r"|pre re ?invent|20\d\d|re ?invent|serverless|database|interesting|and) )*"
    r"(?:announcements?|announced|launch(?:es)?|releases?|new (?:services|features|launches|releases|products)"
    r"|what s new|news"
    r"|ankundigungen|neuigkeiten|neuheiten|annonces|nouveautes|anuncios|lancamentos|novidades|novedades)"
    r"(?: .*)?"
)
# Headings that are rather an author's aside than a talk: no talk unless a code or a recording says so.
_ASIDE = re.compile(
    r"(?:things?|stuff) (?:i|we|people|they|that|to|you|my)\b.*|what (?:i|we|it|they|people)(?: \w+){1,5}"
    r"|(?:(?:some|my|our|a few|final|first|last|general) )*(?:thoughts|impressions|musings|reflections)"
    r" (?:on|about|of|from|after) .*"
    r"|what to (?:bring|buy|do|eat|pack|see|wear)\b.*"
    r"|(?:would|will|should) (?:i|we)\b.*|not a (?:talk|session)\b.*|(?:never|not) (?:yet )?(?:watched|seen|attended).*"
    r"|(?:packing|shopping|reading) list.*|next (?:year|time|week|steps?)|(?:getting|how to get) \w+"
    r"|the (?:city|hotel|food|venue|trip|journey|party|exhibition|expo|end|flight|weather|people)"
    r"|(?:before|after) (?:you|i|we) .*"
    r"|(?:where|how) to (?:eat|stay|sleep|get) ?.*|(?:my|our) (?:plan|week|trip|setup).*"
)
_LIVING = re.compile(
    r"\b(?:lunch|breakfast|dinner|coffee|break|reception|registration|pub crawl|meals?|fr[uü]hst[uü]ck|mittagessen"
    r"|abendessen|hotels?|flight|airport|shuttle|monorail|queue for|badge|swag|expo|party|re:?play|pub|jet ?lag|socks"
    r"|casino|mittag|restaurant|beer|certification lounge|almo[cç]o|jantar|caf[eé]|almuerzo|cena|d[eé]jeuner|d[iî]ner"
    r"|food court|buffet)\b",
    re.I,
)
_TAG = re.compile(r"^\[[^\]]*\]\s*(?=\w)")  # `[NEW LAUNCH!] Title` is no section of launches
_NAME_CHARS = 90  # nothing longer names a section
_KEYNOTE_PARTS = frozenset(
    "keynote keynotes announcement announcements highlight highlights takeaway takeaways recap notes note launches "
    "summary predictions schedule hall queue live blog review day thoughts in the of from and my s time".split()
)


_SECTIONS = ("keynote", "workshop", "dev chat", "panel")  # kinds whose plural names a section; others are `… sessions`


class _Meaning(NamedTuple):
    """What a heading's words say."""

    kind: str | None = None
    talks: bool = False
    day: bool = False
    event: bool = False
    announcement: bool = False
    furniture: bool = False
    aside: bool = False


@lru_cache(maxsize=32_768)
def _meaning(title: str) -> _Meaning:
    if len(title) > _NAME_CHARS:
        return _Meaning()
    name = fold(_TAG.sub("", title))
    named = _KIND.fullmatch(name)
    kind = _KINDS[named.lastindex - 1] if named and named.lastindex else None
    return _Meaning(
        kind,
        kind is not None or _TALKS.fullmatch(name) is not None,
        _DAY.fullmatch(name) is not None,
        ("invent" in name or "recap" in name) and _EVENT.fullmatch(name) is not None,
        _ANNOUNCED.fullmatch(name) is not None and _TALKS_TOO.isdisjoint(name.split()),
        not name or name in FURNITURE or name.isdigit(),
        ASIDE_WORDS.issuperset(name.split()) or _ASIDE.fullmatch(name) is not None,
    )


def kind_of_section(title: str) -> str | None:
    """The kind of the talks below a heading such as `Keynotes` or `Breakout Sessions`."""
    return _meaning(title).kind


def section_of_kind(kind: str) -> str:
    """The name of the section that talks of a kind stand in where nothing else says: `Breakout sessions`."""
    name = kind if kind.endswith(("session", "talk")) or kind in _SECTIONS else f"{kind} session"
    return f"{name[:1].upper()}{name[1:]}s"


def kind_in_title(title: str) -> str | None:
    """The kind that a talk's own title states: `Matt Garman - CEO keynote`."""
    if len(title) < _GIVER_CHARS and _GIVER.fullmatch(fold(title)):
        return "keynote"
    small = title.casefold()
    if len(title) > _NAME_CHARS * 2 or not any(word in small for word in ("keynote", "chalk", "workshop")):
        return None
    name = f" {fold(title)} "
    if " keynote " in name and " keynotes " not in name:
        return "keynote"
    return next(
        (kind for word, kind in ((" chalk talk ", "chalk talk"), (" workshop ", "workshop")) if word in name),
        None,
    )


# Nobody else has given the company's keynotes: the name alone says what it was.
_GIVER = re.compile(
    r"(?:dr )?(?:werner(?: vogels)?|andy jassy|adam selipsky|matt garman|peter desantis|swami(?: sivasubramanian)?"
    r"|ruba borno|james hamilton)"
)
_GIVER_CHARS = 30


def names_keynote(title: str) -> bool:
    """`CEO keynote`, `Keynote Werner`: whose keynote is said, and nothing but that."""
    if kind_in_title(title) != "keynote" or _meaning(title).talks:
        return False
    words = fold(title).split()
    return len(words) <= 8 and not _KEYNOTE_PARTS.issuperset(words)


def holds_talks(title: str) -> bool:
    """True for a heading that promises talks below it: a kind, or `Sessions`, `Talks I watched`."""
    return _meaning(title).talks


def is_day(title: str) -> bool:
    return _meaning(title).day


def is_event(title: str) -> bool:
    """True for `AWS re:Invent 2023 notes` and the like, which name the page and not a talk."""
    return _meaning(title).event


def is_announcement(title: str) -> bool:
    return _meaning(title).announcement


def is_furniture(title: str) -> bool:
    return _meaning(title).furniture


def is_marker(title: str) -> bool:
    """True for every heading that is certainly no talk's title."""
    meaning = _meaning(title)
    return meaning.talks or meaning.day or meaning.event or meaning.announcement or meaning.furniture


def is_part_of_the_day(title: str) -> bool:
    """Lunch, the shuttle, the party: in schedules, and no talk."""
    return len(title) <= _NAME_CHARS and len(title.split()) <= 6 and _LIVING.search(title) is not None


def is_aside(title: str) -> bool:
    """True for what is rather the author's own (`Misc thoughts`, `What I took home`, lunch) than a talk."""
    return _meaning(title).aside or is_part_of_the_day(title)


def speaks_of_living(text: str) -> int:
    """How often a text speaks of food, beds and parties."""
    return len(_LIVING.findall(text))


@lru_cache(maxsize=4096)  # it is asked for every talk below
def track_of_section(title: str) -> str | None:
    """The author's own subject (`Serverless`, `Storage`); None for the page's title and what only structures it."""
    return None if is_marker(title) or is_aside(title) or _names_event(title) else title


def _names_event(title: str) -> bool:
    return " reinvent " in f" {fold(title)} ".replace(" re invent ", " reinvent ")
