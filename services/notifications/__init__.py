"""What each visitor and each desk is told, by which channel, and whether it arrived."""
