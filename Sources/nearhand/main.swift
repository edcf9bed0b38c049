print("nearhand")
