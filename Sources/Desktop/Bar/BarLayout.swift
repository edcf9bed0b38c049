internal import VPX

/// Where things are on the bar, in the bar's own coordinates.
///
/// ```text
/// | padding · text · padding · [ padding/2 · label · padding/2 ] · padding/2 |
/// ```
struct BarLayout: Equatable {
    /// The bar's place on the root window: the middle of the monitor's upper edge.
    var window: PixelRectangle
    /// The button's box.
    var button: PixelRectangle
    /// Where the text's base line begins.
    var textOrigin: (x: Int, y: Int)
    /// Where the label's base line begins.
    var labelOrigin: (x: Int, y: Int)
    /// The text that fits.
    var text: String

    /// Lays out for one monitor; the button always fits, the text is cut.
    init(text: String, label: String, font: borrowing BarFont, monitor: PixelRectangle) {
        let padding = font.height * 3 / 4
        let buttonWidth = font.width(of: label) + 2 * padding
        let room = max(0, monitor.width - buttonWidth - 5 * padding / 2)
        self.text = font.fit(text, into: room)
        let textWidth = min(room, font.width(of: self.text))
        let height = font.height + padding * 3 / 2
        let width = min(monitor.width, textWidth + buttonWidth + 5 * padding / 2)
        window = PixelRectangle(
            x: monitor.x + (monitor.width - width) / 2, y: monitor.y, width: width, height: height)
        button = PixelRectangle(
            x: max(0, width - padding / 2 - buttonWidth), y: padding / 4, width: min(width, buttonWidth),
            height: height - padding / 2)
        let baseLine = (height - font.height) / 2 + font.ascent
        textOrigin = (padding, baseLine)
        labelOrigin = (button.x + padding, baseLine)
    }

    /// The origins follow from the rest, so they are not compared.
    static func == (left: BarLayout, right: BarLayout) -> Bool {
        left.window == right.window && left.button == right.button && left.text == right.text
    }
}
