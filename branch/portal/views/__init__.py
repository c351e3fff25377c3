"""The portal's pages, one module a page family."""
