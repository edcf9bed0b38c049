/**
 * What `describeSystem` reads of `navigator`.
 *
 * @typedef {object} NavigatorClaims
 * @property {string} userAgent
 * @property {NavigatorUserAgentData} [userAgentData]
 */

const SYSTEMS = Object.freeze(/** @type {const} */ ([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/CrOS/, 'ChromeOS'],
    [/Mac OS X|Macintosh/, 'macOS'],
    [/Linux|X11/, 'Linux'],
]));

const BROWSERS = Object.freeze(/** @type {const} */ ([
    [/Edg(?:A|iOS)?\/(\d+)/, 'Edge'],
    [/OPR\/(\d+)/, 'Opera'],
    [/Firefox\/(\d+)/, 'Firefox'],
    [/FxiOS\/(\d+)/, 'Firefox'],
    [/(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
    [/Version\/(\d+).*Safari/, 'Safari'],
]));

/**
 * Names the operating system and the browser, so that a host knows what the customer sees: `Windows · Chrome 156`.
 *
 * @param {NavigatorClaims} claims
 * @returns {string}
 */
export function describeSystem({ userAgent, userAgentData }) {
    const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? userAgentData?.platform ?? '';
    for (const [pattern, name] of BROWSERS) {
        const version = pattern.exec(userAgent)?.[1];
        if (version !== undefined) {
            return system === '' ? `${name} ${version}` : `${system} · ${name} ${version}`;
        }
    }
    return system;
}
