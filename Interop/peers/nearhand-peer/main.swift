print("nearhand-peer")
