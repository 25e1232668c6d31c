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

## Mails to the office

greeting-colleagues = Dear colleagues,
fact-when = Date and time:
fact-when-first = First message:
fact-period = VAT period:
fact-newcomer = Requested user:

## Failed task

failed-subject = Failed task
failed-heading = A task has failed
failed-lead = Something went wrong that will not sort itself out. Somebody in the office needs to look at it.
failed-do = View the task in the client portal and solve the problem. Then close the task, so that it leaves the worklist.
failed-lead-undelivered = An e-mail to { $undelivered } ({ $undelivered_address }) could not be delivered. The mail server’s answer is below.
failed-do-undelivered = Check whether the e-mail address is right. If it is wrong, correct it with the client user. If it is right, ask the client for another address, or to have their mailbox looked at.
failed-lead-broken = Mails from { $broken_domains } do not go out any more: the domain’s records in DNS are not as they have to be. What is wrong is below. The mails wait; none is lost.
failed-do-broken = Let whoever looks after the domain see the page with the mail set-up: it shows each record as it has to be. As soon as they are right, the mails go out by themselves.
failed-lead-came-back = An e-mail to { $undelivered } ({ $undelivered_address }) came back: it could not be delivered. The receiving mail server’s answer is below.
failed-do-correct-address = This address takes no mail. Ask the client for the right e-mail address, and correct it with the client user.
failed-do-reach-reader = Reach the client in another way, and send the e-mail again once their mailbox takes mail.
failed-do-check-mail-setup = The address is not to blame: the receiving mail server does not trust our e-mails. Have the e-mail set-up of the office checked.
failed-do-read-diagnostic = Read the answer of the mail server, and decide what is to be done. If you are in doubt, ask the client for another address.
failed-button = View the task

## Message from a client

message-subject = Message via the client portal
message-heading = New message from a client
message-heading-several = New messages from a client
message-lead = A message has come in via the client portal.
message-lead-by = { $by } has sent a message via the client portal.
message-lead-several = Messages that nobody has read yet have come in via the client portal.
message-lead-several-by = { $by } has sent messages via the client portal that nobody has read yet.
message-do = Please answer in the client portal: a reply to this e-mail does not reach the client.
message-button = Answer in the portal

## VAT documents OK

vat-subject = VAT documents OK
vat-subject-taken-back = VAT documents not complete after all
vat-heading = All VAT documents are in
vat-lead = The client says that all documents for the VAT return have been sent in.
vat-lead-by = { $by } says that all documents for the VAT return have been sent in.
vat-lead-taken-back = The client says that the documents for the VAT return are not complete after all.
vat-lead-taken-back-by = { $by } says that the documents for the VAT return are not complete after all.
vat-do = You can now check that everything is there, and then prepare and file the VAT return.
vat-do-taken-back = Please wait with the VAT return until the client says again that all documents have been sent in. Has the return been filed already? Then please contact the client.
vat-button = View in the portal

## User request

request-subject = User request
request-heading = New user request
request-lead = A request has come in via the client portal.
request-lead-by = { $by } has made a request via the client portal.
request-lead-newcomer = Access to the client portal is requested for { $newcomer }.
request-lead-newcomer-by = { $by } asks you to give { $newcomer } access to the client portal.
request-do = Please check the request in the client portal. You can approve it there, or refuse it with a reason.
request-safe = Nothing happens until somebody in the office approves the request. Opening the link in this e-mail approves nothing.
request-button = View the request

## Why you receive this

why-manager = You receive this e-mail because you are the manager of this dossier.
why-manager-deputy = You receive this e-mail because you are standing in for { $absent }, the manager of this dossier, who is absent.
why-group = You receive this e-mail because this dossier is in the client group { $name } and this is the group’s e-mail address.
why-functional = You receive this e-mail because { $to_address } is the functional e-mail address of your office.
why-communication = You receive this e-mail because { $to_address } is the communication e-mail address of your office.
why-chosen = You receive this e-mail because your office has chosen you by name as a recipient.
why-chosen-deputy = You receive this e-mail because you are standing in for { $absent }, whom your office has chosen by name as a recipient and who is absent.
why-chosen-manager = You receive this e-mail because your office has chosen the dossier manager as a recipient and you are the manager of this dossier.
why-chosen-manager-deputy = You receive this e-mail because you are standing in for { $absent }, who is absent: your office has chosen the dossier manager as a recipient.
why-chosen-group = You receive this e-mail because your office has chosen the client group as a recipient and you are a member of this dossier’s client group.
why-chosen-group-deputy = You receive this e-mail because you are standing in for { $absent }, who is absent: your office has chosen this dossier’s client group as a recipient.
why-chosen-group-address = You receive this e-mail because your office has chosen the client group as a recipient and this is the e-mail address of { $name }, this dossier’s client group.
why-chosen-admins = You receive this e-mail because your office has chosen all admins as recipients and you are an admin.
why-chosen-admins-deputy = You receive this e-mail because you are standing in for { $absent }, who is absent: your office has chosen all admins as recipients.
why-nobody-left = None of the recipients that your office has chosen could receive this e-mail. That is why the standard configuration was followed.
why-no-manager = This dossier has no manager.
why-manager-inactive = The manager of this dossier is no longer an active employee.
why-open = This has been open for { $open_for } with those who heard of it first. That is why it has now come to you.
why-change = An admin can change who receives these e-mails under Office settings / Communication / E-mail settings / Recipients of automatic e-mails, in the row “{ $kind }”.

## Summary of notifications

digest-subject = Summary: { $events }
digest-heading = Your summary
digest-lead = New for you: { $events }.
digest-no-dossier = Without a dossier
digest-message = Message
digest-absent = You receive this because you are standing in for { $absent }, who is absent.
digest-more = You will find { $more } more in the client portal.
digest-button = Open the client portal
digest-why-hourly = The notifications that are meant for you according to your office’s settings reach you once an hour in one e-mail.
digest-why-daily = The notifications that are meant for you according to your office’s settings reach you every morning in one e-mail.
digest-change = How often you receive such an e-mail is set for each employee under Office settings / Communication / E-mail settings / Recipients of automatic e-mails.

## Message from the office

office-message-subject = Message from your accounting office
office-message-heading = You have a message
office-message-lead = { $office } has sent you a message.
office-message-lead-by = { $by } of { $office } has sent you a message.
office-message-do = You can answer in the client portal. You log in with your e-mail address and your password.
office-message-why = You receive this e-mail because you have access to this dossier in the client portal.

## Values in words

kind =
    { $kind ->
        [failed_task] Failed tasks
        [message] Messages of the communication module
        [vat_documents_ok] VAT documents OK
        [user_request] User requests
       *[digest] Summary of notifications
    }
notifications =
    { $count ->
        [one] { $count } notification
       *[other] { $count } notifications
    }
working-hours =
    { $hours ->
        [one] { $hours } working hour
       *[other] { $hours } working hours
    }
vat-month = { $month } { $year }
vat-quarter =
    { $quarter ->
        [1] first
        [2] second
        [3] third
       *[4] fourth
    } quarter of { $year }

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
    } { $day } { $month } { $year } at { $hour_padded }:{ $minute }
month =
    { $month ->
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
    }
