"""How notes look: fixture pairs at a width of 60, and laws that hold for any text."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from reinvent_notes import limits
from reinvent_notes.text import clean
from reinvent_tui.markdown import DEFAULT_STYLES, STYLE_NAMES, Rendered, convert, inline, layout, parser
from reinvent_tui.markdown.builder import Builder

FIXTURES = Path(__file__).parent.parent / "fixtures" / "markdown"
NAMED = {name: Style.from_meta({name: True}) for name in STYLE_NAMES if name != "text"}
WIDTH = 60


def texts(page: Rendered) -> list[str]:
    return [line.text for line in page.lines]


def marked(page: Rendered) -> list[str]:
    """The lines with their styles named: `{strong+link|text}`."""
    lines = []
    for y in range(len(page.lines)):
        parts = []
        for text, style, _ in page.strip(y):
            names = "+".join(style.meta) if style else ""
            parts.append(f"{{{names}|{text}}}" if names else text)
        lines.append("".join(parts).rstrip())
    return lines


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.md")), ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    page = layout(convert(path.read_text("utf-8")), WIDTH)
    expected = path.with_suffix(".txt").read_text("utf-8").splitlines()
    assert [text.rstrip() for text in texts(page)] == expected
    assert page.complete


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.styles")), ids=lambda path: path.stem)
def test_fixture_styles(path: Path) -> None:
    page = layout(convert(path.with_suffix(".md").read_text("utf-8")), WIDTH, NAMED)
    assert marked(page) == path.read_text("utf-8").splitlines()


@pytest.mark.parametrize("width", [10, 24, 40, 61, 90, 200])
def test_only_tables_and_code_are_wider_than_the_pane(width: int) -> None:
    for path in FIXTURES.glob("*.md"):
        page = layout(convert(path.read_text("utf-8")), width)
        for y, line in enumerate(page.lines):
            size = cell_len(line.text)
            assert size <= width or (size <= page.widest and (line.late or "│" in line.text or "─" in line.text))
            assert page.strip(y).cell_length == max(size, line.fill)
            assert page.strip(y).text.rstrip() == line.text.rstrip()


def test_links_know_where_they_are() -> None:
    page = layout(convert((FIXTURES / "links.md").read_text("utf-8")), WIDTH)
    assert [link.number for link in page.links] == list(range(1, len(page.links) + 1))
    first, *_, long, styled, by_reference, _, empty = page.links
    assert (first.text, first.url) == ("the recording", "https://video.example/watch?v=abc")
    assert by_reference.url == "https://slides.example/deck"
    assert empty.text == empty.url == "https://empty.example"
    assert len(long.places) == 2
    assert len(styled.places) == 1
    for link in page.links:
        seen = " ".join(page.lines[line].text[start:end] for line, start, end in link.places)
        assert seen == link.text


def test_addresses_have_no_line_breaks() -> None:
    page = layout(
        convert('[](<https://a.example/\tb>) <a href="java\nscript:alert(1)">x</a> [](<&#x202e;>) [y](&#10;)'), 60
    )
    assert [link.url for link in page.links] == ["https://a.example/b", "javascript:alert(1)"]
    assert texts(page) == ["https://a.example/b x y"]


def test_links_are_placed_in_cells() -> None:
    page = layout(convert("| 名前 | b |\n|---|---|\n| キ | キ [here](u) |\n\nキ [there](v)"), 40)
    assert [link.places for link in page.links] == [((2, 10, 14),), ((4, 3, 8),)]


def test_headings_are_listed() -> None:
    page = layout(convert((FIXTURES / "headings.md").read_text("utf-8")), WIDTH)
    assert [heading.level for heading in page.headings] == [1, 2, 3, 4, 5, 6, 1, 2]
    assert all(page.lines[heading.line].text == heading.text for heading in page.headings)


def test_headings_differ_without_colour() -> None:
    looks = [DEFAULT_STYLES[f"heading{level}"] for level in range(1, 7)]
    assert len(set(looks)) == 6
    assert all(style.color is None and style.bgcolor is None for style in DEFAULT_STYLES.values())
    assert set(DEFAULT_STYLES) <= set(STYLE_NAMES)


def test_a_note_is_laid_out_in_steps() -> None:
    names = ("headings", "lists", "tables", "links", "quotes", "templates", "code")
    source = "\n\n".join((FIXTURES / f"{name}.md").read_text("utf-8") for name in names)
    whole = layout(convert(source), WIDTH)
    page = layout(convert(source), WIDTH, lines=10)
    assert 10 <= len(page.lines) < len(whole.lines)
    assert not page.complete
    assert texts(page) == texts(whole)[: len(page.lines)]
    while not page.extend(7):
        pass
    assert texts(page) == texts(whole)
    assert (page.links, page.headings, page.widest) == (whole.links, whole.headings, whole.widest)


def test_a_parse_serves_every_width() -> None:
    source = (FIXTURES / "lists.md").read_text("utf-8")
    blocks = convert(source)
    assert texts(layout(blocks, 30)) == texts(layout(convert(source), 30))
    assert texts(layout(blocks, 70)) == texts(layout(convert(source), 70))


def test_an_empty_note() -> None:
    for source in ("", "\n \n", "<!-- nothing -->", "{% nothing %}"):
        page = layout(convert(source), WIDTH)
        assert page.lines == []
        assert page.complete


def test_code_is_coloured_when_it_is_seen() -> None:
    page = layout(convert('```python\nreturn "x"  # y\n```'), 40, NAMED)
    assert marked(page) == [
        "{code_block+dim|  python}{code_block|" + " " * 32 + "}",
        '{code_block|  }{code_block+code_keyword|return}{code_block| }{code_block+code_string|"x"}{code_block|  }'
        "{code_block+code_comment|# y}{code_block|" + " " * 23 + "}",
    ]


def test_every_language_offered_is_known() -> None:
    from reinvent_tui.markdown import code

    for language in code._LANGUAGES:
        assert code._highlight(["x = 1"], language), language


def test_parsers_are_not_loaded_before_they_are_needed() -> None:
    program = (
        "import sys, reinvent_tui.markdown; assert not {'markdown_it', 'pygments.lexers', 'html'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# Text is never lost


def numbered(count: int) -> list[str]:
    return [f"word{number}" for number in range(count)]


def shown(source: str, width: int = WIDTH) -> list[str]:
    return [word for word in words("\n".join(texts(layout(convert(source), width)))) if word.startswith("word")]


@pytest.mark.parametrize(
    "nested",
    [
        "".join(f"{' ' * 2 * depth}- word{depth}\n" for depth in range(200)) + "\nword200",
        "".join(f"{'>' * depth} word{depth}\n" for depth in range(200)) + "\nword200",
        "> " * 10_000 + " ".join(numbered(201)),
        "- " * 10_000 + " ".join(numbered(201)),
        "1. " * 10_000 + " ".join(numbered(201)),
        "".join(f"{'> - ' * depth}word{depth}\n\n" for depth in range(201)),
    ],
)
def test_text_nested_too_deeply_is_shown_as_written(nested: str) -> None:
    page = layout(convert(nested), WIDTH)
    assert sorted(set(shown(nested))) == sorted(numbered(201))
    assert "(nested too deeply: shown as written; NESTING)" in texts(page)


@pytest.mark.parametrize("blank", ["\u3000", "\xa0", "\u2028", "\x0b"])
def test_a_line_of_odd_blanks_within_an_item_does_no_harm(blank: str) -> None:
    lines = texts(layout(convert(f"- one\n{blank}\n- two"), WIDTH))
    assert words(" ".join(lines)) == ["one", "two"]


def test_only_the_deep_part_is_shown_as_written() -> None:
    page = layout(convert("**a**\n\n" + "> " * 50 + "b\n\n- **c**\n\n- **d**\n\n**e**"), WIDTH, NAMED)
    assert marked(page)[0] == "{strong|a}"
    assert marked(page)[-1] == "{strong|e}"


@pytest.mark.parametrize("marks", ["[", "![", "(", "*", "_", "`", "~~", "<", "&", "[]", "<a ", "{{", "\\", "**a "])
def test_many_marks_do_no_harm(marks: str) -> None:
    source = marks * 10_000 + " word0 " + marks * 10_000
    assert shown(source) == ["word0"]
    assert shown(f"| a |\n|---|\n| {source} |") == ["word0"]
    assert shown(f"- {source}") == ["word0"]


def test_what_is_too_long_is_shown_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "**bold** " + " ".join(numbered(500))
    monkeypatch.setattr(limits, "PAGE_CHARS", 1000)
    page = layout(convert(source), WIDTH)
    assert texts(page)[0] == parser.as_written("PAGE_CHARS")
    assert texts(page)[1].startswith("**bold** word0")
    assert shown(source) == numbered(500)


@given(st.lists(st.sampled_from(["", "a", "  - b", "\tc", "d " * 3_000, " " * 30 + "e", "> **f**"]), max_size=9))
def test_what_is_shown_as_written_keeps_its_lines_and_indents(lines: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "PAGE_LINES", -1)
        above, *page = texts(layout(convert("\n".join(lines)), 10_000))
    assert "as written; PAGE_LINES" in above
    written = [line.expandtabs(4) for line in lines or [""]]
    assert words(" ".join(page)) == words(" ".join(written))
    indents = [min(len(line) - len(line.lstrip()), 20) for line in written]
    assert [len(line) - len(line.lstrip()) for line in page if len(line) < 100] == [
        indent for indent, line in zip(indents, written, strict=True) if len(line) < 100
    ]


def test_of_very_many_addresses_below_a_link_the_first_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EAGER_CHARS", 10)
    monkeypatch.setattr(limits, "DEFINITIONS", 2)
    below = "".join(f"[a{n}]: https://a.example/{n}\n" for n in range(4))
    page = layout(convert(f"[a1] [a3]\n\n{below}\n[b][a3]"), WIDTH)
    assert [link.url for link in page.links] == ["https://a.example/1", "https://a.example/3"]
    assert "[a3]" in texts(page)[0]


def test_a_long_line_is_shown_whole() -> None:
    source = " ".join(numbered(300_000))
    assert len(source) > limits.PAGE_CHARS
    assert shown(source) == numbered(300_000)


def test_a_long_block_is_shown_as_written_between_others() -> None:
    long = "\n".join(f"**word{number}**" for number in range(limits.BLOCK_LINES + 10))
    page = layout(convert(f"# A\n\n{long}\n\n*after*"), WIDTH, NAMED)
    lines = marked(page)
    assert lines[:3] == ["{heading1|A}", "", f"{{dim|{parser.as_written('BLOCK_LINES')}}}"]
    assert lines[-1] == "{emphasis|after}"
    assert shown(long) == numbered(limits.BLOCK_LINES + 10)


def test_a_large_table_is_shown() -> None:
    row = "|".join(["word0"] * 10)
    source = f"{row}\n{'|'.join(['-'] * 10)}\n" + f"{row}\n" * 1_000
    assert len(shown(source, 200)) == 10_010
    wide = "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n" + "|word0\n" * 100
    assert len(shown(wide)) == 100


def test_long_lists_count_on() -> None:
    source = "".join(f"1. word{number}\n" for number in range(3_000))
    lines = texts(layout(convert(source), WIDTH))
    assert [line.split() for line in lines] == [[f"{number + 1}.", f"word{number}"] for number in range(3_000)]


def test_long_lists_are_parsed_like_short_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (FIXTURES / "lists.md").read_text("utf-8") * 3 + (FIXTURES / "tasks.md").read_text("utf-8") * 3
    expected = texts(layout(convert(source), WIDTH))
    monkeypatch.setattr(limits, "LIST_CHARS", 40)
    assert texts(layout(convert(source), WIDTH)) == expected


def test_addresses_defined_far_below_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "[text][label] and [label].\n\n" + "Paragraph.\n\n" * 100 + "- in a list\n\n  [label]: https://a.example\n"
    for eager in (limits.EAGER_CHARS, 0):
        monkeypatch.setattr(limits, "EAGER_CHARS", eager)
        page = layout(convert(source), WIDTH, lines=1)
        assert [link.url for link in page.links] == ["https://a.example"] * 2


# Laws

MARKUP = st.sampled_from("\n\n\n  \t#*_`~[]()<>!|-+=:.&\\{}%\"'1x") | st.sampled_from(
    (
        *("&#27;", "&#x202e;", "&nbsp;", "<br>", "<b>", "</a>", "<!--", "-->", "{{", "%}", "https://", "word"),
        *("- ", "1. ", "> ", "```", "\n\n", "    ", "[x] ", "](", "![", "|---|\n", "[^1]: ", "]: "),
        *("日本", "👩\u200d👧", "e\u0301", "\ufe0f", "\u200d", "\x1b]8;;", "\x9b", "\u2028", "\ud800", "\U000e0041"),
    )
)
DOCUMENTS = st.lists(MARKUP | st.text(max_size=5), max_size=60).map("".join)
WIDTHS = st.integers(min_value=-1, max_value=100)


@given(DOCUMENTS, WIDTHS)
def test_any_text_is_rendered_without_control_characters(source: str, width: int) -> None:
    page = layout(convert(source), width)
    for y in range(len(page.lines)):
        for text, style, control in page.strip(y):
            assert text == clean(text)
            assert not {"\n", "\t"} & set(text)
            assert control is None
            assert style is None or (style.link is None and not style.meta)
        line = page.lines[y]
        assert line.text == clean(line.text)
        assert page.strip(y).text[: len(line.text)] == line.text
        assert page.strip(y).cell_length <= page.widest
    for link in page.links:
        assert link.url == clean(link.url)
        assert not {"\n", "\t"} & set(link.url)
        assert link.places
        assert all(0 <= start <= end <= page.widest for _, start, end in link.places)


@given(DOCUMENTS)
def test_steps_find_the_tokens_that_the_whole_has(source: str) -> None:
    source = source.replace("\r", "\n")
    whole = parser._parser().block.parse(source, parser._parser(), {}, []) or []
    assert [token for part in parser.parts(source, {}) for token in part.tokens] == whole


@given(st.text(st.sampled_from("ab ,.:;!?]()#-+=>|{}%$^@/'\"~\n\té日"), max_size=60))
def test_text_without_markup_is_what_the_parser_makes_of_it(content: str) -> None:
    content = content.strip()
    if content and not inline._MARKUP.search(content) and "  " not in content:
        builder = Builder()
        inline._build(builder, parser.inline_tokens(content, {}))
        assert inline.prose(content, {}).text.split() == builder.prose().text.split()


WORDS = st.lists(st.text("abcdefgXYZ0123456789äß", min_size=1, max_size=15), min_size=1, max_size=12)
PARAGRAPHS = WORDS.map(" ".join)


@given(
    st.lists(
        PARAGRAPHS
        | st.lists(PARAGRAPHS, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items))
        | PARAGRAPHS.map(lambda text: f"> {text}")
        | PARAGRAPHS.map(lambda text: f"## {text}")
        | st.lists(PARAGRAPHS, min_size=2, max_size=3).map(
            lambda items: f"- {items[0]}\n  - {'** **'.join(items[1:])}"
        ),
        max_size=6,
    ),
    st.integers(min_value=30, max_value=100),
)
def test_every_word_is_shown_in_order(blocks: list[str], width: int) -> None:
    source = "\n\n".join(blocks)
    assert words("\n".join(texts(layout(convert(source), width)))) == words(source)
