"""Charts: plain data in, a Plotly figure out. No Django here: every word comes with the data.

A figure is a plain dictionary, the JSON that Plotly's script draws. Plotly's Python objects are
left to the tests, which hold every figure against them: building them took most of a page's time.
"""
