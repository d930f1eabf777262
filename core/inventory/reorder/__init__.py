"""When and how much to order for a service level: at one place, and at a depot and its camps together."""
