"""Work reports of governments: one text file per region and year, into counts of terms."""
