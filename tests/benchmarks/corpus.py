"""Writes invented notes on talks that never were, the same ones every time, to measure with.

    python tests/benchmarks/corpus.py OUT [--years 13] [--per-year 2000] [--files]

A page per year with its talks under track headings, or with --files a file per talk in the house format.
"""

from __future__ import annotations

import argparse
import random
import string
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

YEARS, NEWEST = 13, 2025
BODY = 1_500  # characters, give or take a quarter
PER_TRACK = 300  # codes of three levels

TRACKS = """
AIM Machine Learning
ANT Analytics
API Application Integration
ARC Architecture
BIZ Business Applications
CMP Compute
CON Containers
COP Cloud Operations
DAT Databases
DOP DevOps
DVT Developer Tools
ENT Enterprise
EUC End User Computing
FSI Financial Services
GAM Games
HLC Healthcare
IOT IoT
MKT Marketplace
NET Networking
OPN Open Source
ROB Robotics
SEC Security
STG Storage
STP Startup
SVS Serverless
WPS Public Sector
""".strip().splitlines()
SERVICES = (
    """
AWS Lambda, Amazon S3, Amazon DynamoDB, Amazon EC2, Amazon EventBridge, AWS Step Functions, Amazon SQS, Amazon SNS,
Amazon Aurora, Amazon Redshift, Amazon Kinesis, Amazon EKS, Amazon ECS, AWS Fargate, Amazon Bedrock, Amazon SageMaker,
AWS Glue, Amazon Athena, Amazon CloudFront, Amazon Route 53, AWS IAM, AWS KMS, Amazon CloudWatch, AWS CDK, Amazon VPC,
Amazon EBS, Amazon EFS, Amazon ElastiCache, Amazon Neptune, AWS Outposts, AWS IoT Core, Amazon Connect, AWS Backup
""".strip()
    .replace("\n", " ")
    .split(", ")
)
PATTERNS = """
{s} from the inside: {w}
What {w} {w} teaches about {s}
{s} and {o}, and the {w} that joins them
Running {w} {w} on {s}
Less {w}, more {w} with {s}
How {p} moved its {w} to {s}
Ten years of {w} on {s}
{s} where {w} meets {w}
{w} {w} at scale: {s}
Before {s} there was {w}
{p} on {w}, {w} and {s}
A {w} that does not fail, on {s}
""".strip().splitlines()
COMPANIES = "Nordlicht Bank, Tallow & Reed, Kestrel Air, Umbra Games, Paperboat, Six Rivers Health, Old Mill".split(
    ", "
)
NAMES = "Ada Ben Carla Dmitri Elif Farid Greta Hana Ivo June Karim Lena Mateo Nia Oskar Priya".split()
FAMILIES = "Abel Brandt Castell Dorn Ekberg Fontana Groves Haddad Imre Juarez Kowal Lindqvist Moreau Nakata".split()
SYLLABLES = [a + b for a in "bcdfglmnprstvz" for b in "a e i o u ar en is or un".split()]
TABLE = "\n| Plan | Latency | Price |\n|---|--:|--:|\n"
CODE = "\n```python\ndef handler(event, context):\n    return {{'status': {n}, 'items': list(event['items'])}}\n```\n\n"


class Made(NamedTuple):
    """A talk that was made up."""

    code: str
    title: str
    track: str
    speakers: str
    video: str
    body: str


class Inventor:
    """Makes up a year's talks. Words come as often as words do: few very often, most hardly ever."""

    def __init__(self, year: int) -> None:
        words = random.Random(0)  # every year has the same
        self._words = list(dict.fromkeys("".join(words.choices(SYLLABLES, k=words.randint(2, 4))) for _ in range(9000)))
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        self._pick = random.Random(year)
        self._sentences = [" ".join(self._some(self._pick.randint(7, 17))).capitalize() for _ in range(20_000)]
        self._titles: set[str] = set()

    def _some(self, count: int) -> list[str]:
        return self._pick.choices(self._words, cum_weights=self._weights, k=count)

    def _sentence(self) -> str:
        return self._pick.choice(self._sentences)

    def talk(self, code_and_track: str, number: int) -> Made:
        pick = self._pick
        prefix, _, track = code_and_track.partition(" ")
        code = f"{prefix}{(2 + number % 3) * 100 + number // 3}"
        speakers = ", ".join(f"{pick.choice(NAMES)} {pick.choice(FAMILIES)}" for _ in range(pick.choice((1, 1, 2))))
        video = "".join(pick.choices(string.ascii_letters + string.digits, k=11))
        return Made(code, self._title(), track, speakers, video, self._body())

    def _title(self) -> str:
        pick = self._pick
        while True:
            one, other = self._some(2)
            pattern = pick.choice(PATTERNS).replace("{w}", one, 1).replace("{w}", other)
            title = pattern.format(s=pick.choice(SERVICES), o=pick.choice(SERVICES), p=pick.choice(COMPANIES))
            title = title[0].upper() + title[1:]
            if title not in self._titles:
                self._titles.add(title)
                return title

    def _body(self) -> str:
        wanted = self._pick.gauss(BODY, BODY / 4)
        pieces = [f"{self._sentence()}. {self._sentence()}.\n\n"]
        while sum(map(len, pieces)) < wanted:
            pieces.append(self._block())
        return "".join(pieces)

    def _block(self) -> str:
        pick = self._pick
        kind = pick.random()
        if kind < 0.03:
            rows = [(pick.choice(SERVICES), pick.randint(1, 90), pick.randint(1, 99)) for _ in range(4)]
            return TABLE + "".join(f"| {service} | {time} ms | ${price} |\n" for service, time, price in rows) + "\n"
        if kind < 0.05:
            return CODE.format(n=pick.randint(200, 500))
        if kind < 0.09:
            return f"\n### {self._some(1)[0].capitalize()}\n\n"
        if kind < 0.18:
            bold, code = self._some(2)
            return f"\n{self._sentence()} with **{bold}** and `{code}`.\n\n"
        nested = "".join(f"  - {self._sentence()}\n" for _ in range(pick.choice((0, 0, 1, 2, 3))))
        return f"- {self._sentence()} on {pick.choice(SERVICES)}\n{nested}"


def year(number: int, talks: int) -> Iterator[Made]:
    """A year's talks, in the order of their tracks."""
    if talks > PER_TRACK * len(TRACKS):
        raise SystemExit(f"at most {PER_TRACK * len(TRACKS):,} talks have codes in one year")
    inventor = Inventor(number)
    for place, track in enumerate(TRACKS):
        for talk in range(len(range(place, talks, len(TRACKS)))):
            yield inventor.talk(track, talk)


def page(number: int, talks: Iterator[Made]) -> str:
    parts = [f"---\ntitle: AWS re:Invent {number}\n---\n"]
    track = ""
    for talk in talks:
        if talk.track != track:
            track = talk.track
            parts.append(f"\n# {track}\n")
        recording = f"[Recording](https://www.youtube.com/watch?v={talk.video})"
        parts.append(f"\n## {talk.code} {talk.title}\n\nSpeakers: {talk.speakers}\n\n{recording}\n\n{talk.body}")
    return "".join(parts)


def note(number: int, talk: Made) -> str:
    """A talk in the house format; a title with a colon is one for YAML all the same."""
    head = f'title: "{talk.title}"\nyear: {number}\ncode: {talk.code}\ntrack: {talk.track}'
    return f"---\n{head}\nspeakers: [{talk.speakers}]\nvideo: {talk.video}\n---\n\n{talk.body.replace('###', '##')}"


def write(out: Path, years: int, per_year: int, *, files: bool) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    for number in range(NEWEST, NEWEST - years, -1):
        talks = year(number, per_year)
        if not files:
            (out / f"{number}.md").write_text(page(number, talks), "utf-8")
            continue
        folder = out / str(number)
        folder.mkdir(exist_ok=True)
        for talk in talks:
            (folder / f"{talk.code.lower()}.md").write_text(note(number, talk), "utf-8")
    return out


@contextmanager
def corpus(talks: int, *, files: bool = False) -> Iterator[Path]:
    """So many talks, or a few more, of thirteen years in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield write(Path(folder) / "notes", YEARS, -(-talks // YEARS), files=files)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--per-year", type=int, default=2000)
    parser.add_argument("--files", action="store_true", help="a file per talk")
    options = parser.parse_args()
    write(options.out, options.years, options.per_year, files=options.files)


if __name__ == "__main__":
    main()
