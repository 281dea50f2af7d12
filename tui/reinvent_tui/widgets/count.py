"""How many talks there are, in the corner."""

from __future__ import annotations

from rich.cells import cell_len
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static


class Count(Static):
    """Lays out the screen anew only where its text gets longer or shorter."""

    virtual_size = reactive(Size(0, 0), layout=False)

    def __init__(self) -> None:
        super().__init__("", id="count", markup=False)

    def tell(self, text: str) -> None:
        self.update(text, layout=cell_len(text) != self.size.width)
