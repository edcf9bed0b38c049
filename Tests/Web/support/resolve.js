import { existsSync } from 'node:fs';

const ROOTS = ['Signaling/Web/', 'Sources/WebAssets/Web/', 'Sources/Console/Web/']
    .map((folder) => new URL(`../../../${folder}`, import.meta.url).href);

/**
 * Finds a module of one page's folder in the folders of the others, as a server that serves them as one does.
 *
 * @param {string} specifier
 * @param {{parentURL?: string}} context
 * @param {(specifier: string, context: object) => unknown} next
 */
export function resolve(specifier, context, next) {
    const isPath = specifier.startsWith('.') || specifier.startsWith('file:');
    const address = isPath ? new URL(specifier, context.parentURL).href : '';
    const root = ROOTS.find((candidate) => address.startsWith(candidate));
    if (root === undefined) {
        return next(specifier, context);
    }
    const path = address.slice(root.length);
    const home = [root, ...ROOTS].find((candidate) => existsSync(new URL(candidate + path)));
    return { url: (home ?? root) + path, format: 'module', shortCircuit: true };
}
