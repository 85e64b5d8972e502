"""A report on paper for the command line: Qt without a screen, for as long as it takes."""

from __future__ import annotations

import os
from pathlib import Path

from kraken_desktop.services.insights.report_page import Page


def write_pdf_offscreen(page: Page, path: Path) -> None:
    """Raises OSError where the file cannot be written."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    from kraken_desktop.ui.report_pdf import write_pdf

    app = QGuiApplication.instance() or QGuiApplication([])
    write_pdf(page, path)
    del app
