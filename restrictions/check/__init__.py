"""How an answer is given: read the question, admit the asker, look up, decide, record, answer. No framework."""
