"""The staff console and the public display: a client of the gateway's HTTP API and nothing else."""
