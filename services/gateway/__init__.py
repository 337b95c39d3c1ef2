"""The one door for front ends: an HTTP API over the services' calls and events."""
