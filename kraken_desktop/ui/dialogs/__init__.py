"""Dialogs: opened with ``open()``, never blocking; Esc closes them."""
