"""How long a frame takes while a week of ten-second samples is panned on the live page's plot, offscreen.

Prints the median in milliseconds. A frame is all that one step of panning costs: ranges, axes, shades and painting.
"""

import math
import os
import statistics
import time
from datetime import UTC, datetime, timedelta

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kraken_desktop.ui.plots.power_plot import PowerPlot
from kraken_desktop.ui.theme import Theme

DAYS = 7
SAMPLES = DAYS * 8640
FRAMES = 200
END = datetime(2026, 10, 5, 17, tzinfo=UTC)


def household(second: float) -> float:
    """Watts: a base, a daily swing with export at noon, a kettle now and then."""
    day = 2 * math.pi * (second % 86400) / 86400
    kettle = 2800 if second % 7000 < 180 else 0
    return 350 + 900 * math.cos(day) + 120 * math.sin(second / 37) + kettle


def main() -> None:
    application = QApplication([])
    plot = PowerPlot(Theme("light"))
    plot.resize(900, 420)
    start = END.timestamp() - 10 * SAMPLES
    times = [start + 10 * index for index in range(SAMPLES)]
    plot.set_samples(times, [household(at) for at in times])
    plot.set_now(END, END - timedelta(days=DAYS))
    plot.show_last(timedelta(days=DAYS - 1))
    plot.show()
    image = QImage(plot.size(), QImage.Format.Format_ARGB32_Premultiplied)
    frames = []
    for number in range(FRAMES):
        began = time.perf_counter()
        plot.pan(-0.002 if number < FRAMES / 2 else 0.002)
        plot.viewport().render(image, QPoint())
        frames.append((time.perf_counter() - began) * 1000)
    print(f"{statistics.median(frames):.2f}")
    plot.close()
    application.sendPostedEvents()


if __name__ == "__main__":
    main()
