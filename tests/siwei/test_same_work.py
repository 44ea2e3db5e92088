"""Which stored milestone each one of a file is."""

import pytest

from siwei.loading.same_work import Numbered, Words, numbers

METER = ("2025年底前", "完成取水口计量设施安装", "2025年底前，取水口计量设施全部装齐")
REPAIR = ("2026年底前", "改造老旧供水管网", "2026年底前，老旧供水管网全部改造")
GROUND = ("2027年底前", "关闭超采区自备井", "2027年底前，超采区自备井全部关停")
TYPO = ("2025年底前", "完成取水口计量设备安装", METER[2])
RETOLD = ("2025年底前", "装齐", METER[2])
OTHER_DAY = ("2026年6月底前", METER[1], METER[2])
SAME_AGAIN = ("2030年底前", METER[1], METER[2])


def words(rows: list[tuple[str, str, str]]) -> list[Words]:
    return [Words(*row, place) for place, row in enumerate(rows, start=1)]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        pytest.param([METER, REPAIR], [METER, REPAIR], [1, 2], id="nothing changed"),
        pytest.param([METER], [REPAIR, METER], [2, 1], id="inserted before"),
        pytest.param([METER, REPAIR], [REPAIR, METER], [2, 1], id="moved"),
        pytest.param([METER], [TYPO], [1], id="a word corrected"),
        pytest.param([METER], [REPAIR, TYPO], [2, 1], id="inserted before, and a word corrected"),
        pytest.param([METER], [RETOLD], [1], id="told otherwise of the same words of the paper"),
        pytest.param([METER, REPAIR], [OTHER_DAY, REPAIR], [1, 2], id="a day corrected"),
        pytest.param(
            [METER, SAME_AGAIN], [SAME_AGAIN, METER], [2, 1], id="the day tells them apart"
        ),
        pytest.param([METER, METER], [METER, METER, METER], [1, 2, 3], id="the same words"),
        pytest.param([METER, REPAIR], [REPAIR], [2], id="removed"),
        pytest.param([METER], [GROUND], [2], id="another one in its place"),
        pytest.param([], [METER, REPAIR], [1, 2], id="none before"),
    ],
)
def test_a_milestone_keeps_its_number(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]], wanted: list[int]
) -> None:
    stored = [Numbered(number, one) for number, one in enumerate(words(before), start=1)]
    assert numbers(words(after), stored) == wanted


def test_a_new_one_gets_no_number_of_another() -> None:
    stored = [Numbered(4, words([METER])[0])]
    assert numbers(words([GROUND, METER]), stored) == [5, 4]
