"""One file a family of pages, as the views."""
