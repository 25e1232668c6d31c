### The report on an office’s mail set-up, for its IT partner; and what is wrong with it in a few words, for the office.
### Each message is a whole sentence. What stands in backticks is read letter by letter.

## Head and end

setup-subject-right = E-mail set-up of { $office }: everything is right
setup-subject-domains = E-mail set-up of { $office }: DNS records to change
setup-subject-look = E-mail set-up of { $office }: something to look at
setup-subject-relay = E-mail set-up of { $office }: mail server to adjust
setup-intro-domains = { $office } uses { $platform }, a client portal that sends e-mails to clients and colleagues in the name of the office, from addresses of its own. Whether those e-mails arrive is decided by DNS records of its domains, and you receive this report because you manage them.
setup-intro-relay = { $office } uses { $platform }, a client portal that sends e-mails to clients and colleagues in the name of the office, through the mail server { $host } of the office. You receive this report because you manage that server or its accounts.
setup-checked = Checked on { $when }.
setup-automatic = { $platform } made this report automatically, from what could be seen from the internet at that moment. It holds no passwords and no secret keys.

## What was found

setup-domain = Domain { $domain }
setup-relay = Mail server { $host }
setup-summary-right = { $domain }: everything is right, and nothing has to be done.
setup-summary-wrong =
    { $count ->
        [one] { $domain }: { $count } point needs attention.
       *[other] { $domain }: { $count } points need attention.
    }
setup-right = What is right
setup-warnings = Stops no e-mail, but good to know
setup-unsaid = What could not be established
setup-advised = Not required, but recommended; you can publish this record as well:
setup-found = What is there now, at { $name }:
setup-wanted-new = The record as it must be:
setup-wanted-instead = The record as it must be, in the place of what is there now:
setup-wanted-same = The record that this takes is already stated above.
setup-not-yours = { $name } does not belong to { $domain }, so nothing that you publish mends this. Please tell the office, so that its support team looks at it.

## Causes: title, for the office’s admin, for the technician

setup-cause-unconfigured-title = E-mail not set up yet
setup-cause-unconfigured-admin = Your office has not chosen yet how its e-mails are sent. Choose in the office settings between our mail server and your own.
setup-cause-unconfigured-technician = The office first has to choose in the portal how its e-mails are sent: through the mail server of the platform, which takes a few DNS records, or through a mail server of its own. Until then there is nothing for you to change.
setup-cause-unreachable-title = Mail server cannot be reached
setup-cause-unreachable-admin = We cannot reach the mail server that you filled in. Check its name and port; if they are right, your IT partner has to make the server reachable.
setup-cause-unreachable-technician = Check the host name and the port, and whether the server answers from the internet: on 587 with STARTTLS or on 465 with TLS. A firewall must let these connections in, and an address of a private network cannot be used. If the server only asked to come back later, this passes by itself.
setup-cause-tls-title = No secure connection
setup-cause-tls-admin = The connection to your mail server cannot be secured, so nothing is sent over it. Your IT partner has to look at the settings of the server.
setup-cause-tls-technician = The server has to offer STARTTLS (port 587) or TLS (port 465), with a certificate that is valid, comes from a publicly trusted authority, is sent together with its intermediate certificates, and names the host that was filled in.
setup-cause-auth-rejected-title = Log-in refused
setup-cause-auth-rejected-admin = Your mail server refuses the user name or the password that you filled in. Fill them in again; if they are right, your IT partner has to allow this log-in.
setup-cause-auth-rejected-technician = Check the user name (mostly the full address of the mailbox) and the password, and whether this account may log in over SMTP at all. An account with two-step verification needs an app password or OAuth 2.0.
setup-cause-basic-auth-disabled-title = Log-in by password switched off
setup-cause-basic-auth-disabled-admin = Your mail provider no longer lets programs log in with a password. Your IT partner can set up the newer way of logging in; the report says how.
setup-cause-basic-auth-disabled-technician = Replace the password by OAuth 2.0, as the steps in this report describe. At the end of December 2026 Microsoft switches off SMTP AUTH with a password by default for all existing tenants; an administrator can switch it on again, but only for a while.
setup-cause-oauth-token-title = Access by OAuth 2.0 refused
setup-cause-oauth-token-admin = Your mail provider does not let the portal in: its permission has expired, was withdrawn or is incomplete. Your IT partner has to give it again.
setup-cause-oauth-token-technician = Check the tenant, the client ID, the client secret (its value, not its ID; secrets expire), the permission and the admin consent. At Google, request a new refresh token. Then have the new values filled in in the portal.
setup-cause-send-as-denied-title = Address may not send
setup-cause-send-as-denied-admin = Your mail server does not let the portal send in the name of one or more addresses of your office. Your IT partner has to allow it for each of them.
setup-cause-send-as-denied-technician = Give the account that logs in the right to send as each of these addresses: in Microsoft 365 the permission `SendAs`, in Gmail “Send mail as”, in Postfix `smtpd_sender_login_maps`.
setup-cause-dkim-missing-title = DKIM key is missing
setup-cause-dkim-missing-admin = Your domain does not confirm yet that e-mails from the portal are genuine, so receivers may take them for forgeries. Your IT partner has to add one line to the settings of your domain.
setup-cause-dkim-missing-technician = Publish the key exactly as stated. What else is there below `_domainkey`, of Microsoft 365 or Google for example, belongs to other senders and stays.
setup-cause-dkim-mismatch-title = DKIM key is not ours
setup-cause-dkim-mismatch-admin = The settings of your domain hold a key that does not fit the portal, so receivers may take your e-mails for forgeries. Your IT partner has to replace it.
setup-cause-dkim-mismatch-technician = Replace what is at this name by the record stated; there must be exactly one. Take the value over whole: the usual mistakes are a value that was cut off at 255 characters and a character lost in copying.
setup-cause-spf-missing-title = SPF record is missing
setup-cause-spf-missing-admin = Your domain does not say which mail servers may send in its name, so receivers may refuse e-mails from the portal. Your IT partner has to add one line to the settings of your domain.
setup-cause-spf-missing-technician = Publish the record stated. It ends in `?all`, because we do not know who else sends for this domain; once you have added all other senders, such as the mail server of the office, `~all` or `-all` is better.
setup-cause-spf-not-authorised-title = SPF does not allow our servers
setup-cause-spf-not-authorised-admin = Your domain does not allow the mail server of the portal to send in its name. Your IT partner has to change one line in the settings of your domain.
setup-cause-spf-not-authorised-technician = The SPF record has to allow the servers that send. Where this report states a record, it is the present one with our term in front, without terms that nobody can read. Only one TXT record of a name may begin with `v=spf1`; other TXT records stay.
setup-cause-spf-too-many-lookups-title = SPF takes more than ten lookups
setup-cause-spf-too-many-lookups-admin = The list of mail servers that may send for your domain has grown too long, so receivers ignore it. Your IT partner has to shorten it.
setup-cause-spf-too-many-lookups-technician = Replace the record by the one stated: our addresses come first in it and take no lookup. Take out what the office no longer uses as well, since the other senders of this domain suffer from the limit of ten (RFC 7208) as much as we do.
setup-cause-dmarc-unaligned-title = Sender is not authenticated (DMARC)
setup-cause-dmarc-unaligned-admin = Receivers cannot see that e-mails from the portal really come from your domain, so they may refuse them. Your IT partner or our support team has to change a setting.
setup-cause-dmarc-unaligned-technician = The domain that signs, or that of the return path, has to belong to the domain in `From`. Where this report states a record, `adkim=s` and `aspf=s` are what keeps us out, and that record is the present one without them.
setup-cause-no-mx-title = Domain receives no e-mail
setup-cause-no-mx-admin = The domain of your sender address receives no e-mail, so answers of your clients would be lost. Use an address that can receive, or let your IT partner set up receiving.
setup-cause-no-mx-technician = Publish the MX records of the mail provider of the office, who alone knows them. If this domain is not meant to receive e-mail, the office has to choose a sender address at another domain.
setup-cause-dns-failure-title = DNS gives no answer
setup-cause-dns-failure-admin = The settings of your domain could not be read. Often that passes by itself; if it does not, your IT partner has to look at it.
setup-cause-dns-failure-technician = The name servers of this domain have to answer for this name. Check the delegation, whether each name server answers, and DNSSEC: an expired signature makes every resolver answer `SERVFAIL`. If it was only a hitch, checking again is enough.

## DKIM

setup-key-nothing = There is no record at { $name }.
setup-key-alias-of-nothing = { $name } is an alias (CNAME) of { $target }, and there is no key there.
setup-key-not-a-key = There is a text at { $name }, but it is no DKIM key: mostly it is the answer of a wildcard record.
setup-key-several = There are { $count } TXT records at { $name }. Which of them counts is undefined, so only one may be there.
setup-key-empty-tag = The record cannot be read: there is nothing between two semicolons, or there is nothing in it at all.
setup-key-not-a-tag = The record cannot be read: { $part } is not of the form `name=value`.
setup-key-tag-twice = The record cannot be read: { $tag } is in it twice.
setup-key-version = The record says { $version }; it has to be `v=DKIM1`, in these very letters.
setup-key-no-public = The record has no `p=`, or what stands behind it is no whole key: mostly it was cut off, or quotation marks were pasted into it.
setup-key-revoked = Behind `p=` there is nothing: that says that the key was withdrawn.
setup-key-other-algorithm = The record says { $algorithm }, and our key at this name is of another algorithm.
setup-key-not-for-mail = The record says { $services }: the key is not meant for e-mail.
setup-key-not-for-sha256 = The record says { $hashes }: the key is not meant for SHA-256, with which we sign.
setup-key-other = There is a proper key, but not ours: one character differs, its end is missing, or it is that of an earlier installation.

## SPF

setup-spf-none = { $domain } has no TXT record that begins with `v=spf1`.
setup-spf-fail = The term { $term } in the record of { $at } refuses our servers { $servers } (fail).
setup-spf-soft-fail = The term { $term } in the record of { $at } marks our servers { $servers } as probably not allowed (softfail).
setup-spf-neutral = The term { $term } in the record of { $at } leaves open whether our servers { $servers } may send (neutral).
setup-spf-nothing-matched = No term of the record names our servers { $servers }, and it does not end in `all`.
setup-spf-several = There are { $count } SPF records at { $at }. Only one is allowed, so nobody evaluates any of them (permerror).
setup-spf-unreadable = The term { $term } in the record of { $at } cannot be read, so nobody evaluates the record (permerror).
setup-spf-nothing-included = The term { $term } in the record of { $at } leads to { $name }, which has no SPF record, so nobody evaluates the whole (permerror).
setup-spf-too-many = At the term { $term } in the record of { $at } the evaluation exceeded ten DNS lookups and ended (permerror).
setup-spf-loop = The term { $term } in the record of { $at } leads back to a record that was already gone through.
setup-spf-void = At the term { $term } in the record of { $at } the evaluation ended, since more than two lookups found nothing (permerror).
setup-spf-void-names = Nothing was found at: { $names }.
setup-spf-mail-servers = The term { $term } in the record of { $at } leads to more than ten mail servers, so nobody evaluates the record (permerror).
setup-spf-through = The way there leads through: { $way }.
setup-spf-costs =
    { $count ->
        [one] In all, the record takes { $count } lookup:
        [30] In all, the record takes { $count } lookups or more:
       *[other] In all, the record takes { $count } lookups:
    }
setup-spf-cost =
    { $count ->
        [one] { $term }: { $count } lookup
       *[other] { $term }: { $count } lookups
    }

## DMARC

setup-dmarc-dkim-strict = We sign as { $domain }, and the policy wants exactly { $from } (`adkim=s`).
setup-dmarc-dkim-other = We sign as { $domain }, which does not belong to { $from }.
setup-dmarc-spf-strict = The return path is of { $domain }, and the policy wants exactly { $from } (`aspf=s`).
setup-dmarc-spf-other = The return path is of { $domain }, which does not belong to { $from }.
setup-dmarc-policy-none = The policy at { $name } demands nothing of receivers (`p=none`), but many sort such an e-mail out all the same.
setup-dmarc-policy-quarantine = The policy at { $name } asks receivers to put such an e-mail into the spam folder (`p=quarantine`).
setup-dmarc-policy-reject = The policy at { $name } asks receivers to refuse such an e-mail (`p=reject`).
setup-dmarc-beyond-dns = No record of { $from } can mend this: the platform has to sign for this domain. Please tell the office that its support team has to look at it.

## MX

setup-mx-no-such-domain = The domain { $name } does not exist.
setup-mx-nothing = { $name } has neither an MX record nor an address (A, AAAA).
setup-mx-null = { $name } declares that it receives no e-mail (`MX 0 .`).
setup-mx-no-address = None of the mail servers in the MX records of { $name } has an address (A, AAAA).

## No answer

setup-dns-timeout = No name server answered in time when asked for { $name }.
setup-dns-said = Asked for { $name }, the name servers answered that they cannot: { $said }.
setup-dns-broken = No usable answer came for { $name }: { $why }.
setup-dns-out-of-time = The check took too long and was broken off when asking for { $name }.
setup-dns-out-of-questions = The records of this domain led to so many others that the check was broken off at { $name }.

## What is right

setup-right-key = The DKIM key at { $name } is published, and it is ours.
setup-right-spf = SPF of { $name } allows our servers to send: { $servers }.
setup-right-aligned = DKIM and SPF both authenticate { $domain }, as DMARC demands.
setup-right-aligned-dkim = DKIM authenticates { $domain }, as DMARC demands.
setup-right-aligned-spf = SPF authenticates { $domain }, as DMARC demands.
setup-right-mx = { $domain } receives e-mail, so answers arrive.
setup-right-session = Connection, encryption and log-in work.
setup-right-senders =
    { $more ->
        [0] The server accepts these addresses as sender: { $addresses }.
       *[other] The server accepts these addresses as sender, and { $more } more: { $addresses }.
    }
setup-right-senders-limit = Some servers, Microsoft 365 among them, judge the sender only when a whole e-mail has arrived. If such an address turns out not to be allowed, its first e-mail shows it, and is kept.

## Warnings

setup-warning-dkim-testing = The key at { $name } says `t=y` (testing), so receivers may treat our signature as if it were not there. Take it out.
setup-warning-dkim-version-not-first = In the key at { $name }, `v=DKIM1` is not the first tag. Most receivers accept that, not all.
setup-warning-second-key = The second key (Ed25519) is not published at { $name }. The first one is enough; with the second one, e-mails are signed with a newer algorithm as well.
setup-warning-spf-anybody = SPF of { $name } allows everybody to send (`+all`). Anybody can forge e-mails in its name; `~all` or `-all` is better.
setup-warning-spf-lookups =
    { $count ->
        [30] SPF of { $name } takes { $count } lookups or more, and ten are allowed. Our servers match before that; other senders may not.
       *[other] SPF of { $name } takes { $count } lookups, and ten are allowed. Our servers match before that; other senders may not.
    }
setup-warning-spf-of-from = SPF of { $name } does not let our servers send (result: { $result }). That should not matter, since our return path is of another domain, but some filters look at it all the same.
setup-warning-dmarc-missing = There is no DMARC policy at { $name }. Large receivers ask for one, be it `p=none`.
setup-warning-dmarc-several = There are { $count } DMARC records at { $name }, so none of them counts. Keep one.
setup-warning-dmarc-unreadable = The DMARC record at { $name } cannot be read in part, or holds no valid `p=`. Correct it.
setup-warning-dmarc-asks-nothing = The DMARC policy at { $name } demands nothing (`p=none`): others can send in the name of this domain. Once all senders are authenticated, `p=quarantine` or `p=reject` is better.
setup-warning-dmarc-by-spf-alone = Our e-mails are authenticated by SPF alone. If a receiver forwards one, that is lost; a signature of the domain itself would stay.
setup-warning-address-instead-of-mx = { $name } has no MX record. E-mail then goes to the address of the domain itself (A, AAAA), which is often the web server.

## The record, field by field

setup-field-type = Type:
setup-field-short-name = Name within { $zone }:
setup-field-full-name = Full name:
setup-field-value = Value, on one line:
setup-field-zone-file = Line for a zone file:
setup-field-host = Host:
setup-field-port = Port:
setup-field-encryption = Encryption:
setup-field-log-in = Log-in:

## How to enter it

setup-enter = How to enter these records
setup-enter-name = Most forms add the domain to the name by themselves: enter the short name then, and look afterwards whether the domain is not there twice. `@` stands for the domain itself; some forms want the field left empty for that. If a subdomain has a zone of its own, the short name ends before it.
setup-enter-text = Enter the value on one line, without quotation marks, exactly as it is.
setup-enter-long = One string of a TXT record holds 255 characters. Most forms split a longer value by themselves; if a form refuses it, enter the quoted strings from the line for a zone file, one after the other.
setup-enter-alias = The target of a CNAME ends in a full stop here. Some forms need it, others refuse it; leave it out for those. There may be no other record at the same name.
setup-enter-ttl = As TTL, 3600 seconds or the default of the form is fine.
setup-enter-others = Leave other TXT records of the same name as they are, such as proofs of ownership: only what this report shows as wrong is replaced.
setup-hosts = At the usual DNS hosts
setup-host-combell = Combell: enter the name without the domain.
setup-host-one-com = one.com: enter the name without the domain, which stands behind the field.
setup-host-ovh = OVHcloud: the field “Sub-domain” takes the name without the domain; leave it empty for the domain itself. Choose the type TXT, not the assistants for SPF and DKIM.
setup-host-cloudflare = Cloudflare: the name may be entered with or without the domain. Set a CNAME to “DNS only”: with the proxy on, the key is not found.
setup-host-godaddy = GoDaddy: enter the name without the domain, `@` for the domain itself.
setup-host-transip = TransIP: enter the name without the domain, `@` for the domain itself; the target of a CNAME ends in a full stop.
setup-host-microsoft = Microsoft 365 as DNS host: enter the name without the domain, `@` for the domain itself. Its own records for Exchange stay.
setup-host-squarespace = Squarespace (formerly Google Domains): enter the name without the domain, `@` for the domain itself.

## How to check it

setup-check = How to check it
setup-check-wait = A change in the DNS is visible after a few minutes, sometimes only after hours: others remember the old answer for as long as its TTL says. The page with the e-mail set-up in the portal has a button “Check now”; the portal also checks by itself every day, and e-mails that wait go out by themselves as soon as all is right.
setup-check-unix = On Linux or macOS, asked of the public resolver { $resolver }, since within the network of the office its own name servers may answer something else:
setup-check-windows = On Windows:

## An own relay

setup-relay-denied =
    { $more ->
        [0] It concerns: { $addresses }.
       *[other] It concerns these addresses, and { $more } more: { $addresses }.
    }
setup-relay-unsaid =
    { $more ->
        [0] Whether the server lets these addresses send could not be seen: { $addresses }.
       *[other] Whether the server lets these addresses send, and { $more } more, could not be seen: { $addresses }.
    }
setup-relay-said = What the server answered, or what the check saw:
setup-relay-check = The page with the e-mail set-up in the portal has a button “Check now”: it connects, logs in and asks for each address, without sending anything. E-mails that wait go out by themselves as soon as all is right.
setup-own-server = What the mail server needs
setup-own-server-tls = STARTTLS on port 587 or TLS on port 465, reachable from the internet, with a publicly trusted certificate for its host name.
setup-own-server-log-in = An account that may log in over SMTP, with a password or with OAuth 2.0 (XOAUTH2 or OAUTHBEARER).
setup-own-server-senders = The right for that account to send as every address that the office uses as sender: those of its managers and client groups, its functional address and its communication address. In Postfix, that is `smtpd_sender_login_maps`.
setup-to-office = What the office fills in in the portal
setup-still-wrong = If it does not work yet

## Microsoft 365

setup-microsoft = Microsoft 365: log-in by OAuth 2.0
setup-microsoft-why = At the end of December 2026 Microsoft switches off SMTP AUTH with a password by default for existing tenants, and later tenants do not have it at all. OAuth 2.0 with client credentials is what stays. The names of menus are the English ones; replace what is in capitals, and the addresses at example.com.
setup-microsoft-register = Register the portal: entra.microsoft.com / App registrations / New registration, for this directory only, without a redirect. Note the Application (client) ID and the Directory (tenant) ID.
setup-microsoft-secret = Make a secret: Certificates & secrets / New client secret. Note its value, which is shown only once; its ID is of no use here. It expires after two years at most: put the date in your calendar.
setup-microsoft-permission = Give it the permission: API permissions / Add a permission / APIs my organization uses / Office 365 Exchange Online / Application permissions / `SMTP.SendAsApp`; then Grant admin consent.
setup-microsoft-mailbox = Let it into one mailbox, in Exchange Online PowerShell. The object ID is that of the enterprise application of the same name, not the one under App registrations:
setup-microsoft-send-as = Let that mailbox send as every other address that the office uses as sender (managers, client groups, functional and communication address), once for each:
setup-microsoft-to-office = Give the office, over a safe way, the Directory (tenant) ID, the Application (client) ID, the value of the secret, and the address of the mailbox, which is the user name.
setup-microsoft-hint-client = { $codes }: the ID of the secret was filled in instead of its value, or the secret has expired.
setup-microsoft-hint-tenant = { $codes }: there is no such tenant; check the Directory (tenant) ID.
setup-microsoft-hint-permission = { $codes }: the permission or the access to the mailbox is missing, or the object ID is the wrong one of the two.
setup-microsoft-hint-smtp = { $codes }: SMTP AUTH is off for the mailbox (last line of step 4), or for the whole tenant, where { $command } switches it on again.
setup-microsoft-hint-send-as = { $codes }: the right to send is missing for this address (step 5).
setup-microsoft-hint-wait = It can take half an hour until a new permission counts.

## Google Workspace

setup-google = Google Workspace
setup-google-why = There are two ways; either is enough.
setup-google-relay = First way: the SMTP relay service, without log-in
setup-google-relay-rule = In admin.google.com / Apps / Google Workspace / Gmail / Routing / SMTP relay service, add a rule.
setup-google-relay-options = Choose “Only addresses in my domains”, “Only accept mail from the specified IP addresses” and “Require TLS encryption”. The support team of the portal gives you its IP addresses.
setup-google-oauth = Second way: log-in by OAuth 2.0 as one account
setup-google-oauth-client = In console.cloud.google.com, make a project with an OAuth consent screen of the type “Internal”, and in it an OAuth client ID of the type “Web application”. Note client ID and client secret. The redirect URI is:
setup-google-oauth-token = Open that address, tick “Use your own OAuth credentials” under the gear wheel, log in as the account that is to send, and exchange the authorization code for tokens. Note the refresh token. The scope is:
setup-google-oauth-send-as = Let that account send as the other addresses that the office uses: in its Gmail, Settings / Accounts / Send mail as.
setup-google-hint-grant = { $codes }: the refresh token has ended, by a changed password, because somebody withdrew it, or after six months without use. Repeat the step in which it is made.
