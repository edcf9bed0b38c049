// The desktop child as a program of its own, because a test bundle cannot be started again as a child.
import Desktop

DesktopChild.run(arguments: Array(CommandLine.arguments.dropFirst()))
