"""Looking for cycles is put off while much is made, and goes on as it was."""

import gc
from collections.abc import Iterator

import pytest

from common.memory import let_go_as_a_whole


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.parametrize("looked", [True, False])
def test_it_goes_on_as_before(looked: bool) -> None:
    (gc.enable if looked else gc.disable)()
    with let_go_as_a_whole():
        assert not gc.isenabled()
    assert gc.isenabled() == looked


def test_it_goes_on_after_a_failure() -> None:
    with pytest.raises(ValueError, match="no number"), let_go_as_a_whole():
        raise ValueError("no number")
    assert gc.isenabled()
