"""Ask sources over the network, when a person or a flow says so; no page does."""
