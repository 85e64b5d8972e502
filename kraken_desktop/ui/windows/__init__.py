"""Windows and their pages; imported when the first of them opens."""
