"""The market officer's cash: a drawer with its float, the count, and the banking bag."""
