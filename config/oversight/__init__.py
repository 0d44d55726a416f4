"""Oversight: how courts keep their duties and institutions use the list, in numbers; joined here from both sides."""
