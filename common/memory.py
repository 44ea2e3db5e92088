"""How Python looks for what nobody needs any more."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def let_go_as_a_whole() -> Iterator[None]:
    """For work that makes very much and lets go of all of it when it is done: cycles are looked for
    afterwards, not anew for every few hundred objects, all of which are still needed."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()
