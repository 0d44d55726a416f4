"""Files that come in and go out: what they are, whether they are safe to open, and their rows of cells."""
