"""The nouns of the field and their arithmetic; no files, no solver, no user interface."""
