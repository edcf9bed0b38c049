import { element, setText } from './dom.js';
import { Texts } from './i18n.js';
import { icon } from './icons.js';
import { makeLanguagePicker } from './language-picker.js';
import { checkCommands, hasSupportManager, installCommands } from './packages.js';
import { fetchPackages } from './support-menu.js';

/** @typedef {import('./i18n.js').TextKey} TextKey */
/** @typedef {import('./packages.js').PackageListing} PackageListing */
/** @typedef {import('./packages.js').SupportPackage} SupportPackage */

/** The page of *Support → Download*. */
class DownloadPage {
    #texts = Texts.forPage(document);
    #place;

    /** @param {HTMLElement} place where the packages are drawn */
    constructor(place) {
        this.#place = place;
    }

    async start() {
        document.getElementById('language')?.append(makeLanguagePicker(this.#texts));
        const listing = await fetchPackages();
        const draw = () => this.#draw(listing);
        // Sizes and names stand inside sentences, which another language builds anew.
        this.#texts.addEventListener('change', draw);
        draw();
    }

    /** @param {PackageListing | null} listing */
    #draw(listing) {
        if (listing === null) {
            this.#place.replaceChildren(this.#makeBanner('download.unreachable'));
            return;
        }
        const parts = [];
        if (!hasSupportManager(navigator.userAgent)) {
            parts.push(this.#makeBanner('download.otherSystem', 'download.otherSystemDetail'));
        } else if (listing.packages.length === 0) {
            parts.push(this.#makeBanner('download.none', 'download.noneDetail'));
        }
        parts.push(...listing.packages.map((offered) => this.#makePackage(offered)));
        const [first] = listing.packages;
        if (listing.publisher !== null && first !== undefined) {
            parts.push(this.#makeCheck(listing.publisher, first));
        }
        this.#place.replaceChildren(...parts);
    }

    /**
     * @param {TextKey} key
     * @returns {HTMLElement}
     */
    #sentence(key) {
        return this.#texts.bind(element('p'), key);
    }

    /**
     * @param {TextKey} what
     * @param {TextKey} [detail]
     */
    #makeBanner(what, detail) {
        const sentences = element('div', {}, this.#sentence(what));
        if (detail !== undefined) {
            const join = element('a', { href: '/' });
            sentences.append(this.#sentence(detail),
                element('p', {}, this.#texts.bind(join, 'download.joinHere')));
        }
        return element('div', { class: 'banner', role: 'status' }, icon('info'), sentences);
    }

    /** @param {SupportPackage} offered */
    #makePackage(offered) {
        const texts = this.#texts;
        const { install, remove } = installCommands(offered);
        const isDebian = offered.kind === 'debian';
        const get = element('a', { class: 'button button-primary', href: offered.path, download: offered.name },
            icon('download'), texts.bind(element('span'), 'download.get'));
        texts.bindAttribute(get, 'aria-label', 'download.getNamed', { name: offered.name });
        const signature = element('a', { href: offered.signaturePath, download: `${offered.name}.sig` });
        texts.bindAttribute(signature, 'aria-label', 'download.signatureNamed', { name: offered.name });
        const facts = texts.bind(element('p', { class: 'quiet' }), 'download.facts', {
            version: offered.version, architecture: offered.architecture, size: texts.byteCount(offered.byteCount),
        });
        return element('section', { class: 'panel package' },
            texts.bind(element('h2'), isDebian ? 'download.debian' : 'download.archive'),
            this.#sentence(isDebian ? 'download.debianHow' : 'download.archiveHow'),
            element('p', { class: 'package-name' }, offered.name), facts,
            element('div', { class: 'card-actions' }, get),
            this.#sentence('download.install'), makeCommands(install),
            this.#sentence('download.remove'), makeCommands(remove),
            element('dl', { class: 'package-digest' },
                texts.bind(element('dt'), 'download.sha256'), element('dd', {}, offered.sha256)),
            element('p', {}, texts.bind(signature, 'download.signature')));
    }

    /**
     * @param {{fingerprint: string, path: string}} publisher
     * @param {SupportPackage} example
     */
    #makeCheck(publisher, example) {
        const texts = this.#texts;
        const key = element('a', { href: publisher.path, download: 'publisher.pem' });
        return element('section', { class: 'panel package' },
            texts.bind(element('h2'), 'download.check'), this.#sentence('download.checkLead'),
            makeCommands(checkCommands(example)),
            element('dl', { class: 'package-digest' },
                texts.bind(element('dt'), 'download.fingerprint'), element('dd', {}, publisher.fingerprint)),
            element('p', {}, texts.bind(key, 'download.key')));
    }
}

/**
 * Lines for a shell.
 *
 * @param {readonly string[]} lines
 */
function makeCommands(lines) {
    const code = element('code');
    setText(code, lines.join('\n'));
    return element('pre', { class: 'commands' }, code);
}

const place = document.getElementById('packages');
if (place !== null) {
    await new DownloadPage(place).start();
}
