"""The morning draw as a trader sees it: put a name down, take it back, read why."""
