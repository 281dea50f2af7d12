"""Two looks of our own: quiet, one accent. The others are Textual's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.filter import Monochrome, NoColor
from textual.theme import Theme

if TYPE_CHECKING:
    from textual.app import App

_TEXT = ("primary", "secondary", "accent", "warning", "error", "success")
_TERMINALS_OWN = "ansi-dark"
_TRACKS = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")


def _look(name: str, *, is_dark: bool, **colours: Any) -> Theme:
    """Text has our colours as they are; of other themes Textual makes those that can be read. Scroll bars have no track
    to be seen: a list that needs none keeps the column free."""
    own = {f"text-{colour}": colours[colour] for colour in _TEXT} | dict.fromkeys(_TRACKS, colours["background"])
    return Theme(name=name, dark=is_dark, variables=own, **colours)


DARK = _look(
    "reinvent-dark",
    is_dark=True,
    primary="#ffb454",
    secondary="#7fb4ca",
    accent="#ffb454",
    warning="#e6b450",
    error="#f07178",
    success="#9ccc65",
    foreground="#d5d8da",
    background="#11151c",
    surface="#11151c",
    panel="#1c222d",
)
LIGHT = _look(
    "reinvent-light",
    is_dark=False,
    primary="#a35200",
    secondary="#20617d",
    accent="#a35200",
    warning="#8a6100",
    error="#b3261e",
    success="#3c7a1c",
    foreground="#20242a",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#ece9e2",
)
THEMES = (DARK, LIGHT)


def start_with(app: App[Any], name: str | None) -> None:
    """Let an app begin with a theme. Where there is none of this name, with the first of ours; or on a terminal of 16
    colours, in which shades of ours are one, with those of the terminal; where no colours are wanted, with none.

    It is set before the style sheet is read: a theme that is set later has all of it read again. What Textual would do
    then is done here.
    """
    for theme in THEMES:
        app.register_theme(theme)
    usual = _TERMINALS_OWN if app.console.color_system == "standard" else THEMES[0].name
    if app.no_color:
        name = _TERMINALS_OWN
        # Textual took one that makes greys, and of the terminal's own colours black on black
        app._filters[:] = [NoColor() if isinstance(one, Monochrome) else one for one in app._filters]
    app.set_reactive(type(app).theme, name if name in app.available_themes else usual)
    app.stylesheet.set_variables(app.get_css_variables())
    app._refresh_truecolor_filter(app.ansi_theme)
    is_dark = app.current_theme.dark
    app.update_classes({"-dark-mode": is_dark, "-light-mode": not is_dark}, update=False)
