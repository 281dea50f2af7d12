"""The outline of a document: what it finds, and that it agrees with markdown-it-py on everything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reinvent_notes import limits, outline_lines
from reinvent_notes import outline as module
from reinvent_notes.outline import Heading, Outline, judged, outline

SHARED = Path(__file__).resolve().parents[3] / "shared"
DOCUMENTS = sorted(p for room in ("inputs", "wild") for p in (SHARED / room).rglob("*") if p.is_file())

Found = tuple[list[tuple[int, str, int, int]], list[tuple[int, int]], list[tuple[int, int]]]

# What a document means: its lines -> headings (level, title, line, body), fences, lists (first, after).
ORDINARY: dict[str, tuple[str, Found]] = {
    "nothing holds nothing": ("", ([], [], [])),
    "hashes make headings of six levels": (
        "# a\n###### f\n####### g",
        ([(1, "a", 0, 1), (6, "f", 1, 2)], [], []),
    ),
    "a heading needs a blank after its hashes": ("#a\n#\tb\n#", ([(1, "b", 1, 2), (1, "", 2, 3)], [], [])),
    "closing hashes go, others stay": (
        "# a ##\n# b#\n# c \\#\n# #\n# d # ",
        ([(1, "a", 0, 1), (1, "b#", 1, 2), (1, "c \\#", 2, 3), (1, "", 3, 4), (1, "d", 4, 5)], [], []),
    ),
    "a heading may be indented by three blanks, not by four": (
        "   # a\n\n    # b\n\n\t# c",
        ([(1, "a", 0, 1)], [], []),
    ),
    "a heading needs no blank lines around it": ("a\n# b\nc", ([(1, "b", 1, 2)], [], [])),
    "an escaped hash is text": ("\\# a", ([], [], [])),
    "a title keeps its Markdown": ("# **a** `b` [c](d)", ([(1, "**a** `b` [c](d)", 0, 1)], [], [])),
    "a title loses no-break spaces around it": ("# \xa0a\xa0", ([(1, "a", 0, 1)], [], [])),
    "underlines make headings of two levels": ("a\n===\nb\n-", ([(1, "a", 0, 2), (2, "b", 2, 4)], [], [])),
    "an underline takes the whole paragraph above": (
        "x\n\na\n  b \nc\n---",
        ([(2, "a\n  b \nc", 2, 6)], [], []),
    ),
    "an underline needs text right above": ("a\n\n---\n===\n# b\n---", ([(1, "b", 4, 5)], [], [])),
    "an underline below code is a rule": ("    a\n---\nb", ([], [], [])),
    "rules are no underlines": ("a\n* * *\nb\n- - -\nc\n___", ([], [], [])),
    "an underline with a gap is text": ("a\n= =\n\nb\n-- -- x", ([], [], [])),
    "pipes in a heading make no table": ("a | b\n---\n# c | d", ([(2, "a | b", 0, 2), (1, "c | d", 2, 3)], [], [])),
    "a fence hides what is in it": ("```\n# a\n- b\n```\n# c", ([(1, "c", 4, 5)], [(0, 4)], [])),
    "a fence ends at one of its kind, as long or longer": (
        "````py\n```\n~~~~\n````` \nx\n~~~ a`b\n```\n~~~",
        ([], [(0, 4), (5, 8)], []),
    ),
    "an open fence goes on to the end": ("a\n```\n# b\n\n", ([], [(1, 5)], [])),
    "a fence may hold indented fences": ("```\n    ```\n   ```", ([], [(0, 3)], [])),
    "a line with later backticks opens no fence": ("``` a`b\n# c", ([(1, "c", 1, 2)], [], [])),
    "each mark makes a list of its own": (
        "- a\n- b\n* c\n+ d\n1. e\n2. f\n3) g",
        ([], [], [(0, 2), (2, 3), (3, 4), (4, 6), (6, 7)]),
    ),
    "a list ends before the blank lines after it": ("- a\n\n\n- b\n\n\nc", ([], [], [(0, 4)])),
    "nested lists are one list": (
        "* a\n  * b\n    1. c\n* d\n    * e\n        * f\n* g\n\t* h\n\t\t* i",
        ([], [], [(0, 9)]),
    ),
    "text with the item's indent is the item's": ("1. a\n\n   b\n\n  c", ([], [], [(0, 3)])),
    "text flush left right after an item continues it": (
        "* **a** b\nc\n* d\n  * `e`\nf\n\ng",
        ([], [], [(0, 5)]),
    ),
    "headings, fences and lists in items are the items'": (
        "- a\n  # b\n\n  ```\n  # c\n  ```\n# d",
        ([(1, "d", 6, 7)], [], [(0, 6)]),
    ),
    "a heading flush left ends even a fence in an item": ("- ```\n# a", ([(1, "a", 1, 2)], [], [(0, 1)])),
    "a rule ends a list": ("- a\n---\n- b\n- - -\nc", ([], [], [(0, 1), (2, 3)])),
    "an item may interrupt a paragraph": ("a\n- b\n\nc\n1. d", ([], [], [(1, 2), (4, 5)])),
    "an empty item or a second one may not": ("a\n*\n2. b", ([], [], [])),
    "an item may be empty": ("-\n- a\n-\n  b", ([], [], [(0, 4)])),
    "an empty item takes nothing from beyond a blank line": ("-\n\n  a", ([], [], [(0, 1)])),
    "a number of ten digits starts no item": ("1234567890. a\n123456789. b", ([], [], [])),
    "a mark needs a blank after it": ("-a\n**b** c\n1.5 d", ([], [], [])),
    "items as deep as code are code": ("    - a", ([], [], [])),
    "what stands in a quote is the quote's": ("> # a\n> - b\n> ```\n\n# c", ([(1, "c", 4, 5)], [], [])),
    "a rule ends a quote": ("> a\n---\n> b\n===", ([], [], [])),
    "text after a quote continues it": ("> a\nb\n\nc\n===", ([(1, "c", 3, 5)], [], [])),
    "a table is no heading": ("| a | b |\n|---|---|\n| # c | d |\n\n# e", ([(1, "e", 4, 5)], [], [])),
    "raw HTML goes on to a blank line": (
        "<details>\n# a\n\n# b\n</details>\n- c\n\n# d",
        ([(1, "b", 3, 4), (1, "d", 7, 8)], [], []),
    ),
    "comments and scripts go on to their ends": (
        "<!-- a\n\n# b\n-->\n# c\n<script>\n\n# d\n</script>\n# e\n<!--x-->\n# f",
        ([(1, "c", 4, 5), (1, "e", 9, 10), (1, "f", 11, 12)], [], []),
    ),
    "the rarer kinds of raw HTML do too": (
        "<?a\n\n# b\n?>\n<!A\n\n# c\n>\n<![CDATA[\n\n# d\n]]>\n# e",
        ([(1, "e", 12, 13)], [], []),
    ),
    "a tag alone on its line hides a heading below": ('<img src="a">\n# b\n\n# c', ([(1, "c", 3, 4)], [], [])),
    "but not in a paragraph": ("a\n<br>\n# b\n<b>c</b>\n# d", ([(1, "b", 2, 3), (1, "d", 4, 5)], [], [])),
    "template lines are text": ("{% include a.html %}\n# b\n{% raw %}", ([(1, "b", 1, 2)], [], [])),
    "link definitions are no headings": ("# a\n[b]: c\n[d]: e\n\n# f", ([(1, "a", 0, 1), (1, "f", 4, 5)], [], [])),
    "a link may start a heading's text": ("[a](b)\n---\n[c]\n===", ([(2, "[a](b)", 0, 2), (1, "[c]", 2, 4)], [], [])),
    "lines of blanks are blank": ("a\n  \t\n---\n- b\n    \n  c", ([], [], [(3, 6)])),
    "NUL becomes a replacement character": ("# a\0", ([(1, "a\ufffd", 0, 1)], [], [])),
    "other line ends of Unicode end no line": ("# a\x0b# b\u2028# c", ([(1, "a\x0b# b\u2028# c", 0, 1)], [], [])),
}
DOUBTFUL: dict[str, tuple[str, Found]] = {
    "an underline below a table is none": ("|a|b|\n|-|-|\nc\n===", ([], [], [])),
    "a rule below a table is none": ("|a|b|\n|-|-|\n---", ([], [], [])),
    "a table may have one column": ("|a|\n---", ([], [], [])),
    "a table's head may look like an item or a heading": (
        "- a | b\n--|--\n\n# c | d\n--|--",
        ([], [], []),
    ),
    "an underline below link definitions is text": ("[a]: b\n---\n\n[a]: b\nc\n===", ([(1, "c", 4, 6)], [], [])),
    "a number above one goes on after a table": ("|a|b|\n|-|-|\n2. c", ([], [], [(2, 3)])),
    "text flush left after code in an item ends the list": ("- ```\n  a\nb", ([], [], [(0, 2)])),
    "text flush left after a heading in an item ends the list": ("- # a\nb\n---", ([(2, "b", 1, 3)], [], [(0, 1)])),
    "a quote goes on however far its mark is indented": ("> a\n    > b\n===", ([], [], [])),
    "the tenth nested list swallows the rest": ("- " * 10 + "a\n# b", ([], [], [(0, 2)])),
    "so it does when it is indented": (
        "\n".join("  " * n + "- a" for n in range(10)) + "\n\n# b\n",
        ([], [], [(0, 12)]),
    ),
}


def plain(found: Outline) -> Found:
    headings = [(h.level, h.title, h.line, h.body) for h in found.headings]
    return headings, [(r.start, r.stop) for r in found.fences], [(r.start, r.stop) for r in found.lists]


@pytest.fixture
def no_judge(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def asked(lines: Sequence[str]) -> Outline:
        pytest.fail("the judge was asked")

    monkeypatch.setattr(module, "judged", asked)
    yield


@pytest.mark.parametrize(("text", "found"), ORDINARY.values(), ids=ORDINARY)
def test_the_scan_finds_by_itself(text: str, found: Found, no_judge: None) -> None:
    lines = text.split("\n")
    assert plain(outline(lines)) == found
    assert plain(judged(lines)) == found


@pytest.mark.parametrize(("text", "found"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_the_scan_asks_the_judge(text: str, found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = text.split("\n")
    assert plain(outline(lines)) == found
    monkeypatch.setattr(module, "judged", lambda lines: "asked")
    assert outline(lines) == "asked"


INDENTS = ("", "", "", "", " ", "  ", "   ", "    ", "     ", "      ", "        ", "\t", " \t", "\t\t")
MARKS = (
    *("- ", "* ", "+ ", "1. ", "2. ", "3) ", "10. ", "-", "*", "1.", "-\t", "*   ", "1.  ", "-     "),
    *("> ", ">", ">\t", "> > ", "- - ", "- > ", "> - ", "1234567890. "),
)
TEXTS = (
    *("", "a", "b c", "2019", "1.5 d", "# h", "## h ##", "#", "#x", "#\tt", "####", "####### x", "# a \\#"),
    *("===", "=", "---", "-", "--", "--- ", "- - -", "***", "* * *", "___", "= =", "\\- x", "->", "**b** x"),
    *("```", "````", "``` py", "``` a`b", "``", "~~~", "~~~~ x", "~~~ `", "`c` d", "~~e~~", "_f_", "*g*"),
    *("a | b", "|a|b|", "---|---", "|---|---|", "|-|", ":-", ":--", "|", "|a", "a \\| b", "# a | b"),
    *("<div>", "</div>", "<details>", "<p", "<hr/>", "<b>", "</b>", "<b> x", "<br/>", '<img src="a">', "<a b=c d>"),
    *("<!-- c", "-->", "<!-- d -->", "<!-->", "<?e", "?>", "<!F", "<![CDATA[", "]]>", "<script>", "</script>", "<pre"),
    *("[a]: /u", "[a]:", "[a]: /u 't", "t'", "[a", "b]: /u", "[a](b)", "[a] b", "[a\\]: c", "[[a]]: b", "{% x %}"),
    *("\xa0", "\xa0x\xa0", "\x0b", "x\u2028", "a\0b", "\ufeff# x", "&amp;", "!x", "(y)"),
)
lines_of_any_kind = st.builds(
    lambda indent, marks, text, end: indent + "".join(marks) + text + end,
    st.sampled_from(INDENTS),
    st.lists(st.sampled_from(MARKS), max_size=3),
    st.sampled_from(TEXTS),
    st.sampled_from(("", "", "", "", " ", "\t")),
)
blank_lines = st.sampled_from(("", "", " ", "    ", "\t"))
deep_items = st.builds(lambda depth, mark: "  " * depth + mark + "x", st.integers(0, 12), st.sampled_from(MARKS[:4]))


@settings(max_examples=400)
@given(st.lists(st.one_of(lines_of_any_kind, lines_of_any_kind, blank_lines, deep_items), max_size=25))
def test_the_outline_agrees_with_the_judge_on_any_document(lines: list[str]) -> None:
    assert outline(lines) == judged(lines)


@pytest.mark.skipif(not DOCUMENTS, reason="the collected documents are not in this checkout")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_real_notes_need_no_judge(path: Path, no_judge: None) -> None:
    lines = re.split(r"\r\n|\n|\r", path.read_text("utf-8", "replace"))
    assert outline(lines) == judged(lines)


HOSTILE: dict[str, list[str]] = {
    "one long line": ["a" * 10_000_000],
    "one long heading": ["#" * 7 + " #" * 1_000_000],
    "one long rule that is none": ["- " * 1_000_000 + "x"],
    "one long tag": ["<a" + " a" * 1_000_000],
    "one long link": ["[" + "\\[" * 1_000_000],
    "many lines": ["a"] * 200_000,
    "many headings": ["# a"] * 200_000,
    "many empty items": ["-"] * 200_000,
    "text after code in an item": ["- ```", *["a"] * 200_000],
    "text after a quote": ["> a", *["a"] * 200_000, "==="],
    "an open fence": ["```", *["``"] * 200_000],
    "deep quotes": [">" * 10_000] * 20,
    "deep lists": ["- " * 10_000 + "a"] * 20,
    "a staircase": [" " * n + "- a" for n in range(1_000)],
    "NULs": ["\0" * 1_000_000] * 3,
    "surrogates": ["# \ud800", "[a]: \ud800\udfff", "==="],
}


@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE)
def test_nothing_breaks_the_outline(lines: list[str]) -> None:
    assert isinstance(outline(lines), Outline)


def test_long_documents_are_not_judged(no_judge: None) -> None:
    doubtful = ["- # a", "b", "---"]
    assert outline(doubtful + [""] * limits.JUDGE_LINES).headings == ()
    assert outline([*doubtful, "", "x" * limits.JUDGE_CHARS]).lists == (range(2),)


def test_a_document_that_markdown_it_fails_on_has_an_outline() -> None:
    lines = ["# a", "[b]: \ud800\udfff", "---", "# c"]
    with pytest.raises(UnicodeError):
        judged(lines)
    assert outline(lines).headings == (Heading(1, "a", 0, 1), Heading(1, "c", 3, 4))


def test_the_scan_knows_the_same_block_tags_as_markdown_it() -> None:
    from markdown_it.common.html_blocks import block_names

    assert outline_lines._BLOCK_TAGS.split("|") == block_names
