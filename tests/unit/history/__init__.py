"""What happened with past aid."""
