import FuzzEntries
import Glibc

/// libFuzzer's hook: `NEARHAND_FUZZ_ENTRY` chooses which entry the inputs go to.
///
/// libFuzzer calls it on one thread, with `start` valid during the call.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
    chosenEntry.run(bytes.span)
    return 0
}

private let chosenEntry: FuzzEntry = {
    let name = getenv("NEARHAND_FUZZ_ENTRY").map { String(cString: $0) } ?? ""
    guard let entry = FuzzEntry(rawValue: name) else {
        let names = FuzzEntry.allCases.map(\.rawValue).joined(separator: " ")
        fatalError("NEARHAND_FUZZ_ENTRY is one of: \(names)")
    }
    return entry
}()
