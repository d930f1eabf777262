"""How the product looks, on screens and on paper: colours, scales, the ground of maps. Knows no figures."""
