"""What the services answer, one module for what is answered about one thing."""
