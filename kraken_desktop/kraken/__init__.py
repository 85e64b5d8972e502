"""Octopus's API: HTTP, tokens, allowances, and what its answers mean in the domain's words."""
