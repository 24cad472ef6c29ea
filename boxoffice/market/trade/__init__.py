"""The balance of trade at the market desk: commodities, traders' lines, caps, leave, and the board of a day."""
