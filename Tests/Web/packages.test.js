import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { checkCommands, hasSupportManager, installCommands, readPackages } = await load('packages.js');

const archive = Object.freeze({
    name: 'nearhand-0.1.0-linux-x86_64.tar.gz', kind: 'archive', version: '0.1.0', architecture: 'x86_64',
    byteCount: 33_400_000, sha256: 'ab', path: '/packages/ab/nearhand-0.1.0-linux-x86_64.tar.gz',
    signaturePath: '/packages/ab/nearhand-0.1.0-linux-x86_64.tar.gz.sig',
});
const publisher = Object.freeze({ fingerprint: 'cd', path: '/packages/publisher.pem' });

test('a list of packages is read as it is', () => {
    assert.deepEqual(readPackages({ publisher, packages: [archive] }), { publisher, packages: [archive] });
    assert.deepEqual(readPackages({ packages: [] }), { publisher: null, packages: [] });
});

test('a list that is none, or leads elsewhere, is not read', () => {
    for (const body of [
        null, 'text', [], {}, { packages: 'none' }, { packages: [null] }, { packages: [{ ...archive, kind: 'snap' }] },
        { packages: [{ ...archive, byteCount: '33' }] }, { packages: [{ ...archive, path: 'https://elsewhere/' }] },
        { packages: [{ ...archive, signaturePath: 'javascript:alert(1)' }] },
    ]) {
        assert.equal(readPackages(body), null, JSON.stringify(body));
    }
    const foreign = readPackages({ publisher: { ...publisher, path: '//elsewhere' }, packages: [archive] });
    assert.equal(foreign?.publisher, null);
});

test('Support Manager exists for Linux, and for no phone, Windows, macOS or ChromeOS', () => {
    for (const [userAgent, expected] of /** @type {const} */ ([
        ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36', true],
        ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', true],
        ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36', false],
        ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36', false],
        ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36', false],
        ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.4 Safari/605.1.15', false],
        ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17.4 Mobile Safari/604.1', false],
        ['', false],
    ])) {
        assert.equal(hasSupportManager(userAgent), expected, userAgent);
    }
});

test('the commands name the files of the package', () => {
    assert.deepEqual(installCommands(archive).install,
        ['tar -xzf nearhand-0.1.0-linux-x86_64.tar.gz', 'nearhand-0.1.0-linux-x86_64/install']);
    const debian = { ...archive, kind: 'debian', name: 'nearhand_0.1.0_amd64.deb' };
    assert.deepEqual(installCommands(debian).install, ['sudo apt install ./nearhand_0.1.0_amd64.deb']);
    assert.ok(checkCommands(debian)[1].endsWith('nearhand_0.1.0_amd64.deb.sig nearhand_0.1.0_amd64.deb'));
});
