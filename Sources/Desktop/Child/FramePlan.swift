internal import VPX

/// What the next frame is to hold, and how coarse.
struct FramePlan: Equatable {
    var kind: FrameSizeModel.Kind
    /// The macroblocks; `nil` for all.
    var map: [UInt8]?
    var quantizer: Int
    /// The sum over the macroblocks of the map.
    var activity: Int
    /// The picture without its details, which takes little; what it shows stays out of date.
    var isSketch = false
    /// More of the change is to follow.
    var isPart = false
}

/// Plans frames: what changed goes first, what is coarse after it, and no frame is longer than the line carries at once.
///
/// | | standard | sampling |
/// | --- | --- | --- |
/// | a change | as fine as 40 ms of the line allow, never so coarse that text is lost | as 30 frames a second allow |
/// | too much for that | longer frames; then part by part, sharp, each when the line has room | coarse |
/// | at rest | all becomes fine | becomes readable |
struct FramePlanner {
    /// What gives way.
    var mode: DesktopMode
    var bitsPerSecond: Int
    var maximumFrameRate: Int
    /// Below it a person sees no difference, and the error is beneath 45 dB.
    let finest: Int

    /// Finer than this, what moves costs the processor more and shows nobody more.
    private static let moving = 18
    /// From here on small text is lost.
    private static let readable = 40
    /// Of the frames that carry a large change part by part.
    private static let partQuantizer = 34
    private static let coarsest = 56
    /// Of a picture without details, which is to be there soon.
    private static let sketch = 52
    /// A still picture goes through these, from the coarsest one on that the line cannot skip.
    private static let refinementSteps = [28, 16]

    /// The next frame; `nil` when the receiver has all there is to show.
    /// - Parameter isMoving: one change follows another.
    func plan(_ grid: MacroblockGrid, model: FrameSizeModel, needsKeyFrame: Bool, isMoving: Bool) -> FramePlan? {
        if needsKeyFrame { return planKeyFrame(grid, model: model) }
        let outOfDate = grid.outOfDateCount
        if outOfDate > 0 {
            let finest = isMoving && outOfDate * 10 > grid.count ? Self.moving : self.finest
            return planChange(grid, model: model, finest: finest)
        }
        return planRefinement(grid, model: model)
    }

    /// The quantizer at which nothing is left to do.
    var restingQuantizer: Int { mode == .standard ? finest : max(finest, Self.refinementSteps[1]) }

    /// Of the frames of a movement, when none is to be left out.
    var bitsPerFrame: Double { bits(0.95 / Double(max(1, maximumFrameRate))) }

    private func bits(_ seconds: Double) -> Double { Double(bitsPerSecond) * seconds }

    private func planKeyFrame(_ grid: MacroblockGrid, model: FrameSizeModel) -> FramePlan {
        let activity = grid.activity(coarserThan: 0)
        let range = mode == .standard ? finest...Self.readable : finest...Self.coarsest
        let quantizer = model.quantizer(.key, activity: activity, bits: bits(0.2), in: range)
        guard model.bits(.key, activity: activity, quantizer: quantizer) > bits(0.8) else {
            return FramePlan(kind: .key, map: nil, quantizer: quantizer, activity: activity)
        }
        return FramePlan(kind: .key, map: nil, quantizer: Self.sketch, activity: 0, isSketch: true)
    }

    private func planChange(_ grid: MacroblockGrid, model: FrameSizeModel, finest: Int) -> FramePlan {
        let activity = grid.activity()
        guard mode == .standard else {
            let quantizer = model.quantizer(
                .change, activity: activity, bits: bitsPerFrame, in: finest...Self.coarsest)
            return makeChange(grid, quantizer: quantizer, activity: activity)
        }
        let quantizer = model.quantizer(.change, activity: activity, bits: bits(0.04), in: finest...Self.readable)
        if model.bits(.change, activity: activity, quantizer: quantizer) <= bits(0.5) {
            return makeChange(grid, quantizer: quantizer, activity: activity)
        }
        let limit = model.activity(.change, bits: bits(0.3), quantizer: Self.partQuantizer)
        let part = grid.makeMap(limit: limit)
        return FramePlan(
            kind: .change, map: part.map, quantizer: Self.partQuantizer, activity: part.activity,
            isPart: part.activity < activity)
    }

    /// Full-screen motion gains nothing from a map.
    private func makeChange(_ grid: MacroblockGrid, quantizer: Int, activity: Int) -> FramePlan {
        let isEverywhere = grid.outOfDateCount * 10 > grid.count * 6
        return FramePlan(
            kind: .change, map: isEverywhere ? nil : grid.makeMap().map, quantizer: quantizer, activity: activity)
    }

    private func planRefinement(_ grid: MacroblockGrid, model: FrameSizeModel) -> FramePlan? {
        let resting = restingQuantizer
        guard !grid.isFine(UInt8(resting)) else { return nil }
        var quantizer = resting
        let whole = grid.activity(coarserThan: UInt8(resting))
        if model.bits(.refinement, activity: whole, quantizer: resting) > bits(0.6) {
            quantizer = Self.refinementSteps.first { $0 > resting && !grid.isFine(UInt8($0 + 6)) } ?? resting
        }
        let limit = model.activity(.refinement, bits: bits(0.2), quantizer: quantizer)
        let part = grid.makeMap(coarserThan: UInt8(quantizer), limit: limit)
        return FramePlan(kind: .refinement, map: part.map, quantizer: quantizer, activity: part.activity)
    }
}
