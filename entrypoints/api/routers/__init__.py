"""One file for each subject: parse, call one use case, show."""
