"""In which order Chinese words stand: by their pinyin, on both databases."""

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import BinaryField, Func

# What SQLite is taught. PostgreSQL would have such a collation of ICU alone, which not every build
# has: it compares the bytes of the same encoding.
CHINESE = "gb18030"


def sound(text: str) -> bytes:
    """What Chinese words are ordered by: GB 18030 has the common characters by their pinyin."""
    return text.encode("gb18030")


class BySound(Func):
    """A column of Chinese words, to be ordered by."""

    template = "convert_to(%(expressions)s, 'GB18030')"
    output_field = BinaryField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template=f'%(expressions)s COLLATE "{CHINESE}"', **extra
        )


def listen() -> None:
    """Teach every connection to SQLite the collation."""
    connection_created.connect(_teach, dispatch_uid="common.collation")


def _teach(connection: Any, **_rest: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(CHINESE, _compared)


def _compared(one: str, other: str) -> int:
    mine, others = sound(one), sound(other)
    return (mine > others) - (mine < others)
