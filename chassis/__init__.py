"""What every service stands on. No word of the domain enters here."""
