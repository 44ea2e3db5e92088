"""What a column of a table holds."""

from enum import StrEnum


class Kind(StrEnum):
    """What the cells of a column hold, if not None."""

    TEXT = "text"  # str
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # Decimal, with the digits of its source
    BOOLEAN = "boolean"  # bool
    DATE = "date"  # str, ISO 8601
    TIME = "time"  # str, ISO 8601 with offset
    JSON = "json"  # str: a list or an object
