"""Charts. pyqtgraph and numpy are imported by ``power_plot`` and its parts alone, when the first one opens."""
