const NAMESPACE = 'http://www.w3.org/2000/svg';

/** Outlines on a grid of 24 by 24, drawn with a stroke of the text's colour. */
const OUTLINES = Object.freeze({
    alert: ['M12 3.5 21.5 20h-19z', 'M12 10v4.5', 'M12 17.2v.3'],
    chat: ['M4 5h16v11H10l-4.5 4v-4H4z'],
    camera: ['M3 7h12v10H3z', 'M15 10.5 21 7v10l-6-3.5'],
    cameraOff: ['M3 7h12v10H3z', 'M15 10.5 21 7v10l-6-3.5', 'M3 3l18 18'],
    check: ['M4.5 12.5 10 18 19.5 7'],
    chevron: ['M6 9.5l6 6 6-6'],
    clock: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 7.5V12l3 2'],
    close: ['M6 6l12 12', 'M18 6 6 18'],
    control: ['M5 3l14 8-6 1.5L9.5 18.5z', 'M13.5 13l4 6'],
    copy: ['M9 9h11v11H9z', 'M15 5V4H4v11h1'],
    down: ['M12 5v14', 'M6 13l6 6 6-6'],
    download: ['M12 4v11', 'M7 10.5l5 5 5-5', 'M4 20h16'],
    expand: ['M4 9V4h5', 'M20 9V4h-5', 'M4 15v5h5', 'M20 15v5h-5'],
    file: ['M6 3h8l4 4v14H6z', 'M14 3v4h4'],
    globe: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M3 12h18', 'M12 3c3 3 3 15 0 18', 'M12 3c-3 3-3 15 0 18'],
    info: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 11v5.5', 'M12 7.5v.3'],
    leave: ['M14 4H5v16h9', 'M10 12h10', 'M16.5 8.5 20 12l-3.5 3.5'],
    link: ['M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1', 'M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1'],
    lock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3'],
    microphone: ['M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3z', 'M6 11.5a6 6 0 0 0 12 0', 'M12 17.5V21'],
    muted: ['M9 9V6a3 3 0 0 1 6 0v6', 'M6 11.5a6 6 0 0 0 10 4.5', 'M12 17.5V21', 'M4 3l16 18'],
    notes: ['M5 3h14v18H5z', 'M9 8h6', 'M9 12h6', 'M9 16h3'],
    phone: ['M6 3.5h3l1.5 4.5L8.5 9.5a11 11 0 0 0 6 6l1.5-2 4.5 1.5v3a2 2 0 0 1-2 2A15 15 0 0 1 4 5.5a2 2 0 0 1 2-2z'],
    screen: ['M3 5h18v12H3z', 'M9 21h6', 'M12 17v4'],
    send: ['M4 12 20 4l-5 16-3.5-6.5z', 'M11.5 13.5 20 4'],
    settings: ['M4 7h9', 'M17 7h3', 'M15 5v4', 'M4 17h3', 'M11 17h9', 'M9 15v4'],
    shield: ['M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z', 'M8.5 12l2.5 2.5 4.5-5'],
    speed: ['M4 16a8 8 0 1 1 16 0', 'M12 16l4-5', 'M4 19h16'],
    stop: ['M7 7h10v10H7z'],
    upload: ['M12 16V5', 'M7 9.5l5-5 5 5', 'M4 20h16'],
    user: ['M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5'],
    voices: ['M4 9v6', 'M8 5v14', 'M12 8v8', 'M16 4v16', 'M20 9v6'],
});

/** @typedef {keyof typeof OUTLINES} IconName */

/**
 * Draws an icon, hidden from screen readers: the text beside it, or the button's label, says the same.
 *
 * @param {IconName} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
    const drawing = document.createElementNS(NAMESPACE, 'svg');
    drawing.setAttribute('viewBox', '0 0 24 24');
    drawing.setAttribute('class', 'icon');
    drawing.setAttribute('aria-hidden', 'true');
    drawing.setAttribute('focusable', 'false');
    for (const outline of OUTLINES[name]) {
        const path = document.createElementNS(NAMESPACE, 'path');
        path.setAttribute('d', outline);
        drawing.append(path);
    }
    return drawing;
}
