"""A nation in small: what shows itself with many cities shows itself with six, in seconds."""

# Cities belong to the provinces in turn.
PROVINCES = 2
# Most cities whose columns stand side by side; below one another; on one page of an indicator.
SIDE_BY_SIDE = 3
AT_A_GLANCE = 5
A_PAGE = 5
