// @ts-check
// Runs before everything else and in browsers of any age: no modules, no new syntax. It shows the page's section that
// says what is missing here, in both languages, and marks the document so that the page itself does not start.
(function () {
    'use strict';

    var root = document.documentElement;
    /** @type {string[]} */
    var missing = [];

    /**
     * @param {string} name
     * @param {boolean} isThere
     */
    function need(name, isThere) {
        if (!isThere) {
            missing.push(name);
        }
    }

    /** @param {string} id */
    function show(id) {
        var section = document.getElementById(id);
        var start = document.getElementById('starting');
        root.setAttribute('data-unsupported', id);
        if (section) {
            section.removeAttribute('hidden');
        }
        if (start) {
            start.setAttribute('hidden', '');
        }
    }

    function check() {
        if (window.isSecureContext === false) {
            show('insecure');
            return;
        }
        need('RTCPeerConnection', typeof window.RTCPeerConnection === 'function');
        need('RTCDataChannel', typeof window.RTCDataChannel === 'function');
        need('WebSocket', typeof window.WebSocket === 'function');
        need('WebCrypto', Boolean(window.crypto && window.crypto.subtle));
        need('HTMLDialogElement', typeof window.HTMLDialogElement === 'function');
        need('Object.hasOwn', typeof Object.hasOwn === 'function');
        if (missing.length > 0) {
            listMissing();
        }
    }

    function listMissing() {
        var lists = document.querySelectorAll('[data-missing]');
        for (var index = 0; index < lists.length; index += 1) {
            for (var place = 0; place < missing.length; place += 1) {
                var item = document.createElement('li');
                item.textContent = missing[place];
                lists[index].appendChild(item);
            }
        }
        show('unsupported');
    }

    check();

    // A browser that does not understand the modules reports nothing; the page's own script marks its start.
    window.addEventListener('load', function () {
        if (!root.hasAttribute('data-unsupported') && !root.hasAttribute('data-started')) {
            missing = ['JavaScript modules (ECMAScript 2022)'];
            listMissing();
        }
    });
}());
