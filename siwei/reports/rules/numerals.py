"""How an official document numbers its parts: 一、 （一） 1."""

_DIGITS = "零一二三四五六七八九"
_HIGHEST = 99


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese: 一, 十, 十二, 二十一. Raises `ValueError` for another."""
    if not 1 <= number <= _HIGHEST:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    words = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return words + (_DIGITS[ones] if ones else "")


def numbered(level: int, number: int, text: str) -> str:
    """The heading of that level with its number."""
    match level:
        case 1:
            return f"{chinese(number)}、{text}"
        case 2:
            return f"（{chinese(number)}）{text}"
    return f"{number}. {text}"
