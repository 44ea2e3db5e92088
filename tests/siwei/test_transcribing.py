"""Every example of docs/transcribing.md has the shape that the files must have."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pydantic import BaseModel, TypeAdapter

from siwei.loading.plan_file import PlanFile
from siwei.loading.schema import IndicatorEntry, PlanHead, TargetEntry, TaskEntry
from siwei.loading.shared import BreakEntry, CatalogueEntry, RegionEntry, UnitEntry
from siwei.loading.yaml_source import read_yaml

GUIDE: Path = settings.BASE_DIR / "docs" / "transcribing.md"
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
# What an example may be an entry, or a part of an entry, of.
SHAPES: tuple[type[BaseModel], ...] = (
    PlanFile,
    PlanHead,
    TargetEntry,
    IndicatorEntry,
    TaskEntry,
    RegionEntry,
    BreakEntry,
    UnitEntry,
    CatalogueEntry,
)
FORMS = {"range", "per_year", "points", "about", "increment", "set_elsewhere"}


def parsed(text: str, folder: Path) -> Any:
    file = folder / "example.yaml"
    file.write_text(text, encoding="utf-8")
    return read_yaml(file).data


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.splitlines()[0][:40])
def test_an_example_has_the_shape_of_the_files(text: str, tmp_path: Path) -> None:
    data = parsed(text, tmp_path)
    entries: list[dict[str, Any]] = data if isinstance(data, list) else [data]
    for entry in entries:
        (shape, *_others) = [one for one in SHAPES if set(entry) <= set(one.model_fields)]
        if isinstance(data, list):
            shape.model_validate(entry)
            continue
        for key, value in entry.items():
            part: Any = shape.model_fields[key].annotation
            TypeAdapter(part).validate_python(value)


def test_there_is_an_example_of_every_form() -> None:
    shown = "\n".join(EXAMPLES)
    assert set(re.findall(r"form: (\w+)", shown)) >= FORMS
    for words in ("aim:", "goal: undated", "amends:", "supersedes:", "became:", "level: zone"):
        assert words in shown
