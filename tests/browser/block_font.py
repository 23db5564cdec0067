"""A font in which every character is the same block: text then takes as much room on any machine.

Which fonts there are, and how they are drawn, differs from machine to machine; a picture of a page
could not be compared otherwise.
"""

from __future__ import annotations

import base64
from functools import cache
from io import BytesIO

UNITS = 1000
ADVANCE = 560  # about what a letter takes on average
_ASCENT, _DESCENT = 800, -200


@cache
def style() -> str:
    """A style sheet that sets all text in it, and stills what moves."""
    return f"""\
@font-face {{ font-family: Block; src: url(data:font/ttf;base64,{_font()}); }}
* {{
  font-family: Block !important; font-weight: 400 !important; font-style: normal !important;
  caret-color: transparent !important; transition: none !important; animation: none !important;
}}
::-webkit-scrollbar {{ display: none; }}
"""


def _font() -> str:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables._c_m_a_p import cmap_format_12

    pen = TTGlyphPen(None)
    # Lower than a line, narrower than its room: words and lines stay apart.
    corners = [(60, 0), (60, 500), (500, 500), (500, 0)]
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
    block, empty = pen.glyph(), TTGlyphPen(None).glyph()

    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", "block", "space", "none"])
    builder.setupCharacterMap({32: "space"})
    builder.setupGlyf({".notdef": block, "block": block, "space": empty, "none": empty})
    builder.setupHorizontalMetrics(
        {".notdef": (ADVANCE, 60), "block": (ADVANCE, 60), "space": (300, 0), "none": (0, 0)}
    )
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.setupOS2(
        sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=800, usWinDescent=200
    )
    builder.setupNameTable({"familyName": "Block", "styleName": "Regular"})
    builder.setupPost()
    table = cmap_format_12(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length, table.nGroups = 12, 0, 0, 0
    spaces = {0x20, 0xA0, 0x2009, 0x202F}
    # Not the forms of Arabic letters: alike as they are here, they would melt into one another.
    # Soft hyphens, joiners and marks of direction take no room.
    without = {0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)}
    table.cmap = {
        code: "space" if code in spaces else "none" if code in without else "block"
        for code in range(0x20, 0x3000)
    }
    builder.font["cmap"].tables.append(table)
    file = BytesIO()
    builder.save(file)
    return base64.b64encode(file.getvalue()).decode()
