"""What Siwei costs at the size of a nation, measured beside five cities."""
