"""Excel workbooks to the byte, as offices have them and as nobody should: built from their parts."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="00000"/>'
    '<numFmt numFmtId="165" formatCode="&quot;PP-&quot;0000;@"/>'
    '<numFmt numFmtId="166" formatCode="000\\-00\\-0000"/></numFmts><cellXfs count="5"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>'
    "</styleSheet>"
)


@dataclass(frozen=True)
class Date:
    """A day, as the number that a spreadsheet keeps and shows as one."""

    days: int


@dataclass(frozen=True)
class Padded:
    """A number that is shown in a mask of zeros: style 2 is `00000`, 3 `"PP-"0000`, 4 `000-00-0000`."""

    number: float
    style: int = 2


@dataclass(frozen=True)
class Formula:
    """What was typed after `=`, and what it last came to."""

    written: str
    value: str


@dataclass(frozen=True)
class Tab:
    """A sheet: its rows from the first line, the ranges that are merged (`A1:C1`), and whether one can see it."""

    name: str
    rows: Iterable[Sequence[Any]]
    merged: tuple[str, ...] = ()
    state: str = "visible"


def workbook(*tabs: Tab, parts: Mapping[str, bytes | str] | None = None) -> bytes:
    """The bytes of a workbook with these sheets; `parts` are put in beside or instead of its own."""
    names = "".join(
        f'<sheet name={quoteattr(tab.name)} sheetId="{number}" state="{tab.state}" r:id="r{number}"/>'
        for number, tab in enumerate(tabs, start=1)
    )
    targets = "".join(
        f'<Relationship Id="r{number}" Type="{_KIND}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(tabs) + 1)
    )
    whole: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1"'
        f' Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{targets}'
        f'<Relationship Id="s" Type="{_KIND}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{number}.xml": sheet(tab) for number, tab in enumerate(tabs, start=1)},
        **(parts or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in whole.items():
            file.writestr(name, content)
    return target.getvalue()


def sheet(tab: Tab) -> str:
    """One sheet's part."""
    rows = "".join(
        f'<row r="{line}">{"".join(_cell(line, column, value) for column, value in enumerate(cells))}</row>'
        for line, cells in enumerate(tab.rows, start=1)
    )
    merged = "".join(f'<mergeCell ref="{span}"/>' for span in tab.merged)
    below = f'<mergeCells count="{len(tab.merged)}">{merged}</mergeCells>' if merged else ""
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{below}</worksheet>'


def _cell(line: int, column: int, value: Any) -> str:
    at = f'r="{chr(65 + column)}{line}"'
    match value:
        case None | "":
            return ""
        case bool():
            return f'<c {at} t="b"><v>{int(value)}</v></c>'
        case int() | float():
            return f"<c {at}><v>{value!r}</v></c>"
        case Date():
            return f'<c {at} s="1"><v>{value.days}</v></c>'
        case Padded():
            return f'<c {at} s="{value.style}"><v>{value.number!r}</v></c>'
        case Formula():
            return f'<c {at} t="str"><f>{escape(value.written)}</f><v>{escape(value.value)}</v></c>'
        case _:
            return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
