"""Serves Plotly's JavaScript from its Python package, which tests also check figures with."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "plotly.min.js"
PREFIX = "plotly"


class PlotlyFinder(BaseFinder):
    """Only plotly.min.js is served.

    It is found without importing Plotly, so that no command waits for it.
    """

    def __init__(self) -> None:
        spec = find_spec("plotly")
        assert spec is not None and spec.origin is not None, "plotly is not installed"
        self.folder = Path(spec.origin).parent / "package_data"
        self.storage = FileSystemStorage(location=self.folder)
        # collectstatic and WhiteNoise read the folder under which a storage is served from here.
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]

    def find(self, path: str, find_all: bool = False) -> Any:
        """Where the file is, in a list if `find_all`; an empty list for any other path."""
        found = [str(self.folder / NAME)] if path == f"{PREFIX}/{NAME}" else []
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield NAME, self.storage
