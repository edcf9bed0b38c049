/// A box of whole pixels; `x` and `y` may be negative, an empty box has no width or no height.
package struct PixelRectangle: Equatable, Sendable {
    /// The first column; columns count to the right.
    package var x: Int
    /// The first row; rows count downwards.
    package var y: Int
    /// Columns; an empty box may have fewer than none.
    package var width: Int
    /// Rows; an empty box may have fewer than none.
    package var height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The first column to the right of the box.
    package var maxX: Int { x + width }
    /// The first row below the box.
    package var maxY: Int { y + height }
    /// Whether the box holds no pixel.
    package var isEmpty: Bool { width <= 0 || height <= 0 }
    /// The number of pixels.
    package var area: Int { isEmpty ? 0 : width * height }

    /// The pixels that both boxes hold.
    package func intersection(_ other: PixelRectangle) -> PixelRectangle {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return PixelRectangle(
            x: left, y: top, width: max(0, min(maxX, other.maxX) - left), height: max(0, min(maxY, other.maxY) - top))
    }

    /// The smallest box that holds both; an empty box adds nothing.
    package func union(_ other: PixelRectangle) -> PixelRectangle {
        if isEmpty { return other }
        if other.isEmpty { return self }
        let left = min(x, other.x)
        let top = min(y, other.y)
        return PixelRectangle(
            x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
    }

    /// The same box seen from an origin at (`x`, `y`).
    package func relative(toX x: Int, y: Int) -> PixelRectangle {
        PixelRectangle(x: self.x - x, y: self.y - y, width: width, height: height)
    }

    /// Grows the box to even borders, because one chroma sample covers two by two pixels, and cuts it to the picture.
    package func alignedToChroma(width pictureWidth: Int, height pictureHeight: Int) -> PixelRectangle {
        let left = x & ~1
        let top = y & ~1
        let aligned = PixelRectangle(
            x: left, y: top, width: ((maxX + 1) & ~1) - left, height: ((maxY + 1) & ~1) - top)
        return aligned.intersection(PixelRectangle(x: 0, y: 0, width: pictureWidth, height: pictureHeight))
    }
}
