"""What a page costs, measured side by side with a bare Django view: python -m bench."""
