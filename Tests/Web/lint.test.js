import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

const ROOTS = ['Signaling/Web/', 'Sources/WebAssets/Web/', 'Sources/Console/Web/'];

/** Every file of every page, by its path in the project. */
const FILES = ROOTS.flatMap((root) => {
    const folder = new URL(`../../${root}`, import.meta.url);
    return readdirSync(folder, { recursive: true })
        .map(String)
        .filter((name) => /\.(js|html|css)$/.test(name))
        .map((name) => ({ path: root + name, text: readFileSync(new URL(name, folder), 'utf8') }));
});

/** What no page may hold, and why. */
const RULES = [
    { name: 'the type any', in: /\.js$/, pattern: /\{[^}\n]*\bany\b[^}\n]*\}|@type \{\*\}|\{\?\}/ },
    { name: '@ts-ignore and its like', in: /\.js$/, pattern: /@ts-(ignore|expect-error|nocheck)/ },
    { name: 'markup from strings', in: /\.js$/,
        pattern: /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser)\b/ },
    { name: 'code from strings', in: /\.js$/, pattern: /\beval\s*\(|\bnew Function\b|javascript:/ },
    { name: 'an inline handler', in: /\.html$/, pattern: /\son[a-z]+\s*=/i },
    { name: 'an inline script', in: /\.html$/, pattern: /<script(?![^>]*\ssrc=)/i },
    { name: 'an inline style', in: /\.html$/, pattern: /<style|\sstyle\s*=/i },
    { name: 'an address of another site', in: /\.(html|css)$/, pattern: /(src|href)="(https?:)?\/\/|url\(["']?(https?:)?\/\//i },
    { name: 'a tabulator', in: /./, pattern: /\t/ },
    { name: 'a line of more than 120 characters', in: /./, pattern: /^.{121,}$/mu },
    { name: 'white space at the end of a line', in: /./, pattern: /[ \t]$/m },
];

/**
 * A rule's finding in one text, or `null`.
 *
 * @param {string} path
 * @param {string} text
 */
function finding(path, text) {
    for (const rule of RULES) {
        const match = rule.in.test(path) ? rule.pattern.exec(text) : null;
        if (match !== null) {
            return `${path}: ${rule.name}: ${match[0].trim().slice(0, 60)}`;
        }
    }
    return null;
}

test('there are pages to check', () => {
    for (const root of ROOTS) {
        assert.ok(FILES.some(({ path }) => path.startsWith(root)), root);
    }
});

for (const { path, text } of FILES) {
    test(`${path} keeps the rules`, () => {
        assert.equal(finding(path, text), null);
    });
}

test('the rules find what they forbid', () => {
    for (const [path, text] of [
        ['x.js', '/** @param {any} value */'], ['x.js', '/** @type {Map<string, any>} */'], ['x.js', '// @ts-ignore'],
        ['x.js', '// @ts-expect-error'], ['x.js', 'node.innerHTML = text;'], ['x.js', 'eval(text)'],
        ['x.html', '<a onclick="go()">'], ['x.html', '<script>go()</script>'], ['x.html', '<p style="color: red">'],
        ['x.html', '<script src="https://example.org/x.js"></script>'], ['x.css', `${'x'.repeat(121)}`],
        ['x.css', 'a { background: url(//example.org/x) }'], ['x.js', 'let a; \nlet b;'],
    ]) {
        assert.notEqual(finding(path, text), null, text);
    }
    assert.equal(finding('x.js', '/** Whether there is any prompt. */'), null);
});

test('relative imports lead to a module that exists', () => {
    const paths = new Set(FILES.map(({ path }) => ROOTS.reduce((rest, root) => rest.replace(root, ''), path)));
    for (const { path, text } of FILES.filter((file) => file.path.endsWith('.js'))) {
        const place = ROOTS.reduce((rest, root) => rest.replace(root, ''), path);
        for (const [, specifier] of text.matchAll(/from ['"](\.[^'"]+)['"]/g)) {
            const target = new URL(specifier, `https://site/${place}`).pathname.slice(1);
            assert.ok(paths.has(target), `${path} imports ${specifier}`);
        }
    }
});
