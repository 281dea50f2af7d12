"""Words that are typed otherwise than they are written, and which may be missing: rankings, never scores."""

from __future__ import annotations

from pathlib import Path

import pytest
from searched import Make, libraries, titles

from reinvent_notes.finder import Finder, parse_query
from reinvent_notes.spelling import aliases

make = pytest.fixture(libraries)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("monitors", "Monitoring production"),
        ("monitored", "Monitoring production"),
        ("delivers", "Delivering value"),
        ("deliveries", "Delivering value"),
        ("measures", "Measuring latency"),
        ("secures", "Securing your cloud"),
        ("secure", "Securing your cloud"),
        ("using", "How teams use queues"),
        ("uses", "Using queues"),
        ("simplified", "Pipes simplifies events"),
        ("deployments", "Deploy anywhere"),
        ("operations", "Operational excellence"),
        ("selling", "How to sell it"),
        ("advance", "Advancing research"),
        ("observability", "Observe everything"),
        ("identities", "Identity first"),
        ("powered", "Power for all"),
        ("layers", "Layering the cake"),
        ("families", "A family of processors"),
        ("compliant", "Simple compliance"),
        ("built", "Building it twice"),  # what no ending tells
        ("optimise", "Optimizing for cost"),
        ("monitor", "Monitors everywhere"),
    ],
)
def test_another_form_of_a_word_finds_the_title(typed: str, title: str, make: Make) -> None:
    library = make(title, {"title": "Something else", "text": f"What {typed} more than that."})
    assert titles(library, typed)[0] == title


def test_a_form_of_a_word_stands_below_the_word_itself(make: Make) -> None:
    library = make("Monitoring for all", "What monitors for all", "Monitors for all")
    assert titles(library, "monitors for all")[-1] == "Monitoring for all"


@pytest.mark.parametrize("typed", ["clients", "redis", "experiment", "uses"])
def test_words_that_only_begin_alike_are_no_family(typed: str, make: Make) -> None:
    assert titles(make("A new CLI", "Red Hat at night", "A great experience", "The US market"), typed) == []


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("onboarding center of excellence", "An onboarding COE in a week"),
        ("coe onboarding", "Onboarding a Center of Excellence"),
        ("earth observation data", "Accelerating EO data"),
        ("european data", "Data in the EU"),
        ("eu data", "Data for Europeans"),
        ("uk banking", "Banking in the United Kingdom"),
        ("identity and access management", "IAM for all"),
        ("golang", "Go in production"),
    ],
)
def test_a_name_and_what_it_stands_for_find_each_other(query: str, title: str, make: Make) -> None:
    library = make(title, "Centers of gravity", "Data protection at scale", "Going on euphoria")
    assert titles(library, query)[0] == title


@pytest.mark.parametrize("query", ["united states", "usa", "american"])
def test_what_is_of_a_country_is_not_what_is_of_us(query: str, make: Make) -> None:
    library = make("What it taught us", {"title": "Else", "text": "Old patterns are still with us."})
    assert titles(library, query) == []
    assert titles(make("In the United States", "The USA online"), query) != []


def test_a_short_other_name_is_no_beginning_of_a_word(make: Make) -> None:
    assert titles(make("Going further", "Google and us"), "golang") == []


def test_a_title_with_all_of_several_words_but_one_stands_above_notes_that_have_them_far_apart(make: Make) -> None:
    between = "Much was said about other things. " * 5
    library = make(
        {"title": "Something else", "text": between.join(["Production.", "Services.", "Monitors.", "Quagga."])},
        "Monitoring production services",
        "Production of monitors",
    )
    found = titles(library, "quagga monitors production services")
    assert found == ["Monitoring production services", "Something else"]
    assert titles(library, "quagga production services")[0] == "Something else"  # one of three says too much


def test_notes_that_have_all_the_words_next_to_each_other_stand_above_a_title_that_lacks_one(make: Make) -> None:
    library = make(
        "Monitoring production services", {"title": "Else", "text": "A quagga monitors production services here."}
    )
    assert titles(library, "quagga monitors production services")[0] == "Else"


@pytest.mark.parametrize("query", ["how do i measure kinesis", "aws kinesis measure", "re:Invent measure kinesis"])
def test_words_that_say_little_need_not_be_in_a_title(query: str, make: Make) -> None:
    library = make(
        {"title": "Else", "text": "How I do measure Kinesis, an AWS service, at re:Invent."}, "Measuring Kinesis"
    )
    assert titles(library, query) == ["Measuring Kinesis", "Else"]


@pytest.mark.parametrize("query", ["the aws", "why aws", "aws re:invent"])
def test_words_that_say_little_find_talks_where_there_are_no_others(query: str, make: Make) -> None:
    library = make("Intro to AWS" if "re" not in query else "A re:Invent show", "Else")
    assert len(titles(library, query)) == 1


def test_the_word_that_says_least_is_the_one_that_may_be_missing(make: Make) -> None:
    library = make("Cloud center in Oslo", "Onboarding in the cloud center", *(f"Center {n} in Oslo" for n in range(5)))
    assert titles(library, "onboarding oslo center cloud zymurgy")[0] == "Onboarding in the cloud center"


def test_notes_that_have_the_words_in_a_row_stand_above_those_that_have_them_elsewhere(make: Make) -> None:
    library = make(
        {"title": "Kinesis", "text": "We poured the cold brew. A start, and the cold again; lambdas start."},
        {"title": "Queues", "text": "It is all about the cold start of lambdas, which takes long."},
    )
    assert titles(library, "cold start of lambdas") == ["Queues", "Kinesis"]
    assert titles(library, "cold strat of lambdsa")[0] == "Queues"


def test_initials_that_one_title_has_by_chance_stand_behind_notes_that_have_the_word(make: Make) -> None:
    chance = "Serverless applications: GraphQL and AppSync"
    library = make(chance, {"title": "Else", "text": "A saga is a pattern."})
    assert titles(library, "saga") == ["Else"]
    assert titles(make(chance), "saga") == [chance]


@pytest.mark.parametrize(
    ("query", "title", "text", "words"),
    [
        ("nines", "Five lines", "The nines, in other lines.", ("nines",)),
        ("developers queues", "Developers of queues", "Developers develop a queue.", ("developers", "queue")),
        ("five", "Beyond five", "Route 53 has 5 of them.", ("5",)),
        ("golang", "Going far", "Go on, with governance.", ("Go",)),
    ],
)
def test_what_else_a_word_may_mean_is_looked_for_where_the_talk_lacks_the_word(
    query: str, title: str, text: str, words: tuple[str, ...], make: Make
) -> None:
    library = make({"title": title, "text": text}, "Go far", "5 at 53", "Governing", "Other lines", "Queue")
    hit = next(hit for hit in library.find(library.parse_query(query)) if library.talk(hit.n).title == title)
    assert tuple(map(str.casefold, hit.words_in_notes(library.talk(hit.n)))) == tuple(map(str.casefold, words))


def test_what_else_a_word_may_mean_is_lit_where_the_title_lacks_the_word(make: Make) -> None:
    library = make("Developers and development", "Else in development")
    shown = {library.talk(hit.n).title: hit for hit in library.find(library.parse_query("developers"))}
    assert [shown[title].lit(title) for title in shown] == [[(0, 10)], [(8, 17)]]


def test_hangul_in_notes_is_found(make: Make) -> None:
    library = make({"title": "On caching", "text": "데이터 수집 서비스는 여기에."})
    assert titles(library, "수집 서비스는") == titles(library, "서비") == ["On caching"]


@pytest.mark.parametrize("query", ['"수집 서비스는"', '"데이터"', '"cafes here"'])
def test_an_exact_phrase_is_found_in_notes_of_any_script(query: str, make: Make) -> None:
    library = make({"title": "On caching", "text": "데이터 수집 서비스는 여기에. Cafés here."})
    assert titles(library, query) == ["On caching"]


def test_of_a_short_other_name_nothing_is_lit_that_only_begins_so(make: Make) -> None:
    library = make("Go at Google: going on")
    (hit,) = library.find(library.parse_query("golang"))
    assert hit.lit("Go at Google: going on") == [(0, 2)]


@pytest.mark.parametrize("typed", ["stepfu", "stepfun", "stepfunct"])
def test_two_words_that_are_typed_as_one_are_found_before_the_second_is_complete(typed: str, make: Make) -> None:
    library = make("Functions in a step", "Step functions now", {"title": "Else", "text": "A stepfunction."})
    assert titles(library, typed)[0] == "Step functions now"


def test_a_name_of_ones_own_without_a_letter_is_none(make: Make, tmp_path: Path) -> None:
    own = tmp_path / "aliases.toml"
    own.write_text('grav = ["graviton", "", "!"]\ncfn = ""\n')
    index = make("Graviton for all", "CloudFormation for all").index
    finder = Finder(index, list, aliases(own))
    assert [index.row(hit.n).title for hit in finder.find(parse_query("grav"))] == ["Graviton for all"]
    assert not finder.find(parse_query("cfn"))  # a name of one's own replaces what comes with the program


def test_a_mistyped_word_counts_among_those_that_are_close(make: Make) -> None:
    library = make("Kubernetes for all", {"title": "Kubernetes, and its scheduler", "text": "Hidden costs."}, "Costs")
    hits = library.find(library.parse_query("kubernets scheduler zymurgyx costs"), close=True)
    assert library.talk(hits[0].n).title == "Kubernetes, and its scheduler"
