"""Registration: visits from booking to departure, and the house they happen in."""
