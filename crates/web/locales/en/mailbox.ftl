### The mailbox of the demo, and the front page.

## The list

mailbox-title = Mailbox
mailbox-lead = Here is every mail that was handed over to the mailbox of this demo. None of them leaves this machine.
mailbox-count =
    { $count ->
        [0] No mail has come in yet.
        [one] One mail
       *[other] { $count } mails
    }
mailbox-from = From
mailbox-to = To
mailbox-subject = Subject
mailbox-at = Stored at
mailbox-language = Language
mailbox-kind = Kind
mailbox-no-subject = (no subject)
mailbox-search = Search by e-mail address
mailbox-search-button = Search
mailbox-found-none = No mail from or to an address with “{ $search }” in it.
mailbox-older = Older mails
mailbox-newest = Newest mails
kind-welcome = Welcome e-mail
kind-welcome_reminder = Reminder
kind-access_added = Access added
kind-follow_up_notice = Follow-up notice
kind-failed_task = Failed task
kind-message = Message from a client
kind-vat_documents_ok = VAT documents OK
kind-user_request = User request
kind-digest = Summary of notifications
kind-office_message = Message from the office
kind-other = Other mail

## One mail

mail-back = To the mailbox
mail-views = Views of this mail
mail-html = HTML
mail-text = Text
mail-source = Source
mail-why = Why it went as it did
mail-reply-to = Replies to
mail-envelope = Envelope
mail-envelope-is = From { $from } to { $to }
mail-frame = The mail as its reader sees it
mail-no-html = This mail has no HTML part.
mail-no-text = This mail has no text part.
mail-raw = Download as a file (.eml)
mail-repeated = This mail came { $times } times with the same Message-ID: whoever reads it sees it { $times } times, unless their mail program recognises that.

## Why this sender

why-unknown = Nothing is known of this mail here: it does not come from this installation.
why-sender = Why this sender
why-order = The first address that can be used is taken, in this order:
why-order-functional = This office has chosen that its functional e-mail address comes first. The first address that can be used is taken, in this order:
why-order-system = This mail tells the office of its own affairs. Such mails come from the address of the platform, under the name of the office:
step-personalised = Chosen by the office
step-dossier_manager = Dossier manager
step-client_group = Client group
step-functional_address = Functional e-mail address
step-communication_address = Communication e-mail address
step-system_address = Address of the platform
step-taken = Taken: the mail comes from { $from }.
step-taken-to = Taken: the mail goes to { $to }.
step-not-asked = Not needed any more.
skipped-no_manager = Skipped: the dossier has no dossier manager.
skipped-manager_inactive = Skipped: the dossier manager is no longer an active employee.
skipped-no_group = Skipped: the dossier is in no client group.
skipped-group_without_address = Skipped: the client group has no e-mail address.
skipped-no_functional_address = Skipped: the office has no functional e-mail address.
skipped-nobody_left = Skipped: none of those whom the office has chosen can receive this.
skipped-send_only = Skipped: nobody reads the functional e-mail address.
skipped-told_before = Skipped: this address has heard already.
why-reply = Where replies go
why-reply-same = Replies go to { $address }, the address that the mail comes from.
why-reply-elsewhere = Nobody reads { $from }. That is why replies go to { $address }, the next address in the order above that is read.
why-recipient = Why this recipient
why-recipient-client = It goes to the client user { $name }, whose login is { $address }.
why-recipient-sender = It goes to { $address }, the address that the welcome e-mail was sent from, because the office has chosen to be told of each.
heard-order = Those whom the office has chosen receive it (configuration: personalised). If it has chosen nobody, or nobody of them is left, it goes to the first address that can be used, in this order (standard):
heard-chosen-employee = The office has chosen by name who receives this.
heard-chosen-dossier_manager = The office has chosen the dossier manager as a recipient.
heard-chosen-client_group = The office has chosen the client group as a recipient: its e-mail address, or its members if it has none.
heard-chosen-admins = The office has chosen all admins as recipients.
heard-deputy = { $name } is standing in for { $absent }, who is absent.
heard-open =
    { $hours ->
        [one] It was open for one working hour with those who heard of it first, and nobody closed it.
       *[other] It was open for { $hours } working hours with those who heard of it first, and nobody closed it.
    }
left-out-inactive =
    { $count ->
        [one] One of those who were chosen is no longer an active employee.
       *[other] { $count } of those who were chosen are no longer active employees.
    }
left-out-no_access =
    { $count ->
        [one] One of those who were chosen has no access to this private dossier.
       *[other] { $count } of those who were chosen have no access to this private dossier.
    }
left-out-nobody-dossier_manager = The dossier manager was chosen, but there is none here.
left-out-nobody-client_group = The client group was chosen, but there is nobody in one here who could receive this.
left-out-nobody-admins = All admins were chosen, but the office has no active admin.
left-out-deputy_inactive =
    { $count ->
        [one] A deputy who was named is no longer an active employee, so the absent employee receives it.
       *[other] { $count } deputies who were named are no longer active employees, so the absent employees receive it.
    }
left-out-deputy_no_access =
    { $count ->
        [one] A deputy who was named has no access to this private dossier, so the absent employee receives it.
       *[other] { $count } deputies who were named have no access to this private dossier, so the absent employees receive it.
    }
heard-digest-hourly = It goes to { $name } ({ $address }), who has chosen to hear of several things in one e-mail, once an hour. What is in it, and why:
heard-digest-daily = It goes to { $name } ({ $address }), who has chosen to hear of several things in one e-mail, every morning. What is in it, and why:
heard-as-personalised = The recipients are those whom the office has chosen (configuration: personalised).
heard-as-dossier_manager = The dossier manager receives this.
heard-as-client_group = The e-mail address of the client group receives this.
heard-as-functional_address = The functional e-mail address receives this.
heard-as-communication_address = The communication e-mail address receives this.

## How far it came

why-delivery = How far it came
state-queued = Queued: it goes out as soon as it is its turn.
state-sending = Being sent: the answer of the mail server is awaited.
state-sent = Handed over to the mail server.
state-bounced = Bounced: the mail was handed over, and came back.
state-deferred = Deferred: it is tried again by itself.
state-held = Held until the mail set-up of the office works.
state-failed = Failed: it is not tried again.
state-cancelled = Cancelled: it is not sent.
why-since = Since { $moment }
why-next = Next attempt: { $moment }
why-queue-id = The mail server calls it { $id }.
cause-recipient_refused = The mail server refuses this recipient.
cause-message_refused = The mail server refuses this message.
cause-try_later = The mail server asked to try again later.
cause-unreachable = The mail server cannot be reached.
cause-uncertain = The mail server may have taken it: its answer never came.
cause-given_up = It was tried for three days without success.
cause-link_replaced = A newer link has made this mail worthless.
cause-suppressed = Not sent: mail to this address came back, so it is left alone for a while.
cause-tls = No secure connection could be agreed on with the mail server.
cause-auth_rejected = The mail server refuses the log-in.
cause-basic_auth_disabled = The mail provider no longer allows logging in with a password.
cause-send_as_denied = The mail server does not let this address send.
cause-spf_not_authorised = The domain of the sender does not allow this mail server (SPF).
cause-dmarc_unaligned = The mail does not meet the rules of the sender's domain (DMARC).
cause-unconfigured = The office has not yet said how its mails go out.
cause-oauth_token = The mail provider no longer gives access: the consent has ended or was withdrawn.
cause-dkim_missing = The sender's domain does not publish our DKIM key.
cause-dkim_mismatch = The sender's domain publishes a DKIM key that is not ours.
cause-spf_missing = The sender's domain has no SPF record.
cause-spf_too_many_lookups = The domain's SPF record asks for more than ten lookups, so it does not count.
cause-no_mx = The sender's domain takes no mail: answers would be lost.
cause-dns_failure = The DNS of the sender's domain does not answer.
cause-other = Cause: { $code }
bounce-address_unknown = There is no such mailbox: the address has to be corrected.
bounce-domain_unknown = The domain of this address does not exist, or takes no mail: the address has to be corrected.
bounce-mailbox_disabled = The mailbox is closed: the address has to be corrected.
bounce-mailbox_full = The mailbox is full: reach the reader in another way, and send again later.
bounce-message_refused = The receiving mail server does not take this message.
bounce-policy = The receiving mail server does not trust the sender: the mail set-up has to be checked.
bounce-expired = It was tried for days, and the receiving mail server did not take it.
bounce-other = The receiving mail server did not say why in a way that can be told.
said-failed = A mail server reported that it could not be delivered: { $said }
said-delayed = A mail server reported that it takes longer: { $said }
said-delivered = A mail server reported that it is in the mailbox: { $said }
said-relayed = A mail server reported that it was passed on: { $said }
said-expanded = A mail server reported that it went to several readers: { $said }

## The attempts

why-attempts = Attempts
why-attempts-none = No attempt has been recorded yet.
attempt-accepted = Handed over
attempt-recipient_refused = Recipient refused
attempt-message_refused = Message refused
attempt-try_later = Not now
attempt-sender_fault = Mail set-up not right
attempt-relay_unavailable = Mail server cannot be used
attempt-uncertain = Uncertain
attempt-phase = Phase
attempt-reply = Answer
attempt-relay = Mail server
attempt-took = Took
phase-token = getting a token to log in with
phase-connect = opening the connection
phase-tls = agreeing on TLS
phase-greeting = greeting
phase-ehlo = EHLO
phase-auth = log-in
phase-auth_token = log-in with a token
phase-mail_from = MAIL FROM
phase-rcpt_to = RCPT TO
phase-data = DATA
phase-content = content
phase-final_dot = after the final dot

## The front page

front-lead = The mail desk of the client portal of accounting offices. It decides from which address a new client is welcomed, makes sure that the mail really goes out, and tells why it went as it did.
front-facts = To begin with
front-places = Where to go
front-mailbox = Every mail that this demo has sent, with the reasons behind it.
front-api = API
front-api-lead = How other programs create client users and follow their mails.
front-health = Health
front-health-lead = Whether this installation is ready for work.
