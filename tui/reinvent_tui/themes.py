"""Two looks of our own: quiet, one accent."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="reinvent-dark",
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
    dark=True,
)
LIGHT = Theme(
    name="reinvent-light",
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
    dark=False,
)
THEMES = (DARK, LIGHT)
