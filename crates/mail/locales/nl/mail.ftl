### De zinnen van de mails. Elke boodschap is een hele zin; wat tussen accolades staat, wordt per mail ingevuld.

greeting = Beste { $name },

## Welkomstmail

welcome-subject = Uw toegang tot het klantenportaal van { $office }
welcome-heading = Welkom op het klantenportaal
welcome-lead = { $office } geeft u toegang tot het klantenportaal. Daar kunt u uw dossier bekijken en ons berichten sturen.

## Herinnering

reminder-subject = Herinnering: stel uw wachtwoord in voor het klantenportaal van { $office }
reminder-heading = Nog één stap: uw wachtwoord
reminder-lead = { $office } gaf u toegang tot het klantenportaal, maar u hebt nog geen wachtwoord ingesteld.

## Toegang tot nog een dossier

access-added-subject = Extra dossier in het klantenportaal: { $dossier }
access-added-preview = { $office } geeft u toegang tot nog een dossier.
access-added-heading = U krijgt toegang tot nog een dossier
access-added-lead = { $office } geeft u in het klantenportaal nu ook toegang tot het onderstaande dossier.
access-added-as-before = Uw wachtwoord blijft hetzelfde: u meldt zich aan zoals voorheen.
access-added-no-password-yet = U hebt nog geen wachtwoord ingesteld. Dat hebt u wel nodig om u te kunnen aanmelden.

## Uw toegang

access-dossier = Dossier:
access-login = U meldt zich aan met uw e-mailadres:

## De link

link-preview = Stel uw wachtwoord in vóór { $valid_until }.
link-instruction = Stel hier uw initieel wachtwoord in:
link-button = Wachtwoord instellen
link-validity = De link is geldig tot { $valid_until }. Daarna kunt u via dezelfde link een nieuwe aanvragen.
link-fallback = Werkt de knop niet? Kopieer dan deze link naar uw browser:

## Slot

closing-questions = Hebt u vragen? { $contact } ({ $contact_address }) helpt u graag verder.
closing-regards = Met vriendelijke groeten
closing-sender-is-unread = Deze e-mail komt van { $sender_address }, een adres dat niet gelezen wordt. Als u antwoordt, gaat uw antwoord automatisch naar { $contact_address }.
closing-no-password = Wij sturen u nooit een wachtwoord per e-mail, en wij vragen u nooit om uw wachtwoord per e-mail door te geven.
closing-unexpected = Had u deze e-mail niet verwacht? Dan hoeft u niets te doen. U mag het ons altijd laten weten via { $contact_address }.

## Opvolgbericht aan de afzender

notice-subject = Welkomstmail vertrokken naar { $client_user }
notice-preview = Dossier: { $dossier }
notice-heading = Welkomstmail vertrokken
notice-lead = Er is een welkomstmail vertrokken naar de onderstaande klant-gebruiker, met uw e-mailadres als afzender.
notice-client-user = Klant-gebruiker:
notice-no-link = De persoonlijke link om het initieel wachtwoord in te stellen, staat alleen in de welkomstmail zelf.
notice-why = U krijgt dit bericht omdat uw kantoor ervoor gekozen heeft om de afzender van elke welkomstmail te verwittigen. Een Admin kan dat wijzigen in de Kantoorinstellingen.

## Datum en uur

moment =
    { $weekday ->
        [monday] maandag
        [tuesday] dinsdag
        [wednesday] woensdag
        [thursday] donderdag
        [friday] vrijdag
        [saturday] zaterdag
       *[sunday] zondag
    } { $day } { $month ->
        [january] januari
        [february] februari
        [march] maart
        [april] april
        [may] mei
        [june] juni
        [july] juli
        [august] augustus
        [september] september
        [october] oktober
        [november] november
       *[december] december
    } { $year } om { $hour }.{ $minute } uur
