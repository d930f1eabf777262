"""Who may use this installation: sign-in, sessions, accounts."""
