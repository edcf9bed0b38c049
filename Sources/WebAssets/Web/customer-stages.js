import { element, setText, uniqueID } from './dom.js';
import { icon } from './icons.js';
import { groupDigits, parseDigits, parseSessionNumber } from './session-number.js';
import { variant } from './variant.js';

/** @typedef {import('./i18n.js').Texts} Texts */
/** @typedef {import('./i18n.js').TextKey} TextKey */
/** @typedef {import('./snapshots.js').CustomerSnapshot} CustomerSnapshot */
/** @typedef {import('./snapshots.js').CustomerCommand} CustomerCommand */

/**
 * What the customer sees before and after the conversation: one card for each stage.
 *
 * @typedef {object} StageCard
 * @property {HTMLElement} element
 * @property {(snapshot: CustomerSnapshot) => void} draw
 * @property {HTMLElement} focusTarget where the focus goes when the card appears
 */

/**
 * What a card may do.
 *
 * @typedef {object} StageContext
 * @property {Texts} texts
 * @property {(command: CustomerCommand) => void} send
 * @property {(() => void) | null} again starts over; `null` where the page cannot
 */

/** How long a name may be; the host's list has to show it. */
const NAME_MAXIMUM = 60;

/**
 * The host's name as the service claims it, or *Your host*.
 *
 * @param {Texts} texts
 * @param {CustomerSnapshot} snapshot
 * @returns {string}
 */
export function hostName(texts, snapshot) {
    return snapshot.hostDisplayName ?? texts.text('join.unknownHost');
}

/**
 * Makes the card for a stage; a stage that has none (*connected*) gets `null`.
 *
 * @param {import('./variant.js').Variant<import('./snapshots.js').CustomerStage>[0]} stage
 * @param {StageContext} context
 * @returns {StageCard | null}
 */
export function makeStageCard(stage, context) {
    switch (stage) {
    case 'enterNumber':
        return makeNumberCard(context);
    case 'enterName':
        return makeNameCard(context);
    case 'connectingToSite':
        return makeWaitingCard(context, 'join.connectingToSite', null);
    case 'waiting':
        return makeWaitingCard(context, 'join.waiting', 'join.waitingDetail');
    case 'hostAway':
        return makeWaitingCard(context, 'join.hostAway', 'join.hostAwayDetail');
    case 'connecting':
        return makeWaitingCard(context, 'join.connecting', 'join.connectingDetail');
    case 'declined':
        return makeDeclinedCard(context);
    case 'typeDigits':
        return makeDigitsCard(context);
    case 'readBack':
        return makeReadBackCard(context);
    case 'ended':
        return makeEndCard(context);
    case 'connected':
        return null;
    }
}

/**
 * A labelled field with a hint and a place for what is wrong with it.
 *
 * @param {StageContext} context
 * @param {HTMLInputElement} input
 * @param {TextKey} label
 * @param {TextKey | null} hint
 */
function makeField({ texts }, input, label, hint) {
    const id = uniqueID('field');
    const problem = element('p', { class: 'field-problem', id: `${id}-problem`, role: 'alert' });
    const box = element('div', { class: 'field' }, texts.bind(element('label', { for: id }), label), input);
    input.id = id;
    let described = `${id}-problem`;
    if (hint !== null) {
        box.append(texts.bind(element('p', { class: 'field-hint', id: `${id}-hint` }), hint));
        described += ` ${id}-hint`;
    }
    input.setAttribute('aria-describedby', described);
    box.append(problem);
    input.addEventListener('input', () => showProblem(texts, input, problem, null));
    return { box, problem };
}

/**
 * @param {Texts} texts
 * @param {HTMLInputElement} input
 * @param {HTMLElement} place
 * @param {TextKey | null} key
 */
function showProblem(texts, input, place, key) {
    input.setAttribute('aria-invalid', String(key !== null));
    if (key === null) {
        delete place.dataset.text;
        setText(place, '');
    } else {
        texts.bind(place, key);
    }
}

/** @param {StageContext} context */
function makeNameField(context) {
    const input = element('input', {
        type: 'text', name: 'name', autocomplete: 'name', maxlength: NAME_MAXIMUM, spellcheck: 'false',
    });
    return { input, ...makeField(context, input, 'join.nameLabel', 'join.nameHint') };
}

/**
 * @param {Texts} texts
 * @returns {HTMLElement}
 */
function makeReassurance(texts) {
    return element('p', { class: 'reassurance' }, icon('shield'), texts.bind(element('span'), 'join.help'));
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
function makeNumberCard(context) {
    const { texts } = context;
    const number = element('input', {
        type: 'text', name: 'number', inputmode: 'numeric', autocomplete: 'off', class: 'input-digits',
        placeholder: '000 000 000', maxlength: 32, spellcheck: 'false',
    });
    const numberField = makeField(context, number, 'join.numberLabel', null);
    const name = makeNameField(context);
    const banner = element('div', { class: 'banner', role: 'alert', hidden: true });
    const form = element('form', { class: 'stack', novalidate: true }, numberField.box, name.box,
        texts.bind(element('button', { type: 'submit', class: 'button button-primary button-large' }), 'join.start'));
    number.addEventListener('blur', () => {
        const digits = parseSessionNumber(number.value);
        if (digits !== null) {
            number.value = groupDigits(digits);
        }
    });
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        const digits = parseSessionNumber(number.value);
        const given = name.input.value.trim();
        showProblem(texts, number, numberField.problem, digits === null ? 'problem.numberIncomplete' : null);
        showProblem(texts, name.input, name.problem, given === '' ? 'problem.nameMissing' : null);
        if (digits === null) {
            number.focus();
        } else if (given === '') {
            name.input.focus();
        } else {
            context.send({ type: 'joinByNumber', number: digits, name: given });
        }
    });
    return {
        element: element('div', { class: 'card' }, texts.bind(element('h1'), 'join.title'),
            texts.bind(element('p', { class: 'lead' }), 'join.lead'), banner, form, makeReassurance(texts)),
        focusTarget: number,
        draw(snapshot) {
            const [, payload] = variant(/** @type {{enterNumber: {problem?: import('./snapshots.js').JoinProblem}}} */ (
                snapshot.stage));
            drawBanner(texts, banner, payload.problem ?? null);
        },
    };
}

/**
 * @param {Texts} texts
 * @param {HTMLElement} banner
 * @param {import('./snapshots.js').JoinProblem | null} problem
 */
function drawBanner(texts, banner, problem) {
    const key = problem === null ? '' : `problem.${problem}`;
    if (banner.dataset.problem === key) {
        return;
    }
    banner.dataset.problem = key;
    banner.hidden = problem === null;
    banner.replaceChildren();
    if (problem !== null) {
        banner.append(icon('alert'), texts.bind(element('p'), `problem.${problem}`));
    }
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
function makeNameCard(context) {
    const { texts } = context;
    const name = makeNameField(context);
    const title = element('h1');
    const lead = element('p', { class: 'lead' });
    const banner = element('div', { class: 'banner', role: 'alert', hidden: true });
    const form = element('form', { class: 'stack', novalidate: true }, name.box,
        texts.bind(element('button', { type: 'submit', class: 'button button-primary button-large' }), 'join.start'));
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        const given = name.input.value.trim();
        showProblem(texts, name.input, name.problem, given === '' ? 'problem.nameMissing' : null);
        if (given === '') {
            name.input.focus();
        } else {
            context.send({ type: 'joinByLink', name: given });
        }
    });
    return {
        element: element('div', { class: 'card' }, element('div', { class: 'emblem' }, icon('user')), title, lead,
            banner, form, makeReassurance(texts)),
        focusTarget: name.input,
        draw(snapshot) {
            const host = hostName(texts, snapshot);
            texts.bind(title, 'join.invited', { host });
            texts.bind(lead, 'join.invitedBy', { host, site: siteLabel(snapshot) });
            const [, payload] = variant(/** @type {{enterName: {problem?: import('./snapshots.js').JoinProblem}}} */ (
                snapshot.stage));
            drawBanner(texts, banner, payload.problem ?? null);
        },
    };
}

/**
 * The site's name with its address, so that a made-up name does not stand alone.
 *
 * @param {CustomerSnapshot} snapshot
 * @returns {string}
 */
function siteLabel({ siteName, siteAddress }) {
    const address = siteAddress.replace(/^https?:\/\//, '');
    return siteName === '' || siteName === address ? address : `${siteName} (${address})`;
}

/**
 * @param {StageContext} context
 * @param {'join.connectingToSite' | 'join.waiting' | 'join.hostAway' | 'join.connecting'} titleKey
 * @param {TextKey | null} detailKey
 * @returns {StageCard}
 */
function makeWaitingCard(context, titleKey, detailKey) {
    const { texts } = context;
    const title = element('h1', { tabindex: -1 });
    const sign = titleKey === 'join.hostAway'
        ? element('div', { class: 'emblem emblem-quiet' }, icon('clock'))
        : element('div', { class: 'spinner', 'aria-hidden': 'true' });
    const card = element('div', { class: 'card card-centred' }, sign, title);
    if (detailKey !== null) {
        card.append(texts.bind(element('p', { class: 'lead' }), detailKey));
    }
    const cancel = texts.bind(element('button', { type: 'button', class: 'button' }), 'join.cancel');
    cancel.addEventListener('click', () => context.send({ type: 'leave' }));
    card.append(element('div', { class: 'card-actions' }, cancel));
    return {
        element: card,
        focusTarget: title,
        draw(snapshot) {
            texts.bind(title, titleKey, { host: hostName(texts, snapshot), site: siteLabel(snapshot) });
        },
    };
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
function makeDeclinedCard(context) {
    const { texts } = context;
    const title = element('h1', { tabindex: -1 });
    const card = element('div', { class: 'card card-centred' },
        element('div', { class: 'emblem emblem-quiet' }, icon('close')), title,
        texts.bind(element('p', { class: 'lead' }), 'join.declinedDetail'));
    appendAgain(context, card, 'join.tryAgain');
    return {
        element: card,
        focusTarget: title,
        draw(snapshot) {
            texts.bind(title, 'join.declined', { host: hostName(texts, snapshot) });
        },
    };
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
function makeDigitsCard(context) {
    const { texts } = context;
    const input = element('input', {
        type: 'text', name: 'digits', inputmode: 'numeric', autocomplete: 'off', class: 'input-digits input-six',
        placeholder: '000 000', maxlength: 16, spellcheck: 'false',
    });
    const field = makeField(context, input, 'digits.label', 'digits.once');
    const lead = element('p', { class: 'lead' });
    const confirm = element('button', { type: 'submit', class: 'button button-primary button-large' });
    texts.bind(confirm, 'digits.confirm');
    const form = element('form', { class: 'stack', novalidate: true }, field.box, confirm);
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        const digits = parseDigits(input.value, 6);
        if (digits === null) {
            showProblem(texts, input, field.problem, 'digits.wrongCount');
            input.focus();
            return;
        }
        // One try: the button stays pressed until the next stage comes.
        confirm.disabled = true;
        input.readOnly = true;
        context.send({ type: 'confirmDigits', digits });
    });
    return {
        element: element('div', { class: 'card' }, element('div', { class: 'emblem' }, icon('shield')),
            texts.bind(element('h1'), 'digits.title'), lead, form,
            texts.bind(element('p', { class: 'quiet' }), 'digits.why')),
        focusTarget: input,
        draw(snapshot) {
            texts.bind(lead, 'digits.lead', { host: hostName(texts, snapshot) });
        },
    };
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
function makeReadBackCard(context) {
    const { texts } = context;
    const title = texts.bind(element('h1', { tabindex: -1 }), 'digits.readBackTitle');
    const lead = element('p', { class: 'lead' });
    const shown = element('p', { class: 'big-digits' });
    const card = element('div', { class: 'card card-centred' },
        element('div', { class: 'emblem' }, icon('check')), title, lead, shown,
        texts.bind(element('p', { class: 'quiet' }), 'digits.readBackNote'));
    return {
        element: card,
        focusTarget: title,
        draw(snapshot) {
            const [name, payload] = variant(snapshot.stage);
            texts.bind(lead, 'digits.readBackLead', { host: hostName(texts, snapshot) });
            if (name === 'readBack') {
                setText(shown, payload.digits);
                shown.setAttribute('aria-label', [...payload.digits].join(' '));
            }
        },
    };
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
function makeEndCard(context) {
    const { texts } = context;
    const title = element('h1', { tabindex: -1 });
    const lead = element('p', { class: 'lead' });
    const sign = element('div', { class: 'emblem emblem-quiet' });
    const card = element('div', { class: 'card card-centred' }, sign, title, lead);
    appendAgain(context, card, 'end.again');
    return {
        element: card,
        focusTarget: title,
        draw(snapshot) {
            const [name, payload] = variant(snapshot.stage);
            if (name === 'ended') {
                const isCalm = payload.reason === 'byHost' || payload.reason === 'byCustomer';
                sign.replaceChildren(icon(isCalm ? 'check' : 'alert'));
                sign.classList.toggle('emblem-alert', !isCalm);
                texts.bind(title, `end.${payload.reason}`);
                texts.bind(lead, `end.${payload.reason}Detail`);
            }
        },
    };
}

/**
 * @param {StageContext} context
 * @param {HTMLElement} card
 * @param {TextKey} key
 */
function appendAgain({ texts, again }, card, key) {
    if (again !== null) {
        const button = texts.bind(element('button', { type: 'button', class: 'button' }), key);
        button.addEventListener('click', again);
        card.append(element('div', { class: 'card-actions' }, button));
    }
}
