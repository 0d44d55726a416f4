"""The law as data and pure functions: no framework, no input or output."""
