"""Who may use the planner."""
