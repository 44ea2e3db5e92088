"""What a text may say that people type beside a value; what it may not be made of is in
`common.signs`."""

# Texts are kept forever, so they are limited to about a page.
LONGEST = 5000
