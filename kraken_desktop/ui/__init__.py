"""Widgets: they watch the state and send commands back. Nothing here waits and nothing here fetches."""
