"""What the page Health says, and the parts it is made of."""
