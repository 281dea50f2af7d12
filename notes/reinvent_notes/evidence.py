"""What a whole page is about: whether its headings, codes and links may be talks at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from reinvent_notes import front_matter
from reinvent_notes.document import Document
from reinvent_notes.inline import plain
from reinvent_notes.sections import is_announcement
from reinvent_notes.talk import code_prefix, digits_of_code, fold
from reinvent_notes.tracks import PREFIXES
from reinvent_notes.years import in_event_week, names_event, year_of_page

# What begins with a letter is searched for many times faster than what begins with \b: that is asked for afterwards.
_AWS = re.compile(
    r"(?:AWS|Amazon|EC2|S3|Lambda|DynamoDB|Aurora|EventBridge|Kinesis|CloudFront|CloudFormation|CloudWatch|EKS|ECS"
    r"|Fargate|SageMaker|Bedrock|Redshift|Athena|IAM|VPC|SQS|SNS|RDS|Graviton|AppSync|Cognito|Route ?53|Jassy|Vogels"
    r"|Selipsky|Garman|DeSantis)\b"
)
_SOFTWARE = frozenset(
    (
        "install,installation,usage,prerequisites,requirements,getting started,quick start,quickstart,deployment,"
        "deploy,"
        "development,build,building,license,licence,contributing,configuration,api,cleaning up,cleanup,clean up,tests,"
        "testing,running,running tests,project structure,how to deploy,changelog,local development,setup"
    ).split(",")
)
_CODE = re.compile(r"[A-Z]{3,6} ?\d{3}\b")
_TEACHING = (
    "credits lecturer lecturers lecture lectures semester syllabus exam exams faculty university coursework curriculum "
    "tutorial undergraduate prerequisites professor moodle ects"
).split()
_WORD = re.compile(r"\w+")
_ROWS = 60  # how far into a page its subject is named
_CHARS = 100_000  # how far into a page its words are counted
_DATE_ROWS = 12  # how far into a page its date stands
_TITLE_CHARS = 120
_TEACHING_WORDS = 3
_CODES = 3
_AWS_WORDS = 2
_SIGNS = 2  # one heading or command does not make a page a program's
_COMMAND = re.compile(
    r"\b(?:pipx? install|pip3 install|-m venv|-m pip|npm (?:install|ci|run)|yarn add|brew install|apt(?:-get)? install"
    r"|git clone|cargo (?:build|install)|go (?:get|install)|docker (?:build|run)|sam (?:build|deploy)|cdk deploy"
    r"|make install)\b"
)


class Words:
    """A page's text, in which words and codes are looked for when they are asked for first: few pages are."""

    def __init__(self, text: str) -> None:
        self._whole = text

    @cached_property
    def _text(self) -> str:
        return "" if _is_of_teaching(self._whole) else self._whole

    @cached_property
    def of_aws(self) -> int:
        return sum(1 for _ in islice(_separate(_AWS, self._text), _AWS_WORDS))

    @cached_property
    def codes(self) -> int:
        return _codes_in(self._text)


@dataclass(frozen=True)
class About:
    """`event`: the page, its name or the folders around it are named after the event; `mentions`: its text names it.

    `own`: it says so itself, and not only the collection that it is in.
    `words`: its text, where the event does not decide. `software`: it describes a program. `launches`: it lists
    announcements.
    """

    event: bool
    own: bool
    mentions: bool
    words: Words
    software: bool
    launches: bool
    year: int | None

    @property
    def aws(self) -> int:
        """How many words of AWS it knows; two or more are counted as two."""
        return self.words.of_aws

    @property
    def codes(self) -> int:
        """How many codes of known tracks the text holds."""
        return self.words.codes

    def is_code(self, code: str | None) -> bool:
        """Whether something written like a code is one here: other courses have SEC101, bank statements POS204.

        Where neither the page nor its text names the event, it must know some words of AWS. A prefix that no
        schedule has counts beside others that some schedule has. Unusual codes count only where the page is named
        after the event.
        """
        if code is None:
            return False
        if self.event:
            return True
        if digits_of_code(code) != 3:
            return False
        known = code_prefix(code) in PREFIXES or self.codes >= _CODES
        return known and (self.mentions or self.aws >= _AWS_WORDS)

    @property
    def recordings_count(self) -> bool:
        """Whether a recording below a heading makes that a talk."""
        return self.event and not self.software and not self.launches

    def __str__(self) -> str:
        if self.event:
            subject = "about the event"
        elif self.mentions:
            subject = (
                "the text names the event, the page is not named after it: a title needs a code or the event's name"
            )
        else:
            subject = "the page does not name the event (re:Invent)"
            if self.aws < _AWS_WORDS:
                subject += ", nor enough of AWS for a code to count"
        notes = ["describes a program"] * self.software + ["lists announcements"] * self.launches
        return "; ".join((subject, *notes, f"year {self.year}" if self.year else "no year"))


def words_of_aws(text: str) -> int:
    return sum(1 for _ in _separate(_AWS, text))


def _codes_in(text: str) -> int:
    return sum(code_prefix(code) in PREFIXES for code in _separate(_CODE, text))


def _separate(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """What matches a pattern and is no end of a longer word, each once."""
    found: set[str] = set()
    for match in pattern.finditer(text):
        word, before = match.group(), text[max(0, match.start() - 1) : match.start()]
        if word not in found and not (before.isalnum() or before == "_"):
            found.add(word)
            yield word


def _is_of_teaching(text: str) -> bool:
    small = text.lower()
    named = [word for word in _TEACHING if word in small]  # within longer words too
    return len(named) >= _TEACHING_WORDS and len({*_WORD.findall(small)}.intersection(named)) >= _TEACHING_WORDS


def _describes_program(document: Document) -> bool:
    """Headings such as Installation, or commands that fetch and build."""
    headings = sum(heading.title.strip(" *_:").lower() in _SOFTWARE for heading in document.outline.headings)
    if headings >= _SIGNS:
        return True
    fenced = (document.lines[line] for fence in document.outline.fences for line in fence)
    return sum(_COMMAND.search(line) is not None for line in fenced) >= _SIGNS


def _is_named_after_event(names: Sequence[str]) -> bool:
    return any(names_event(name.replace("_", " ")) for name in names)


_are_folders_of_event = lru_cache(maxsize=1024)(_is_named_after_event)  # a folder has many files


def about(document: Document) -> About:
    front = document.front
    headings = document.outline.headings
    stated = front_matter.text_of(front, "title") or ""
    tags = " ".join(front_matter.list_of(front, "tags", "categories", "series", "event", "conference"))
    first = plain(next((line for line in document.lines[document.start :] if line.strip()), ""))
    titles = [plain(heading.title) for heading in headings[:2]]
    names = [document.name, stated, tags, *titles]
    names += [] if len(first) > _TITLE_CHARS or first.endswith((".", "!", "?")) else [first]
    own = _are_folders_of_event(document.folders[:4]) or _is_named_after_event(names)
    page_title = stated or (titles[0] if titles else first)
    launches = bool(page_title) and (is_announcement(page_title) or " announcements " in f" {fold(page_title)} ")
    words = Words(document.text[1 : _CHARS + 1] if launches or not own else "")
    if launches or not own:
        rows = document.lines[document.start : document.start + _DATE_ROWS]
        dated = [row[:_TITLE_CHARS] for row in rows if row.lstrip("*_- ")[:4].lower() == "date"]
        dates = (document.stem, front_matter.text_of(front, "date") or "", first, *dated)
        own = own or (any(map(in_event_week, dates)) and (words.of_aws > 0 or words.codes > 0))
    return About(
        event=own or document.collection.event,
        own=own,
        mentions=names_event(" ".join(document.lines[: document.start + _ROWS])),
        words=words,
        software=_describes_program(document),
        launches=launches,
        year=year_of_page(document),
    )
