"""The second root: the command line. Nothing it reaches imports Qt."""
