"""What to do: plans and what-ifs."""
