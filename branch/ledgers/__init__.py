"""Records out: one projection of records to screen, print, xlsx and docx."""
