"""Every theme that can be chosen can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from test_reader import contrast
from textual.theme import BUILTIN_THEMES

if TYPE_CHECKING:
    import pytest

    from conftest import OpenReader

_SHADES = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
_OF_THE_TERMINAL = [name for name, theme in BUILTIN_THEMES.items() if theme.ansi]


async def test_every_theme_can_be_read(open_reader: OpenReader) -> None:
    async with open_reader((120, 40)) as reader:
        await reader.press("s")
        for name in _SHADES:
            reader.app.theme = name
            for keys in (("slash", "ctrl+u", *"storage"), ("escape", "g", "down", "down")):
                await reader.press(*keys)
                faint = {text for text, colour, behind in reader.words if contrast(colour, behind) < 3}
                assert faint == set(), name


async def test_the_terminals_own_colours_show_where_the_cursor_is(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        for name in _OF_THE_TERMINAL:
            reader.app.theme = name
            await reader.press("down")
            strips = reader.app.screen._compositor.render_strips()
            turned = [n for n, strip in enumerate(strips) if any(style and style.reverse for _, style, _ in strip)]
            assert len(turned) == 1, name
            behind = {style.bgcolor.name for _, style, _ in strips[turned[0]] if style and style.reverse}
            assert behind == {"default"}, name  # turned round, a colour would be that of the letters
            colours = {str(style.color.name) for strip in strips for _, style, _ in strip if style and style.color}
            assert not any(colour.startswith("#") for colour in colours), name


async def test_a_theme_of_the_terminals_colours_is_one_from_the_start(open_reader: OpenReader) -> None:
    async with open_reader() as reader:
        reader.app.theme = _OF_THE_TERMINAL[0]
        await reader.press("q")
    async with open_reader() as reader:
        assert reader.app.theme == _OF_THE_TERMINAL[0]
        assert not any(line_filter.enabled for line_filter in reader.app._filters)


async def test_a_terminal_of_16_colours_has_its_own_until_others_are_chosen(
    open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "")
    monkeypatch.setenv("TERM", "xterm")
    async with open_reader() as reader:
        assert reader.app.theme == "ansi-dark"
        await reader.press("q")
    monkeypatch.setenv("COLORTERM", "truecolor")
    async with open_reader() as reader:
        assert reader.app.theme == "reinvent-dark"  # nothing was chosen
        reader.app.theme = "nord"
        await reader.press("q")
    monkeypatch.setenv("COLORTERM", "")
    async with open_reader() as reader:
        assert reader.app.theme == "nord"


async def test_every_theme_can_be_chosen(open_reader: OpenReader) -> None:
    async with open_reader((80, 60)) as reader:
        await reader.press("colon")
        await reader.type("theme")
        await reader.press("enter")
        await reader.until(lambda: "reinvent-dark" in reader.text)
        for name in ("reinvent-dark", "reinvent-light", "nord", "ansi-dark"):
            assert name in reader.text
        await reader.type("reinvent-li")
        await reader.press("enter")
        assert reader.app.theme == "reinvent-light"


async def test_without_colours_nothing_has_any(open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_reader() as reader:
        await reader.press("m")
        assert reader.app.no_color and "● watched" in reader.note_text
