"""Parts of the Forecast page that have widgets of their own."""
