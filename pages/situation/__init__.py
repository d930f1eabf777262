"""What is: who runs short, where, how many people, what they need."""
