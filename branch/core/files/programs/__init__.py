"""Programs that read what strangers made; each is started by `apart` and imports nothing of the portal."""
