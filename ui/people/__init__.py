"""Who is signed in, and what people do with accounts."""
