"""What the numbers mean: frozen values and pure functions. No clock, no I/O, the standard library alone."""
