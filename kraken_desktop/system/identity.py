"""Who we are to the desktop."""

APP_NAME = "Kraken Desktop"
APP_ID = "io.github.kraken_desktop.KrakenDesktop"
