"""Who hears of what, and how often it is tried. Nothing here sends anything."""
