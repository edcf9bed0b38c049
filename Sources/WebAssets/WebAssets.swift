/// The modules, texts and styles that the service's pages and the node's pages share.
package enum WebAssets {
    /// Every file of `Sources/WebAssets/Web`, served below `/assets/` beside the server's own files.
    ///
    /// All of them lie flat, so that a page's module imports `./i18n.js` whichever folder it was written in.
    package static let shared = WebAsset.make(from: EmbeddedWeb.files)
}
