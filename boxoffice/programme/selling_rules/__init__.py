"""What the counter sells by: offers, extras and fees, caps, and the words for contact preferences."""
