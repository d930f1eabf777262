"""The parts of the Data page: the desk where files are put, the upload on it, what is stored."""
