"""The pages, one script per question; run inside the frame of ``app.py``."""
