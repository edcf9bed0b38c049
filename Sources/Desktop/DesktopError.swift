package import VPX

/// Why the desktop cannot be shown.
package enum DesktopError: Error, Equatable, Sendable {
    /// No X server answers at the display's address.
    case noDisplay
    /// An X server answers there and does not let this program in.
    case displayRefused
    /// The X server is Xwayland, which holds no picture of the desktop.
    case waylandOnly
    /// The X server lacks an extension, or has it in too old a version.
    case missingExtension(Extension)
    /// The monitor that was to be shown is not there, or not there any more.
    case noMonitor
    /// Pixels are not 32 bits of blue, green, red, padding.
    case unsupportedPixelFormat(bitsPerPixel: Int)
    /// Pixels could not be read, several times in a row.
    case captureFailed
    /// No font for the bar can be opened.
    case noFont
    /// All windows that were to be shown are closed.
    case windowsClosed
    /// The bar is gone: nobody may be shown what nobody can stop.
    case barLost
    /// The encoder failed.
    case codec(VPXError)

    /// An extension of the X server that capture needs.
    package enum Extension: Sendable {
        /// XDamage: what was drawn on.
        case damage
        /// XComposite: windows' own pixels.
        case composite
        /// XFixes: the pointer's picture, and regions.
        case fixes
        /// XRandR: the monitors.
        case randr
        /// XInput 2: raw motion of the pointer.
        case input
    }
}
