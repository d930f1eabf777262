"""The doors besides the pages, each thin: command line and worker."""
