### The sentences of the mails. Each message is a whole sentence; what stands between braces is filled in per mail.

greeting = Dear { $name },

## Welcome e-mail

welcome-subject = Your access to the client portal of { $office }
welcome-heading = Welcome to the client portal
welcome-lead = { $office } has given you access to its client portal. There you can see your dossier and send us messages.

## Reminder

reminder-subject = Reminder: set your password for the client portal of { $office }
reminder-heading = One step left: your password
reminder-lead = { $office } has given you access to its client portal, but you have not set a password yet.

## Access to one more dossier

access-added-subject = New dossier in the client portal: { $dossier }
access-added-preview = { $office } has given you access to one more dossier.
access-added-heading = You have access to one more dossier
access-added-lead = { $office } has now also given you access to the dossier below in its client portal.
access-added-as-before = Your password stays the same: log in as you did before.
access-added-no-password-yet = You have not set a password yet. You need one to log in.

## Your access

access-dossier = Dossier:
access-login = You log in with your e-mail address:

## The link

link-preview = Set your password before { $valid_until }.
link-instruction = Set your initial password here:
link-button = Set my password
link-validity = The link is valid until { $valid_until }. After that, you can use the same link to ask for a new one.
link-fallback = Does the button not work? Copy this link into your browser:

## Closing

closing-questions = Do you have a question? { $contact } ({ $contact_address }) will be glad to help.
closing-regards = Kind regards,
closing-sender-is-unread = This e-mail comes from { $sender_address }, an address that is not read. If you reply, your answer goes to { $contact_address } automatically.
closing-no-password = We never send you a password by e-mail, and we never ask you to give us yours by e-mail.
closing-unexpected = Were you not expecting this e-mail? Then you do not have to do anything. You can always let us know at { $contact_address }.

## Notice to the sender

notice-subject = Welcome e-mail sent to { $client_user }
notice-preview = Dossier: { $dossier }
notice-heading = Welcome e-mail sent
notice-lead = A welcome e-mail has gone out to the client user below, with your e-mail address as its sender.
notice-client-user = Client user:
notice-no-link = The personal link for setting the initial password is in the welcome e-mail only.
notice-why = You receive this notice because your office has chosen to inform the sender of each welcome e-mail. An admin can change this in the office settings.

## Date and time

moment =
    { $weekday ->
        [monday] Monday
        [tuesday] Tuesday
        [wednesday] Wednesday
        [thursday] Thursday
        [friday] Friday
        [saturday] Saturday
       *[sunday] Sunday
    } { $day } { $month ->
        [january] January
        [february] February
        [march] March
        [april] April
        [may] May
        [june] June
        [july] July
        [august] August
        [september] September
        [october] October
        [november] November
       *[december] December
    } { $year } at { $hour_padded }:{ $minute }
