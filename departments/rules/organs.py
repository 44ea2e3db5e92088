"""What an organ of a region is called outside its region."""


def organ_name(region: str, department: str) -> str:
    """`阳泉市` and `市水利局` make `阳泉市水利局`: plans leave out the name of their own region.

    Without a department it is the region.
    """
    if department.startswith(region):
        return department
    return region + department.removeprefix(region[-1:])


# What begins and ends the name of an organ, and says nothing that its place doesn't.
_LEVELS = ("自治区", "省", "市", "区", "县")
_ENDINGS = ("委员会", "办公室", "局", "委", "厅", "办")


def short_organ_name(department: str) -> str:
    """`市农业农村局` in short: `农业农村`. A name of which nothing would be left stays whole."""
    short = department
    for level in _LEVELS:
        if short.startswith(level):
            short = short.removeprefix(level)
            break
    for ending in _ENDINGS:
        if short.endswith(ending):
            short = short.removesuffix(ending)
            break
    return short if len(short) > 1 else department
