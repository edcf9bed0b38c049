import CFuzzer
import FuzzEntries
import Glibc

// `NEARHAND_FUZZ_ENTRY` chooses which entry the inputs go to; the arguments are libFuzzer's own.
let name = getenv("NEARHAND_FUZZ_ENTRY").map { String(cString: $0) } ?? ""
guard let entry = FuzzEntry(rawValue: name) else {
    let names = FuzzEntry.allCases.map(\.rawValue).joined(separator: " ")
    print("NEARHAND_FUZZ_ENTRY is one of: \(names)")
    exit(2)
}
ChosenEntry.value = entry

var count = CommandLine.argc
// libFuzzer writes to neither the strings nor the list.
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
// Called on this thread, with the input valid during the call.
let status = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
    ChosenEntry.value.run(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count).span)
    return 0
}
exit(status)

/// What the callback, which has no context, feeds. Written once, before libFuzzer starts.
enum ChosenEntry {
    nonisolated(unsafe) static var value = FuzzEntry.stunMessage
}
