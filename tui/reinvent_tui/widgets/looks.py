"""The style sheet's component styles as they are painted."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


class Looks:
    """`looks[name]` is the rich style of a component, with its alpha and auto colours worked out.

    A partial style of Textual's own has lost both: $text-muted would be white. Only a component that names a
    background has one, so that others can be laid over a cursor. To be forgotten when the widget's style changes.
    """

    def __init__(self, widget: Widget, prefix: str) -> None:
        self._widget, self._prefix = widget, prefix
        self._known: dict[str, Style] = {}
        self._base: Style | None = None

    @property
    def base(self) -> Style:
        """The widget's own style, which takes long to work out for each line."""
        if self._base is None:
            self._base = self._widget.rich_style
        return self._base

    def __getitem__(self, name: str) -> Style:
        style = self._known.get(name)
        if style is None:
            style = self._known[name] = self._worked_out(f"{self._prefix}--{name}")
        return style

    def _worked_out(self, component: str) -> Style:
        styles = self._widget.get_component_styles(component)
        full = self._widget.get_visual_style(component).rich_style
        return styles.text_style + Style.from_color(full.color, full.bgcolor if styles.has_rule("background") else None)

    def forget(self) -> None:
        self._known.clear()
        self._base = None
