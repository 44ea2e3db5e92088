"""What a city is called where room is short, or where it is read aloud."""

_CITY = "市"
# 沙市 without its last character would be another word.
_SHORTEST = 3


def short_name(name: str) -> str:
    """`阳泉市` is 阳泉; a name of another kind (黔南布依族苗族自治州, Yangquan) stays whole."""
    return name.removesuffix(_CITY) if len(name) >= _SHORTEST else name
