"""The composition root of the windowed app."""
