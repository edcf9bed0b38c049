/** The texts of the notices that a node gives its page, in English. */
export const enNotices = Object.freeze({
    // notice
    'notice.attemptFailed': 'The connection with {name} was lost before the session had begun. They can try again.',
    'notice.attemptLeft': '{name} gave up joining.',
    'notice.cameraClosed': '{host} has ended video for everyone.',
    'notice.captureBarLost':
        'Another program closed the bar with Stop, so nothing is shown any more: nobody may see what you cannot '
        + 'stop. The session goes on, and your host can ask again.',
    'notice.captureBroken':
        'The part of Nearhand that shows your screen stopped unexpectedly, so nothing is shown any more. The '
        + 'session goes on, and your host can ask again.',
    'notice.captureDisplayLost':
        'The connection to your display broke, so nothing is shown any more. Your host can ask again.',
    'notice.captureDisplayRefused':
        'Your screen cannot be shown: the X server does not let Nearhand in. The session goes on without it. To '
        + 'show it, start Nearhand as the person who is logged in at this screen, or join in a browser.',
    'notice.captureNoDisplay':
        'Your screen cannot be shown: no X display answers here. The session goes on without it. To show it, '
        + 'start Nearhand from your desktop, or join in a browser.',
    'notice.captureUnsuitableDisplay':
        'Your screen cannot be shown: this X server lacks something that Nearhand needs. The session goes on '
        + 'without it. To show it, join in a browser.',
    'notice.captureWayland':
        'Your screen cannot be shown: this is a Wayland session, which does not let Nearhand read the screen. '
        + 'The session goes on without it. To show it, join in a browser, which can, or log in with X11 (Xorg).',
    'notice.close': 'Close',
    'notice.consoleTokenReused':
        'This console’s address was opened a second time, so both pages were closed. Open the console anew.',
    'notice.controlStopped': 'The host can no longer use your mouse and keyboard. Your screen is still shown.',
    'notice.controlStoppedByCustomer': '{name} took control back. You still see the screen.',
    'notice.controlStoppedByHost': 'The host gave control back. Your screen is still shown.',
    'notice.customerJoined': '{name} has joined.',
    'notice.customerLeft': '{name} has left the session.',
    'notice.customerLost': 'The connection with {name} was lost. They can join again with a number or a new link.',
    'notice.customerVersionDiffers':
        '{name}’s program is of another version, so the connection was ended. They can load the page again.',
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
    'notice.hostNameMissing': 'Nobody was invited. Write whom the link is for, in 60 characters at most.',
    'notice.hostUnreachable': 'The connection is interrupted. What you share goes on when it is back.',
    'notice.introduced':
        '{host} has brought you together with {name}. They see and hear you only if you take part in the call.',
    'notice.linkDiffers':
        '{name} came with a damaged or forged link and was not let in. Your link still works for the right person.',
    'notice.mismatch':
        'The digits did not match, so {name} was not connected. Somebody may be in between. To try again, read out the '
        + 'new number.',
    'notice.noPath': 'No connection to {name} could be made: the two networks do not let each other through.',
    'notice.noPathRelaySilent':
        'No direct path to {name}, and the relay did not answer. Your session, its link and files are kept. Ask {name} '
        + 'to try another network and join again; whoever runs the site can check the relay.',
    'notice.noPathWithoutRelay':
        'No direct path to {name}, and this site has no relay. Your session, its link and files are kept. Ask {name} '
        + 'to try another network and join again; whoever runs the site can add a relay.',
    'notice.notGenuine': 'The connection was not {name}’s own. Somebody may be in between; it was stopped.',
    'notice.personLost': 'The connection with {name} was lost. What you have with the others goes on.',
    'notice.promptTimedOut': 'A request was not answered in time, so it was denied.',
    'notice.promptWithdrawn': 'The request was taken back.',
    'notice.refused': 'The site refused this ({code}). Nothing was changed.',
    'notice.requestDenied': '{name} did not allow it.',
    'notice.requestNotShared': '{name} allowed it, but then chose nothing to show.',
    'notice.requestTimedOut': '{name} did not answer in time.',
    'notice.requestUnable': '{name}’s device cannot show its screen.',
    'notice.requestWholeScreen':
        '{name} picked the whole screen, which was not shown. Ask again, or ask for the desktop.',
    'notice.serviceUnreachable': 'The site cannot be reached. A running session goes on.',
    'notice.sessionFull':
        'Nobody was invited: all eight places of the session are taken. Let one of the invited hosts leave first.',
    'notice.sessionOver': 'The session from before has ended meanwhile.',
    'notice.sessionTakenUp':
        'Your session from before goes on. Whoever was connected joins again; nothing they had allowed still counts.',
    'notice.sessionUnknown': 'The site no longer knows this session. Start a new one.',
    'notice.shareFailed': 'Your screen could not be shown. Your browser or system did not allow it.',
    'notice.shareNothingChosen': 'Nothing was chosen, so nothing is shown.',
    'notice.shareStopped': 'Your screen is no longer shown.',
    'notice.shareStoppedByHost': 'The host no longer looks at your screen. Nothing is shown.',
    'notice.shareUnable': 'This browser cannot show your screen. On a computer with Chrome, Edge or Firefox it works.',
    'notice.shareWholeScreen': 'Only a window or a tab was asked for, so the whole screen is not shown.',
    'notice.shareWindowsClosed': 'The windows that were shown are closed. Nothing is shown.',
    'notice.signInFailed': 'Signing in did not work. Try again.',
    'notice.switchAccepted': '{name} is opening Support Manager.',
    'notice.switchDeclined': '{name} stays in the browser.',
    'notice.switchUnavailable':
        '{name} cannot switch: there is no Support Manager for their system, or this site offers none.',
    'notice.uploadRefused': 'The file could not be published.',
    'notice.versionDiffers': 'This program and the site are of different versions. Update the older of the two.',
    'notice.viewDisplayLost':
        'The connection to {name}’s display broke, and the picture with it. The session goes on, and you can ask '
        + 'again.',
    'notice.viewDisplayRefused':
        'The display of {name}’s computer does not let Nearhand in, so it cannot be shown. The session goes on; '
        + 'in a browser they may be able to show it.',
    'notice.viewFailed': 'The picture of {name}’s screen broke off. The session goes on, and you can ask again.',
    'notice.viewNoDisplay':
        '{name}’s computer has no display that Nearhand can show. The session goes on; in a browser they may be '
        + 'able to show it.',
    'notice.viewStoppedByCustomer': '{name} stopped showing their screen.',
    'notice.viewUnsuitableDisplay':
        '{name}’s display lacks something that Nearhand needs to show it. The session goes on; in a browser they '
        + 'may be able to show it.',
    'notice.viewWayland':
        '{name} uses a Wayland session, whose screen Nearhand cannot show. The session goes on; ask them to join '
        + 'in a browser, which can.',
    'notice.viewWindowsClosed': '{name} closed the windows that you saw.',
    'notice.voiceClosed': '{host} has ended voice for everyone.',
});
