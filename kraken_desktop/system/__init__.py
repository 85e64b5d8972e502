"""The desktop around us: notices, autostart, launchers, one instance, waking up. Implements the services' ports."""
