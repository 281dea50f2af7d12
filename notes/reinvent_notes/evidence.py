"""What a whole page is about: whether its headings and links may be talks at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reinvent_notes import front_matter
from reinvent_notes.document import Document
from reinvent_notes.sections import is_announcement
from reinvent_notes.talk import code_prefix, fold
from reinvent_notes.title import plain
from reinvent_notes.tracks import PREFIXES
from reinvent_notes.years import names_event, year_of_page

_AWS = re.compile(
    r"\b(?:AWS|Amazon|EC2|S3|Lambda|DynamoDB|Aurora|EventBridge|Kinesis|CloudFront|CloudFormation|CloudWatch|EKS|ECS|Fargate"
    r"|SageMaker|Bedrock|Redshift|Athena|IAM|VPC|SQS|SNS|RDS|Graviton|AppSync|Cognito|Route ?53)\b"
)
_SOFTWARE = frozenset(
    (
        "install,installation,usage,prerequisites,requirements,getting started,quick start,quickstart,deployment,deploy,"
        "development,build,building,license,licence,contributing,configuration,api,cleaning up,cleanup,clean up,tests,testing,"
        "running,running tests,project structure,how to deploy,changelog,local development,setup"
    ).split(",")
)
_AWS_ROWS = 2000  # how far into a page words of AWS are counted
_ROWS = 60  # how far into a page its subject is named


@dataclass(frozen=True, slots=True)
class About:
    """`event`: the page, its name or the folders around it are named after the event; `mentions`: its text names it.

    `aws`: how many words of AWS it knows. `software`: it describes a program. `launches`: it lists announcements.
    """

    event: bool
    mentions: bool
    aws: int
    software: bool
    launches: bool
    year: int | None

    def is_code(self, code: str | None, words: int = 1) -> bool:
        """Whether something written like a code is one here: other courses have SEC101, bank statements POS204.

        Where neither the page nor its text names the event, it must know so many words of AWS.
        """
        if code is None:
            return False
        return self.event or (code_prefix(code) in PREFIXES and (self.mentions or self.aws >= words))

    @property
    def recordings_count(self) -> bool:
        """Whether a recording below a heading makes that a talk."""
        return self.event and not self.software and not self.launches


def about(document: Document) -> About:
    front = document.front
    titles = [plain(heading.title) for heading in document.outline.headings]
    stated = front_matter.text_of(front, "title") or ""
    tags = " ".join(front_matter.list_of(front, "tags", "categories", "series", "event", "conference"))
    first = next((line for line in document.lines[document.start :] if line.strip()), "")
    names = (document.name, *document.folders[:4], stated, tags, plain(first), *titles[:2])
    named = any(names_event(name.replace("_", " ")) for name in names)
    head = " ".join(document.lines[: document.start + _ROWS])
    page_title = stated or (titles[0] if titles else first)
    return About(
        event=named or document.collection.event,
        mentions=names_event(head),
        aws=len({word for line in document.lines[:_AWS_ROWS] for word in _AWS.findall(line)}),
        software=sum(fold(title) in _SOFTWARE for title in titles) >= 2,
        launches=bool(page_title) and (is_announcement(page_title) or " announcements " in f" {fold(page_title)} "),
        year=year_of_page(document),
    )
