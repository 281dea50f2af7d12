"""What README, CONTRIBUTING, the check script and the pins say is what the program is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import reinvent_notes
from reinvent_notes.filters import FILTERS, STATES
from reinvent_notes.query import SORTS
from reinvent_tui.cli import main
from reinvent_tui.cli.arguments import VERBS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def section(text: str, heading: str) -> str:
    """The text below a heading, up to the next of the same level or a higher one."""
    level = heading.partition(" ")[0]
    _, _, below = f"\n{text}".partition(f"\n{heading}\n")
    assert below, f"there is no {heading}"
    return re.split(rf"^#{{1,{len(level)}}} ", below, maxsplit=1, flags=re.M)[0]


def shell_lines(text: str) -> list[str]:
    """The commands in a document's fenced shell blocks."""
    return [line for block in re.findall(r"^```sh\n(.*?)^```", text, re.S | re.M) for line in block.splitlines()]


def ci_commands() -> list[str]:
    script = ROOT / ".ci" / "run"
    if not script.is_file():
        pytest.skip("the check script is not part of a source archive")
    lines = script.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith((".venv/bin/", "python3 "))]


# checks


def test_the_readmes_test_command_is_what_the_check_script_begins_and_ends_with() -> None:
    [command] = [line for line in shell_lines(README) if "pytest" in line]
    setup, _, test = command.rpartition(" && ")
    assert [ci_commands()[0], ci_commands()[-1]] == [setup, test]


def test_the_list_of_checks_in_contributing_is_what_the_check_script_runs() -> None:
    listed = shell_lines(section(CONTRIBUTING, "## Before sending work"))
    assert listed == ci_commands()[1:]
    assert len(listed) >= 5


def test_the_check_script_stops_at_the_first_check_that_fails() -> None:
    ci_commands()
    script = ROOT / ".ci" / "run"
    assert "set -euo pipefail" in script.read_text(encoding="utf-8").splitlines()
    assert script.stat().st_mode & 0o111


def test_what_contributing_and_the_readme_refer_to_is_there() -> None:
    named = set(re.findall(r"`((?:tests|notes|tui|\.ci)/[\w./]*\w)`", README + CONTRIBUTING))
    named |= {word for line in shell_lines(CONTRIBUTING) for word in re.findall(r"\btests/\S+", line)}
    there = {name for name in named if not re.search(r"\bNAME\b", name)}
    assert there
    assert [name for name in sorted(there) if not (ROOT / name).exists()] == []


# pins


def pins() -> dict[str, str]:
    found = {}
    for line in PINS:
        name, _, version = line.partition("==")
        found[canonicalize_name(name)] = version
    return found


def test_every_dependency_is_pinned_to_a_version_that_it_allows() -> None:
    needed = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    assert len(needed) > 5
    for requirement in map(Requirement, needed):
        version = pins().get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not pinned"
        assert requirement.specifier.contains(version), f"{requirement} does not allow {version}"


def test_each_pin_is_a_name_and_one_version_and_no_address() -> None:
    assert [line for line in PINS if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []
    assert len(pins()) == len(PINS)


# words


def test_the_readme_names_every_verb_and_no_other() -> None:
    table = re.findall(r"^\| (`.*?) \|", section(README, "## On the command line"), re.M)
    named = {verb for cell in table for verb in re.findall(r"`([a-z]+)", cell)}
    assert named == set(VERBS)


def test_the_readme_names_every_option_of_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    below = section(README, "## On the command line")
    for verb in VERBS:
        assert main([verb, "--help"]) == 0
        options = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--version"}
        assert {"--json", "--data-dir", "--no-bundled", "--help"} <= options
        assert [option for option in sorted(options) if option not in below] == [], verb


def test_the_readme_names_every_filter_and_no_other() -> None:
    named = set(re.findall(r"`-?([a-z]+):", section(README, "## Searching")))
    assert named == {*FILTERS, "sort"}


def test_the_readme_names_every_state_and_order_and_no_other() -> None:
    below = section(README, "## Searching")
    assert set(re.findall(r"`-?is:([a-z]+)`", below)) == set(STATES)
    assert set(re.findall(r"`sort:([a-z]+)`", below)) == set(SORTS)


def test_the_readme_says_which_python_is_needed() -> None:
    least = re.fullmatch(r">=(\d+\.\d+)", PROJECT["requires-python"])
    assert least
    assert f"Python {least[1]} or newer" in README


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["version"] == reinvent_notes.__version__
    assert f"## {PROJECT['version']}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_links_to_places_that_are_there() -> None:
    for text, other in ((README, CONTRIBUTING), (CONTRIBUTING, README)):
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if target.startswith(("http://", "https://")):
                continue
            name, _, anchor = target.partition("#")
            assert not name or (ROOT / name).exists(), target
            headings = re.findall(r"^#+ (.*)", other if name else text, re.M)
            assert not anchor or anchor in {heading.lower().replace(" ", "-") for heading in headings}, target
