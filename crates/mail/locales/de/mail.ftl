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
    }, { $day }. { $month ->
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
    } { $year }, um { $hour }.{ $minute } Uhr
