"""What a heading above talks says of them: a kind, a day, the event, a subject; and which headings are no talk."""

from __future__ import annotations

import re

from reinvent_notes.talk import fold

_ANY = (
    r"(?:(?:my|the|all|aws|re ?invent|20\d\d|other|more|selected|best|top|recorded|favou?rite|great|attended"
    r"|notable|featured|recommended|and) )*"
)
# (the section's name, the kind of the talks below it)
_KINDS = tuple(
    (re.compile(f"{_ANY}(?:{name})(?: (?:20\\d\\d|attended|notes|list|recordings))?"), kind)
    for name, kind in (
        (r"keynotes?(?: (?:sessions?|talks?|presentations?))?", "keynote"),
        (r"leadership (?:sessions?|talks?)", "leadership session"),
        (r"innovation (?:talks?|sessions?)", "innovation talk"),
        (r"chalk ?talks?(?: sessions?)?", "chalk talk"),
        (r"workshops?(?: sessions?)?|hands on labs?", "workshop"),
        (r"builders?(?: s)? sessions?", "builders session"),
        (r"code ?talks?", "code talk"),
        (r"lightning talks?", "lightning talk"),
        (r"dev ?chats?", "dev chat"),
        (r"panels?(?: discussions?)?", "panel"),
        (r"breakouts?(?: (?:sessions?|talks?))?", "breakout"),
    )
)
_TALKS = re.compile(
    f"{_ANY}(?:(?:session|talk|video)s?|recordings?|presentations?)"
    r"(?: (?:notes|summar(?:y|ies)|attended|i attended|watched|i watched|list|videos?|recordings|to watch|20\d\d))*"
)
_DAY_NAMES = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = re.compile(
    rf"(?:day ?(?:\d+|one|two|three|four|five|six|zero)\b.*"
    rf"|(?:{_DAY_NAMES})(?: (?:\d.*|(?:{_MONTHS})\w*\b.*|the \d.*|morning|afternoon|evening|night|sessions?|notes"
    r"|talks?|keynotes?|am|pm))?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTHS})[a-z]*(?: \d.*)?"
    r"|20\d\d \d{1,2} \d{1,2}.*|20\d\d|week \d|pre day.*|morning|afternoon|evening)"
)
_EVENT_WORDS = (
    "my|the|our|some|personal|notes?|aws|amazon|on|from|of|for|at|in|and|to|a|summary|summaries|recap|re ?cap|"
    "highlights?|sessions?|talks?|videos?|list|watch|watched|attended|trip|report|takeaways?|key|20\\d\\d|year|"
    "review|thoughts|"
    "las|vegas|announcements?|day|\\d+|playlist|keynotes?|guide|index|breakouts?|recordings?|conference|event|"
    "material|materials|links?|resources|awesome|with|is|over|top|favou?rite|best|most|interesting|welcome|wrap|up|blog|post"
)
_EVENT = re.compile(rf"(?:(?:{_EVENT_WORDS}) )*re ?(?:invent|cap)(?: (?:{_EVENT_WORDS}))*")
_ANNOUNCED = re.compile(
    r"(?:(?:the|my|all|top|other|new|key|major|big|product|service|feature|aws|more|notable|favou?rite"
    r"|pre re ?invent|20\d\d|re ?invent|serverless|database|interesting|and) )*"
    r"(?:announcements?|announced|launch(?:es)?|releases?|new (?:services|features|launches|releases|products)"
    r"|what s new|news)"
    r"(?: .*)?"
)
# Headings that structure a page or a note; no talk, whatever stands below them.
_FURNITURE = frozenset(
    phrase.strip()
    for phrase in """
abstract, about, about me, about the author, about this repo, about this repository, about us, acknowledgements,
action items, actions, agenda, appendix, architecture, author, authors, background, benefits, best practices, bio,
bonus, call to action, case study, challenges, changelog, closing, closing thoughts, code, code of conduct, comments,
conclusion, conclusions, considerations, contact, contents, contributing, contributing guidelines, contribution guidelines, contributors, credits, customer stories,
customer story, definitions, demo, demos, description, details, disclaimer, discussion, download, downloads,
development, deployment, evaluation, example, examples, extras, faq, feature, features, feedback, final thoughts,
final words, follow up, footnotes, format, fun facts, further reading, further resources, general, getting started,
get in touch, get started, glossary, goals, highlights, how it works, how to use, how to contribute, image, images,
impressions, in conclusion, index, info, information, installation, install, intro, introduction, key learnings, key
points, key takeaways, last words, learnings, lessons, lessons learned, license, licence, link, links, main points,
materials, meta, metadata, methodology, misc, miscellaneous, more, more information, motivation, next steps, note,
notes, observations, open questions, other, other links, other notes, other resources, outline, outro, overall,
overview, parting thoughts, people, personal notes, photos, pictures, prerequisites, preface, presenter, presenters,
pricing, problem, problem statement, project structure, pros, pros and cons, purpose, q a, q and a, questions,
questions and answers, quick start, quickstart, quotes, random notes, random thoughts, readme, recap, recommendations,
reference, references, related, related articles, related blog posts, related content, related links, related posts,
related reading, related sessions, related session, related streams, related stream, related talks, related videos,
requirements, resource, resources, results, roadmap, running, scenario, schedule, screenshots, security, see also,
session abstract, session description, session details, session resources, setup, share this, show notes, site,
slides, solution, solutions, source, sources, speaker, speakers, sponsors, statistics, stats, status, structure,
summary, support, swag, table of contents, tags, takeaway, takeaways, team, technologies, tests, testing, thank you,
thanks, thoughts, timeline, tips, tips and tricks, title, tl dr, tldr, tl dr summary, to do, toc, todo, todos, tools,
topics, transcript, travel, trivia, troubleshooting, tutorials, usage, use case, use cases, useful links, useful
resources, venue, video, what i learned, what is this, what next, what s next, whats next, who, why, why not, wrap up,
wrapping up, you may also like, recent posts, categories, archives, subscribe, newsletter, leave a comment, leave a
reply, share, key announcements, personal highlights, general notes, general thoughts, general impressions, first
impressions
""".replace("\n", " ").split(",")
)


def kind_of_section(title: str) -> str | None:
    """The kind of the talks below a heading such as `Keynotes` or `Breakout Sessions`."""
    name = fold(title)
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(name)), None)


def kind_in_title(title: str) -> str | None:
    """The kind that a talk's own title states: `Matt Garman - CEO keynote`."""
    name = f" {fold(title)} "
    if " keynote " in name and " keynotes " not in name:
        return "keynote"
    return next(
        (kind for word, kind in ((" chalk talk ", "chalk talk"), (" workshop ", "workshop")) if word in name),
        None,
    )


def holds_talks(title: str) -> bool:
    """True for a heading that promises talks below it: a kind, or `Sessions`, `Talks I watched`."""
    return kind_of_section(title) is not None or _TALKS.fullmatch(fold(title)) is not None


def is_day(title: str) -> bool:
    return _DAY.fullmatch(fold(title)) is not None


def is_event(title: str) -> bool:
    """True for `AWS re:Invent 2023 notes` and the like, which name the page and not a talk."""
    return _EVENT.fullmatch(fold(title)) is not None


def is_announcement(title: str) -> bool:
    return _ANNOUNCED.fullmatch(fold(title)) is not None


def is_furniture(title: str) -> bool:
    name = fold(title)
    return not name or name in _FURNITURE or name.isdigit()


def is_marker(title: str) -> bool:
    """True for every heading that is certainly no talk's title."""
    return holds_talks(title) or is_day(title) or is_event(title) or is_announcement(title) or is_furniture(title)


def track_of_section(title: str) -> str | None:
    """The author's own subject (`Serverless`, `Storage`); None for headings that only structure the page."""
    return None if is_marker(title) else title
