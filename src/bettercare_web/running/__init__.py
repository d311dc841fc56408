"""Running the service: the command, health, backup, settings that are refused."""
