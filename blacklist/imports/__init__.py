"""Decisions already signed and served, taken over in bulk: read, judge row by row, write, report."""
