/**
 * Every text of the interface in English. The keys are grouped by the part of the interface, and `catalogue-zh-Hant.js`
 * has the same ones. A `{name}` in braces is filled in with a value.
 */
export const en = Object.freeze({
    // app
    'app.name': 'Nearhand',
    'app.starting': 'One moment…',

    // call: voice and camera, for host and customer
    'call.asked': '{host} would like to talk by voice',
    'call.askedDetail': 'Your microphone stays off unless you join.',
    'call.camera': 'Camera',
    'call.cameraOff': 'Turn my camera off',
    'call.cameraOn': 'Turn my camera on',
    'call.cameraStarting': 'Opening your camera…',
    'call.closeCamera': 'End video for everyone',
    'call.closeVoice': 'End voice for everyone',
    'call.deviceDefault': 'System default',
    'call.deviceNumber': 'Device {number}',
    'call.devices': 'Devices',
    'call.heard': 'You are heard by {names}.',
    'call.heardMuted': 'You are muted: nobody hears you.',
    'call.heardNobody': 'Nobody hears you yet: nobody else has joined.',
    'call.heardNotJoined': 'Your microphone is off: nobody hears you here.',
    'call.heardPhone': 'You stay on the phone: nobody hears you here.',
    'call.heardPushToTalk': 'While you hold the button, you are heard by {names}.',
    'call.join': 'Join with microphone',
    'call.leave': 'Leave voice',
    'call.levelOf': 'Sound level of {name}',
    'call.levelOwn': 'Sound level of your microphone',
    'call.loudspeaker': 'Loudspeaker',
    'call.microphone': 'Microphone',
    'call.mute': 'Mute',
    'call.people': 'Who takes part by voice',
    'call.person.joined': 'in the voice call',
    'call.person.muted': 'muted',
    'call.person.off': 'has not joined the voice call',
    'call.person.onPhone': 'stays on the phone',
    'call.problem.cameraBusy':
        'The camera is in use by another program. Close that program, then turn your camera on again.',
    'call.problem.cameraLost': 'The camera was unplugged or taken by another program. Your camera is off.',
    'call.problem.cameraRefused':
        'The browser does not let this page use the camera. Allow it beside the address, then try again.',
    'call.problem.cameraUnsupported':
        'This browser cannot show your camera. Chrome, Edge, Firefox and Safari of today can.',
    'call.problem.microphoneBusy':
        'The microphone is in use by another program. Close that program, then join again.',
    'call.problem.microphoneLost': 'The microphone was unplugged; another one is used if there is one.',
    'call.problem.microphoneRefused':
        'The browser does not let this page use the microphone. Allow it beside the address, then join again.',
    'call.problem.noCamera': 'No camera was found. Plug one in, then try again; everything else works without.',
    'call.problem.noEchoCancellation':
        'Echo cannot be removed on this computer. With a headset the others do not hear themselves.',
    'call.problem.noLoudspeaker': 'No loudspeaker was found, so you hear nobody. Plug one in, or a headset.',
    'call.problem.noMicrophone': 'No microphone was found. Plug one in, or stay on the phone.',
    'call.problem.noSoundSystem':
        'This computer has no sound that Nearhand can use (PulseAudio does not answer). Stay on the phone.',
    'call.problem.playbackBlocked':
        'The browser holds the sound back. Press anywhere on this page to hear the others.',
    'call.problem.soundSystemLost': 'The sound of this computer stopped. Nearhand keeps trying to get it back.',
    'call.pushToTalk': 'Push to talk',
    'call.seen': 'You are seen by {names}.',
    'call.seenAlone': 'Nobody else is here to see you.',
    'call.seenNobody': 'Your camera is off: nobody sees you.',
    'call.stayOnPhone': 'Stay on the phone',
    'call.talk': 'Hold to talk',
    'call.talkHint': 'Hold this button, or the space bar outside fields and buttons',
    'call.tileOf': 'Camera of {name}',
    'call.tileOwn': 'Your own camera, as in a mirror',
    'call.tileWaiting': 'Waiting for the picture',
    'call.tiles': 'Cameras',
    'call.title': 'Audio and video',
    'call.unmute': 'Unmute',
    'call.you': 'You',

    // chat
    'chat.empty': 'No messages yet. What you write here reaches only the people in this session.',
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
    'connected.byBrowser':
        'On this desktop (Wayland) your browser shows the screen: after Allow, choose there what to show.',
    'connected.callTitle': '{host} would like to talk',
    'connected.files': 'Files from your host',
    'connected.filesEmpty': 'Files that {host} offers you appear here.',
    'connected.leave': 'Leave session',
    'connected.private': 'Verified and encrypted from end to end',
    'connected.reachable': 'Connected',
    'connected.seesDesktop': '{host} sees your whole screen. Press Stop at any time.',
    'connected.seesNothing': '{host} cannot see your screen. You are asked before anything is shown.',
    'connected.seesScreen': '{host} sees what you chose to show. Press Stop, or the Esc key, at any time.',
    'connected.startingScreen': 'Choose in your browser’s window what to show.',
    'connected.title': 'You are connected with {host}',
    'connected.unreachable': 'Connection interrupted – trying to reach {host}…',
    'connected.yourScreen': 'Your screen',

    // console: the host's page
    'console.admit': 'Admit',
    'console.admitNamed': 'Admit {name}',
    'console.applicationNone':
        'Showing a single application will come to this tab. Today the customer can choose one window when you '
        + 'request their view: see Desktop.',
    'console.audio': 'Audio',
    'console.audioHint': 'Talk by voice',
    'console.audioHintOn': 'You are in the call',
    'console.audioUnable': 'Their program lacks it',
    'console.byLink': 'By link',
    'console.byLinkDetail': 'Send it to your customer. They open it in any browser; nothing is installed.',
    'console.byPhone': 'By telephone',
    'console.byPhoneDetail': 'Ask your customer to open the site address and type the number.',
    'console.cancel': 'Cancel',
    'console.chatHint': 'Write to your customer',
    'console.close': 'Close',
    'console.copied': 'Copied',
    'console.copy': 'Copy',
    'console.copyFailed': 'Select it and press Ctrl+C',
    'console.copyText': 'Copy text',
    'console.customer': 'Customer',
    'console.customerPath': 'Path',
    'console.customerQuality': 'Line',
    'console.customerReachable': 'Connected',
    'console.customerSystem': 'System',
    'console.customerTime': 'Time',
    'console.customerUnreachable': 'Connection interrupted – trying to reach them…',
    'console.dashboard': 'Dashboard',
    'console.decline': 'Decline',
    'console.declineNamed': 'Decline {name}',
    'console.displayMode': 'Display mode',
    'console.end': 'End session',
    'console.endDetail': 'It ends for everybody. Number and link stop working, and nothing is shared any more.',
    'console.endHint': 'For everybody in it',
    'console.endTitle': 'End this session?',
    'console.ended.byHost': 'The session has ended',
    'console.ended.expired': 'The session has expired',
    'console.endedDetail.byHost': 'Number and link no longer work, and your customer was told.',
    'console.endedDetail.expired': 'It was open for too long. Number and link no longer work.',
    'console.filesAdd': 'Add files',
    'console.filesDrop': 'Drop the files here to offer them to your customer',
    'console.filesEmpty': 'Drop files anywhere on this page, and your customer can download them.',
    'console.gateLost': 'Nearhand does not answer',
    'console.gateLostDetail':
        'The Nearhand program on this computer has stopped or is busy. While it is busy, wait: this page goes on by '
        + 'itself. If it has stopped, start it again; it opens a new page.',
    'console.gateRefused': 'This page was opened without its key',
    'console.gateRefusedDetail':
        'It opens only from the Nearhand program on this computer. Start Nearhand again, or use the address it shows.',
    'console.gateReused': 'This address was used twice',
    'console.gateReusedDetail':
        'Somebody else on this computer may have seen it, so the page was closed. The terminal shows a new address.',
    'console.gateTakenOver': 'Open in another window',
    'console.gateTakenOverButton': 'Use this window',
    'console.gateTakenOverDetail': 'Nearhand shows itself in one window at a time.',
    'console.invitationLink':
        'Hello,\n\nI would like to help you with your computer. Please open this link in a browser:\n\n{link}\n\n'
        + 'Or open {address} and type this number:\n\n{number}\n\nNothing is installed, and I see nothing of your '
        + 'computer unless you allow it.\n\n{host}',
    'console.invitationNumber':
        'Hello,\n\nI would like to help you with your computer. Please open {address} in a browser and type this '
        + 'number:\n\n{number}\n\nNothing is installed, and I see nothing of your computer unless you allow it.\n\n'
        + '{host}',
    'console.invite': 'Invite',
    'console.inviteDetail': 'Send this text to your customer by e-mail or instant message.',
    'console.inviteHint': 'Number and link as a text',
    'console.inviteText': 'Text of the invitation',
    'console.inviteTitle': 'Invite your customer',
    'console.inviteWarning': 'Whoever has the link can join once in your customer’s place. Send it to nobody else.',
    'console.knock': '“{name}” wants to join',
    'console.knockBusy': 'One customer at a time: finish with {name} first.',
    'console.knockDetail': 'This is what they call themselves. You make sure who it is in the next step.',
    'console.knocks': 'Waiting to join',
    'console.line.frames': 'Pictures',
    'console.line.loss': 'Lost',
    'console.line.path': 'Path',
    'console.line.rate': 'Rate',
    'console.line.roundTrip': 'Round trip',
    'console.lineGrade.fair': 'Line: fair',
    'console.lineGrade.good': 'Line: good',
    'console.lineGrade.poor': 'Line: poor',
    'console.lineGrade.unknown': 'Line: measuring',
    'console.linePath.direct': 'Direct',
    'console.linePath.relayed': 'Through a relay',
    'console.linePath.unknown': 'Not known yet',
    'console.linkLeft': 'Works once, for one customer, for {time} more.',
    'console.linkMake': 'New link',
    'console.linkNone': 'There is no link at the moment.',
    'console.linkQRCode': 'QR code of the link, to scan with a telephone or tablet',
    'console.linkUsed': 'The link was used. It works once; make a new one for the next person.',
    'console.mode.sampling': 'Screen sampling',
    'console.mode.standard': 'Standard',
    'console.modeSampling': 'Screen sampling',
    'console.modeSamplingHint': 'Faster, poorer image',
    'console.modeStandard': 'Standard',
    'console.modeStandardHint': 'Better image, slower',
    'console.monitor': 'Monitor',
    'console.needsCustomer': 'Your customer has not joined yet',
    'console.next1': 'They type the number, or open the link.',
    'console.next2': 'With the number: you admit them and compare digits aloud.',
    'console.next3': 'Chat, files and the view of their screen open here.',
    'console.nextSafe': 'You see nothing of their computer unless they allow it.',
    'console.nextTitle': 'Waiting for your customer',
    'console.nextWaiting': 'A sound tells you when somebody wants to join.',
    'console.numberExpired': 'This number has expired',
    'console.numberLeft': 'Valid for {time}',
    'console.numberRenew': 'New number',
    'console.pairingCancel': 'Cancel',
    'console.pairingConfirm': 'Confirm',
    'console.pairingConnecting': 'Connecting to {name}…',
    'console.pairingConnectingDetail': 'Your two computers are finding the shortest way to each other.',
    'console.pairingFour': 'Type all four digits.',
    'console.pairingOnce': 'There is one try.',
    'console.pairingPreparing': 'Preparing the connection with {name}…',
    'console.pairingPreparingDetail': 'Keys are being exchanged.',
    'console.pairingRead': 'Read these to {name}, digit by digit:',
    'console.pairingTitle': 'Make sure it is really {name}',
    'console.pairingType': '{name} reads four digits back. Type them:',
    'console.pairingWhy':
        'Talk to each other directly, by telephone for instance. If the digits do not fit, somebody is in between.',
    'console.path.direct': 'Direct, encrypted from end to end',
    'console.path.relayed': 'Through a relay, encrypted from end to end',
    'console.path.unknown': 'Encrypted from end to end',
    'console.pictureActual': '1:1',
    'console.pictureAsked': '{name} was asked',
    'console.pictureAskedDetail': 'They see a question in their window, and decide what to show.',
    'console.pictureFit': 'Fit',
    'console.pictureFullScreen': 'Full screen',
    'console.pictureInterrupted': 'Connection interrupted: the picture stands still.',
    'console.pictureLabel': 'The customer’s screen',
    'console.pictureNoDecoder': 'This browser cannot show the picture',
    'console.pictureNoDecoderDetail':
        'It lacks WebCodecs. Open the console in Chrome or Edge 94, Firefox 130, Safari 16.4, or later.',
    'console.pictureNone': 'You do not see {name}’s screen',
    'console.pictureNoneDetail': 'Ask to see it. They choose what to show, and can stop at any time.',
    'console.pictureOf.browser': 'You see a browser tab of {name}’s',
    'console.pictureOf.monitor': 'You see {name}’s screen',
    'console.pictureOf.window': 'You see a window of {name}’s',
    'console.pictureReason.noPath': 'No path to {name}',
    'console.pictureReason.nothingCaptured': 'Nothing captured',
    'console.pictureReason.waitingForKeyFrame': 'Waiting for a key frame',
    'console.pictureReasonDetail.noPath':
        'Nothing arrives from them at the moment. The picture comes by itself when the connection is back.',
    'console.pictureReasonDetail.nothingCaptured':
        'Nothing has come from {name}’s computer: its screen may be off or locked, or their window is closed.',
    'console.pictureReasonDetail.waitingForKeyFrame':
        'Parts of the picture arrive, but the complete one that they build on is missing. This page asks for it.',
    'console.pictureScale': 'Scale',
    'console.pictureStalled': 'Waiting for a key frame: the picture stands still.',
    'console.pictureStarting': '{name} has approved',
    'console.pictureStartingDetail': 'They are choosing what to show.',
    'console.pictureTools': 'Display',
    'console.pictureWaiting': 'Waiting for the picture',
    'console.pictureWaitingDetail': '{name} is showing their screen; the first picture is on its way.',
    'console.quality.loss': '{loss} % lost',
    'console.quality.pictures': '{pictures} pictures/s',
    'console.quality.rate': '{rate} kbit/s',
    'console.quality.roundTrip': '{milliseconds} ms',
    'console.reachingSite': 'Reaching {site}…',
    'console.service.connected': 'Online',
    'console.service.connecting': 'Connecting…',
    'console.service.unreachable': 'Site cannot be reached',
    'console.service.unreachableInSession': 'Site cannot be reached – your session goes on',
    'console.signIn': 'Sign in',
    'console.signInDetail': 'To help somebody, sign in at {address}.',
    'console.signInKept':
        'You have signed in on the site’s page, but this program cannot reach the site yet. It keeps trying; if '
        + 'it takes longer than a minute, sign in once more.',
    'console.signInPassword': 'You sign in on the site’s own page. This program never sees your password.',
    'console.signInTitle': 'Sign in to {site}',
    'console.signOut': 'Sign out',
    'console.siteAddress': 'Site address',
    'console.siteProblem.certificateNotTrusted':
        'The certificate of {address} is not trusted on this computer, so this program told it nothing. If the '
        + 'site has a certificate authority of its own, stop Nearhand and start it again with --ca-file FILE.',
    'console.siteProblem.notNearhand':
        '{address} answers, but it is not a Nearhand site. Nothing was sent. Check the address and start '
        + 'Nearhand again with the right one.',
    'console.siteProblem.unreachable':
        '{address} cannot be reached. Nothing is lost: this page goes on by itself as soon as the site answers. '
        + 'Check your network and the address.',
    'console.software.browser': 'browser',
    'console.software.supportManager': 'Support Manager',
    'console.start': 'Start session',
    'console.startAnother': 'Start another session',
    'console.startDetail': 'You get a number to read out and a link to send. Your customer joins from any browser.',
    'console.startTitle': 'Hello {name}',
    'console.startUnreachable': 'The site cannot be reached at the moment. The button works as soon as it is back.',
    'console.summaryFiles': 'Files offered',
    'console.summaryMessages': 'Messages',
    'console.tab.application': 'Application',
    'console.tab.desktop': 'Desktop',
    'console.tab.session': 'Session',
    'console.tab.tools': 'Tools',
    'console.title': 'Console',
    'console.transferFile': 'Transfer file',
    'console.transferFileHint': 'Offer files for download',
    'console.upload.diskFull': 'The disk of this computer is full. Free some space and add the file again.',
    'console.upload.failed': 'The file was not taken. Try again.',
    'console.upload.interrupted': 'Reading the file was interrupted. It may have changed; add it again.',
    'console.upload.keyRefused': 'This page is no longer valid. Open the console again.',
    'console.upload.nameMissing': 'A file with this name cannot be offered. Rename it and add it again.',
    'console.upload.noFolder': 'Files cannot be offered: there is no folder for them on this computer.',
    'console.upload.tooLarge': 'The file is too large.',
    'console.upload.writeFailed': 'The file could not be stored on this computer.',
    'console.uploading': 'Preparing: {done} of {total}',
    'console.video': 'Video',
    'console.videoHint': 'Show your camera',
    'console.videoHintOn': 'Your camera is on',
    'console.videoUnable': 'Their program lacks it',
    'console.viewRequest': 'Request view',
    'console.viewRequestHint': 'See the customer’s desktop once they approve',
    'console.viewStop': 'Stop viewing',
    'console.viewStopHint': 'The customer stops showing their screen',
    'console.viewUnable': '{name}’s browser cannot show its screen. On a computer with Chrome, Edge or Firefox it can.',
    'console.viewUnableHint': 'The customer’s browser cannot show its screen',
    'console.viewUnableNode':
        'Support Manager on {name}’s computer cannot show its screen, and told them why. If they join in a '
        + 'browser instead, it may work.',
    'console.viewUnableNodeHint': 'Support Manager on the customer’s computer cannot show its screen',
    'console.viewWithdraw': 'Take back request',
    'console.viewWithdrawHint': 'The question in the customer’s window closes',

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
    'end.versionDiffers': 'The two programs do not understand each other',
    'end.versionDiffersDetail':
        'They are of different versions. Nothing was shared. Load this page again, or ask for the current version.',

    // files
    'files.cancel': 'Cancel',
    'files.complete': 'Complete – every byte checked',
    'files.completeHost': 'Downloaded by the customer',
    'files.continue': 'Continue',
    'files.download': 'Download',
    'files.downloadAgain': 'Download again',
    'files.failed.cancelled': 'Cancelled',
    'files.failed.changed': 'The file changed while it was sent',
    'files.failed.connectionLost': 'The connection was lost',
    'files.failed.diskFull': 'The disk is full',
    'files.failed.hashMismatch': 'The file arrived damaged and was thrown away',
    'files.failed.unknownFile': 'The file is no longer offered',
    'files.failed.writeFailed': 'The file could not be saved',
    'files.interrupted': 'Interrupted. What has arrived is kept, and Continue goes on from there.',
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

    // language
    'language.label': 'Language',

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
    'notice.signInFailed': 'Signing in did not work. Try again.',
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
    'notice.voiceClosed': '{host} has ended voice for everyone.',

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
