"""Charts: plain data in, a Plotly figure out. No Django here: every word comes with the data."""
