/**
 * The text of what keeps a person from joining.
 *
 * @param {import('./snapshots.js').JoinProblem} problem
 * @param {boolean} triesByItself whether the site is tried again without the person
 * @returns {import('./i18n.js').TextKey}
 */
export function problemKey(problem, triesByItself) {
    return problem === 'siteUnreachable' && triesByItself ? 'join.siteUnreachable' : `problem.${problem}`;
}
