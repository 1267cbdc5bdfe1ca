"""Who may do what on a stage, one file per part: `moderating` for those who lead it."""
