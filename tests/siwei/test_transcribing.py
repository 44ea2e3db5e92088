"""Every example of docs/transcribing.md has the shape that the files must have."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pydantic import BaseModel, TypeAdapter

from siwei.loading.plan_file import PlanFile
from siwei.loading.schema import TargetEntry
from siwei.loading.shared import BreakEntry, CatalogueEntry, RegionEntry
from siwei.loading.yaml_source import read_yaml

GUIDE: Path = settings.BASE_DIR / "docs" / "transcribing.md"
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
# What the first line of a list says that it is.
LISTS = {
    "# targets": TargetEntry,
    "# fixtures/regions.yaml": RegionEntry,
    "# fixtures/breaks.yaml": BreakEntry,
}
FORMS = {"range", "per_year", "points", "about", "increment", "set_elsewhere"}


def parsed(text: str, folder: Path) -> Any:
    file = folder / "example.yaml"
    file.write_text(text, encoding="utf-8")
    return read_yaml(file).data


def validate(model: type[BaseModel], data: dict[str, object]) -> None:
    """Each key of a part of a file, by itself."""
    for key, value in data.items():
        shape: Any = model.model_fields[key].annotation
        TypeAdapter(shape).validate_python(value)


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.splitlines()[0][:40])
def test_an_example_has_the_shape_of_the_files(text: str, tmp_path: Path) -> None:
    data = parsed(text, tmp_path)
    if isinstance(data, list):
        model = LISTS[text.splitlines()[0]]
        TypeAdapter(list[model]).validate_python(data)  # type: ignore[valid-type]
    else:
        whole = PlanFile if set(data) <= set(PlanFile.model_fields) else CatalogueEntry
        validate(whole, data)


def test_there_is_an_example_of_every_form() -> None:
    shown = "\n".join(EXAMPLES)
    assert set(re.findall(r"form: (\w+)", shown)) >= FORMS
    for words in ("aim:", "goal: undated", "amends:", "supersedes:", "became:", "level: zone"):
        assert words in shown
