"""Pages of the court side that anybody may open."""
