"""Tell outside addresses of recommended actions: name them, put messages in the queue, send what is due."""
