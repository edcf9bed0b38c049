"""Other WebRTC stacks, one module each, and what runs them against nearhand-peer."""
