/** The texts of the customer’s pages and the page for signing in, in English. */
export const enCustomer = Object.freeze({
    // connected: the customer's page during a session
    'connected.byBrowser':
        'On this desktop (Wayland) your browser shows the screen: after Allow, choose there what to show.',
    'connected.callTitle': '{host} would like to talk',
    'connected.controlsDesktop':
        '{host} sees your whole screen and can use your mouse and keyboard. Press Stop at any time.',
    'connected.controlsWindows':
        '{host} sees the windows that you picked, and can use your mouse and keyboard in them.',
    'connected.files': 'Files from your host',
    'connected.filesEmpty': 'Files that {host} offers you appear here.',
    'connected.leave': 'Leave session',
    'connected.private': 'Verified and encrypted from end to end',
    'connected.reachable': 'Connected',
    'connected.seesDesktop': '{host} sees your whole screen. Press Stop at any time.',
    'connected.seesNothing': '{host} cannot see your screen. You are asked before anything is shown.',
    'connected.seesScreen': '{host} sees what you chose to show. Press Stop, or the Esc key, at any time.',
    'connected.seesWindows': '{host} sees the windows that you picked. Press Stop at any time.',
    'connected.startingScreen': 'Choose in your browser’s window what to show.',
    'connected.title': 'You are connected with {host}',
    'connected.unreachable': 'Connection interrupted – trying to reach {host}…',
    'connected.yourScreen': 'Your screen',

    // digits: the customer's part of the comparison
    'digits.confirm': 'Confirm',
    'digits.label': 'Six digits',
    'digits.lead': '{host} now reads six digits to you. Type them here.',
    'digits.once': 'Check before you confirm: there is one try.',
    'digits.readBackLead': 'Read these four digits to {host}:',
    'digits.readBackNote': 'The session starts as soon as your host has typed them.',
    'digits.readBackTitle': 'The digits fit',
    'digits.title': 'Make sure it is really your host',
    'digits.why': 'This shows that nobody has put themselves between you and your host.',
    'digits.wrongCount': 'Type all six digits.',

    // end: why a session is over
    'end.again': 'Join again',
    'end.byCustomer': 'You have left the session',
    'end.byCustomerDetail': 'Nothing is shared any more. Your host was told.',
    'end.byHost': 'The host has ended the session',
    'end.byHostDetail': 'Nothing is shared any more. You can close this page.',
    'end.connectionLost': 'The connection was lost',
    'end.connectionLostDetail':
        'Nothing is shared any more. Check your network, then join again with your host’s number or link.',
    'end.mismatch': 'The digits did not match',
    'end.mismatchDetail':
        'The connection was stopped to keep you safe, and nothing was shared. Your host can give you a new number.',
    'end.noPath': 'No connection could be made',
    'end.noPathDetail':
        'Your network and your host’s do not let each other through. Tell your host, or try another network.',
    'end.noPathRelaySilent': 'No direct path, and the relay did not answer',
    'end.noPathRelaySilentDetail':
        'Nothing was shared, and your host was told. Try another network, for instance your phone’s, then join again.',
    'end.noPathWithoutRelay': 'No direct path, and this site has no relay',
    'end.noPathWithoutRelayDetail':
        'Nothing was shared, and your host was told. Try another network, for instance your phone’s, then join again.',
    'end.notGenuine': 'This is not the connection your host made',
    'end.notGenuineDetail':
        'Somebody may have put themselves in between. The connection was stopped, nothing was shared. Tell your host.',
    'end.siteRefused': 'The site does not let this program in',
    'end.siteRefusedDetail':
        'Nothing was shared, and this program does not try again by itself. Try again in a moment, or open {site} in a '
        + 'browser and join there.',
    'end.siteVersionDiffers': 'This program and the site are of different versions',
    'end.siteVersionDiffersDetail':
        'You cannot join with it, and nothing was shared. Open {site} in a browser and join there, or update Nearhand '
        + 'on this computer and start it again.',
    'end.switched': 'You go on in Support Manager',
    'end.switchedDetail': 'Your session continues there. You can close this page.',
    'end.versionDiffers': 'The two programs do not understand each other',
    'end.versionDiffersDetail':
        'They are of different versions. Nothing was shared. Load this page again, or ask for the current version.',

    // join
    'join.cancel': 'Cancel',
    'join.connecting': 'Connecting to {host}…',
    'join.connectingDetail': 'Your two computers are finding the shortest way to each other.',
    'join.connectingToSite': 'Reaching {site}…',
    'join.declined': '{host} did not admit you',
    'join.declinedDetail': 'If this was a mistake, talk to your host and try again.',
    'join.help': 'Nothing is installed, and nobody sees anything of your computer unless you allow it.',
    'join.helpNode': 'Nobody sees anything of your computer unless you allow it.',
    'join.hostAway': '{host} is away at the moment',
    'join.hostAwayDetail': 'Keep this page open. As soon as your host is back, they see that you are waiting.',
    'join.hostAwayLong':
        'Call your host: when they open Nearhand again, you go on here. A new link or number works at {site}.',
    'join.invited': '{host} invites you',
    'join.invitedBy': '{host} invites you to a support session at {site}.',
    'join.lead': 'Type the number your support representative gave you.',
    'join.nameHint': 'Your host sees this name.',
    'join.nameLabel': 'Your name',
    'join.numberLabel': 'Session number',
    'join.siteUnreachable':
        'The site cannot be reached. Check your network. This page goes on by itself as soon as the site answers.',
    'join.start': 'Join',
    'join.title': 'Join a support session',
    'join.tryAgain': 'Try again',
    'join.unknownHost': 'Your host',
    'join.waiting': 'Waiting for {host}',
    'join.waitingDetail': 'Your host has been told that you are here. Keep this page open.',

    // problem: why the customer has to type again
    'problem.certificateNotTrusted':
        'The certificate of the site is not trusted on this computer, so nothing was sent. If your host gave you '
        + 'a file for it, start Nearhand again with --ca-file FILE; else join in a browser.',
    'problem.invitationDoesNotWork':
        'This link no longer works. Ask your host for a new link, or for a number and type it here.',
    'problem.linkDamaged':
        'Part of this link is missing; some mail programs cut it off. Ask your host for the number and type it here.',
    'problem.linkNotGenuine':
        'This link is damaged or not genuine, so nothing was connected. Ask your host for the number and type it here.',
    'problem.nameMissing': 'Type your name, so that your host knows who is joining.',
    'problem.notNearhand':
        'There is an answer at this address, but it is not a Nearhand site. Ask your host for the right address '
        + 'or link.',
    'problem.numberDoesNotWork':
        'This number does not work now. Check the digits, or ask your host for a new one.',
    'problem.numberIncomplete': 'A session number has nine digits.',
    'problem.siteUnavailable': 'The site cannot do this now. Wait a moment, then press Join again.',
    'problem.siteUnreachable': 'The site cannot be reached. Check your network and try again.',
    'problem.tooManyTries': 'Too many tries. Wait a minute, then try again.',
    'problem.versionDiffers':
        'This page and the site are of different versions. Load the page again; update Support Manager if you use it.',

    // prompt
    'prompt.allow': 'Allow',
    'prompt.asker': 'The person who calls themselves “{asker}” asks to see your screen.',
    'prompt.askerControl':
        'The person who calls themselves “{asker}” asks to see your screen and to use your mouse and keyboard.',
    'prompt.askerWindows': 'The person who calls themselves “{asker}” asks to see windows that you pick.',
    'prompt.askerWindowsControl':
        'The person who calls themselves “{asker}” asks to see and control windows that you pick.',
    'prompt.controlApplication': 'Give control of the chosen windows?',
    'prompt.controlDesktop': 'Give control of your computer?',
    'prompt.countdown': 'Denied by itself in {seconds} s',
    'prompt.deny': 'Deny',
    'prompt.next': 'After Allow, your browser asks what to show: the whole screen, one window or one tab.',
    'prompt.nextControl':
        'After Allow, they can do everything that you can, until you press Stop. '
        + 'Your own mouse and keyboard come first.',
    'prompt.nextDesktop': 'After Allow, your whole screen is shown until you press Stop.',
    'prompt.nextWindows': 'After Allow, you pick the windows. Nothing else of your screen is shown.',
    'prompt.nextWindowsBrowser':
        'After Allow, your browser asks which window or tab to show. Pick no whole screen: it is not shown.',
    'prompt.nextWindowsControl':
        'After Allow, they can do in the windows that you pick what you can do, and nothing beside them, '
        + 'until you press Stop. Your own mouse and keyboard come first.',
    'prompt.scam': 'Do you know this person, and did you ask for help?',
    'prompt.scamDetail':
        'Banks, authorities and large companies never call to see your screen. If somebody hurries you, press Deny.',
    'prompt.viewApplication': 'Show windows that you pick?',
    'prompt.viewDesktop': 'Show your screen?',
    'prompt.waiting': 'A question waits for your answer',
    'prompt.windowOpened': 'Show this window too?',
    'prompt.windowOpenedDetail': '{program}, which you are showing, has opened “{title}”.',
    'prompt.windowOpenedNext': '{host} does not see it unless you press Allow.',

    // signIn: the page on which a host signs in
    'signIn.damaged': 'Go back to the console and press Sign in there; it opens this page with what it needs.',
    'signIn.damagedTitle': 'This page was opened without its details',
    'signIn.done': 'Signed in. Going back to the console…',
    'signIn.failed': 'The name or the password is not right.',
    'signIn.incomplete': 'Type your name and your password.',
    'signIn.lead': 'Your console opens by itself afterwards.',
    'signIn.name': 'Name',
    'signIn.newPassword': 'New password',
    'signIn.newPasswordHint': 'At least 12 characters. A few words that belong together for nobody but you do well.',
    'signIn.newPasswordLead': 'The one-time password works once. Choose one that only you know.',
    'signIn.newPasswordRefused': 'The new password needs at least 12 characters and must not be the old one.',
    'signIn.newPasswordTitle': 'Choose a password',
    'signIn.password': 'Password',
    'signIn.passwordsDiffer': 'The two passwords are not the same.',
    'signIn.repeatPassword': 'New password again',
    'signIn.setPassword': 'Set password and sign in',
    'signIn.submit': 'Sign in',
    'signIn.title': 'Sign in',
    'signIn.unavailable': 'The site could not do this now. Nothing was changed; try again in a moment.',
    'signIn.wrongAddress':
        'This page was not opened at the site’s own address. Go back to the console and sign in there.',

    // windows: the choice of windows that are shown
    'windows.cancel': 'Show nothing',
    'windows.detail': 'Pick one or more. Nothing else of your screen is shown, also where something covers them.',
    'windows.none': 'There is no window to show. Open one: it appears here.',
    'windows.show': 'Show',
    'windows.title': 'Which windows may {host} see?',
    'windows.untitled': 'Window without a title',
});
