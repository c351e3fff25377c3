"""The portal's pages, a module for each group of pages."""
