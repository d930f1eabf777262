"""The API: the same use cases as pages and commands, for programs; ``app.build_app`` makes it."""
