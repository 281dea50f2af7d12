"""Which titles are wordings of one talk's, and which are two talks'."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import reinvent_notes
from reinvent_notes.rewording import ClosestTitles, Wordings, closest_title, is_rewording
from reinvent_notes.talk import fold
from reinvent_notes.title import read_title

CATALOGS = Path(__file__).resolve().parents[3] / "shared" / "catalogs"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Building event-driven architectures on AWS", "Building event driven architectures"),
        ("What's new with Amazon EMR", "What’s new in EMR"),
        ("Best practices for advanced serverless developers", "Best practices for advanced serverless develpers"),
        ("Modernize your data architectures", "Modernize your data architecture"),
        ("Deep dive on Amazon S3", "Deep dive on Amazon S3: durability at scale"),
        ("Serverless in the enterprise", "Serverless in the enterprise (part of the leadership track)"),
        ("Serverless in the enterprise: lessons", "Serverless in the enterprise: lessons (sponsored by Example)"),
        (
            "A deep dive on the inner workings of a queue that never sl",
            "Deep dive on the inner workings of a queue that never sleeps",
        ),
        (
            "Governing control planes with generative AI agents: lessons t",
            "Governing control planes with generative AI agents: lessons to learn",
        ),
        (
            "Keeping the lights on while the control plane is down (sponsored b",
            "Keeping the lights on while the control plane is down (sponsored by Example)",
        ),
        (
            "How we moved everything that a bank has to the cloud using Am",
            "How we moved everything that a bank has to the cloud using Amazon EKS",
        ),
        (
            "How a bank moved its whole payment platform to event-driven serv",
            "How a bank moved its whole payment platform to event-driven services in a year",
        ),
    ],
)
def test_these_are_wordings_of_one_title(one: str, other: str) -> None:
    assert is_rewording(one, other)
    assert is_rewording(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What's new with Amazon EKS", "What's new with Amazon ECS"),
        ("Getting up and running with Amazon EBS", "Getting up and running with Amazon EFS"),
        ("Data modeling with Amazon DynamoDB, part 1", "Data modeling with Amazon DynamoDB, part 2"),
        ("Data modeling with Amazon DynamoDB", "Data modeling with Amazon DynamoDB: part 2"),
        ("GameDay for financial services AMER", "GameDay for financial services EMEA"),
        ("Building modern data architectures on AWS", "Building data mesh architectures on AWS"),
        ("Deep dive on Aurora with MySQL", "Deep dive on Aurora with PostgreSQL"),
        ("AWS Certification", "AWS Certification: Getting Started"),
        ("What's new in Amazon RDS", "What's new in Amazon RDS for Oracle"),
        ("Kinesis: streaming", "Kinesis: storage"),
        ("Moving to microservices", "Moving from microservices"),
        ("Optimizing traffic: inbound", "Optimizing traffic: unbound"),
        ("Effective teams in the cloud", "Affective teams in the cloud"),
        ("Servers before and after the move", "Servers before the move"),
        ("Getting up and running with containers", "Getting up and running with containers in an afternoon"),
        (
            "How a bank moved its whole payment platform to event-driven services",
            "How a bank moved its whole payment platform to event-driven services, part 2",
        ),
        ("", "…"),
    ],
)
def test_these_are_titles_of_two_talks(one: str, other: str) -> None:
    assert not is_rewording(one, other)
    assert not is_rewording(other, one)


@pytest.mark.skipif(not CATALOGS.is_dir(), reason="no shared/catalogs beside this checkout")
def test_no_two_talks_of_an_official_list_are_wordings_of_each_other() -> None:
    """The rules rest on these: seen in 2020's schedule and 2022's recordings."""
    schedule = json.loads((CATALOGS / "2020-schedule.json").read_text("utf-8"))
    recordings = [json.loads(page.read_text("utf-8")) for page in CATALOGS.glob("2022-*.json")]
    for names in (
        {session["name"] for session in schedule["sessions"]},
        {item["title"] for page in recordings for item in page},
    ):
        titles = sorted({read_title(name).title for name in names})
        wordings = Wordings((number, title, fold(title)) for number, title in enumerate(titles))
        alike = [*wordings.with_same_words(), *wordings.respelt()]
        longer = [*wordings.cut_short(), *wordings.without_subtitle()]
        assert [[titles[number] for number in numbers] for numbers in alike] == []
        assert [(titles[short[0]], titles[long[0]]) for short, long in longer] == []
        assert len(titles) > 700


BUNDLED = [
    re.search("^title: (.*)$", path.read_text(encoding="utf-8"), re.M)[1]  # type: ignore[index]
    for path in sorted(Path(reinvent_notes.__file__).with_name("talks").rglob("*.md"))
]


def test_the_closest_title_is_found_as_if_each_were_looked_at() -> None:
    closest = ClosestTitles()
    for number, title in enumerate(BUNDLED):
        closest.add(number, title, None)
    for title in BUNDLED:
        words = title.split()
        for place, word in ((place, word) for place in range(len(words)) for word in ("", "Kubernetes", "services")):
            wanted = " ".join([*words[:place], word, *words[place + 1 :]])
            alike = [(n, other) for n, other in enumerate(BUNDLED) if shares_half(wanted, other)]
            assert closest.find(wanted, None) == closest_title(wanted, alike), wanted
    assert closest.find("Nothing like it", None) is None


def test_a_title_of_another_code_is_not_the_closest() -> None:
    closest = ClosestTitles()
    closest.add(1, "Scaling serverless data processing", "SVS307")
    assert closest.find("Scaling the serverless data processing", "SVS308") is None
    assert closest.find("Scaling the serverless data processing", None) == 1


def shares_half(one: str, other: str) -> bool:
    words, others = (set(fold(title).split()) for title in (one, other))
    return 2 * len(words & others) >= min(len(words), len(others))
