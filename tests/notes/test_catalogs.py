"""Lists of talks as data: every format, what is on them and no talk, and lists that are broken or hostile."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reinvent_notes import catalogs, lengths, limits
from reinvent_notes.catalogs import Catalog, json_rows
from reinvent_notes.errors import Refused
from reinvent_notes.html_text import markdown
from reinvent_notes.merged import Trust
from reinvent_notes.talk import Talk
from reinvent_notes.text import clean, decode_data

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "catalogs"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "catalogs"
FIELDS = "year title code track level kind speakers video url minutes abstract".split()

LISTS = sorted(path for path in FIXTURES.iterdir() if path.is_file() and ".expected" not in path.name)
NO_LISTS = sorted((FIXTURES / "no_lists").iterdir())


def read_file(path: Path, year: int | None = None) -> Catalog | None:
    return catalogs.read(decode_data(path.read_bytes(), path.name)[0], path.name, year)


def read(data: object, name: str = "list.json", year: int | None = None) -> Catalog:
    """The catalog of a list that is one."""
    found = catalogs.read(data if isinstance(data, str) else json.dumps(data), name, year)
    assert found
    return found


def talk(**said: object) -> Talk:
    """The talk that a catalog's item describes."""
    return read([{"title": "A talk", "code": "SVS301", **said}]).talks[0]


def said(catalog: Catalog) -> dict[str, Any]:
    """What a catalog says, without what is unknown."""
    talks = [talk.as_dict() for talk in catalog.talks]
    known = [{name: values[name] for name in FIELDS if values[name] not in (None, ())} for values in talks]
    return {"format": catalog.format, "talks": known, "skipped": catalog.skipped}


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_holds_the_talks_that_a_person_finds_on_it(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    catalog = read_file(path)
    assert catalog
    assert json.loads(json.dumps(said(catalog))) == expected


@pytest.mark.parametrize("path", NO_LISTS, ids=lambda path: path.name)
def test_other_data_and_notes_are_no_list(path: Path) -> None:
    assert read_file(path) is None


NOTES = [FIXTURES / "no_lists" / name for name in ("include_first.md", "link_first.md", "table_first.md")]


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.name)
def test_notes_are_not_even_looked_at_as_data(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a note was taken apart as data")

    monkeypatch.setattr(json_rows, "_DECODER", type("Refusing", (), {"decode": refuse}))
    monkeypatch.setattr(catalogs.table_rows, "_records", refuse)
    assert read_file(path) is None


def test_the_talks_of_sections_are_one_list_however_well_the_sections_are_described() -> None:
    items = [{"title": "A talk", "code": "SVS301", "abstract": "Words.", "level": 300}]
    sections = [{"title": f"Day {day}", "description": "Long.", "type": "Day", "items": items} for day in range(9)]
    assert [talk.title for talk in read({"sections": sections}).talks] == ["A talk"] * 9


def test_a_list_of_a_few_talks_beside_the_whole_list_is_read_with_it() -> None:
    items = [{"title": "A talk", "code": "SVS301", "abstract": "Words."}] * 9
    featured = [{**items[0], "title": "Featured", "level": 300, "type": "Breakout session", "length": 60}]
    found = read({"featured": featured, "sessions": items}).talks
    assert [talk.title for talk in found] == ["Featured", *["A talk"] * 9]


def test_what_stands_within_talks_is_no_list_of_talks() -> None:
    chapters = [{"title": f"Part {part}", "start_time": part, "end_time": part + 1} for part in range(40)]
    items = [{"title": "A talk", "code": "SVS301", "abstract": "Words.", "chapters": chapters}] * 3
    assert [talk.title for talk in read({"sessions": items}).talks] == ["A talk"] * 3


@pytest.mark.parametrize(
    ("name", "format_", "trust", "talks", "skipped"),
    [
        ("2020-schedule.json", "an event's schedule (JSON)", Trust.OFFICIAL, 1792, 92),
        ("2022-recordings-page1.json", "a list of recordings (JSON)", Trust.RECORDINGS, 200, 0),
        ("2022-recordings-page2.json", "a list of recordings (JSON)", Trust.RECORDINGS, 399, 0),
        ("2022-recordings-page3.json", "a list of recordings (JSON)", Trust.RECORDINGS, 400, 0),
        ("2022-recordings-page4.json", "a list of recordings (JSON)", Trust.RECORDINGS, 357, 0),
    ],
)
def test_real_lists_are_read_whole(name: str, format_: str, trust: Trust, talks: int, skipped: int) -> None:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"the list is not kept with the program ({path})")
    catalog = read_file(path)
    assert catalog
    assert (catalog.format, catalog.trust, len(catalog.talks), len(catalog.skipped)) == (format_, trust, talks, skipped)
    assert {talk.year for talk in catalog.talks} == {int(name[:4])}
    coded = [talk for talk in catalog.talks if talk.code]
    assert len(coded) > 0.95 * talks
    assert not [talk for talk in coded if talk.code and talk.code in talk.title]
    assert not [talk for talk in catalog.talks if "re:Invent 20" in talk.title or "</" in (talk.abstract or "")]


@pytest.mark.parametrize(
    ("level", "number"),
    [("300 – Advanced", 300), (["400 - Expert"], 400), ("Foundational", 100), (200, 200), ("Beginner", 300), (7, 300)],
)
def test_a_level_is_a_number_or_a_word_or_the_codes_digit(level: object, number: int) -> None:
    assert talk(level=level).level == number


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("Breakout session", "breakout"),
        ("Chalk Talk", "chalk talk"),
        ("Builders' Session", "builders session"),
        ("Builders’ Session", "builders session"),
        ("Workshop", "workshop"),
        ("Keynote", "keynote"),
        ("Leadership Session", "leadership session"),
        ("Innovation Talk", "innovation talk"),
        ("Lightning talk", "lightning talk"),
        ("Code talk", "code talk"),
        ("Dev chat", "dev chat"),
        ("Expo lightning theater", "lightning talk"),
        ("Gamified learning", None),
        ("Bootcamp", None),
        ("Sponsored breakout", "breakout"),
    ],
)
def test_types_of_sessions_are_kinds(type_: str, kind: str | None) -> None:
    assert talk(type=type_).kind == kind


@pytest.mark.parametrize(
    ("length", "minutes"),
    [(60, 60), (3600, 60), ("60", 60), ("1 hour", 60), ("1.5 hours", 90), ("1h 15m", 75), ("PT45M", 45), ("1:30", 90),
     ("90 seconds", None), ("10:00 AM - 11:00 AM", None), ("1 hour and 5 minutes", 65), ("58:30", 58),
     ("01:02:11", 62), ("", None), (-5, None), (1e308, None), ("long", None), ([], None), (True, None)],
)  # fmt: skip
def test_a_length_is_in_minutes(length: object, minutes: int | None) -> None:
    assert talk(length=length).minutes == minutes


def test_a_length_in_a_note_may_be_a_place_in_the_recording() -> None:
    assert lengths.minutes("1:30") is None
    assert lengths.minutes("1:30", in_column=True) == 90
    assert lengths.minutes("58:30 (with questions)") == 58


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("2023-11-28", 2023),
        ("2024-01-15", 2023),
        ("12/01/2025", 2025),
        ("28/11/2022", 2022),
        ("12/2/24", 2024),
        ("2024/12/02 18:30:00", 2024),
        ("Monday, December 2, 2019", 2019),
        ("02-Dec-2024", 2024),
        ("20211201", 2021),
        (1606859100, 2020),
        (1606859100000, 2020),
        ({"timestamp": 1606859100}, 2020),
        ("2023-06-10", None),
        ("Monday", None),
        ("99/99/2023", None),
        (10**17, None),
    ],
)
def test_a_day_says_of_which_event_a_talk_is(date: object, year: int | None) -> None:
    assert talk(date=date).year == year


def test_the_year_of_the_title_is_believed_before_that_of_the_list_and_of_the_files_name() -> None:
    item = {"code": "SVS301", "abstract": "Words."}
    items = [{**item, "title": "AWS re:Invent 2019 - One"}, {**item, "title": "Two"}]
    assert [talk.year for talk in read(items, year=2021).talks] == [2019, 2021]
    assert [talk.year for talk in read({"event": "re:Invent 2018", "items": items}, year=2021).talks] == [2019, 2018]


def test_a_list_may_be_known_by_its_files_name() -> None:
    items = [{"title": "One", "url": "https://youtu.be/fixture0001"}]
    assert catalogs.read(json.dumps(items), "videos.json", None) is None
    assert read(items, "reinvent-2022.json", 2022).talks[0].year == 2022


@pytest.mark.parametrize(
    ("title", "code", "read_as"),
    [
        ("[REPEAT 1] Queues", "SVS301", "SVS301-R1"),
        ("[REPEAT] Queues", "SVS301", "SVS301-R"),
        ("Queues [REPEAT]", "SVS301-R", "SVS301-R"),
        ("SVS301-R1 | Queues", "SVS301", "SVS301-R1"),
        ("Queues (SVS301)", "SVS301-R2", "SVS301-R2"),
        ("AIM3310: Queues", "AIM3310", "AIM3310"),
        ("Queues", "1718735412345", None),
    ],
)
def test_codes_keep_their_suffix_and_leave_the_title(title: str, code: str, read_as: str | None) -> None:
    found = read([{"title": title, "code": code, "abstract": "Words.", "speakers": ["Ada Winter"]}]).talks[0]
    assert (found.title, found.code) == ("Queues", read_as)


@pytest.mark.parametrize("id_", ["user123", "OPS-123", "USER123", "123", "abc"])
def test_ids_are_no_codes_that_make_a_list_one_of_talks(id_: str) -> None:
    items = [{"id": id_, "title": "Top 100", "description": "Words.", "type": "task"}]
    assert catalogs.read(json.dumps(items), "list.json", 2022) is None


@pytest.mark.parametrize(
    ("speakers", "names"),
    [
        (["Ada Winter, Engineer, Example", "Dee Spring (Example)"], ("Ada Winter", "Dee Spring")),
        ([{"name": "Ada Winter"}, {"first_name": "Dee", "last_name": "Spring"}], ("Ada Winter", "Dee Spring")),
        ("Ada Winter, Dee Spring", ("Ada Winter", "Dee Spring")),
        ("Ada Winter, Example Corp; Dee Spring, Example Corp", ("Ada Winter", "Dee Spring")),
        ("Ada Winter - Senior Engineer, AWS", ("Ada Winter",)),
        ("Ada Winter, Deputy CTO", ("Ada Winter",)),
        (["Ada Winter, Deputy CTO"], ("Ada Winter",)),
        ("Ann Bee und Cy Dee", ("Ann Bee", "Cy Dee")),
        (["Ann Bee und Cy Dee"], ("Ann Bee", "Cy Dee")),
        ("Ann Bee / Cy Dee", ("Ann Bee", "Cy Dee")),
        ("Maria de la Cruz Lopez", ("Maria de la Cruz Lopez",)),
        ("Maria de la Cruz Lopez, Jean d'Arc", ("Maria de la Cruz Lopez", "Jean d'Arc")),
        ("Ada Winter, Deputy Minister", ("Ada Winter",)),
        ("Ann Bee (AWS), Cy Dee - Senior Engineer & Eve Eff", ("Ann Bee", "Cy Dee", "Eve Eff")),
        ("José Ortega y Gasset y Eve Eff", ("José Ortega y Gasset", "Eve Eff")),
        ("冬木", ("冬木",)),
        ([None, 3, {}, {"name": {}}, ""], ()),
        (7, ()),
    ],
)
def test_speakers_are_names(speakers: object, names: tuple[str, ...]) -> None:
    assert talk(speakers=speakers).speakers == names


@pytest.mark.parametrize(
    ("topics", "code", "track"),
    [
        (["Agents"], "AIM301", "Agents"),
        (["Agents", "Serverless"], "SVS301", "Serverless"),
        (["Breakout sessions"], "SVS301", "Serverless"),
        ([], "SVS301", "Serverless"),
        ([], "QQQ301", None),
    ],
)
def test_a_track_is_the_lists_own_before_that_of_the_code(topics: list[str], code: str, track: str | None) -> None:
    assert talk(topics=topics, code=code, abstract="Words.", speakers=["Ada Winter"]).track == track


def test_services_that_the_abstract_does_not_name_are_its_last_line() -> None:
    found = talk(abstract="On Lambda.", attributes={"services": ["AWS Lambda", "Amazon SQS"]})
    assert found.abstract == "On Lambda.\n\nServices: Amazon SQS"


@pytest.mark.parametrize(
    ("title", "type_", "is_talk"),
    [
        ("Lunch", "", False),
        ("Shuttle service", "", False),
        ("Welcome reception", "", False),
        ("Third-party risk", "", True),
        ("Breaking a monolith before lunch", "Breakout session", True),
        ("Networking for serverless", "Networking & Content Delivery", True),
        ("Anything", "Networking", False),
        ("Cloud game day", "Gamified learning", False),
        ("A bootcamp", "Bootcamp", True),
    ],
)
def test_what_is_no_talk_is_kept_apart(title: str, type_: str, is_talk: bool) -> None:
    item = {"title": title, "type": type_, "abstract": "Words."}
    catalog = read([item, {"title": "A talk", "code": "SVS301", "abstract": "Words."}])
    assert (title in [talk.title for talk in catalog.talks]) is is_talk
    assert [where for where, _ in catalog.skipped] == ([] if is_talk else ["item 1"])


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain text, as it is\n\n- list", "plain text, as it is\n\n- list"),
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("a<br/>b", "a\nb"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"),
        ("<ul>\n <li><p>a</p>\n <p>b</p></li>\n <li>c</li>\n</ul><p>d</p>", "- a b\n- c\n\nd"),
        ("<b> bold </b>and <em>soft</em>", "**bold** and *soft*"),
        ('<a href="https://example.com/x(1)">here</a>', "[here](https://example.com/x%281%29)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<a href="https://example.com/ a">here</a>', "here"),
        ("a<script>alert(1)</script><style>b{}</style>c", "ac"),
        ("a<!-- hidden <b> -->b", "ab"),
        ("1 < 2 and <unclosed", "1 < 2 and <unclosed"),
        ("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", "One\n\nTwo"),
        ("&#27;[31mred&#x202e;", "[31mred"),
        ("</b></ul></a></script>a", "a"),
    ],
)
def test_descriptions_in_html_become_markdown(html: str, text: str) -> None:
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[\n{"title": "AWS re:Invent 2022 - A", "href": "https://youtu.be/fixture0001"},\n{"title": "AWS re:In', 3),
        ('[{"title": "A", "code": "SVS301"},\n\n oops]', 3),
        ('[{"title": "A"}] and more', 1),
        ('[{"title":\n' * 100_000, 101),
        ("[" * 100_000, 1),
        ('Title,Abstract\nA,b\nB,"never closed\nC,d\n', 3),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Refused) as refused:
        catalogs.read(text, "list", None)
    assert (refused.value.where, refused.value.line) == ("list", line)


def test_a_cell_of_a_table_may_be_of_any_length() -> None:
    usual = csv.field_size_limit(1000)
    catalog = read(f"Title,Abstract,Code\nA,b,SVS301\nB,{'x' * 200_000},SVS302\n", "list.csv")
    assert [len(talk.abstract or "") for talk in catalog.talks] == [1, limits.ABSTRACT_CHARS]
    assert catalog.warnings == ("list.csv: line 3: its description is cut at 50,000 characters (ABSTRACT_CHARS)",)
    assert csv.field_size_limit(usual) == 1000


def test_odd_numbers_and_keys_given_twice_are_no_matter() -> None:
    odd = f'"a": NaN, "b": -Infinity, "level": {"9" * 5000}, "length": 1e999, "date": {"8" * 30}'
    found = read(f'[{{"title": "Old", "code": "SVS301", {odd}, "title": "New\\ud800\\u001b[31m\\u202e"}}]')
    assert found.talks[0].title == "New[31m"


def test_a_list_that_is_too_long_says_where_it_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TALKS_PER_FILE", 2)
    items = [{"title": f"Talk {number}", "code": "SVS301", "abstract": "Words."} for number in range(4)]
    for data, place in ((json.dumps(items), "item 3"), ("\n".join(map(json.dumps, items)), "line 3")):
        catalog = read(data)
        assert len(catalog.talks) == 2
        assert catalog.warnings == (f"list.json: {place}: it and all after it are beyond 2 (TALKS_PER_FILE)",)


def test_a_talk_of_which_something_is_cut_is_kept_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ABSTRACT_CHARS", "SPEAKERS", "SERVICES"):
        monkeypatch.setattr(limits, name, 2)
    said = {"title": "A" * 400, "code": "SVS301", "abstract": "Six is", "url": f"https://example.com/{'a' * 2000}"}
    catalog = read([{**said, "speakers": ["Ada Winter", "Ben Summer", "Cy Dee"], "services": ["S3", "SQS", "SNS"]}])
    [talk] = catalog.talks
    assert (talk.abstract, talk.speakers, talk.url) == ("Si\n\nServices: S3, SQS", ("Ada Winter", "Ben Summer"), None)
    assert not catalog.skipped
    for name, warning in zip(
        ("TITLE_CHARS", "ABSTRACT_CHARS", "SPEAKERS", "SERVICES", "ADDRESS_CHARS"), catalog.warnings, strict=True
    ):
        assert warning.startswith("list.json: item 1: ")
        assert warning.endswith(f" ({name})")


KEYS = "title code abstract type level length duration speakers attributes times date start end url video href".split()
KEYS += "services topics tags hiddenTags callToActionLink presenters _type id entries sessions items event".split()
KEYS += ["year", "name"]
WORDS = [
    "SVS301",
    "A talk",
    "300 – Advanced",
    "Breakout session",
    "AWS re:Invent 2022 - Queues (SVS301)",
    "<b>x</i>",
    "",
]
WORDS += ["https://youtu.be/fixture0001", "2022-12-01", "10:00 AM - 11:00 AM", "\x1b[31m", "[Private video]", "Lunch"]
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WORDS)
keys = st.sampled_from(KEYS) | st.text(max_size=5)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=8), max_leaves=40
)

TALK = {"title": "A talk", "code": "SVS301", "abstract": "Words.", "type": "Breakout session", "level": 300}
TALK |= {"topic": "Serverless", "speakers": ["Ada Winter"], "length": 60, "start": "10:00", "date": "2022-12-01"}
TALK |= {"video": "https://youtu.be/fixture0001", "url": "https://example.com/a"}
CODED = "AWS re:Invent 2022 - Queues (SVS301)"
RECORDING = {"title": CODED, "href": "https://youtu.be/fixture0001"}
ENTRY = {"_type": "url", "id": "fixture0001", "title": CODED, "duration": 3600, "description": "Words."}
SESSION = {"name": "A talk", "description": "Words.", "tags": "Session,Serverless", "hiddenTags": "aws lambda"}
SESSION |= {"callToActionLink": "https://example.com/?session=SVS301"}
LISTED = {"a catalog of sessions": TALK, "a list of recordings": RECORDING}
LISTED |= {"a playlist": ENTRY, "an event's schedule": SESSION}


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return texts_in(list(value.values()))
    return [text for part in value for text in texts_in(part)] if isinstance(value, list | tuple) else [str(value)]


def assert_only_clean_text(catalog: Catalog) -> None:
    for text in texts_in([[talk.as_dict() for talk in catalog.talks], catalog.skipped, catalog.warnings]):
        assert text == clean(text)


STEERING = "\x1b\x9b\x07\u202e"


@pytest.mark.parametrize(("format_", "item"), LISTED.items(), ids=LISTED)
def test_a_list_is_of_the_format_that_its_items_have(format_: str, item: dict[str, Any]) -> None:
    around = {"_type": "playlist", "entries": [item]} if format_ == "a playlist" else [item]
    assert read(around, year=2022).format == f"{format_} (JSON)"


@pytest.mark.parametrize("item", LISTED.values(), ids=LISTED)
def test_nothing_that_steers_a_terminal_comes_out_of_any_field(item: dict[str, Any]) -> None:
    texts = {key: value for key, value in item.items() if isinstance(value, str)}
    steering = {key: f"{value[:3]}{STEERING}{value[3:]}" for key, value in texts.items()}
    added = {"services": [f"Amazon{STEERING} SQS"], "speakers": [{"name": f"Ada{STEERING} Winter"}]}
    added |= {"topics": [f"Sub{STEERING}ject"], "type": f"Break{STEERING}"}
    items = [item, *({**item, key: value} for key, value in (steering | added).items())]
    items += [{**item, "code": None, **steering, **added}, {"title": f"Lunch{STEERING}", "type": f"Meal{STEERING}"}]
    for around in (items, {"_type": "playlist", "event": "AWS re:Invent 2022", "entries": items}):
        assert_only_clean_text(read(around, year=2022))


def test_nothing_that_steers_a_terminal_comes_out_of_a_table() -> None:
    cells = {"Title": "A talk", "Abstract": "Words", "Track": "Subject", "Type": "Breakout", "Services": "Amazon S3"}
    cells |= {"Speakers": "Ada Winter", "URL": "https://example.com/a", "Length": "1h", "Level": "Advanced"}
    steering = [f"{cell[:2]}{STEERING}{cell[2:]}" for cell in cells.values()]
    catalog = read(f"{','.join(cells)},Code\n{','.join(steering)},SVS301\n", "list.csv")
    assert_only_clean_text(catalog)
    assert (catalog.talks[0].speakers, catalog.talks[0].track) == (("Ada Winter",), "Subject")


@given(anything)
def test_any_json_can_be_read(data: Any) -> None:
    try:
        catalog = catalogs.read(json.dumps(data), "list.json", 2022)
    except Refused:
        return
    assert catalog is None or all(talk.title and talk.year for talk in catalog.talks)


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), anything, max_size=3), max_size=6))
def test_a_catalog_is_read_whatever_its_items_say(drawn: list[dict[str, Any]]) -> None:
    items = [TALK, *({**TALK, **said} for said in drawn)]
    for data in (items, {"sessions": items}, "\n".join(map(json.dumps, items)) if drawn else items):
        catalog = read(data, year=2022)
        assert catalog.format.startswith("a catalog of sessions")
        assert len(catalog.talks) + len({where for where, _ in catalog.skipped}) == len(items)
        assert all(talk.title and talk.year for talk in catalog.talks)
        assert_only_clean_text(catalog)


flat = scalars | st.lists(scalars, max_size=3) | st.dictionaries(keys, scalars, max_size=3)


@pytest.mark.parametrize("format_", [name for name in LISTED if name != "a catalog of sessions"])
@given(drawn=st.lists(st.dictionaries(st.sampled_from(["description", "duration", "date", *KEYS]), flat, max_size=3)))
def test_every_format_is_read_whatever_its_items_say(format_: str, drawn: list[dict[str, Any]]) -> None:
    item = LISTED[format_]
    items = [item] * (len(drawn) + 1) + [{**item, **said} for said in drawn]
    catalog = read({"_type": "playlist", "entries": items} if format_ == "a playlist" else items, year=2022)
    assert all(talk.title and talk.year for talk in catalog.talks)
    assert_only_clean_text(catalog)


cells = st.sampled_from([*WORDS, '"', '""', ",", ";", "\t", "\n", "Title", "Abstract", "Code"]) | st.text(max_size=4)
heads = st.sampled_from(["", "Title,Abstract,Code\n", "Session;Type\n", "sep=,\nTitle,Level\n", "[", '{"'])


@given(heads, st.lists(cells))
def test_any_text_can_be_read(head: str, parts: list[str]) -> None:
    try:
        catalogs.read(head + ",".join(parts), "list.csv", None)
    except Refused as refused:
        assert refused.where == "list.csv"


@given(st.lists(st.lists(cells, min_size=1, max_size=9), max_size=8))
def test_a_table_is_read_whatever_its_cells_say(drawn: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    columns = ["title", "code", "abstract", "type", "level", "topic", "speakers", "length", "url"]
    csv.writer(file).writerows([columns, ["A talk", "SVS301", "Words."], *drawn])
    catalog = read(file.getvalue(), "list.csv", 2022)
    assert catalog.talks[0].code == "SVS301"
    assert_only_clean_text(catalog)
