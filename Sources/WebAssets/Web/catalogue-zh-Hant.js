import { zhHantSession } from './catalogue-zh-Hant-session.js';
import { zhHantConsole } from './catalogue-zh-Hant-console.js';
import { zhHantCustomer } from './catalogue-zh-Hant-customer.js';
import { zhHantNotices } from './catalogue-zh-Hant-notices.js';
import { zhHantHelp } from './catalogue-zh-Hant-help.js';
import { zhHantManager } from './catalogue-zh-Hant-manager.js';

/**
 * Every text of the interface in Traditional Chinese; the same keys as `catalogue-en.js`.
 *
 * @type {Readonly<Record<keyof typeof import('./catalogue-en.js').en, string>>}
 */
export const zhHant = Object.freeze({
    ...zhHantSession, ...zhHantConsole, ...zhHantCustomer, ...zhHantNotices, ...zhHantManager, ...zhHantHelp,
});
