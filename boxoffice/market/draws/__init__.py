"""The morning draw at the market desk: promise, queue, run, outcome."""
