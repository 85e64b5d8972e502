"""What the app does: asyncio, no Qt, no HTTP."""
