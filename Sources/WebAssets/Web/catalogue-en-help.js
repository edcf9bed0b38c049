/** The texts of the host’s help page, in English. */
export const enHelp = Object.freeze({
    // help: the host's page of each button
    'help.application': 'Windows on the Application tab',
    'help.applicationApproves':
        'Your customer, for each request; they pick the windows, and are asked again for a window that opens later.',
    'help.applicationCustomer':
        'A question, then a choice of their windows. A bar says that you see or control them, with Stop.',
    'help.approves': 'Who approves',
    'help.audioApproves': 'Each person, by joining with a press of their own.',
    'help.audioCustomer': 'That you would like to talk. They join, or stay on the phone.',
    'help.chatCustomer': 'Your words at once; a sound and a mark in the title while the page is hidden.',
    'help.control': 'Request control',
    'help.controlApproves': 'Your customer, apart from viewing. Their own mouse and keyboard come first.',
    'help.controlCustomer': 'A question with a warning, then the bar, with Stop control only and Stop.',
    'help.customer': 'Your customer sees',
    'help.endApproves': 'You alone; you are asked once more.',
    'help.endCustomer': 'That the session is over. Nothing is shared any more.',
    'help.fileApproves': 'Your customer downloads each file, or does not.',
    'help.fileCustomer': 'A list of the files with Download, Pause and Cancel.',
    'help.inviteCustomer': 'What you tell or send them: the number, or the link, which works once.',
    'help.keys': 'While you control, Ctrl+Alt+Home gives your keyboard back. Escape closes this page.',
    'help.lead':
        'Nothing of your customer’s is seen, heard or used before they said yes, and they can stop each '
        + 'thing at any time.',
    'help.modes': 'Standard and Screen sampling',
    'help.modesCustomer': 'Nothing: the picture that you see becomes sharper or quicker.',
    'help.nobody': 'Nobody: it changes nothing of theirs.',
    'help.notesCustomer': 'Nothing. Notes are for your site’s report.',
    'help.open': 'Help',
    'help.title': 'What each button does',
    'help.videoApproves': 'Each person, by starting a camera of their own.',
    'help.videoCustomer': 'Your picture, and a button for their own camera.',
    'help.view': 'Request view',
    'help.viewApproves': 'Your customer, within 60 seconds; silence is a no.',
    'help.viewCustomer': 'A question who asks for what, then a bar that says that you see their screen, with Stop.',
});
