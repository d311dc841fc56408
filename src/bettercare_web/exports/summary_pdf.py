"""The summary for the board as a PDF that screen readers can read (PDF/UA).

What people typed reaches Typst as data, never as source; its root is an empty folder, and only
the fonts of this package are used, so the same plan gives the same bytes on every machine.
"""

import json
import tempfile
from importlib.resources import as_file, files

import typst

from bettercare_web.exports.glyphs import showable
from bettercare_web.exports.summary_data import summary_data
from bettercare_web.plans.files import Sealed

HERE = files("bettercare_web.exports")
MOMENT = 1_577_836_800  # the date inside each file: 1 January 2020, whenever it is made


def summary_pdf(sealed: Sealed) -> bytes:
    """The two pages of a plan, as the bytes of a PDF."""
    data = json.dumps(showable(summary_data(sealed)), ensure_ascii=False, sort_keys=True)
    page = (HERE / "summary.typ").read_bytes()
    with as_file(HERE / "fonts") as fonts, tempfile.TemporaryDirectory() as root:
        compiler = typst.Compiler(
            root=root,
            font_paths=typst.Fonts(False, False, [str(fonts)]),
            ignore_system_fonts=True,
            sys_inputs={"plan": data},
        )
        made = compiler.compile(page, format="pdf", pdf_standards="ua-1", timestamp=MOMENT)
    if not isinstance(made, bytes):
        raise TypeError("Typst made no single file")
    return made
