import { enSession } from './catalogue-en-session.js';
import { enConsole } from './catalogue-en-console.js';
import { enCustomer } from './catalogue-en-customer.js';
import { enNotices } from './catalogue-en-notices.js';
import { enHelp } from './catalogue-en-help.js';
import { enManager } from './catalogue-en-manager.js';

/**
 * Every text of the interface in English. The keys are grouped by the part of the interface, and `catalogue-zh-Hant.js`
 * has the same ones. A `{name}` in braces is filled in with a value.
 */
export const en = Object.freeze({ ...enSession, ...enConsole, ...enCustomer, ...enNotices, ...enManager, ...enHelp });
