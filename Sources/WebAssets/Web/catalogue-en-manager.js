/** The English texts of *Support*: the download page, and how Support Manager is got and opened. */
export const enManager = Object.freeze({
    // download: the page that offers packages of Support Manager
    'download.archive': 'Archive for one user',
    'download.archiveHow': 'Nothing but your own account is needed: unpack it, then run its install.',
    'download.check': 'Check what you downloaded',
    'download.checkLead': 'The publisher signs each package with a key that this site does not have. Download package, '
        + 'signature and key into one folder and type these lines. The first one shows the fingerprint of the key: '
        + 'compare it with the one that the publisher names elsewhere, not on this site.',
    'download.debian': 'Debian package',
    'download.debianHow': 'For everybody on a Debian 12 computer; installing it needs root.',
    'download.facts': 'Version {version} · {architecture} · {size}',
    'download.fingerprint': 'Fingerprint of the publisher’s key (SHA-256)',
    'download.get': 'Download',
    'download.getNamed': 'Download {name}',
    'download.install': 'Install it with',
    'download.joinHere': 'Join in this browser',
    'download.key': 'The publisher’s key',
    'download.lead':
        'Support Manager is Nearhand’s program for this computer. Customers can join without it, in a browser.',
    'download.linuxOnly':
        'Hosts need Linux with X11. Customers need nothing but a browser.',
    'download.none': 'This site offers no packages.',
    'download.noneDetail': 'Ask whoever runs this site for Support Manager. To be helped you can join in this browser.',
    'download.otherSystem': 'There is no Support Manager for your system.',
    'download.otherSystemDetail': 'It exists for Linux alone. To be helped you can join in this browser.',
    'download.remove': 'Remove it with',
    'download.sha256': 'SHA-256',
    'download.signature': 'Signature',
    'download.signatureNamed': 'Signature of {name}',
    'download.title': 'Get Support Manager',
    'download.unreachable': 'The site does not answer. Check your connection, then load this page again.',

    // manager: how Support Manager is opened from the join page, and what it asks first
    'manager.confirm': 'Yes, use this site',
    'manager.confirmDetail': 'A web page asked Support Manager to connect to it. Say yes only if the person who helps '
        + 'you named this site. Nothing was sent to it yet.',
    'manager.confirmHostDetail': 'A web page asked Support Manager to open your console for it. Say yes only if you '
        + 'have an account at this site; else close this page. Nothing was sent to it yet.',
    'manager.confirmTitle': 'You have never used this site',
    'manager.continue': 'Continue in Support Manager',
    'manager.get': 'Get Support Manager',
    'manager.hostLead':
        'Your console runs in Support Manager on your computer. There you sign in and start sessions.',
    'manager.hostTitle': 'Help people',
    'manager.open': 'Open in Support Manager',
    'manager.opened': 'Support Manager is open. Go on there; you can close this page.',
    'manager.opening': 'Opening Support Manager…',
    'manager.refuse': 'No, close',
    'manager.startSession': 'Start session',
    'manager.unanswered': 'Support Manager did not answer. If you have it, it may be asking you something. If not, '
        + 'get it, then continue; or join in this browser, above.',
    'manager.unansweredHost': 'Support Manager did not answer. If you have it, it may be asking you something. If '
        + 'not, get it, then continue.',
    'manager.why': 'You can also join with Support Manager, the program on this computer.',
    'manager.whyHost': 'Hosts need Linux with X11.',

    // support: the way to the download page
    'support.download': 'Download',
    'support.title': 'Support',

    // switch: from the browser to Support Manager, in the session
    'switch.detail':
        'In the browser they can only watch. In Support Manager you can let them help with mouse and '
        + 'keyboard, if you want. You are asked each time.',
    'switch.stay': 'Stay in this browser',
    'switch.title': '{host} asks you to go on in Support Manager',
});
