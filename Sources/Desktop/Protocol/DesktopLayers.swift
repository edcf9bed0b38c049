/// How the frames are divided, so that a viewer whose line is narrow gets fewer of them.
package enum DesktopLayers: UInt8, CaseIterable, Sendable {
    /// Each frame may need all before it: the fewest bytes, for one viewer.
    case single = 0
    /// All are of layer 0, and the next may be of layer 1 without a key frame: about a tenth more bytes.
    case base = 1
    /// While something moves every second frame is of layer 1, which no other needs; at rest all are of layer 0.
    case two = 2
}
