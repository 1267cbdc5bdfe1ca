"""Every read that has a name, one file per noun."""
