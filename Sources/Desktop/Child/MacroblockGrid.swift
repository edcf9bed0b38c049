internal import VPX

/// What the receiver has of each macroblock: which are out of date, and how coarse the others are.
struct MacroblockGrid: Equatable {
    /// Of a macroblock that changed since it was encoded, or was never encoded.
    static let outOfDate = UInt8.max

    /// Macroblocks of 16 by 16 pixels; the last of a row or column may be cut.
    let columns: Int
    /// Rows of them.
    let rows: Int
    /// 0 (finest) … 63 of the last encoding, or `outOfDate`; row by row.
    private(set) var quantizers: [UInt8]
    /// How much there is to encode: the sum of the differences between neighbouring pixels; 0 is one colour.
    private(set) var activities: [Int32]
    /// Which change put them out of date first, counted up: who waits longest goes first. A small change, such as a
    /// letter, does not wait behind a large one; nor does a dialog that comes while a page is still being sent.
    private var turns: [UInt32]
    private var changeCount: UInt32 = 1

    /// Every macroblock is out of date, and none was measured.
    init(width: Int, height: Int) {
        columns = (width + 15) / 16
        rows = (height + 15) / 16
        quantizers = Array(repeating: Self.outOfDate, count: columns * rows)
        activities = Array(repeating: 0, count: columns * rows)
        turns = Array(repeating: 1, count: columns * rows)
    }

    var count: Int { columns * rows }

    /// Macroblocks that are out of date.
    var outOfDateCount: Int { quantizers.count { $0 == Self.outOfDate } }

    /// Whether all are at most as coarse as this.
    func isFine(_ quantizer: UInt8) -> Bool { !quantizers.contains { $0 > quantizer } }

    /// The receiver has nothing, or not the same any more.
    mutating func invalidate() {
        for index in quantizers.indices { quantizers[index] = Self.outOfDate }
    }

    /// Measures the macroblocks that a box touches, and takes note that they changed.
    /// - Parameter isMoving: one change follows another; only letters then go first, so that a film does not keep the rest
    ///   of the page waiting for ever.
    mutating func noteDamage(_ box: PixelRectangle, of picture: borrowing VideoImage, isMoving: Bool = false) {
        let box = box.intersection(PixelRectangle(x: 0, y: 0, width: picture.width, height: picture.height))
        guard !box.isEmpty else { return }
        changeCount += 1
        let touched = (
            rows: box.y / 16...min(rows - 1, (box.maxY - 1) / 16),
            columns: box.x / 16...min(columns - 1, (box.maxX - 1) / 16)
        )
        let isSmall = touched.rows.count * touched.columns.count <= max(4, isMoving ? count / 20 : count / 6)
        for row in touched.rows {
            for column in touched.columns {
                let index = row * columns + column
                if isSmall {
                    turns[index] = 0
                } else if quantizers[index] != Self.outOfDate {
                    turns[index] = changeCount
                }
                quantizers[index] = Self.outOfDate
                activities[index] = picture.activity(column: column, row: row)
            }
        }
    }

    /// Takes note that the macroblocks of `map` were encoded.
    /// - Parameter map: `nil` for all.
    mutating func noteEncoded(_ map: [UInt8]?, quantizer: Int) {
        let quantizer = UInt8(clamping: min(quantizer, 63))
        for index in quantizers.indices where map?[index] != 0 { quantizers[index] = quantizer }
    }

    /// The sum of `activities` of the macroblocks that are out of date, or coarser than a quantizer.
    func activity(coarserThan quantizer: UInt8 = Self.outOfDate - 1) -> Int {
        var sum = 0
        for index in quantizers.indices where quantizers[index] > quantizer {
            sum += Int(activities[index]) + Self.baseActivity
        }
        return sum
    }

    /// Macroblocks coarser than a quantizer by their turns, each change from its top, as many as fit.
    /// - Parameter limit: of the sum of their activities; one row of macroblocks is taken whatever it has.
    func makeMap(coarserThan quantizer: UInt8 = Self.outOfDate - 1, limit: Int = .max) -> (map: [UInt8], activity: Int)
    {
        var map = [UInt8](repeating: 0, count: count)
        var order = quantizers.indices.filter { quantizers[$0] > quantizer }
        if limit < .max { order.sort { turns[$0] == turns[$1] ? $0 < $1 : turns[$0] < turns[$1] } }
        var sum = 0
        for (position, index) in order.enumerated() {
            let next = sum + Int(activities[index]) + Self.baseActivity
            if next > limit, position >= columns { break }
            map[index] = 1
            sum = next
        }
        return (map, sum)
    }

    /// Of a macroblock of one colour: it takes some bits to say even that.
    private static let baseActivity = 16
}

extension VideoImage {
    /// The sum of the luma differences to the right and below, in every second row of a macroblock.
    fileprivate func activity(column: Int, row: Int) -> Int32 {
        let left = column * 16
        var sum: Int32 = 0
        for y in stride(from: row * 16, to: min(row * 16 + 16, height - 1), by: 2) {
            // Rows are padded to a multiple of 64 bytes, and a row and the chroma planes follow the last one read.
            let pixels = UnsafeRawPointer(luma + y * lumaStride + left)
            let here = pixels.loadUnaligned(as: SIMD16<UInt8>.self)
            let right = pixels.loadUnaligned(fromByteOffset: 1, as: SIMD16<UInt8>.self)
            let below = pixels.loadUnaligned(fromByteOffset: lumaStride, as: SIMD16<UInt8>.self)
            sum += Int32(here.distance(to: right)) + Int32(here.distance(to: below))
        }
        return sum
    }
}

extension SIMD16<UInt8> {
    /// The sum of absolute differences, 4080 at most.
    fileprivate func distance(to other: Self) -> UInt16 {
        let high = pointwiseMax(self, other)
        let low = pointwiseMin(self, other)
        return SIMD16<UInt16>(truncatingIfNeeded: high &- low).wrappedSum()
    }
}
