"""One factory for each state, reached by the acts that lead there. All people are synthetic (area code xx0000)."""
