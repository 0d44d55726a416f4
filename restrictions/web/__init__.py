"""The counter: a page for institutions whose staff ask without a system of their own."""
