"""A map of Shanxi as an operator might prepare it: three squares, one of them without a mark."""

from pathlib import Path

SHANXI = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="10cm" viewBox="0 0 300 200">
  <title>Layer 1</title>
  <path d="M0 0H300V200H0Z"/>
  <path id="r140100" d="M10 10h80v80h-80z" fill="red" onclick="alert(1)"/>
  <g data-region="140300"><title>Yangquan</title><rect x="100" y="10" width="80" height="80"/></g>
  <rect id="r140300" x="190" y="10" width="20" height="20"/>
  <polygon id="r140400" points="10,110 90,110 90,190"/>
  <polygon id="r140200" points="110,110 190,110 190,190"/>
  <text data-label="140100" x="50" y="50">?</text>
  <text data-label="140300" x="140" y="50"/>
  <text data-label="140500" x="250" y="50"/>
  <text x="200" y="195">海河流域 &lt;1&gt;</text>
  <text id="approval">审图号：<tspan>晋S(2025)001号</tspan></text>
</svg>
"""


def write_map(folder: Path, text: str = SHANXI, code: str = "140000") -> Path:
    file = folder / f"{code}.svg"
    file.write_text(text, encoding="utf-8")
    return file
