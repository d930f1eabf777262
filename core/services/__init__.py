"""One use case per file; every door (page, command, worker) calls these and nothing below them."""
