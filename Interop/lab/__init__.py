"""What the benchmarks and the NAT laboratory share: network namespaces, emulated links, processes told by lines."""
