"""The values of a column of many rows as one text: a row a group instead of thousands."""

from typing import Any

from django.db.models import Aggregate, TextField


class Joined(Aggregate):
    """Values without a comma in them, such as codes, with commas between them, in no order."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)
