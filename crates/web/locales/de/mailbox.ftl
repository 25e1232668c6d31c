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
kind-failed_task = Fehlgeschlagene Aufgabe
kind-message = Nachricht eines Mandanten
kind-vat_documents_ok = USt-Belege vollständig
kind-user_request = Benutzeranfrage
kind-digest = Übersicht der Meldungen
kind-office_message = Nachricht der Kanzlei
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
step-personalised = Von der Kanzlei gewählt
step-dossier_manager = Sachbearbeiter
step-client_group = Mandantengruppe
step-functional_address = Funktionale E-Mail-Adresse
step-communication_address = Kommunikationsadresse
step-system_address = Adresse der Plattform
step-taken = Genommen: Die E-Mail kommt von { $from }.
step-taken-to = Genommen: Die E-Mail geht an { $to }.
step-not-asked = Nicht mehr nötig.
skipped-no_manager = Übersprungen: Der Mandant hat keinen Sachbearbeiter.
skipped-manager_inactive = Übersprungen: Der Sachbearbeiter ist kein aktiver Kanzleimitarbeiter mehr.
skipped-no_group = Übersprungen: Der Mandant ist in keiner Mandantengruppe.
skipped-group_without_address = Übersprungen: Die Mandantengruppe hat keine E-Mail-Adresse.
skipped-no_functional_address = Übersprungen: Die Kanzlei hat keine funktionale E-Mail-Adresse.
skipped-nobody_left = Übersprungen: Keiner der Empfänger, die die Kanzlei gewählt hat, kann sie erhalten.
skipped-send_only = Übersprungen: Niemand liest die funktionale E-Mail-Adresse.
skipped-told_before = Übersprungen: Diese Adresse weiß es schon.
why-reply = Wohin Antworten gehen
why-reply-same = Antworten gehen an { $address }, die Adresse, von der die E-Mail kommt.
why-reply-elsewhere = Niemand liest { $from }. Deshalb gehen Antworten an { $address }, die nächste Adresse in der Reihenfolge oben, die gelesen wird.
why-recipient = Warum dieser Empfänger
why-recipient-client = Sie geht an den Mandantenbenutzer { $name }, der sich mit { $address } anmeldet.
why-recipient-sender = Sie geht an { $address }, die Adresse, von der die Willkommens-E-Mail kam, weil die Kanzlei über jede benachrichtigt werden will.
heard-order = Wen die Kanzlei gewählt hat, der erhält sie (Konfiguration: individuell). Hat sie niemanden gewählt oder bleibt davon niemand übrig, geht sie an die erste brauchbare Adresse, in dieser Reihenfolge (Standard):
heard-chosen-employee = Die Kanzlei hat namentlich gewählt, wer sie erhält.
heard-chosen-dossier_manager = Die Kanzlei hat den Sachbearbeiter als Empfänger gewählt.
heard-chosen-client_group = Die Kanzlei hat die Mandantengruppe als Empfänger gewählt: ihre E-Mail-Adresse, oder ihre Mitglieder, wenn sie keine hat.
heard-chosen-admins = Die Kanzlei hat alle Admins als Empfänger gewählt.
heard-deputy = { $name } vertritt { $absent } während der Abwesenheit.
heard-open =
    { $hours ->
        [one] Dies war bei den ersten Empfängern eine Arbeitsstunde offen, und niemand hat es abgeschlossen.
       *[other] Dies war bei den ersten Empfängern { $hours } Arbeitsstunden offen, und niemand hat es abgeschlossen.
    }
left-out-inactive =
    { $count ->
        [one] Einer der gewählten Empfänger ist kein aktiver Kanzleimitarbeiter mehr.
       *[other] { $count } der gewählten Empfänger sind keine aktiven Kanzleimitarbeiter mehr.
    }
left-out-no_access =
    { $count ->
        [one] Einer der gewählten Empfänger hat keinen Zugang zu diesem vertraulichen Mandanten.
       *[other] { $count } der gewählten Empfänger haben keinen Zugang zu diesem vertraulichen Mandanten.
    }
left-out-nobody-dossier_manager = Der Sachbearbeiter ist gewählt, aber hier gibt es keinen.
left-out-nobody-client_group = Die Mandantengruppe ist gewählt, aber hier ist niemand darin, der sie erhalten könnte.
left-out-nobody-admins = Alle Admins sind gewählt, aber die Kanzlei hat keinen aktiven Admin.
left-out-deputy_inactive =
    { $count ->
        [one] Eine eingetragene Vertretung ist kein aktiver Kanzleimitarbeiter mehr. Deshalb erhält der Abwesende die E-Mail selbst.
       *[other] { $count } eingetragene Vertretungen sind keine aktiven Kanzleimitarbeiter mehr. Deshalb erhalten die Abwesenden die E-Mail selbst.
    }
left-out-deputy_no_access =
    { $count ->
        [one] Eine eingetragene Vertretung hat keinen Zugang zu diesem vertraulichen Mandanten. Deshalb erhält der Abwesende die E-Mail selbst.
       *[other] { $count } eingetragene Vertretungen haben keinen Zugang zu diesem vertraulichen Mandanten. Deshalb erhalten die Abwesenden die E-Mail selbst.
    }
heard-digest-hourly = Sie geht an { $name } ({ $address }): Meldungen sollen dort einmal in der Stunde zusammen in einer E-Mail eingehen. Was darin steht, und warum:
heard-digest-daily = Sie geht an { $name } ({ $address }): Meldungen sollen dort jeden Morgen zusammen in einer E-Mail eingehen. Was darin steht, und warum:
heard-as-personalised = Die Empfänger hat die Kanzlei gewählt (Konfiguration: individuell).
heard-as-dossier_manager = Der Sachbearbeiter erhält dies.
heard-as-client_group = Die E-Mail-Adresse der Mandantengruppe erhält dies.
heard-as-functional_address = Die funktionale E-Mail-Adresse erhält dies.
heard-as-communication_address = Die Kommunikationsadresse erhält dies.

## Wie weit sie kam

why-delivery = Wie weit sie kam
state-queued = In der Warteschlange: Sie geht hinaus, sobald sie an der Reihe ist.
state-sending = Wird gesendet: Die Antwort des Mailservers wird abgewartet.
state-sent = An den Mailserver übergeben.
state-bounced = Zurückgewiesen: Die E-Mail wurde übergeben und konnte nicht zugestellt werden.
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
cause-suppressed = Nicht gesendet: Eine E-Mail an diese Adresse kam zurück, daher wird sie eine Zeit lang in Ruhe gelassen.
cause-tls = Mit dem Mailserver kam keine sichere Verbindung zustande.
cause-auth_rejected = Der Mailserver lehnt die Anmeldung ab.
cause-basic_auth_disabled = Der Anbieter erlaubt keine Anmeldung mit Passwort mehr.
cause-send_as_denied = Der Mailserver lässt diese Adresse nicht senden.
cause-spf_not_authorised = Die Domain des Absenders erlaubt diesen Mailserver nicht (SPF).
cause-dmarc_unaligned = Die E-Mail erfüllt die Regeln der Domain des Absenders nicht (DMARC).
cause-unconfigured = Die Kanzlei hat noch nicht festgelegt, wie ihre E-Mails hinausgehen.
cause-oauth_token = Der Anbieter gewährt keinen Zugang mehr: Die Zustimmung ist abgelaufen oder wurde zurückgezogen.
cause-dkim_missing = Die Domain des Absenders veröffentlicht unseren DKIM-Schlüssel nicht.
cause-dkim_mismatch = Die Domain des Absenders veröffentlicht einen anderen DKIM-Schlüssel als unseren.
cause-spf_missing = Die Domain des Absenders hat keinen SPF-Eintrag.
cause-spf_too_many_lookups = Der SPF-Eintrag der Domain verlangt mehr als zehn Abfragen und zählt deshalb nicht.
cause-no_mx = Die Domain des Absenders empfängt keine E-Mails: Antworten gingen verloren.
cause-dns_failure = Das DNS der Domain des Absenders antwortet nicht.
cause-other = Ursache: { $code }
bounce-address_unknown = Dieses Postfach gibt es nicht: Die Adresse muss berichtigt werden.
bounce-domain_unknown = Die Domain dieser Adresse gibt es nicht, oder sie nimmt keine E-Mails an: Die Adresse muss berichtigt werden.
bounce-mailbox_disabled = Das Postfach ist geschlossen: Die Adresse muss berichtigt werden.
bounce-mailbox_full = Das Postfach ist voll: Erreichen Sie den Empfänger auf anderem Weg und senden Sie später noch einmal.
bounce-message_refused = Der empfangende Mailserver nimmt diese Nachricht nicht an.
bounce-policy = Der empfangende Mailserver vertraut dem Absender nicht: Die E-Mail-Einrichtung muss geprüft werden.
bounce-expired = Es wurde tagelang versucht, und der empfangende Mailserver hat die E-Mail nicht angenommen.
bounce-other = Der empfangende Mailserver hat nicht deutlich gesagt, warum.
said-failed = Ein Mailserver meldete, dass die E-Mail nicht zugestellt werden konnte: { $said }
said-delayed = Ein Mailserver meldete, dass es länger dauert: { $said }
said-delivered = Ein Mailserver meldete, dass die E-Mail im Postfach liegt: { $said }
said-relayed = Ein Mailserver meldete, dass die E-Mail weitergegeben wurde: { $said }
said-expanded = Ein Mailserver meldete, dass die E-Mail an mehrere Empfänger ging: { $said }

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
phase-token = ein Token zum Anmelden holen
phase-connect = Verbindung öffnen
phase-tls = TLS vereinbaren
phase-greeting = Begrüßung
phase-ehlo = EHLO
phase-auth = Anmeldung
phase-auth_token = Anmeldung mit Token
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
