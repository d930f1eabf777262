"""How long orders take, how late they come and what their freight costs, learnt from past orders."""
