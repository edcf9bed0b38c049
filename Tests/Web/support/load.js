import { register } from 'node:module';

register('./resolve.js', import.meta.url);

/**
 * Imports a page's module as a browser does: all pages' modules lie in one folder, whichever source folder they are in.
 *
 * @param {string} path as in `/assets/PATH`
 */
export function load(path) {
    return import(new URL(`../../../Signaling/Web/${path}`, import.meta.url).href);
}
