"""What stays on this computer: facts and history, settings, and the keyring."""
