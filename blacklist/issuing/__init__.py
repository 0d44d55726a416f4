"""Documents as they are issued: what a record of the court says is put into a content, numbered, sealed and kept."""
