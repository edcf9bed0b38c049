/**
 * Every text of the interface in English. The keys are grouped by the part of the interface, and `catalogue-zh-Hant.js`
 * has the same ones. A `{name}` in braces is filled in with a value.
 */
export const en = Object.freeze({
    // app
    'app.name': 'Nearhand',
    'app.starting': 'One moment…',

    // browser: what a page says that cannot work here
    'browser.insecure': 'This page cannot join a session, because it was opened without encryption.',
    'browser.insecureAdvice':
        'Browsers give a page your screen only over https. Ask your host for an https address.',
    'browser.missing': 'This browser lacks something that a session needs:',
    'browser.title': 'This browser cannot join',
    'browser.works': 'These work: Chrome, Edge and Firefox from 2023 on, and Safari 16.4 or later.',

    // chat
    'chat.empty': 'No messages yet. What you write here reaches only the people in this session.',
    'chat.from': '{name} writes:',
    'chat.label': 'Message',
    'chat.latest': 'New messages: {count}',
    'chat.log': 'Conversation',
    'chat.new': 'New',
    'chat.placeholder': 'Write a message',
    'chat.send': 'Send',
    'chat.title': 'Chat',
    'chat.unread': '{count} unread',
    'chat.you': 'You',

    // connected: the customer's page during a session
    'connected.files': 'Files from your host',
    'connected.filesEmpty': 'Files that {host} offers you appear here.',
    'connected.leave': 'Leave session',
    'connected.private': 'Verified and encrypted from end to end',
    'connected.reachable': 'Connected',
    'connected.seesNothing': '{host} cannot see your screen. You are asked before anything is shown.',
    'connected.seesScreen': '{host} sees what you chose to show. Press Stop, or the Esc key, at any time.',
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
    'end.notGenuine': 'This is not the connection your host made',
    'end.notGenuineDetail':
        'Somebody may have put themselves in between. The connection was stopped, nothing was shared. Tell your host.',

    // files
    'files.cancel': 'Cancel',
    'files.complete': 'Complete – every byte checked',
    'files.completeHost': 'Downloaded by the customer',
    'files.download': 'Download',
    'files.downloadAgain': 'Download again',
    'files.downloadNamed': 'Download {name}',
    'files.failed.cancelled': 'Cancelled',
    'files.failed.changed': 'The file changed while it was sent',
    'files.failed.connectionLost': 'The connection was lost',
    'files.failed.diskFull': 'The disk is full',
    'files.failed.hashMismatch': 'The file arrived damaged and was thrown away',
    'files.failed.unknownFile': 'The file is no longer offered',
    'files.failed.writeFailed': 'The file could not be saved',
    'files.offered': 'Ready to download',
    'files.offeredHost': 'Waiting for the customer to download it',
    'files.progress': '{done} of {total}',
    'files.progressLabel': 'Progress of {name}',
    'files.retry': 'Try again',
    'files.savedTo': 'Saved to {path}',
    'files.title': 'Files',
    'files.withdraw': 'Withdraw',
    'files.withdrawNamed': 'Withdraw {name}',

    // join
    'join.cancel': 'Cancel',
    'join.connecting': 'Connecting to {host}…',
    'join.connectingDetail': 'Your two computers are finding the shortest way to each other.',
    'join.connectingToSite': 'Reaching {site}…',
    'join.declined': '{host} did not admit you',
    'join.declinedDetail': 'If this was a mistake, talk to your host and try again.',
    'join.help': 'Nothing is installed, and nobody sees anything of your computer unless you allow it.',
    'join.hostAway': '{host} is away at the moment',
    'join.hostAwayDetail': 'Keep this page open. As soon as your host is back, they see that you are waiting.',
    'join.invited': '{host} invites you',
    'join.invitedBy': '{host} invites you to a support session at {site}.',
    'join.lead': 'Type the number your support representative gave you.',
    'join.nameHint': 'Your host sees this name.',
    'join.nameLabel': 'Your name',
    'join.numberHint': 'Nine digits',
    'join.numberLabel': 'Session number',
    'join.start': 'Join',
    'join.title': 'Join a support session',
    'join.tryAgain': 'Try again',
    'join.unknownHost': 'Your host',
    'join.waiting': 'Waiting for {host}',
    'join.waitingDetail': 'Your host has been told that you are here. Keep this page open.',

    // language
    'language.label': 'Language',

    // notice
    'notice.attemptFailed': 'The connection with {name} was lost before the session had begun. They can try again.',
    'notice.attemptLeft': '{name} gave up joining.',
    'notice.close': 'Close',
    'notice.consoleTokenReused':
        'This console’s address was opened a second time, so both pages were closed. Open the console anew.',
    'notice.customerJoined': '{name} has joined.',
    'notice.customerLeft': '{name} has left the session.',
    'notice.customerLost': 'The connection with {name} was lost. They can join again with a number or a new link.',
    'notice.digitsIncomplete': 'Type all digits, then confirm.',
    'notice.digitsTooEarly':
        'The customer has not typed their six digits yet. Wait until they read four digits to you.',
    'notice.endSessionFirst': 'End the running session first.',
    'notice.fileDelivered': '{name} was downloaded, and every byte was checked.',
    'notice.fileFailed': '{name} could not be saved.',
    'notice.fileNotDelivered': '{name} could not be delivered.',
    'notice.fileOffered': '{host} offers you a file: {name}',
    'notice.fileSaved': '{name} was saved.',
    'notice.hostBack': 'The connection is back.',
    'notice.hostUnreachable': 'The connection is interrupted. What you share goes on when it is back.',
    'notice.mismatch':
        'The digits did not match, so {name} was not connected. Somebody may be in between: use a new number.',
    'notice.noPath': 'No connection to {name} could be made: the two networks do not let each other through.',
    'notice.notGenuine': 'The connection was not {name}’s own. Somebody may be in between; it was stopped.',
    'notice.promptTimedOut': 'A request was not answered in time, so it was denied.',
    'notice.promptWithdrawn': 'The request was taken back.',
    'notice.refused': 'The site refused this ({code}). Nothing was changed.',
    'notice.requestDenied': '{name} did not allow it.',
    'notice.requestNotShared': '{name} allowed it, but then chose nothing to show.',
    'notice.requestTimedOut': '{name} did not answer in time.',
    'notice.requestUnable': '{name}’s device cannot show its screen.',
    'notice.serviceUnreachable': 'The site cannot be reached. A running session goes on.',
    'notice.sessionUnknown': 'The site no longer knows this session. Start a new one.',
    'notice.shareFailed': 'Your screen could not be shown. Your browser or system did not allow it.',
    'notice.shareNothingChosen': 'Nothing was chosen, so nothing is shown.',
    'notice.shareStopped': 'Your screen is no longer shown.',
    'notice.shareStoppedByHost': 'The host no longer looks at your screen. Nothing is shown.',
    'notice.shareUnable': 'This browser cannot show your screen. On a computer with Chrome, Edge or Firefox it works.',
    'notice.signInFailed': 'Signing in did not work. Try again.',
    'notice.uploadRefused': 'The file could not be published.',
    'notice.viewFailed': 'The picture of {name}’s screen broke off.',
    'notice.viewStoppedByCustomer': '{name} stopped showing their screen.',

    // problem: why the customer has to type again
    'problem.invitationDoesNotWork':
        'This link no longer works. Ask your host for a new link, or for a number and type it here.',
    'problem.linkDamaged':
        'Part of this link is missing; some mail programs cut it off. Ask your host for the number and type it here.',
    'problem.nameMissing': 'Type your name, so that your host knows who is joining.',
    'problem.numberDoesNotWork':
        'This number does not work now. Check the digits, or ask your host for a new one.',
    'problem.numberIncomplete': 'A session number has nine digits.',
    'problem.siteUnreachable': 'The site cannot be reached. Check your network and try again.',
    'problem.tooManyTries': 'Too many tries. Wait a minute, then try again.',

    // prompt
    'prompt.allow': 'Allow',
    'prompt.asker': 'The person who calls themselves “{asker}” asks to see your screen.',
    'prompt.countdown': 'Denied by itself in {seconds} s',
    'prompt.deny': 'Deny',
    'prompt.next': 'After Allow, your browser asks what to show: the whole screen, one window or one tab.',
    'prompt.nextDesktop': 'After Allow, your whole screen is shown until you press Stop.',
    'prompt.scam': 'Do you know this person, and did you ask for help?',
    'prompt.scamDetail':
        'Banks, authorities and large companies never call to see your screen. If somebody hurries you, press Deny.',
    'prompt.viewDesktop': 'Show your screen?',

    // share
    'share.bar': 'You are showing your screen to {host}',
    'share.starting': 'Choosing what to show to {host}',
    'share.stop': 'Stop',
    'share.stopKey': 'Press Esc to stop',

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
});
