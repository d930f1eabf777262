"""Everything of the pages that is not a page: frame, state, caches, drawing."""
