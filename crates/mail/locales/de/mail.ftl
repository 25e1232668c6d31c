### Die Sätze der E-Mails. Jede Meldung ist ein ganzer Satz; was in Klammern steht, wird je E-Mail eingesetzt.

greeting = Guten Tag { $name },

## Willkommens-E-Mail

welcome-subject = Ihr Zugang zum Mandantenportal: { $office }
welcome-heading = Willkommen im Mandantenportal
welcome-lead = { $office } gibt Ihnen Zugang zum Mandantenportal. Dort können Sie Ihre Unterlagen einsehen und uns Nachrichten senden.

## Erinnerung

reminder-subject = Erinnerung: Legen Sie Ihr Passwort für das Mandantenportal fest ({ $office })
reminder-heading = Noch ein Schritt: Ihr Passwort
reminder-lead = { $office } hat Ihnen Zugang zum Mandantenportal gegeben, aber Sie haben noch kein Passwort festgelegt.

## Zugang zu einem weiteren Mandanten

access-added-subject = Neuer Mandant im Mandantenportal: { $dossier }
access-added-preview = { $office } gibt Ihnen Zugang zu einem weiteren Mandanten.
access-added-heading = Sie haben Zugang zu einem weiteren Mandanten
access-added-lead = { $office } gibt Ihnen im Mandantenportal ab sofort auch Zugang zum unten genannten Mandanten.
access-added-as-before = Ihr Passwort bleibt unverändert: Melden Sie sich wie gewohnt an.
access-added-no-password-yet = Sie haben noch kein Passwort festgelegt. Um sich anzumelden, benötigen Sie eines.

## Ihr Zugang

access-dossier = Mandant:
access-login = Sie melden sich mit Ihrer E-Mail-Adresse an:

## Der Link

link-preview = Legen Sie Ihr Passwort fest: Der Link ist gültig bis { $valid_until }.
link-instruction = Legen Sie hier Ihr Anfangspasswort fest:
link-button = Passwort festlegen
link-validity = Der Link ist gültig bis { $valid_until }. Danach können Sie über denselben Link einen neuen anfordern.
link-fallback = Die Schaltfläche funktioniert nicht? Kopieren Sie diesen Link in Ihren Browser:

## Schluss

closing-questions = Haben Sie Fragen? { $contact } ({ $contact_address }) hilft Ihnen gern weiter.
closing-regards = Mit freundlichen Grüßen
closing-sender-is-unread = Diese E-Mail kommt von { $sender_address }, einer Adresse, die nicht gelesen wird. Wenn Sie antworten, geht Ihre Antwort automatisch an { $contact_address }.
closing-no-password = Wir senden Ihnen niemals ein Passwort per E-Mail, und wir bitten Sie niemals, uns Ihr Passwort per E-Mail mitzuteilen.
closing-unexpected = Haben Sie diese E-Mail nicht erwartet? Dann brauchen Sie nichts zu tun. Sie können uns jederzeit unter { $contact_address } Bescheid geben.

## Hinweis an den Absender

notice-subject = Willkommens-E-Mail gesendet an { $client_user }
notice-preview = Mandant: { $dossier }
notice-heading = Willkommens-E-Mail gesendet
notice-lead = An den unten genannten Mandantenbenutzer wurde eine Willkommens-E-Mail mit Ihrer E-Mail-Adresse als Absender gesendet.
notice-client-user = Mandantenbenutzer:
notice-no-link = Der persönliche Link zum Festlegen des Anfangspassworts steht nur in der Willkommens-E-Mail selbst.
notice-why = Sie erhalten diesen Hinweis, weil Ihre Kanzlei den Absender jeder Willkommens-E-Mail benachrichtigen lässt. Ein Admin kann dies in den Kanzleieinstellungen ändern.

## E-Mails an die Kanzlei

greeting-colleagues = Liebe Kolleginnen und Kollegen,
fact-when = Datum und Uhrzeit:
fact-when-first = Erste Nachricht:
fact-period = USt-Periode:
fact-newcomer = Beantragter Benutzer:

## Fehlgeschlagene Aufgabe

failed-subject = Fehlgeschlagene Aufgabe
failed-heading = Eine Aufgabe ist fehlgeschlagen
failed-lead = Es ist etwas schiefgegangen, das sich nicht von selbst erledigt. Jemand aus der Kanzlei muss sich darum kümmern.
failed-do = Sehen Sie sich die Aufgabe im Mandantenportal an und beheben Sie das Problem. Schließen Sie die Aufgabe danach ab, damit sie aus der Arbeitsliste verschwindet.
failed-lead-undelivered = Eine E-Mail an { $undelivered } ({ $undelivered_address }) konnte nicht zugestellt werden. Die Antwort des Mailservers steht unten.
failed-do-undelivered = Prüfen Sie, ob die E-Mail-Adresse stimmt. Ist sie falsch, berichtigen Sie sie beim Mandantenbenutzer. Ist sie richtig, bitten Sie den Mandanten um eine andere Adresse oder darum, sein Postfach prüfen zu lassen.
failed-lead-broken = E-Mails von { $broken_domains } gehen nicht mehr hinaus: Die DNS-Einträge der Domain sind nicht, wie sie sein müssen. Was nicht stimmt, steht unten. Die E-Mails warten; keine geht verloren.
failed-do-broken = Zeigen Sie die Seite mit den Mail-Einstellungen der Person, die die Domain betreut: Dort steht jeder Eintrag, wie er sein muss. Sobald alles stimmt, gehen die E-Mails von selbst hinaus.
failed-lead-came-back = Eine E-Mail an { $undelivered } ({ $undelivered_address }) kam zurück: Sie konnte nicht zugestellt werden. Die Antwort des empfangenden Mailservers steht unten.
failed-do-correct-address = Diese Adresse nimmt keine E-Mails an. Bitten Sie den Mandanten um die richtige E-Mail-Adresse und berichtigen Sie sie beim Mandantenbenutzer.
failed-do-reach-reader = Erreichen Sie den Mandanten auf anderem Weg und senden Sie die E-Mail noch einmal, sobald sein Postfach wieder E-Mails annimmt.
failed-do-check-mail-setup = Es liegt nicht an der Adresse: Der empfangende Mailserver vertraut unseren E-Mails nicht. Lassen Sie die E-Mail-Einrichtung der Kanzlei prüfen.
failed-do-read-diagnostic = Lesen Sie die Antwort des Mailservers und entscheiden Sie, was zu tun ist. Bitten Sie den Mandanten im Zweifel um eine andere Adresse.
failed-button = Aufgabe ansehen

## Nachricht eines Mandanten

message-subject = Nachricht über das Mandantenportal
message-heading = Neue Nachricht eines Mandanten
message-heading-several = Neue Nachrichten eines Mandanten
message-lead = Über das Mandantenportal ist eine Nachricht eingegangen.
message-lead-by = { $by } hat über das Mandantenportal eine Nachricht gesendet.
message-lead-several = Über das Mandantenportal sind Nachrichten eingegangen, die noch niemand gelesen hat.
message-lead-several-by = { $by } hat über das Mandantenportal Nachrichten gesendet, die noch niemand gelesen hat.
message-do = Bitte antworten Sie im Mandantenportal: Eine Antwort auf diese E-Mail erreicht den Mandanten nicht.
message-button = Im Portal antworten

## USt-Belege vollständig

vat-subject = USt-Belege vollständig
vat-subject-taken-back = USt-Belege doch nicht vollständig
vat-heading = Alle USt-Belege sind eingegangen
vat-lead = Der Mandant teilt mit, dass alle Belege für die USt-Voranmeldung eingereicht sind.
vat-lead-by = { $by } teilt mit, dass alle Belege für die USt-Voranmeldung eingereicht sind.
vat-lead-taken-back = Der Mandant teilt mit, dass die Belege für die USt-Voranmeldung doch nicht vollständig sind.
vat-lead-taken-back-by = { $by } teilt mit, dass die Belege für die USt-Voranmeldung doch nicht vollständig sind.
vat-do = Sie können jetzt prüfen, ob alles da ist, und danach die USt-Voranmeldung erstellen und einreichen.
vat-do-taken-back = Bitte warten Sie mit der USt-Voranmeldung, bis der Mandant erneut mitteilt, dass alle Belege eingereicht sind. Ist die Voranmeldung schon eingereicht? Dann nehmen Sie bitte Kontakt mit dem Mandanten auf.
vat-button = Im Portal ansehen

## Benutzeranfrage

request-subject = Benutzeranfrage
request-heading = Neue Benutzeranfrage
request-lead = Über das Mandantenportal ist eine Anfrage eingegangen.
request-lead-by = { $by } hat über das Mandantenportal eine Anfrage gestellt.
request-lead-newcomer = Für { $newcomer } wird ein Zugang zum Mandantenportal beantragt.
request-lead-newcomer-by = { $by } bittet um einen Zugang zum Mandantenportal für { $newcomer }.
request-do = Prüfen Sie die Anfrage im Mandantenportal. Dort können Sie sie genehmigen oder mit einer Begründung ablehnen.
request-safe = Es geschieht nichts, solange niemand aus der Kanzlei die Anfrage genehmigt. Mit dem Öffnen des Links in dieser E-Mail genehmigen Sie noch nichts.
request-button = Anfrage ansehen

## Warum Sie dies erhalten

why-manager = Sie erhalten diese E-Mail, weil Sie Sachbearbeiter dieses Mandanten sind.
why-manager-deputy = Sie erhalten diese E-Mail, weil Sie { $absent }, Sachbearbeiter dieses Mandanten, während der Abwesenheit vertreten.
why-group = Sie erhalten diese E-Mail, weil dieser Mandant zur Mandantengruppe { $name } gehört und dies die E-Mail-Adresse der Gruppe ist.
why-functional = Sie erhalten diese E-Mail, weil { $to_address } die funktionale E-Mail-Adresse Ihrer Kanzlei ist.
why-communication = Sie erhalten diese E-Mail, weil { $to_address } die Kommunikationsadresse Ihrer Kanzlei ist.
why-chosen = Sie erhalten diese E-Mail, weil Ihre Kanzlei Sie namentlich als Empfänger ausgewählt hat.
why-chosen-deputy = Sie erhalten diese E-Mail, weil Sie { $absent } während der Abwesenheit vertreten: Ihre Kanzlei hat { $absent } namentlich als Empfänger ausgewählt.
why-chosen-manager = Sie erhalten diese E-Mail, weil Ihre Kanzlei den Sachbearbeiter als Empfänger ausgewählt hat und Sie Sachbearbeiter dieses Mandanten sind.
why-chosen-manager-deputy = Sie erhalten diese E-Mail, weil Sie { $absent } während der Abwesenheit vertreten: Ihre Kanzlei hat den Sachbearbeiter als Empfänger ausgewählt.
why-chosen-group = Sie erhalten diese E-Mail, weil Ihre Kanzlei die Mandantengruppe als Empfänger ausgewählt hat und Sie zur Gruppe dieses Mandanten gehören.
why-chosen-group-deputy = Sie erhalten diese E-Mail, weil Sie { $absent } während der Abwesenheit vertreten: Ihre Kanzlei hat die Gruppe dieses Mandanten als Empfänger ausgewählt.
why-chosen-group-address = Sie erhalten diese E-Mail, weil Ihre Kanzlei die Mandantengruppe als Empfänger ausgewählt hat und dies die E-Mail-Adresse von { $name } ist, der Gruppe dieses Mandanten.
why-chosen-admins = Sie erhalten diese E-Mail, weil Ihre Kanzlei alle Admins als Empfänger ausgewählt hat und Sie Admin sind.
why-chosen-admins-deputy = Sie erhalten diese E-Mail, weil Sie { $absent } während der Abwesenheit vertreten: Ihre Kanzlei hat alle Admins als Empfänger ausgewählt.
why-nobody-left = Keiner der Empfänger, die Ihre Kanzlei dafür ausgewählt hat, konnte diese E-Mail erhalten. Deshalb galt die Konfiguration „Standard“.
why-no-manager = Dieser Mandant hat keinen Sachbearbeiter.
why-manager-inactive = Der Sachbearbeiter dieses Mandanten ist kein aktiver Kanzleimitarbeiter mehr.
why-open = Dies ist bei den ersten Empfängern seit { $open_for } offen. Deshalb geht es jetzt an Sie.
why-change = Wer diese E-Mails erhält, kann ein Admin unter Kanzleieinstellungen / Kommunikation / E-Mail-Einstellungen / Empfänger automatischer E-Mails in der Zeile „{ $kind }“ ändern.

## Übersicht der Meldungen

digest-subject = Übersicht: { $events }
digest-heading = Ihre Übersicht
digest-lead = Neu für Sie: { $events }.
digest-no-dossier = Ohne Mandant
digest-message = Nachricht
digest-absent = Sie erhalten dies, weil Sie { $absent } während der Abwesenheit vertreten.
digest-more = Im Mandantenportal finden Sie noch { $more }.
digest-button = Zum Mandantenportal
digest-why-hourly = Die Meldungen, die nach den Einstellungen Ihrer Kanzlei für Sie bestimmt sind, erhalten Sie einmal pro Stunde in einer E-Mail.
digest-why-daily = Die Meldungen, die nach den Einstellungen Ihrer Kanzlei für Sie bestimmt sind, erhalten Sie jeden Morgen in einer E-Mail.
digest-change = Wie oft Sie eine solche E-Mail erhalten, wird für jeden Kanzleimitarbeiter unter Kanzleieinstellungen / Kommunikation / E-Mail-Einstellungen / Empfänger automatischer E-Mails festgelegt.

## Nachricht der Kanzlei

office-message-subject = Nachricht von Ihrer Kanzlei
office-message-heading = Sie haben eine Nachricht
office-message-lead = { $office } hat Ihnen eine Nachricht gesendet.
office-message-lead-by = { $by } ({ $office }) hat Ihnen eine Nachricht gesendet.
office-message-do = Sie können im Mandantenportal antworten. Sie melden sich mit Ihrer E-Mail-Adresse und Ihrem Passwort an.
office-message-why = Sie erhalten diese E-Mail, weil Sie im Mandantenportal Zugang zu diesem Mandanten haben.

## Werte in Worten

kind =
    { $kind ->
        [failed_task] Fehlgeschlagene Aufgaben
        [message] Nachrichten des Kommunikationsmoduls
        [vat_documents_ok] USt-Belege vollständig
        [user_request] Benutzeranfragen
       *[digest] Übersicht der Meldungen
    }
notifications =
    { $count ->
        [one] { $count } Meldung
       *[other] { $count } Meldungen
    }
working-hours =
    { $hours ->
        [one] { $hours } Arbeitsstunde
       *[other] { $hours } Arbeitsstunden
    }
vat-month = { $month } { $year }
vat-quarter =
    { $quarter ->
        [1] erstes
        [2] zweites
        [3] drittes
       *[4] viertes
    } Quartal { $year }

## Datum und Uhrzeit

moment =
    { $weekday ->
        [monday] Montag
        [tuesday] Dienstag
        [wednesday] Mittwoch
        [thursday] Donnerstag
        [friday] Freitag
        [saturday] Samstag
       *[sunday] Sonntag
    }, { $day }. { $month } { $year }, um { $hour }.{ $minute } Uhr
month =
    { $month ->
        [january] Januar
        [february] Februar
        [march] März
        [april] April
        [may] Mai
        [june] Juni
        [july] Juli
        [august] August
        [september] September
        [october] Oktober
        [november] November
       *[december] Dezember
    }
