"""A line that names a talk is taken apart as a person would: its title, code, year and recording."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes import limits
from reinvent_notes.inline import plain
from reinvent_notes.text import clean
from reinvent_notes.title import code_in_name, read_title


@pytest.mark.parametrize(
    ("line", "title", "code"),
    [
        ("SVS401 Best practices", "Best practices", "SVS401"),
        ("TLS301 - Best practices", "Best practices", "TLS301"),
        ("SVS401: Best practices", "Best practices", "SVS401"),
        ("SVS401 - Best practices", "Best practices", "SVS401"),
        ("SVS401 – Best practices", "Best practices", "SVS401"),
        ("SVS401 | Best practices", "Best practices", "SVS401"),
        ("[SVS401] Best practices", "Best practices", "SVS401"),
        ("(SVS401) Best practices", "Best practices", "SVS401"),
        ("**SVS401** Best practices", "Best practices", "SVS401"),
        ("`SVS401` Best practices", "Best practices", "SVS401"),
        ("Session SVS401: Best practices", "Best practices", "SVS401"),
        ("Best practices (SVS401)", "Best practices", "SVS401"),
        ("Best practices [SVS401]", "Best practices", "SVS401"),
        ("Best practices - SVS401", "Best practices", "SVS401"),
        ("Best practices SVS401", "Best practices", "SVS401"),
        # odd spellings of the code
        ("DEV 203: Best practices", "Best practices", "DEV203"),
        ("DEV 203 Best practices", "Best practices", "DEV203"),
        ("dev-203 Best practices", "Best practices", "DEV203"),
        ("DAT-324: Best practices", "Best practices", "DAT324"),
        ("svs401 Best practices", "Best practices", "SVS401"),
        ("svs401: Best practices", "Best practices", "SVS401"),
        ("Best practices (DEV 203)", "Best practices", "DEV203"),
        ("Best practices (svs401)", "Best practices", "SVS401"),
        ("ABW006 Best practices", "Best practices", "ABW006"),
        ("GPSTEC401 Best practices", "Best practices", "GPSTEC401"),
        # suffixes
        ("SVS401-R Best practices", "Best practices", "SVS401-R"),
        ("SVS401-R1: Best practices", "Best practices", "SVS401-R1"),
        ("Best practices (SVS401-R1)", "Best practices", "SVS401-R1"),
        ("Best practices (SVS401-L)", "Best practices", "SVS401-L"),
        ("SVS401-S Best practices", "Best practices", "SVS401-S"),
        ("SVS401-NEW Best practices", "Best practices", "SVS401-NEW"),
        ("CON409-R1-S: Best practices", "Best practices", "CON409-R1-S"),
        # repeats
        ("[REPEAT 1] Best practices (SVS401-R1)", "Best practices", "SVS401-R1"),
        ("[REPEAT 1] Best practices (SVS401)", "Best practices", "SVS401-R1"),
        ("[REPEAT] Best practices (SVS401)", "Best practices", "SVS401-R"),
        ("[REPEAT 1] Best practices", "Best practices", None),
        ("SVS401-R - [REPEAT 2] Best practices", "Best practices", "SVS401-R"),
        ("SVS401 - Best practices [REPEAT 1]", "Best practices", "SVS401-R1"),
        ("Best practices [REPEAT]", "Best practices", None),
        # two digits for sponsors, four where three were not enough
        ("DEM12-S - Best practices", "Best practices", "DEM12-S"),
        ("Best practices (DEM57-SR1)", "Best practices", "DEM57-SR1"),
        ("AIM3310 - Best practices", "Best practices", "AIM3310"),
        ("Best practices (AIM3310-R1)", "Best practices", "AIM3310-R1"),
        # several codes: the first
        ("Best practices (DAT324, DAT325)", "Best practices", "DAT324"),
        ("DAT324/DAT325-R - Best practices", "Best practices", "DAT324"),
    ],
)
def test_title_and_code_are_told_apart(line: str, title: str, code: str | None) -> None:
    found = read_title(line)
    assert (found.title, found.code) == (title, code)


@pytest.mark.parametrize(
    ("line", "title", "speakers"),
    [
        ("SVS401 | Best practices | Ada Winter", "Best practices", ("Ada Winter",)),
        ("SVS401 Best practices (Ada Winter & Bo Summer)", "Best practices", ("Ada Winter", "Bo Summer")),
        ("Best practices (SVS401) by Ada Winter, AWS", "Best practices", ("Ada Winter",)),
        ("**SVS401** — Best practices — *Ada Winter*", "Best practices", ("Ada Winter",)),
        ("SVS401 Best practices #talk #day-2", "Best practices", ()),
        ("Session: SVS401 Best practices", "Best practices", ()),
        ("Session: Best practices", "Best practices", ()),
        # no names, or not where a code says that it is a talk's title
        ("SVS401 Best practices (Deep Dive)", "Best practices (Deep Dive)", ()),
        ("SVS401 Best practices (Part 2)", "Best practices (Part 2)", ()),
        ("SVS401 | Best practices | Amazon Aurora", "Best practices | Amazon Aurora", ()),
        ("SVS401 Secure by Default Policies", "Secure by Default Policies", ()),
        ("Best practices (Ada Winter)", "Best practices (Ada Winter)", ()),
        ("F# on Lambda in C#", "F# on Lambda in C#", ()),
    ],
)
def test_speakers_and_tags_behind_a_title_are_no_part_of_it(line: str, title: str, speakers: tuple[str, ...]) -> None:
    found = read_title(line)
    assert (found.title, found.speakers) == (title, speakers)


@pytest.mark.parametrize(
    "title",
    [
        "What's new with EC2 R5",
        "EC2 R5 and C5 instances",
        "SHA256 explained",
        "The end of SHA256",
        "AES256 at rest",
        "HTTP500 and what to do",
        "ISO27001 in the cloud",
        "BDT2015 and later",
        "BDT2015 - a look back",
        "Best practices AIM3310",
        "DDR3200 - fast memory",
        "ABC12-S - a filter",
        "DEM12 - a screw",
        "Top 100",
        "Top 100 talks",
        "TOP100 of the year",
        "Run 300 workloads",
        "Getting to know NET 450",
        "Part 101",
        "S3 Glacier in 2019",
        "Scaling to 10 million users",
        "Web3 and IPv6",
        "Beyond five 9s",
        "AWS Summit 2019",
        "re:Invent",
    ],
)
def test_what_only_looks_like_a_code_stays_in_the_title(title: str) -> None:
    found = read_title(title)
    assert (found.title, found.code) == (title, None)


@pytest.mark.parametrize(
    ("line", "year", "code"),
    [
        ("AWS re:Invent 2022 - Best practices (API311-R)", 2022, "API311-R"),
        ("AWS re:Invent 2022 - Best practices", 2022, None),
        ("AWS re:Invent 2020: Best practices", 2020, None),
        ("AWS re:Invent 2018: [REPEAT 1] Best practices (ARC205-R1)", 2018, "ARC205-R1"),
        ("AWS re:Invent 2019: [REPEAT] Best practices (ARC205)", 2019, "ARC205-R"),
        ("[AWS re:Invent 2019] Best practices", 2019, None),
        ("re:Invent 2019 | Best practices", 2019, None),
        ("re:Invent '18 - Best practices", 2018, None),
        ("AWS re:Invent 2031 - Best practices", 2031, None),
        ("2021 re:Invent - Best practices", 2021, None),
        ("Best practices | AWS re:Invent 2019", 2019, None),
        ("Best practices (re:Invent 2019)", 2019, None),
        ("SVS401 - AWS re:Invent 2022 - Best practices", 2022, "SVS401"),
        ("AWS re:Invent - Best practices", None, None),
    ],
)
def test_the_name_of_the_event_is_no_part_of_the_title(line: str, year: int | None, code: str | None) -> None:
    found = read_title(line)
    assert (found.title, found.year, found.code, found.official) == ("Best practices", year, code, True)


@pytest.mark.parametrize(
    ("line", "title", "recording"),
    [
        ("[Best practices](https://youtu.be/sdCA0Y7QDrM)", "Best practices", "sdCA0Y7QDrM"),
        ("[Best practices](https://www.youtube.com/watch?v=sdCA0Y7QDrM&t=5s)", "Best practices", "sdCA0Y7QDrM"),
        ("[[REPEAT 1] Best practices](https://youtu.be/sdCA0Y7QDrM)", "Best practices", "sdCA0Y7QDrM"),
        ('[Best practices](https://youtu.be/sdCA0Y7QDrM "watch it")', "Best practices", "sdCA0Y7QDrM"),
        ("[Best practices](https://www.youtube.com/user/AmazonWebServices)", "Best practices", None),
        ("[Best practices](https://example.com/a_(b))", "Best practices", None),
        ("Best practices https://example.com/", "Best practices", None),
    ],
)
def test_a_link_gives_its_text_and_if_it_is_one_its_recording(line: str, title: str, recording: str | None) -> None:
    found = read_title(line)
    assert (found.title, found.recording) == (title, recording)


@pytest.mark.parametrize(
    ("inline", "shown"),
    [
        ("**bold** and *slanted* and ~~gone~~", "bold and slanted and gone"),
        ("`code` and snake_case_name", "code and snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("Q&amp;A with <b>Ann</b>", "Q&A with Ann"),
        (r"1\. not a list", "1. not a list"),
        ("![a picture](x.png) beside", "beside"),
        ("a   b\tc", "a b c"),
    ],
)
def test_a_title_is_shown_without_its_markup(inline: str, shown: str) -> None:
    assert plain(inline) == shown


@pytest.mark.parametrize("entity", ["&#27;[31m", "&#x1b;]0;title", "&#x202e;", "&#155;", "&#xe0041;", "&#8203;"])
def test_entities_cannot_bring_in_what_was_cleaned_out_of_the_file(entity: str) -> None:
    title = read_title(f"SVS401 Best {entity}practices").title
    assert title.startswith("Best")
    assert clean(title) == title


def test_a_title_that_goes_on_and_on_is_cut() -> None:
    assert len(read_title("word " * 1_000).title) <= limits.TITLE_CHARS


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("dat324-expedia-flies.md", "DAT324"),
        ("SVS401", "SVS401"),
        ("SVS401-R1 notes.md", "SVS401-R1"),
        ("2019_svs401_notes.md", "SVS401"),
        ("DEV 203.txt", "DEV203"),
        ("notes-2019.md", None),
        ("top100.md", None),
        ("sha256.md", None),
        ("ec2-r5.md", None),
        ("bdt2015.md", None),
    ],
)
def test_the_code_in_a_files_name_is_found(name: str, code: str | None) -> None:
    assert code_in_name(name) == code


_WORD = st.text(string.ascii_lowercase, min_size=3, max_size=9).filter(lambda word: word not in ("session", "talk"))
_TITLE = st.lists(_WORD, min_size=2, max_size=6).map(lambda words: " ".join(words).capitalize())
_CODE = st.builds(
    lambda prefix, number, suffix: f"{prefix}{number}{suffix}",
    st.sampled_from(["SVS", "API", "DAT", "ARC", "SEC"]),
    st.integers(200, 499),
    st.sampled_from(["", "-R", "-R1", "-L", "-S", "-NEW"]),
)


@given(_TITLE, _CODE, st.integers(2012, 2029))
def test_a_talk_reads_the_same_in_a_caption_in_a_heading_and_in_a_list(title: str, code: str, year: int) -> None:
    for line in (
        f"AWS re:Invent {year} - {title} ({code})",
        f"AWS re:Invent {year}: {title} ({code})",
        f"{code} - {title} | AWS re:Invent {year}",
        f"{code}: {title} (re:Invent {year})",
        f"**{code}** [{title}](https://example.com) - AWS re:Invent {year}",
    ):
        found = read_title(line)
        assert (found.title, found.code, found.year) == (title, code, year), line


_PIECE = st.text(max_size=12) | st.sampled_from(
    ["SVS401", "-R1", "[REPEAT 1]", "AWS re:Invent 2022", " - ", "(", ")", "[", "](", "**", "`", "&#27;", "<b>", "{{"]
)


@given(st.lists(_PIECE, max_size=8).map("".join))
def test_any_line_is_read_and_gives_one_clean_line(line: str) -> None:
    title = read_title(line).title
    assert "\n" not in title
    assert clean(title) == title
