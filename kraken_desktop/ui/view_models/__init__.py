"""Pure functions from the state to the frozen values that widgets show."""
