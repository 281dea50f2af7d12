"""What people type finds the talk they mean, first: rankings, never scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from searched import Make, found, ids, libraries, titles

from reinvent_notes.errors import CallError
from reinvent_notes.index_build import refresh
from reinvent_notes.library import Library
from reinvent_notes.mark_store import MarkStore
from reinvent_notes.marks import Mark
from reinvent_notes.matches import lit
from reinvent_notes.sources import BUNDLED
from reinvent_notes.spelling import SMALL_WORDS, typed_words

make = pytest.fixture(libraries)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The notes that come with the program."""
    index, _ = refresh(None, lambda: [BUNDLED], "test")
    with closing(index), MarkStore(tmp_path_factory.mktemp("search") / "marks.db") as store:
        yield Library(index, store)


# what people type


@pytest.mark.parametrize(
    ("query", "first"),
    [
        # codes
        ("API302", "2023-API302"),
        ("api302", "2023-API302"),
        ("api 303", "2023-API303"),
        ("API-303", "2023-API303"),
        ("svs-323", "2023-SVS323"),
        ("svs323", "2023-SVS323"),
        ("api311", "2022-API311"),
        ("API311-R", "2022-API311"),
        # typing errors
        ("cloudscpae", "2022-OPN204"),
        ("clodscape", "2022-OPN204"),
        ("refactorng serverless", "2023-SVS305"),
        ("gravitron rust", "2022-DOP315"),
        ("mutli tenant isolation", "2025-secure-multi-tenant-saas-with-aws-lambda-a-tenant-isolation"),
        # words that are begun, and in another order
        ("embrac fail", "2025-the-art-of-embracing-failures-in-serverless-architectures"),
        ("isolation tenant", "2025-secure-multi-tenant-saas-with-aws-lambda-a-tenant-isolation"),
        ("python serverless", "2023-OPN305"),
        ("users million 10", "2022-STP211"),
        ("10 million users", "2022-STP211"),
        ("billion requests", "2022-SEC404"),
        ("loosely coupled", "2023-API309"),
        # hyphens, apostrophes, accents, capitals, signs
        ("multi az", "2022-ARC329"),
        ("multi-az", "2022-ARC329"),
        ("MULTI–AZ", "2022-ARC329"),
        ("whats new documentdb", "2022-DAT219"),
        ("what's new documentdb", "2022-DAT219"),
        ("what’s new documentdb", "2022-DAT219"),
        ("clöudscapé", "2022-OPN204"),
        ("cloudscape!?", "2022-OPN204"),
        ("s3: performance, architecture", "2025-STG335"),
        # speakers
        ("heitor lessa", "2023-OPN305"),
        ("Héitor Léssa", "2023-OPN305"),
        ("lessa", "2023-OPN305"),
        ("selipsky", "2022-keynote-with-adam-selipsky"),
        ("garman", "2025-matt-garman-ceo-keynote"),
        # several things at once
        ("keynote vogels 2022", "2022-keynote-with-dr-werner-vogels"),
        ("vogels year:2025", "2025-werner-vogels-cto-keynote"),
        # words of a note
        ("withDurableExecution", "2025-deep-dive-into-aws-lambda-durable-functions"),
    ],
)
def test_the_talk_that_is_meant_comes_first(query: str, first: str, bundled: Library) -> None:
    assert ids(bundled, query)[:1] == [first]


def test_a_mistyped_service_finds_the_talks_that_have_it_in_their_title(bundled: Library) -> None:
    best = titles(bundled, "eventbrige")
    assert len(best) >= 2
    assert all("EventBridge" in title for title in best[:2])


def test_half_a_code_finds_the_talks_whose_code_begins_so_before_all_others(bundled: Library) -> None:
    assert set(ids(bundled, "api31")[:2]) == {"2023-API310", "2022-API311"}
    assert set(ids(bundled, "svs4")[:2]) == {"2023-SVS401", "2022-SVS401"}
    assert all(talk.code and talk.code.startswith("SVS") for talk in found(bundled, "svs"))


def test_a_year_or_a_track_may_be_one_of_the_words(bundled: Library) -> None:
    assert {talk.year for talk in found(bundled, "2023")} == {2023}
    assert {talk.year for talk in found(bundled, "serverless 2023")} == {2023}


def test_words_of_notes_find_every_talk_that_holds_them_all(bundled: Library) -> None:
    assert {"2022-ARC310", "2022-ARC206", "2025-CNS423"} == set(ids(bundled, "shuffle sharding"))


def test_a_body_hit_shows_the_line_that_fits(bundled: Library) -> None:
    [hit, *_] = bundled.find(bundled.parse_query("withDurableExecution"))
    assert "withdurableexecution" in (hit.snippet or "").lower()


@pytest.mark.parametrize(
    ("typed", "abstract", "shown"),
    [
        ("zymurgy", "It begins. Then zymurgy is told of. It ends.", "Then zymurgy is told of."),
        ("서비", "처음입니다. 데이터 수집 서비스는 여기에. 끝입니다.", "데이터 수집 서비스는 여기에."),
        ("コンテナ", "最初に。コンテナの話です。次に、終わり。", "コンテナの話です。"),
    ],
)
def test_a_hit_in_the_abstract_shows_its_sentence_and_what_to_find_there(
    typed: str, abstract: str, shown: str, make: Make
) -> None:
    library = make({"title": "On caching", "abstract": abstract})
    [hit] = library.find(library.parse_query(typed))
    assert (hit.snippet, hit.words_in_notes(library.talk(hit.n))) == (shown, (typed,))


def test_scripts_without_blanks_are_found_inside_a_run_of_the_abstract(make: Make) -> None:
    library = make({"title": "AWSサーバーレスの話", "abstract": "現実世界で活用するサーバーレスの話です。"})
    [hit] = library.find(library.parse_query("サーバー"))
    assert hit.words_in_notes(library.talk(hit.n)) == ("サーバー",)


def test_what_is_nowhere_finds_nothing(bundled: Library) -> None:
    assert ids(bundled, "zzzzqqqq") == []
    assert ids(bundled, "zzzzqqqq qqqqzzzz") == []


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("apigateway", "2023-SVS323"),
        ("document db", "2022-DAT219"),
        ("multitenant isolation", "2025-secure-multi-tenant-saas-with-aws-lambda-a-tenant-isolation"),
        ("svs 32", "2023-SVS323"),
    ],
)
def test_words_may_be_typed_together_or_apart(query: str, first: str, bundled: Library) -> None:
    assert ids(bundled, query)[:1] == [first]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("get starting serverless", "2022-SVS209"),  # other endings
        ("availability data plane", "2022-ARC310"),
        ("secured serverless application", "2022-SVS302"),
        ("multi ops zero privilege", "2022-SEC327"),  # a word that is nowhere
        ("didnt no apigw", "2023-SVS323"),
        ("how does the billion of requests", "2022-SEC404"),  # small words that are not there
        ("shufle shrding", "2022-ARC206"),  # typing errors in words of a note
    ],
)
def test_what_is_half_remembered_is_found(query: str, first: str, bundled: Library) -> None:
    assert first in ids(bundled, query)[:3]


def test_a_word_may_be_left_out_only_where_nothing_has_them_all(make: Make) -> None:
    library = make("Streams with Kinesis and glue", "Streams with Kinesis for everybody", "Streams of water")
    assert titles(library, "streams kinesis glue") == ["Streams with Kinesis and glue"]
    assert set(titles(library, "streams kinesis zymurgy")) == {
        "Streams with Kinesis and glue",
        "Streams with Kinesis for everybody",
    }


def test_of_many_words_a_third_may_be_wrong_and_what_has_more_of_them_is_found_alone(make: Make) -> None:
    library = make(
        "Streams with Kinesis and glue", "Streams of water in glass", "Kinesis for everybody", "Wax and glue"
    )
    assert titles(library, "streams kinesis wax glue") == ["Streams with Kinesis and glue"]
    assert titles(library, "everybody streams wax kinesis water") == []


def test_a_word_that_nothing_has_is_left_out(make: Make) -> None:
    library = make("Streams with Kinesis and glue", "Streams of water in glass", "Kinesis for everybody")
    assert titles(library, "zymurgy streams kinesis quagga glue") == ["Streams with Kinesis and glue"]
    assert titles(library, "zymurgy water") == ["Streams of water in glass"]
    assert titles(library, "everybody water") == []


def test_below_the_few_talks_that_have_every_word_stand_some_that_have_most(make: Make) -> None:
    library = make(
        {"title": "Compute for less", "text": "Savings plans are a part of finops."},
        {"title": "Savings instruments in a FinOps journey", "text": "What to buy."},
        {"title": "Plans for a journey", "text": "Where savings end."},
        {"title": "Plans", "text": "Of all kinds."},
    )
    query = library.parse_query("savings plans finops")
    hits = library.find(query, close=True)
    found = [library.talk(hit.n).title for hit in hits]
    assert found == ["Compute for less", "Savings instruments in a FinOps journey", "Plans for a journey"]
    assert hits.kept == 1 and titles(library, "savings plans finops") == found[:1]


def test_where_nothing_has_two_words_the_talks_that_have_the_rarer_one_are_shown_first(make: Make) -> None:
    library = make("Arm at Datadog", "Graviton for all", "More of Graviton", {"title": "Else", "text": "Datadog."})

    def close(query: str) -> list[str]:
        return [library.talk(hit.n).title for hit in library.find(library.parse_query(query), close=True)]

    assert close("datadog zymurgy") == ["Arm at Datadog", "Else"]
    assert close("graviton datadog")[:1] == ["Arm at Datadog"]
    assert close("datadog all")[-1] == "Else" and len(close("datadog all")) == 3
    assert close("more graviton") == ["More of Graviton"]
    assert titles(library, "datadog all") == []


def test_of_many_words_of_title_and_notes_a_third_may_be_wrong(make: Make) -> None:
    library = make(
        {"title": "Advanced patterns", "text": "An express workflow costs less than a standard one."},
        {"title": "Choosing the right messaging service", "text": "It is SQS, or SNS."},
        {"title": "Queues", "text": "An express lane, and SQS."},
    )

    def first(query: str) -> str:
        return library.talk(library.find(library.parse_query(query), close=True)[0].n).title

    assert first("express workflow vs standard cost") == "Advanced patterns"
    assert first("how did express become standard") == "Advanced patterns"
    assert first("express workflow zymurgy cost") == "Advanced patterns"
    assert first("lane right messaging sqs sns") == "Choosing the right messaging service"


def test_a_year_may_be_typed_by_its_last_two_digits(bundled: Library) -> None:
    assert ids(bundled, "svs401 23")[0] == "2023-SVS401"
    assert ids(bundled, "22 svs401")[0] == "2022-SVS401"
    assert all(found.startswith("2025") for found in ids(bundled, "keynote 25"))


def test_a_speaker_with_a_word_of_the_notes_comes_before_notes_that_have_both(make: Make) -> None:
    library = make(
        {"title": "On queues", "text": "Lovelace was asked about powertools. Lovelace! Powertools!"},
        {"title": "On caching", "speakers": "[Ada Lovelace]", "text": "Powertools for everything."},
    )
    assert titles(library, "lovelace powertools") == ["On caching", "On queues"]


@pytest.mark.parametrize("query", ["データ", "レイク", "概", "データレイク概要", "ﾃﾞｰﾀ", "고객", "성공"])
def test_titles_without_blanks_between_words_are_found_by_any_part(query: str, make: Make) -> None:
    library = make("AWSではじめるデータレイク概要", "고객비즈니스성공을 위한 AWS")
    assert len(titles(library, query)) == 1


def test_notes_without_blanks_between_words_are_found_by_their_runs(make: Make) -> None:
    library = make({"title": "On caching", "text": "これは 再試行 です。"})
    assert titles(library, "再試行") == ["On caching"]


# order


def test_a_title_that_fits_stands_above_notes_that_do(make: Make) -> None:
    library = make(
        {"title": "Something else", "year": 2023, "text": "Kinesis, Kinesis and again Kinesis."},
        {"title": "All about streams with Kinesis", "year": 2019},
    )
    assert titles(library, "kinesis") == ["All about streams with Kinesis", "Something else"]


def test_a_mistyped_title_stands_above_notes_that_fit(make: Make) -> None:
    library = make({"title": "Something else", "text": "We used kinessis once."}, "All about streams with Kinesis")
    assert titles(library, "kinessis")[0] == "All about streams with Kinesis"


def test_the_later_year_comes_first_among_equals(make: Make) -> None:
    library = make(*({"title": "Deep dive on Kinesis", "year": year} for year in (2019, 2023, 2021)))
    assert [talk.year for talk in found(library, "kinesis")] == [2023, 2021, 2019]


def test_the_later_year_comes_first_where_a_code_or_a_typing_error_is_all_that_fits(make: Make) -> None:
    later = {"title": "Building the next generation with EventBridge", "year": 2023, "code": "API302"}
    library = make({"title": "With EventBridge", "year": 2020, "code": "API302"}, later)
    for query in ("api302", "api 302", "eventbrige"):
        assert titles(library, query) == [later["title"], "With EventBridge"]
    assert titles(library, "eventbridge")[0] == "With EventBridge"


def test_the_whole_word_comes_before_one_that_begins_so_and_that_before_one_that_holds_it(make: Make) -> None:
    library = make("Understanding microcontainers", "Understanding containerization", "Understanding container")
    assert titles(library, "container") == [
        "Understanding container",
        "Understanding containerization",
        "Understanding microcontainers",
    ]


def test_a_word_that_is_right_comes_before_one_that_needs_an_error(make: Make) -> None:
    library = make("Working with Kineses at last", "Working with Kinesis")
    assert titles(library, "kinesis")[0] == "Working with Kinesis"


def test_words_that_stand_together_as_typed_come_before_words_that_do_not(make: Make) -> None:
    library = make("Functions and steps: how to step", "Orchestrate with step functions now")
    assert titles(library, "step functions")[0] == "Orchestrate with step functions now"


def test_a_title_comes_before_a_speaker_of_that_name(make: Make) -> None:
    library = make({"title": "On caching", "speakers": "[Ada Redis]"}, {"title": "On Redis"})
    assert titles(library, "redis") == ["On Redis", "On caching"]


def test_a_shorter_title_comes_before_a_longer_one_that_fits_as_well(make: Make) -> None:
    library = make("Kinesis for streams, video, analytics and everything else", "Kinesis for streams")
    assert titles(library, "kinesis")[0] == "Kinesis for streams"


def test_every_title_of_a_talk_finds_it(make: Make) -> None:
    library = make(
        {"title": "Official wording", "code": "SVS401"}, {"title": "What people called it", "code": "SVS401-R"}
    )
    assert titles(library, "official") == titles(library, "people called") == ["Official wording"]


@pytest.mark.parametrize("query", ["naïve", "naive", "Zürich", "zurich", "日本", "Ünïcode"])
def test_accents_and_other_scripts_are_found_as_they_are_typed(query: str, make: Make) -> None:
    library = make("A naïve approach in Zürich", "日本 re:Cap", "Unicode for everybody")
    assert len(titles(library, query)) == 1


def test_an_apostrophe_in_a_note_is_found_however_it_is_typed(make: Make) -> None:
    library = make({"title": "On caching", "text": "We didn't see that coming."})
    assert [titles(library, query) for query in ("didn't", "didn’t", "didnt")] == [["On caching"]] * 3


def test_a_speaker_and_a_word_of_the_notes_together_find_the_talk(make: Make) -> None:
    library = make({"title": "On caching", "speakers": "[Ada Lovelace]", "text": "Powertools for everything."})
    assert titles(library, "lovelace powertools") == ["On caching"]


def test_a_short_name_is_found_in_notes_too(make: Make) -> None:
    library = make({"title": "On caching", "text": "Put it in S3 then."})
    assert titles(library, "s3") == ["On caching"]


@pytest.mark.parametrize("query", ["brilliant", "brilli", "didn’t brilliant", "caching brilliant", '"quite brilliant"'])
def test_the_users_own_words_on_a_talk_find_it_and_are_shown(query: str, make: Make) -> None:
    library = make("On caching", {"title": "On queues", "text": "A brilliance of its own."})
    [caching] = [row.n for row in library.index.rows() if row.title == "On caching"]
    library.mark([caching], Mark.NOTE, "First line\nDidn't expect it: quite brilliant")
    first = library.find(library.parse_query(query))[0]
    assert first.n == caching
    if not query.startswith(('"', "caching")):
        assert "quite brilliant" in (first.snippet or "")
    library.mark([caching], Mark.NOTE, None)
    assert query.startswith("caching") or "On caching" not in titles(library, query)


# laws


@given(st.text(max_size=40))
def test_any_text_can_be_searched_for(bundled: Library, text: str) -> None:
    try:
        hits = found(bundled, text)
    except CallError as error:
        assert "\n" not in str(error)
    else:
        assert len({talk.id for talk in hits}) == len(hits)


@pytest.mark.parametrize(
    "text", ['"', '""', "*", "a*", "NEAR(a b)", "a AND", "OR", "(", "'", "\\", "\x00", "🚀" * 50, "a " * 500]
)
def test_signs_that_mean_something_to_a_database_are_text(text: str, bundled: Library) -> None:
    assert isinstance(found(bundled, text), list)
    assert isinstance(found(bundled, f"{text} lambda"), list)


@given(st.data())
def test_a_letter_more_of_a_title_never_loses_it(bundled: Library, data: st.DataObject) -> None:
    talk = data.draw(st.sampled_from([talk for _, talk in bundled.index.talks()]))
    typed = talk.title[: data.draw(st.integers(1, len(talk.title)))]
    if any(c.isalnum() for c in typed):
        assert talk.id in ids(bundled, typed)


def test_a_whole_title_finds_its_talk_first(bundled: Library) -> None:
    for _, talk in bundled.index.talks():
        assert titles(bundled, talk.title)[0] == talk.title


@given(st.data())
def test_the_order_of_two_words_does_not_matter_to_which_talks_are_found(bundled: Library, data: st.DataObject) -> None:
    title = data.draw(st.sampled_from([talk.title for _, talk in bundled.index.talks()]))
    one, two = (data.draw(st.sampled_from([word for word in title.split() if word.isalnum()])) for _ in range(2))
    assume(not {one.lower(), two.lower()} <= SMALL_WORDS)  # `in to` may mean `into`, and the other way round nothing
    assert set(ids(bundled, f"{one} {two}")) == set(ids(bundled, f"{two} {one}"))


@given(st.data())
def test_case_accents_and_width_never_matter(bundled: Library, data: st.DataObject) -> None:
    title = data.draw(st.sampled_from([talk.title for _, talk in bundled.index.talks()]))
    start = data.draw(st.integers(0, len(title) - 1))
    typed = title[start : data.draw(st.integers(start + 1, len(title)))]
    assume(not typed.endswith("is:"))  # of `APIs: …`; a filter to be
    ways = (str.upper, str.lower, _with_accents, _wide)
    assert ids(bundled, data.draw(st.sampled_from(ways))(typed)) == ids(bundled, typed)


def _with_accents(text: str) -> str:
    return "".join(f"{c}\u0301" if c in "aeiouAEIOU" else c for c in text)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


@given(st.text(max_size=60), st.lists(st.text("abcdeéAデー가'1", min_size=1, max_size=6), max_size=4))
def test_what_is_lit_stands_in_the_text_in_its_order(text: str, typed: list[str]) -> None:
    words = [word for one in typed for word in typed_words(one)]
    spans = lit(text, words, dict.fromkeys(words[:1], ""))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))


@given(st.data())
def test_a_letter_more_is_lit_where_a_word_begins_so(bundled: Library, data: st.DataObject) -> None:
    title = data.draw(st.sampled_from([talk.title for _, talk in bundled.index.talks()]))
    word = data.draw(st.sampled_from([word for word in title.split() if word.isalnum()]))
    begun = word[: data.draw(st.integers(1, len(word)))]
    at = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", title).start()
    assert any(start <= at and end >= at + len(begun) for start, end in lit(title, typed_words(begun), {}))


@given(st.data())
def test_a_filter_more_never_finds_more(bundled: Library, data: st.DataObject) -> None:
    talk = data.draw(st.sampled_from([talk for _, talk in bundled.index.talks()]))
    word = data.draw(st.sampled_from([word for word in talk.title.split() if word.isalnum()]))
    everything, some = ids(bundled, word), ids(bundled, f"{word} year:{talk.year}")
    assert talk.id in some
    assert some == [name for name in everything if name.startswith(f"{talk.year}-")]
