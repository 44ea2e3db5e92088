"""What a cursor says to the installation that made it, and to nobody else."""

import pytest

from common.records.rules.seals import key_from
from siwei.change_feed.rules.cursors import BEGINNING, Place, ReadCursor, cursor, read, unpacked

KEY, OTHER = key_from("a key"), key_from("another key")
SEAL = "5f2c" * 16


def read_back(text: str, seal: str = SEAL) -> ReadCursor | None:
    found = read(unpacked(text), key=KEY)
    return found if found is not None and found.is_of(seal) else None


@pytest.mark.parametrize("place", [Place(1), Place(7, 3), Place(2**40), Place(2**62, 2**31)])
def test_it_names_a_place(place: Place) -> None:
    found = read_back(cursor(place, SEAL, key=KEY))
    assert found is not None
    assert found.place == place


def test_it_is_the_same_whenever_it_is_made() -> None:
    assert cursor(Place(7), SEAL, key=KEY) == cursor(Place(7), SEAL, key=KEY)
    many = {cursor(Place(number, told), SEAL, key=KEY) for number in range(50) for told in range(3)}
    assert len(many) == 150


def test_the_beginning_is_of_every_history_of_the_key() -> None:
    found = read_back(cursor(BEGINNING, "", key=KEY), seal="")
    assert found is not None
    assert found.place == BEGINNING


@pytest.mark.parametrize(
    ("made", "seal"),
    [
        pytest.param(cursor(Place(7), SEAL, key=OTHER), SEAL, id="another key"),
        pytest.param(cursor(Place(7), SEAL, key=KEY), SEAL[::-1], id="another row of the number"),
        pytest.param(cursor(Place(7), SEAL, key=KEY), "", id="no row of the number"),
        pytest.param("A" * 27, SEAL, id="made up"),
    ],
)
def test_another_history_does_not_know_it(made: str, seal: str) -> None:
    assert read_back(made, seal) is None


@pytest.mark.parametrize(
    "text", ["", "7", "latest", "A" * 26, "A" * 28, "!" * 27, "é" * 27, "A\x00" * 13]
)
def test_no_cursor_at_all(text: str) -> None:
    with pytest.raises(ValueError, match="other"):
        unpacked(text)


def test_it_does_not_show_its_number() -> None:
    """Not the number itself, and nothing that grows with it."""
    made = [unpacked(cursor(Place(number), SEAL, key=KEY)) for number in range(1, 200)]
    assert not any(number.to_bytes(8, "big") in one for number, one in enumerate(made, start=1))
    assert len({one[8:14] for one in made}) == len(made)  # zeros, were they not hidden
