import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { cleanNotes, NOTES_MAXIMUM, NotesDraft, scalarCount } = await load('notes-draft.js');
const { stateKey } = await load('notes-view.js');
const { toolsOf } = await load('tools.js');
const { en } = await load('catalogue-en.js');

/** What the node says of the notes. */
function notes(text = '', revision = 0, session = 's') {
    return { session, startedAt: 0, text, revision, state: 'draft', canSave: true, isKept: true };
}

/** A draft that has seen the node's. */
function drafted(text = '', revision = 0) {
    const draft = new NotesDraft();
    assert.equal(draft.adopt(notes(text, revision)), text);
    return draft;
}

test('what the node has is in the field at first, and what is typed is sent once with a higher number', () => {
    const draft = drafted('one', 4);
    assert.equal(draft.takeUnsent(), null);
    draft.edit('one two');
    assert.deepEqual(draft.takeUnsent(), { type: 'writeNotes', session: 's', text: 'one two', revision: 5 });
    assert.equal(draft.takeUnsent(), null);
    assert.ok(draft.isAhead);
    assert.equal(draft.adopt(notes('one two', 5)), null);
    assert.ok(!draft.isAhead);
    assert.deepEqual(draft.makeSave(), { type: 'saveNotes', session: 's' });
});

test('a snapshot that is older than the field never takes a letter away', () => {
    const draft = drafted('a', 1);
    draft.edit('ab');
    assert.equal(draft.adopt(notes('a', 1)), null, 'typed, not sent');
    draft.takeUnsent();
    assert.equal(draft.adopt(notes('a', 1)), null, 'sent, not answered');
    draft.edit('abc');
    assert.equal(draft.adopt(notes('ab', 2)), null, 'answered, and more was typed');
    assert.equal(draft.takeUnsent().text, 'abc');
});

test('after a lost connection what may not have arrived is sent again', () => {
    const draft = drafted();
    draft.edit('a');
    draft.takeUnsent();
    draft.handleLost();
    assert.deepEqual(draft.takeUnsent(), { type: 'writeNotes', session: 's', text: 'a', revision: 2 });
    draft.adopt(notes('a', 2));
    draft.handleLost();
    assert.equal(draft.takeUnsent(), null, 'it had arrived');
});

test('what another window of the console wrote comes into the field', () => {
    const draft = drafted('a', 1);
    draft.edit('ab');
    draft.handleTakenOver();
    assert.equal(draft.adopt(notes('a, by the other', 9)), 'a, by the other');
    draft.edit('mine again');
    assert.equal(draft.takeUnsent().revision, 10);
});

test('the next session begins with its own notes', () => {
    const draft = drafted('of the first', 3);
    draft.edit('of the first, unsent');
    assert.equal(draft.adopt(notes('', 0, 'next')), '');
    assert.equal(draft.takeUnsent(), null);
    draft.edit('x');
    assert.deepEqual(draft.takeUnsent(), { type: 'writeNotes', session: 'next', text: 'x', revision: 1 });
});

test('scalars are counted, not halves of them, and one too many is not sent', () => {
    assert.equal(scalarCount('a機🖨'), 3);
    const draft = drafted();
    draft.edit('🖨'.repeat(NOTES_MAXIMUM));
    assert.equal(draft.remaining, 0);
    assert.ok(draft.isNearlyFull);
    assert.notEqual(draft.takeUnsent(), null);
    draft.edit('🖨'.repeat(NOTES_MAXIMUM + 1));
    assert.equal(draft.remaining, -1);
    assert.equal(draft.takeUnsent(), null);
    draft.edit('🖨'.repeat(NOTES_MAXIMUM));
    assert.notEqual(draft.takeUnsent(), null, 'it is sent when it was shortened');
    draft.edit('short');
    assert.ok(!draft.isNearlyFull);
});

test('the page cleans a text as its node does, and sends no half of a character', () => {
    assert.equal(cleanNotes('a\r\nb\rc\n\nd'), 'a\nb\nc\n\nd');
    assert.equal(cleanNotes('\ta\u0000\u001b[31m\u0085b'), '\ta[31mb');
    assert.equal(cleanNotes('王小明 👩‍💻'), '王小明 👩‍💻');
    assert.equal(cleanNotes('a\ud83db'), 'a\ufffdb');
    const draft = drafted();
    draft.edit('a\u0000b');
    const { text, revision } = draft.takeUnsent();
    assert.equal(draft.adopt(notes(text, revision)), null, 'the field is left alone');
});

test('it says saved only of what the report has, and every state has its text', () => {
    assert.equal(stateKey({ state: 'saved', isKept: true }, false), 'notes.state.saved');
    assert.equal(stateKey({ state: 'saved', isKept: true }, true), 'notes.state.changed');
    assert.equal(stateKey({ state: 'draft', isKept: false }, false), 'notes.notKept');
    for (const state of ['empty', 'draft', 'saving', 'waiting', 'retrying', 'refused', 'saved', 'changed']) {
        assert.ok(Object.hasOwn(en, stateKey({ state, isKept: true }, false)), state);
    }
});

test('the Tools tab has Notes in a session of a node that keeps them', () => {
    const session = { id: 's', knocks: [], share: { none: {} }, chat: [], files: [] };
    const names = (snapshot) => toolsOf(snapshot).tools.map(({ name }) => name);
    assert.ok(names({ session, notes: notes() }).includes('notes'));
    assert.ok(!names({ session }).includes('notes'));
});
