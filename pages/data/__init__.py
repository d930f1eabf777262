"""What it rests on: data and models."""
