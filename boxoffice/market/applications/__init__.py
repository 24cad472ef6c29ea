"""Applications as officers see them: the queue, one application and its decisions, specialist markets and scores."""
