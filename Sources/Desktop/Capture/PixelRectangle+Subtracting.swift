internal import VPX

extension PixelRectangle {
    /// The pixels of this box that the other one does not hold, as boxes that do not overlap, four at most.
    func subtracting(_ other: PixelRectangle) -> [PixelRectangle] {
        let common = intersection(other)
        guard !common.isEmpty else { return isEmpty ? [] : [self] }
        let parts = [
            PixelRectangle(x: x, y: y, width: width, height: common.y - y),
            PixelRectangle(x: x, y: common.maxY, width: width, height: maxY - common.maxY),
            PixelRectangle(x: x, y: common.y, width: common.x - x, height: common.height),
            PixelRectangle(x: common.maxX, y: common.y, width: maxX - common.maxX, height: common.height),
        ]
        return parts.filter { !$0.isEmpty }
    }
}

extension Array<PixelRectangle> {
    /// The pixels of these boxes that the other one does not hold.
    func subtracting(_ other: PixelRectangle) -> [PixelRectangle] {
        flatMap { $0.subtracting(other) }
    }

    /// Cuts each box to another one and leaves out what is empty then.
    func intersection(_ other: PixelRectangle) -> [PixelRectangle] {
        map { $0.intersection(other) }.filter { !$0.isEmpty }
    }
}
