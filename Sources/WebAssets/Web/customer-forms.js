import { hostName, siteLabel } from './customer-names.js';
import { element, setText, uniqueID } from './dom.js';
import { icon } from './icons.js';
import { problemKey } from './join-problem.js';
import { groupDigits, parseDigits, parseSessionNumber } from './session-number.js';
import { variant } from './variant.js';

/** @typedef {import('./customer-stages.js').StageCard} StageCard */
/** @typedef {import('./customer-stages.js').StageContext} StageContext */
/** @typedef {import('./i18n.js').Texts} Texts */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/** How long a name may be; the host's list has to show it. */
const NAME_MAXIMUM = 60;

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
    input.value = context.typed.name;
    input.addEventListener('input', () => {
        context.typed.name = input.value;
    });
    return { input, ...makeField(context, input, 'join.nameLabel', 'join.nameHint') };
}

/**
 * @param {StageContext} context
 * @returns {HTMLElement}
 */
function makeReassurance({ texts, isDesktop }) {
    return element('p', { class: 'reassurance' }, icon('shield'),
        texts.bind(element('span'), isDesktop ? 'join.helpNode' : 'join.help'));
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
export function makeNumberCard(context) {
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
    number.value = context.typed.number;
    number.addEventListener('input', () => {
        context.typed.number = number.value;
    });
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
            texts.bind(element('p', { class: 'lead' }), 'join.lead'), banner, form, makeReassurance(context)),
        focusTarget: number,
        draw(snapshot) {
            const [, payload] = variant(/** @type {{enterNumber: {problem?: import('./snapshots.js').JoinProblem}}} */ (
                snapshot.stage));
            drawBanner(context, banner, payload.problem ?? null);
        },
    };
}

/**
 * @param {StageContext} context
 * @param {HTMLElement} banner
 * @param {import('./snapshots.js').JoinProblem | null} problem
 */
function drawBanner({ texts, isDesktop }, banner, problem) {
    const key = problem === null ? '' : `problem.${problem}`;
    if (banner.dataset.problem === key) {
        return;
    }
    banner.dataset.problem = key;
    banner.hidden = problem === null;
    banner.replaceChildren();
    if (problem !== null) {
        banner.append(icon('alert'), texts.bind(element('p'), problemKey(problem, isDesktop)));
    }
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
export function makeNameCard(context) {
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
            banner, form, makeReassurance(context)),
        focusTarget: name.input,
        draw(snapshot) {
            const host = hostName(texts, snapshot);
            texts.bind(title, 'join.invited', { host });
            texts.bind(lead, 'join.invitedBy', { host, site: siteLabel(snapshot) });
            const [, payload] = variant(/** @type {{enterName: {problem?: import('./snapshots.js').JoinProblem}}} */ (
                snapshot.stage));
            drawBanner(context, banner, payload.problem ?? null);
        },
    };
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
export function makeDigitsCard(context) {
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
