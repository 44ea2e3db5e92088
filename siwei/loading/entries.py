"""The entries of a file that is a list, by the shape that they should have."""

from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from siwei.loading.problems import FileProblem, FixtureError
from siwei.loading.reasons import words_of
from siwei.loading.yaml_source import Source

T = TypeVar("T", bound=BaseModel)


def valid_list(source: Source, model: type[T]) -> list[T]:
    """The entries of a file that is a list. Raises `FixtureError` for every value of a wrong
    shape."""
    try:
        return TypeAdapter(list[model]).validate_python(source.data)  # type: ignore[valid-type]
    except ValidationError as error:
        raise FixtureError(shape_problems(source, error)) from None


def shape_problems(source: Source, error: ValidationError) -> list[FileProblem]:
    """What is wrong with the shape of a file, with its lines."""
    return [_problem(source, details) for details in error.errors()]


def _problem(source: Source, details: ErrorDetails) -> FileProblem:
    path = tuple(details["loc"])
    where = f"{'.'.join(map(str, path))}：" if path else ""
    return source.problem(path, f"{where}{words_of(details)}")
