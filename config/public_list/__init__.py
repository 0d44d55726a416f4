"""The public list: in a demonstration, or where the Supreme People's Court lets this deployment mirror its own (L7)."""
