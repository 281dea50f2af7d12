"""To Textual a str is markup, which can name actions: nothing in the source hands it one that content may stand in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import reinvent_tui

SOURCES = sorted(Path(reinvent_tui.__file__).parent.rglob("*.py"))
_TAKE_A_FLAG = {"Static", "Label", "notify"}  # all that is shown in them later is as the flag says
_TAKE_CONTENT = {"Option", "add_option", "Hit", "DiscoveryHit"}  # what is shown first, or the score before it
_TITLES = {"border_title", "border_subtitle", "tooltip", "title", "sub_title"}
_OF_WIDGETS = {"border_title", "border_subtitle", "tooltip"}
_NEVER = {"from_markup", "MarkdownViewer", "Markdown", "Button", "Checkbox", "Tree", "DataTable", "Toast"}
_PLAIN = {"Content"}


def unsafe(source: str) -> Iterator[str]:
    """Each place that may hand a str to what reads markup."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            flags = {keyword.arg: keyword.value for keyword in node.keywords}
            if name in _NEVER:
                yield f"{node.lineno}: {name}"
            elif name == "open_url" and not _is_safe_url(node.args[0]):
                yield f"{node.lineno}: open_url of what is no safe_url"
            elif name in _TAKE_A_FLAG and not _is_false(flags.get("markup")):
                yield f"{node.lineno}: {name} without markup=False"
            elif name in _TAKE_CONTENT and not any(map(_is_plain, node.args[:2])):
                yield f"{node.lineno}: {name} of what is no Content"
            yield from (f"{node.lineno}: {flag}=" for flag in _OF_WIDGETS & {*flags})
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr in _TITLES and not _is_plain(node.value):
                    of_app = target.attr in ("title", "sub_title") and _name(target.value) not in ("self", "app")
                    if not of_app:
                        yield f"{node.lineno}: {target.attr}"
        elif isinstance(node, ast.FunctionDef) and node.name == "render" and _name(node.returns) in (None, "str"):
            yield f"{node.lineno}: render gives a str"


def _name(node: ast.expr | None) -> str | None:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def _is_safe_url(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == "safe_url"


def _is_false(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def _is_plain(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Name):
        return node.id == "shown"
    return isinstance(node, ast.Call) and _name(node.func) in _PLAIN


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_text_of_anybodys_is_handed_to_what_reads_markup(path: Path) -> None:
    assert [*unsafe(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "line",
    [
        "Static(title)",
        "Label(f'{talk.title}', id='x')",
        "Static(title, markup=True)",
        "self.app.notify(sentence)",
        "pane.border_title = talk.title",
        "pane.border_subtitle = f'{n}'",
        "row.tooltip = talk.why",
        "self.sub_title = talk.title",
        "Option(heading.text)",
        "options.add_option(heading.text)",
        "DiscoveryHit(name, act, help=told)",
        "Hit(1, name, act)",
        "Content.from_markup(title)",
        "Button(title)",
        "self.app.open_url(link.url)",
        "def render(self) -> str: return self.title",
        "Pane(tooltip=talk.why)",
    ],
)
def test_each_way_to_hand_it_over_is_seen(line: str) -> None:
    assert [*unsafe(line)]
