"""What devices read and send: the bundle of a day, taps, receipt numbers, and what is decided and settled after."""
