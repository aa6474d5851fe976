"""Grammar for what a sentence says besides names: hours, money, dates, flags. Pure functions over text."""
