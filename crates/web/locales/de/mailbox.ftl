### Das Postfach der Demo, und die Startseite.

## Die Liste

mailbox-title = Postfach
mailbox-lead = Hier steht jede E-Mail, die an das Postfach dieser Demo übergeben wurde. Keine davon verlässt diesen Rechner.
mailbox-count =
    { $count ->
        [0] Es ist noch keine E-Mail eingegangen.
        [one] Eine E-Mail
       *[other] { $count } E-Mails
    }
mailbox-from = Von
mailbox-to = An
mailbox-subject = Betreff
mailbox-at = Gespeichert am
mailbox-language = Sprache
mailbox-kind = Art
mailbox-no-subject = (kein Betreff)
mailbox-search = Nach einer E-Mail-Adresse suchen
mailbox-search-button = Suchen
mailbox-found-none = Es gibt keine E-Mail mit einer Adresse, die „{ $search }“ enthält.
mailbox-older = Ältere E-Mails
mailbox-newest = Neueste E-Mails
kind-welcome = Willkommens-E-Mail
kind-welcome_reminder = Erinnerung
kind-access_added = Weiterer Zugang
kind-follow_up_notice = Hinweis an den Absender
kind-other = Andere E-Mail

## Eine E-Mail

mail-back = Zum Postfach
mail-views = Ansichten dieser E-Mail
mail-html = HTML
mail-text = Text
mail-source = Quelltext
mail-why = Warum es so lief
mail-reply-to = Antworten an
mail-envelope = Umschlag
mail-envelope-is = Von { $from } an { $to }
mail-frame = Die E-Mail, wie ihr Leser sie sieht
mail-no-html = Diese E-Mail hat keinen HTML-Teil.
mail-no-text = Diese E-Mail hat keinen Textteil.
mail-raw = Als Datei herunterladen (.eml)
mail-repeated = Diese E-Mail ging { $times } Mal mit derselben Message-ID ein: Ihr Leser sieht sie { $times } Mal, sofern sein E-Mail-Programm das nicht bemerkt.

## Warum dieser Absender

why-unknown = Über diese E-Mail ist hier nichts bekannt: Sie kommt nicht von dieser Installation.
why-sender = Warum dieser Absender
why-order = Genommen wird die erste brauchbare Adresse, in dieser Reihenfolge:
why-order-functional = Diese Kanzlei hat gewählt, dass ihre funktionale E-Mail-Adresse zuerst kommt. Genommen wird die erste brauchbare Adresse, in dieser Reihenfolge:
why-order-system = Diese E-Mail informiert die Kanzlei über ihre eigenen Angelegenheiten. Solche E-Mails kommen von der Adresse der Plattform, mit dem Namen der Kanzlei:
step-dossier_manager = Sachbearbeiter
step-client_group = Mandantengruppe
step-functional_address = Funktionale E-Mail-Adresse
step-communication_address = Kommunikationsadresse
step-system_address = Adresse der Plattform
step-taken = Genommen: Die E-Mail kommt von { $from }.
step-not-asked = Nicht mehr nötig.
skipped-no_manager = Übersprungen: Der Mandant hat keinen Sachbearbeiter.
skipped-manager_inactive = Übersprungen: Der Sachbearbeiter ist kein aktiver Kanzleimitarbeiter mehr.
skipped-no_group = Übersprungen: Der Mandant ist in keiner Mandantengruppe.
skipped-group_without_address = Übersprungen: Die Mandantengruppe hat keine E-Mail-Adresse.
skipped-no_functional_address = Übersprungen: Die Kanzlei hat keine funktionale E-Mail-Adresse.
why-reply = Wohin Antworten gehen
why-reply-same = Antworten gehen an { $address }, die Adresse, von der die E-Mail kommt.
why-reply-elsewhere = Niemand liest { $from }. Deshalb gehen Antworten an { $address }, die nächste Adresse in der Reihenfolge oben, die gelesen wird.
why-recipient = Warum dieser Empfänger
why-recipient-client = Sie geht an den Mandantenbenutzer { $name }, der sich mit { $address } anmeldet.
why-recipient-sender = Sie geht an { $address }, die Adresse, von der die Willkommens-E-Mail kam, weil die Kanzlei über jede benachrichtigt werden will.

## Wie weit sie kam

why-delivery = Wie weit sie kam
state-queued = In der Warteschlange: Sie geht hinaus, sobald sie an der Reihe ist.
state-sending = Wird gesendet: Die Antwort des Mailservers wird abgewartet.
state-sent = An den Mailserver übergeben.
state-deferred = Zurückgestellt: Sie wird von selbst erneut versucht.
state-held = Angehalten, bis die E-Mail-Einrichtung der Kanzlei funktioniert.
state-failed = Fehlgeschlagen: Sie wird nicht erneut versucht.
state-cancelled = Abgebrochen: Sie wird nicht gesendet.
why-since = Seit { $moment }
why-next = Nächster Versuch: { $moment }
why-queue-id = Der Mailserver nennt sie { $id }.
cause-recipient_refused = Der Mailserver lehnt diesen Empfänger ab.
cause-message_refused = Der Mailserver lehnt diese Nachricht ab.
cause-try_later = Der Mailserver bat, es später erneut zu versuchen.
cause-unreachable = Der Mailserver ist nicht erreichbar.
cause-uncertain = Der Mailserver hat sie vielleicht angenommen: Seine Antwort kam nie an.
cause-given_up = Sie wurde drei Tage lang ohne Erfolg versucht.
cause-link_replaced = Ein neuerer Link hat diese E-Mail wertlos gemacht.
cause-tls = Mit dem Mailserver kam keine sichere Verbindung zustande.
cause-auth_rejected = Der Mailserver lehnt die Anmeldung ab.
cause-basic_auth_disabled = Der Anbieter erlaubt keine Anmeldung mit Passwort mehr.
cause-send_as_denied = Der Mailserver lässt diese Adresse nicht senden.
cause-spf_not_authorised = Die Domain des Absenders erlaubt diesen Mailserver nicht (SPF).
cause-dmarc_unaligned = Die E-Mail erfüllt die Regeln der Domain des Absenders nicht (DMARC).
cause-other = Ursache: { $code }

## Die Versuche

why-attempts = Versuche
why-attempts-none = Es ist noch kein Versuch vermerkt.
attempt-accepted = Übergeben
attempt-recipient_refused = Empfänger abgelehnt
attempt-message_refused = Nachricht abgelehnt
attempt-try_later = Jetzt nicht
attempt-sender_fault = E-Mail-Einrichtung nicht in Ordnung
attempt-relay_unavailable = Mailserver nicht nutzbar
attempt-uncertain = Ungewiss
attempt-phase = Phase
attempt-reply = Antwort
attempt-relay = Mailserver
attempt-took = Dauer
phase-connect = Verbindung öffnen
phase-tls = TLS vereinbaren
phase-greeting = Begrüßung
phase-ehlo = EHLO
phase-auth = Anmeldung
phase-mail_from = MAIL FROM
phase-rcpt_to = RCPT TO
phase-data = DATA
phase-content = Inhalt
phase-final_dot = nach dem letzten Punkt

## Die Startseite

front-lead = Der Maildienst des Mandantenportals von Kanzleien. Postmeester entscheidet, von welcher Adresse ein neuer Mandant begrüßt wird, sorgt dafür, dass die E-Mail wirklich hinausgeht, und sagt, warum es so lief.
front-facts = Für den Anfang
front-places = Wohin Sie gehen können
front-mailbox = Jede E-Mail, die diese Demo gesendet hat, mit den Gründen dahinter.
front-api = API
front-api-lead = Wie andere Programme Mandantenbenutzer anlegen und ihre E-Mails verfolgen.
front-health = Betriebszustand
front-health-lead = Ob diese Installation arbeitsbereit ist.
