"""A pane that paints the lines on the screen itself, whatever its length."""

from __future__ import annotations

from typing import cast

from rich.color import Color
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip


class Bar(ScrollBar):
    """Textual's own, painted in a tenth of the time: that goes by way of a console, and asks for another layout when
    it was laid out."""

    virtual_size = reactive(Size(0, 0), layout=False)

    def render_lines(self, crop: Region) -> list[Strip]:
        bar = cast("ScrollBarRender", self.render())
        style = self.app.console.get_style(bar.style)
        segments = bar.render_bar(
            self.size.height,
            bar.virtual_size,
            bar.window_size,
            bar.position,
            back_color=style.bgcolor or Color.default(),
            bar_color=style.color or Color.default(),
        ).segments
        made = {segment: self._painted(segment) for segment in set(segments)}  # four at most
        return [made[segment] for segment in segments[crop.y : crop.bottom]]

    def _painted(self, segment: Segment) -> Strip:
        strip = Strip([segment], 1)
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self.background_colors[1])
        return strip


class LinesView(ScrollView):
    """How long it is moves nothing but its scroll bars: Textual would lay out the whole screen each time."""

    virtual_size = reactive(Size(0, 0), layout=False)

    def measure(self, size: Size) -> None:
        """Its lines are so many, and so wide."""
        if size != self.virtual_size:
            self.virtual_size = size
            self._scroll_update(size)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = Bar(name="vertical")
            self._vertical_scrollbar.display = self.show_vertical_scrollbar
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar
