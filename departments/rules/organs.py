"""What an organ of a region is called outside its region."""


def organ_name(region: str, department: str) -> str:
    """`阳泉市` and `市水利局` make `阳泉市水利局`: plans leave out the name of their own region.

    Without a department it is the region.
    """
    if department.startswith(region):
        return department
    return region + department.removeprefix(region[-1:])
