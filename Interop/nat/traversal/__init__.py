"""The NAT laboratory: an internet with a relay, two sites behind gateways, and what their nodes make of it."""
