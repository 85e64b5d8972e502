"""Kraken Desktop: the desktop application for customers of Octopus Energy in Great Britain."""

__version__ = "0.1.0"
