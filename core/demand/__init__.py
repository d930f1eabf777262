"""What people took of each item at each place: what stock reports tell, what an empty shelf hid, what comes next."""
