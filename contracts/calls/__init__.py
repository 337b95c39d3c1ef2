"""What the services can be asked by RPC: the published requests."""
