"""A report's page as one HTML file: charts inline, nothing fetched, one sheet of A4 when it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import escape

from kraken_desktop.services.insights.report_page import Block, Chart, Page, Paragraph, Standing, Table, Tiles

_STANDING, _MADE_ON = "standing", "made-on"
_MARK = re.compile(r'<meta name="kraken-desktop:([a-z-]+)" content="([^"]*)">')

_STYLE = """
@page { size: A4; margin: 12mm; }
* { box-sizing: border-box; }
body { font: 14px/1.45 system-ui, sans-serif; color: #141414; background: #fff; max-width: 760px; margin: 24px auto;
       padding: 0 20px; }
h1 { font-size: 24px; margin: 0; } h2 { font-size: 14px; margin: 16px 0 4px; }
.subtitle, footer, .small { color: #5c636a; font-size: 12px; }
.tiles { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0; }
.tile { flex: 1 1 130px; border: 1px solid #dee2e6; border-radius: 8px; padding: 8px 12px; }
.tile b { display: block; font-size: 20px; font-variant-numeric: tabular-nums; }
.tile span { color: #5c636a; font-size: 12px; }
figure { margin: 0; } svg { width: 100%; height: auto; display: block; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 12px; }
th, td { text-align: right; padding: 2px 8px; border-bottom: 1px solid #dee2e6; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
footer { margin-top: 16px; }
@media print { body { margin: 0; padding: 0; max-width: none; } h2 { margin-top: 10px; } }
""".strip()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a page that was kept says of itself."""

    standing: Standing
    made_on: date


def mark_of(html: str) -> Mark | None:
    """None for what `as_html` did not write, or not to its end."""
    told = dict(_MARK.findall(html.partition("</head>")[0]))
    try:
        mark = Mark(Standing(told[_STANDING]), date.fromisoformat(told[_MADE_ON]))
    except (KeyError, ValueError):
        return None
    return mark if html.rstrip().endswith("</html>") else None


def as_html(page: Page) -> str:
    """With ``made_on``, the page says of itself what `mark_of` reads."""
    blocks = "\n".join(_block(block) for block in page.blocks)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{_marked(page)}<title>{escape(page.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
        f'<h1>{escape(page.title)}</h1>\n<p class="subtitle">{escape(page.subtitle)}</p>\n{blocks}\n'
        f"<footer>{escape(page.footer)}</footer>\n</body>\n</html>\n"
    )


def _marked(page: Page) -> str:
    if page.made_on is None:
        return ""
    told = ((_STANDING, page.standing.value), (_MADE_ON, page.made_on.isoformat()))
    return "".join(f'<meta name="kraken-desktop:{name}" content="{content}">\n' for name, content in told)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        kind = ' class="small"' if block.is_small else ""
        return f"<p{kind}>{escape(block.text)}</p>"
    if isinstance(block, Tiles):
        tiles = "".join(
            f'<div class="tile"><span>{escape(tile.label)}</span><b>{escape(tile.value)}</b>'
            f"<span>{escape(tile.note)}</span></div>"
            for tile in block.tiles
        )
        return f'<div class="tiles">{tiles}</div>'
    if isinstance(block, Chart):
        svg = block.svg.replace("<svg ", f'<svg role="img" aria-label="{escape(block.told)}" ', 1)
        return f"<h2>{escape(block.title)}</h2>\n<figure>{svg}</figure>"
    return _table(block)


def _table(table: Table) -> str:
    heads = "".join(f"<th>{escape(name)}</th>" for name in table.headings)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f"<h2>{escape(table.title)}</h2>\n<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
