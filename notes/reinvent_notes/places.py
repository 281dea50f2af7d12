"""Where everything lives. With a data dir of one's own all of it is there and nowhere else."""

from __future__ import annotations

from pathlib import Path

_APP = "reinvent-tui"
_ONE_DIR_VARIABLE = "REINVENT_TUI_DATA_DIR"


class Places:
    """Three folders, and the files in them. None need exist."""

    def __init__(self, data: Path, config: Path, state: Path, chosen_by: str = "the system's custom") -> None:
        self.data, self.config, self.state, self.chosen_by = data, config, state, chosen_by

    @classmethod
    def of(cls, data_dir: str | None, environment: dict[str, str]) -> Places:
        """The user's folders, or one folder for all that `data_dir` or REINVENT_TUI_DATA_DIR names."""
        one = data_dir or environment.get(_ONE_DIR_VARIABLE)
        if one:
            root = Path(one).expanduser().absolute()
            return cls(root, root, root, "--data-dir" if data_dir else _ONE_DIR_VARIABLE)
        import platformdirs  # as long to load as all the rest of this way; not needed for a folder that is named

        dirs = platformdirs.PlatformDirs(_APP, appauthor=False)
        return cls(dirs.user_data_path, dirs.user_config_path, dirs.user_state_path)

    @property
    def files(self) -> tuple[Path, ...]:
        """Those that are told of."""
        return self.marks, self.index, self.sources, self.settings, self.view

    @property
    def marks(self) -> Path:
        return self.data / "marks.db"

    @property
    def machine(self) -> Path:
        return self.data / "machine.txt"

    @property
    def index(self) -> Path:
        return self.data / "index.db"

    @property
    def index_without_bundled(self) -> Path:
        return self.data / "index-without-bundled.db"

    @property
    def sources(self) -> Path:
        return self.config / "sources.txt"

    @property
    def aliases(self) -> Path:
        return self.config / "aliases.toml"

    @property
    def earlier_searches(self) -> Path:
        return self.state / "searches"

    @property
    def searches(self) -> Path:
        return self.config / "searches.toml"

    @property
    def settings(self) -> Path:
        return self.config / "config.toml"

    @property
    def notes(self) -> Path:
        """Where notes of one's own are begun, unless the settings name a folder."""
        return self.data / "notes"

    @property
    def view(self) -> Path:
        return self.state / "view.json"

    @property
    def failures(self) -> Path:
        return self.state / "failures.log"
