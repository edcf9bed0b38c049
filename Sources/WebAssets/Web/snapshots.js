/**
 * What a page draws: JSON as Swift writes `HostSnapshot` and `CustomerSnapshot`. This module holds types alone.
 *
 * A member that Swift leaves out when it is `nil` is optional here. Times are seconds since 1970.
 */

/**
 * One line of the conversation. `from` and `text` are claims of a person: shown as text, never as markup.
 *
 * @typedef {object} ChatEntry
 * @property {string} id
 * @property {boolean} isOwn
 * @property {string} from
 * @property {string} text
 * @property {number} sentAt
 */

/** @typedef {'cancelled' | 'unknownFile' | 'changed' | 'hashMismatch' | 'diskFull' | 'writeFailed'
 *     | 'connectionLost' | 'paused'} FileFailure */

/** @typedef {{offered: {}} | {transferring: {received: number}} | {complete: {}}
 *     | {failed: {reason: FileFailure}}} FileProgress */

/**
 * One published file.
 *
 * @typedef {object} FileEntry
 * @property {string} id
 * @property {string} name one safe path component
 * @property {number} size bytes
 * @property {string} sha256 64 hexadecimal digits
 * @property {FileProgress} progress
 * @property {string} [savedTo] where the native node put it
 */

/**
 * Something a person must be told once.
 *
 * @typedef {object} Notice
 * @property {number} id counts up
 * @property {string} key a key of the catalogue that begins with `notice.`
 * @property {Readonly<Record<string, string>>} values
 * @property {boolean} isError
 */

/** @typedef {'numberDoesNotWork' | 'invitationDoesNotWork' | 'linkDamaged' | 'linkNotGenuine' | 'tooManyTries'
 *     | 'siteUnreachable' | 'siteUnavailable' | 'certificateNotTrusted' | 'notNearhand' | 'nameMissing'
 *     | 'versionDiffers'} JoinProblem */

/**
 * @typedef {'byHost' | 'byCustomer' | 'mismatch' | 'notGenuine' | 'connectionLost' | 'noPath' | 'noPathRelaySilent'
 *     | 'noPathWithoutRelay' | 'versionDiffers' | 'siteVersionDiffers' | 'siteRefused' | 'switched'} CustomerEndReason
 *     `switched` is a browser's alone: the person goes on in Support Manager
 */

/**
 * @typedef {{confirmSite: {}} | {enterNumber: {problem?: JoinProblem}} | {enterName: {problem?: JoinProblem}}
 *     | {connectingToSite: {problem?: JoinProblem}} | {waiting: {}} | {hostAway: {}} | {declined: {}}
 *     | {typeDigits: {}} | {readBack: {digits: string}} | {connecting: {}} | {connected: {}}
 *     | {ended: {reason: CustomerEndReason}}} CustomerStage
 */

/**
 * The open prompt. `asker` is a claim.
 *
 * @typedef {object} SharePrompt
 * @property {string} request
 * @property {import('./control.js').ShareScope} scope
 * @property {string} asker
 * @property {number} secondsLeft counted when the snapshot was made
 * @property {boolean} isFirst the first of a session carries the warning about scams
 * @property {ShareableWindow} [window] of a question whether one more window is shown, which nobody asked for
 */

/** @typedef {{window: number, title: string, program: string}} ShareableWindow a window that the person may pick */

/** @typedef {{none: {}} | {starting: {request: string}} | {live: {request: string}}
 *     | {choosing: {request: string, windows: readonly ShareableWindow[]}}} CustomerShare */

/**
 * Somebody else in the session, as they say themselves.
 *
 * @typedef {object} CallPerson
 * @property {string} id
 * @property {string} name a claim
 * @property {'host' | 'customer'} role
 * @property {import('./control.js').Voice} voice
 * @property {boolean} isMuted
 * @property {boolean} isCameraOn
 */

/** @typedef {{id: string, name: string}} Device */

/**
 * What of this computer voice can use; no chosen one means the system's own choice.
 *
 * @typedef {object} CallDevices
 * @property {readonly Device[]} microphones
 * @property {readonly Device[]} loudspeakers
 * @property {string} [microphone]
 * @property {string} [loudspeaker]
 */

/** @typedef {'noSoundSystem' | 'noMicrophone' | 'noLoudspeaker' | 'microphoneLost' | 'soundSystemLost'
 *     | 'noEchoCancellation' | 'microphoneRefused' | 'microphoneBusy' | 'playbackBlocked'} VoiceProblem the last three
 *     are a browser page's alone */

/**
 * Voice and camera. Both are off for everybody until a person switches their own on.
 *
 * @typedef {object} CallSnapshot
 * @property {{voice: boolean, camera: boolean}} offer what the host has opened
 * @property {{voice: import('./control.js').Voice, isMuted: boolean, isCameraOn: boolean}} own
 * @property {boolean} isPushToTalk
 * @property {boolean} isTalking whether the talk key is held
 * @property {readonly CallPerson[]} people everybody else
 * @property {CallDevices} [devices]
 * @property {VoiceProblem} [problem]
 */

/**
 * What a person presses for voice and camera. `startCamera` reaches a node only when there is a picture.
 *
 * @typedef {{type: 'joinVoice'} | {type: 'leaveVoice'} | {type: 'stayOnPhone'} | {type: 'closeVoice'}
 *     | {type: 'setMuted', isMuted: boolean} | {type: 'setPushToTalk', isOn: boolean}
 *     | {type: 'talk', isPressed: boolean} | {type: 'startCamera'} | {type: 'stopCamera'} | {type: 'closeCamera'}
 *     | {type: 'chooseMicrophone', device: string | null} | {type: 'chooseLoudspeaker', device: string | null}
 * } CallCommand
 */

/**
 * Everything the customer's page draws.
 *
 * @typedef {object} CustomerSnapshot
 * @property {string} siteName
 * @property {string} siteAddress
 * @property {string} [hostDisplayName]
 * @property {CustomerStage} stage
 * @property {readonly ChatEntry[]} chat
 * @property {readonly FileEntry[]} files
 * @property {SharePrompt} [prompt]
 * @property {CustomerShare} share
 * @property {boolean} [isOfWindows] whether windows are shown that the person picked, not the desktop
 * @property {boolean} [isControlled] whether the host may use mouse and keyboard; never in a browser
 * @property {CallSnapshot} [call] absent before the connection and after it
 * @property {boolean} [capturesByPage] whether this page captures what is shown, since the node cannot
 * @property {boolean} isHostReachable
 * @property {readonly Notice[]} notices
 */

/**
 * What the customer presses.
 *
 * @typedef {{type: 'confirmSite'} | {type: 'joinByNumber', number: string, name: string}
 *     | {type: 'joinByLink', name: string}
 *     | {type: 'confirmDigits', digits: string} | {type: 'sendChat', text: string}
 *     | {type: 'answerPrompt', request: string, isAllowed: boolean} | {type: 'stopShare'} | {type: 'stopControl'}
 *     | {type: 'downloadFile', file: string} | {type: 'cancelDownload', file: string}
 *     | {type: 'pauseDownload', file: string} | {type: 'leave'}
 *     | {type: 'startOver'} | {type: 'needKeyFrame', of: string}
 *     | {type: 'pageCaptureStarted', surface: 'monitor' | 'window' | 'browser'}
 *     | {type: 'chooseWindows', request: string, windows: readonly number[]}
 *     | {type: 'pageCaptureFailed', isRefusal: boolean, isWholeScreen?: boolean}
 *     | {type: 'pageCaptureEnded'} | CallCommand
 * } CustomerCommand
 */

/** @typedef {'connecting' | 'connected' | 'unreachable'} ServiceState */

/** @typedef {'unreachable' | 'certificateNotTrusted' | 'notNearhand'} SiteProblem */

/** @typedef {{preparing: {}} | {compareDigits: {digits: string}} | {connecting: {}}} HostPairingStage */

/** @typedef {'viewDesktop' | 'viewApplication'} ViewScope */

/** @typedef {{none: {}} | {asked: {request: string, scope: ViewScope}}
 *     | {starting: {request: string, scope: ViewScope}}
 *     | {live: {request: string, scope: ViewScope, surface: 'monitor' | 'window' | 'browser'}}} HostShare */

/** @typedef {{none: {}} | {asked: {request: string}} | {held: {request: string, isPaused: boolean}}} HostControl */

/**
 * The line to the customer in the last seconds.
 *
 * @typedef {object} LineQuality
 * @property {number | null} [roundTripMilliseconds]
 * @property {number} lossPercent
 * @property {number} framesPerSecond
 * @property {number} kilobitsPerSecond both directions together
 */

/**
 * @typedef {object} HostCustomer
 * @property {string} name a claim
 * @property {'browser' | 'supportManager'} software
 * @property {string} system
 * @property {readonly import('./control.js').Ability[]} abilities
 * @property {'direct' | 'relayed' | 'unknown'} path
 * @property {LineQuality} [quality] absent in the first seconds
 * @property {number} connectedAt
 * @property {boolean} isReachable
 */

/**
 * @typedef {object} HostSession
 * @property {string} id
 * @property {string} number nine digits, not grouped
 * @property {number} numberExpiresAt
 * @property {string} [link]
 * @property {number} [linkExpiresAt]
 * @property {string} [linkQRCode] an SVG document
 * @property {boolean} isLinkUsed
 * @property {readonly {account: string, link: string}[]} hostLinks for other hosts, not used yet
 * @property {readonly {attempt: string, name: string}[]} knocks
 * @property {{attempt: string, name: string, stage: HostPairingStage}} [pairing]
 * @property {HostCustomer} [customer]
 * @property {HostShare} share
 * @property {boolean} [isSwitchOffered] whether the customer was asked to go on in Support Manager
 * @property {HostControl} [control] the customer's mouse and keyboard
 * @property {readonly ChatEntry[]} chat
 * @property {readonly FileEntry[]} files
 * @property {CallSnapshot} [call] absent without a customer
 * @property {import('./control.js').DisplayMode} [displayMode]
 * @property {readonly import('./control.js').Monitor[]} [monitors]
 * @property {number} [monitor] the one that is shown
 * @property {PictureProblem} [pictureProblem]
 */

/** @typedef {'nothingCaptured' | 'noPath' | 'waitingForKeyFrame'} PictureProblem why a live picture is not seen */

/**
 * What the host wrote on the session that runs or was last.
 *
 * @typedef {object} HostNotes
 * @property {string} session
 * @property {number} startedAt when that session began
 * @property {string} text as the node has it
 * @property {number} revision
 * @property {'empty' | 'draft' | 'saving' | 'waiting' | 'retrying' | 'refused' | 'saved' | 'changed'} state
 * @property {boolean} canSave whether *Save* has something to do
 * @property {number} [savedAt] when the report got the last that it has
 * @property {boolean} isKept whether the draft outlives the node
 */

/** @typedef {{type: 'writeNotes', session: string, text: string, revision: number}
 *     | {type: 'saveNotes', session: string}} NotesCommand */

/**
 * Everything the host's console draws.
 *
 * @typedef {object} HostSnapshot
 * @property {{name: string, address: string}} site
 * @property {boolean} [isSiteUnknown] whether the console asks before it reaches the site
 * @property {ServiceState} service
 * @property {SiteProblem} [siteProblem] why the site is not reached now
 * @property {{name: string, displayName: string}} [account]
 * @property {string} [signInAddress]
 * @property {HostSession} [session]
 * @property {'byHost' | 'expired'} [lastEnd]
 * @property {HostNotes} [notes]
 * @property {readonly Notice[]} notices
 */

/**
 * What the host presses.
 *
 * @typedef {{type: 'completeSignIn', code: string, state: string} | {type: 'signOut'} | {type: 'startSession'}
 *     | {type: 'confirmSite'}
 *     | {type: 'renewNumber'} | {type: 'makeLink'} | {type: 'inviteHost', account: string}
 *     | {type: 'introduce', participant: string} | {type: 'admit', attempt: string}
 *     | {type: 'decline', attempt: string} | {type: 'confirmReadBack', digits: string} | {type: 'cancelPairing'}
 *     | {type: 'sendChat', text: string}
 *     | {type: 'requestShare', scope: import('./control.js').ShareScope} | {type: 'stopControl'}
 *     | {type: 'offerSwitch'}
 *     | {type: 'input', event: import('./remote-input.js').InputEvent} | {type: 'withdrawRequest'} | {type: 'stopView'}
 *     | {type: 'withdrawFile', file: string} | {type: 'endSession'} | {type: 'needKeyFrame', of?: string}
 *     | {type: 'pageDecodes', codecs: readonly string[]}
 *     | {type: 'setDisplayMode', mode: import('./control.js').DisplayMode} | {type: 'chooseMonitor', monitor: number}
 *     | CallCommand | NotesCommand} HostCommand
 */

export {};
