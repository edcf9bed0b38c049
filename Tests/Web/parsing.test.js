import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import test from 'node:test';

import { load } from './support/load.js';

const { groupDigits, parseDigits, parseSessionNumber } = await load('session-number.js');
const { readAddress } = await load('invitation-address.js');
const { cleanName, safeFileName } = await load('session/claims.js');
const { describeSystem } = await load('session/describe-system.js');
const { parseFingerprint } = await load('session/certificate.js');
const { SHA256 } = await load('session/sha256.js');
const { variant, variantName } = await load('variant.js');

test('a session number is accepted as people type it', () => {
    for (const typed of [
        '123456789', '123 456 789', ' 123-456-789 ', '１２３４５６７８９', '123\u3000456\u3000789', '123–456–789', '123\u202F456\u00A0789',
    ]) {
        assert.equal(parseSessionNumber(typed), '123456789', JSON.stringify(typed));
    }
});

test('anything else is no session number', () => {
    for (const typed of ['', '12345678', '1234567890', '12345678x', '123.456.789', '١٢٣٤٥٦٧٨٩', '1e8', '+123456789']) {
        assert.equal(parseSessionNumber(typed), null, JSON.stringify(typed));
    }
    assert.equal(parseDigits('１２３ 456', 6), '123456');
    assert.equal(parseDigits('12345', 6), null);
});

test('digits are grouped by three', () => {
    assert.equal(groupDigits('123456789'), '123 456 789');
    assert.equal(groupDigits('4071'), '407 1');
    assert.equal(groupDigits(''), '');
});

test('an address is a link, a damaged link, or none', () => {
    const secret = Buffer.alloc(32, 7).toString('base64url');
    assert.deepEqual(readAddress('/', ''), { kind: 'none' });
    assert.deepEqual(readAddress('/', `#${secret}`), { kind: 'none' });
    const link = readAddress('/j/aW52aXRhdGlvbg', `#${secret}`);
    assert.equal(link.kind, 'link');
    assert.equal(link.invitation, 'aW52aXRhdGlvbg');
    assert.deepEqual([...link.secret], new Array(32).fill(7));
    for (const [path, fragment] of [
        ['/j/aW52aXRhdGlvbg', ''], ['/j/aW52aXRhdGlvbg', '#'], ['/j/aW52aXRhdGlvbg', `#${secret.slice(0, -1)}`],
        ['/j/aW52aXRhdGlvbg', `#${secret}A`], ['/j/aW52aXRhdGlvbg', `#${secret.slice(0, -1)}=`], ['/j/', `#${secret}`],
        ['/j/a/b', `#${secret}`], ['/j/..%2f', `#${secret}`], ['/j/aW52aXRhdGlvbg', `#${secret.slice(0, 42)}!`],
    ]) {
        assert.deepEqual(readAddress(path, fragment), { kind: 'damaged' }, `${path}${fragment}`);
    }
});

test('a name is one line without characters that turn or hide it', () => {
    assert.equal(cleanName('  Wei-Ling\n Chen '), 'Wei-Ling Chen');
    assert.equal(cleanName('\u202Eneh\u202C'), 'neh');
    assert.equal(cleanName('陳小姐'), '陳小姐');
    assert.equal(cleanName('\u200B\u0000'), '');
    assert.equal([...cleanName('😀'.repeat(200))].length, 80);
});

test('a file name becomes one safe component', () => {
    for (const [claim, expected] of [
        ['report.pdf', 'report.pdf'], ['../../etc/passwd', 'passwd'], ['..\\..\\boot.ini', 'boot.ini'], ['/', 'file'],
        ['..', 'file'], ['.', 'file'], ['', 'file'], ['.bashrc', 'bashrc'], ['-rf', 'rf'], ['a\u0000b', 'ab'],
        ['con', '_con'], ['COM1.txt', '_COM1.txt'], ['CONIN$', '_CONIN$'], ['console.log', 'console.log'],
        ['evil\u202Egpj.exe', 'evilgpj.exe'], ['a:b', 'a_b'], ['name. . ', 'name'], ['印表機.pdf', '印表機.pdf'],
        ['a\u0301', '\u00e1'], ['x\u200By', 'xy'],
    ]) {
        assert.equal(safeFileName(claim), expected, JSON.stringify(claim));
    }
    const long = safeFileName(`${'印'.repeat(300)}.pdf`);
    assert.ok(Buffer.byteLength(long) <= 200);
    assert.ok(long.endsWith('.pdf'));
});

test('the system and the browser are named', () => {
    for (const [userAgent, expected] of [
        ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
            'Linux · Chrome 156'],
        ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 '
            + 'Safari/537.36 Edg/156.0.0.0', 'Windows · Edge 156'],
        ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 '
            + 'Safari/605.1.15', 'macOS · Safari 18'],
        ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Linux · Firefox 140'],
        ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) '
            + 'Version/18.0 Mobile/15E148 Safari/604.1', 'iOS · Safari 18'],
        ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
            'Android · Chrome 156'],
        ['', ''],
    ]) {
        assert.equal(describeSystem({ userAgent }), expected);
    }
});

test('a fingerprint is 32 pairs', () => {
    const pairs = new Array(32).fill('aB').join(':');
    assert.deepEqual([...parseFingerprint(pairs)], new Array(32).fill(0xab));
    for (const text of ['', pairs.slice(3), `${pairs}:00`, pairs.replace('aB', 'xx'), pairs.replaceAll(':', ' ')]) {
        assert.equal(parseFingerprint(text), null);
    }
});

test('SHA-256 fits the published examples', () => {
    // FIPS 180-4's examples, from NIST's page of example values.
    for (const [text, expected] of [
        ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
        ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
        ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
            '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    ]) {
        const digest = new SHA256();
        digest.update(new TextEncoder().encode(text));
        assert.equal(digest.finish(), expected);
    }
});

test('SHA-256 fits for every length, however the bytes are cut', () => {
    for (let length = 0; length < 300; length += 1) {
        const bytes = randomBytes(length);
        const digest = new SHA256();
        for (let offset = 0, step = 1; offset < length; offset += step, step = (step * 7) % 130 + 1) {
            digest.update(bytes.subarray(offset, offset + step));
        }
        assert.equal(digest.finish(), createHash('sha256').update(bytes).digest('hex'), String(length));
    }
});

test('a variant is its name and its payload', () => {
    assert.deepEqual(variant({ live: { request: 'r' } }), ['live', { request: 'r' }]);
    assert.equal(variantName({ waiting: {} }), 'waiting');
    assert.throws(() => variant({}), TypeError);
});
