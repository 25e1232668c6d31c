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

## Mails aan het kantoor

greeting-colleagues = Beste collega’s,
fact-when = Datum en uur:
fact-when-first = Eerste bericht:
fact-period = Btw-periode:
fact-newcomer = Aangevraagde gebruiker:

## Gefaalde taak

failed-subject = Gefaalde taak
failed-heading = Een taak is gefaald
failed-lead = Er ging iets mis dat niet vanzelf in orde komt. Iemand van het kantoor moet ernaar kijken.
failed-do = Bekijk de taak in het klantenportaal en los het probleem op. Sluit de taak daarna af, dan verdwijnt ze uit de werklijst.
failed-lead-undelivered = Een e-mail aan { $undelivered } ({ $undelivered_address }) kon niet worden afgeleverd. Het antwoord van de mailserver staat hieronder.
failed-do-undelivered = Kijk na of het e-mailadres klopt. Is het fout? Verbeter het bij de klant-gebruiker. Klopt het wel? Vraag de klant dan om een ander e-mailadres of om zijn mailbox te laten nakijken.
failed-lead-broken = E-mails vanaf { $broken_domains } vertrekken niet meer: de DNS-records van het domein zijn niet zoals ze moeten zijn. Wat er mis is, staat hieronder. De e-mails wachten; er gaat er geen verloren.
failed-do-broken = Laat wie het domein beheert de pagina met de mailinstellingen zien: daar staat elk record zoals het moet zijn. Zodra alles klopt, vertrekken de e-mails vanzelf.
failed-lead-came-back = Een e-mail aan { $undelivered } ({ $undelivered_address }) kwam terug: hij kon niet worden afgeleverd. Het antwoord van de ontvangende mailserver staat hieronder.
failed-do-correct-address = Dit adres aanvaardt geen e-mail. Vraag de klant om het juiste e-mailadres en verbeter het bij de klant-gebruiker.
failed-do-reach-reader = Bereik de klant op een andere manier en verzend de e-mail opnieuw zodra zijn mailbox weer e-mail aanvaardt.
failed-do-check-mail-setup = Het ligt niet aan het adres: de ontvangende mailserver vertrouwt onze e-mails niet. Laat de mailinstellingen van het kantoor nakijken.
failed-do-read-diagnostic = Lees het antwoord van de mailserver en beslis wat er moet gebeuren. Twijfelt u? Vraag de klant om een ander adres.
failed-button = Taak bekijken

## Bericht van een klant

message-subject = Bericht via het klantenportaal
message-heading = Nieuw bericht van een klant
message-heading-several = Nieuwe berichten van een klant
message-lead = Via het klantenportaal is een bericht binnengekomen.
message-lead-by = { $by } heeft via het klantenportaal een bericht gestuurd.
message-lead-several = Via het klantenportaal zijn berichten binnengekomen die nog niemand gelezen heeft.
message-lead-several-by = { $by } heeft via het klantenportaal berichten gestuurd die nog niemand gelezen heeft.
message-do = Antwoord in het klantenportaal: een antwoord op deze e-mail komt niet bij de klant terecht.
message-button = Antwoorden in het portaal

## Documenten btw ok

vat-subject = Documenten btw ok
vat-subject-taken-back = Documenten btw toch niet volledig
vat-heading = Alle btw-documenten zijn binnen
vat-lead = De klant laat weten dat alle documenten voor de btw-aangifte ingestuurd zijn.
vat-lead-by = { $by } laat weten dat alle documenten voor de btw-aangifte ingestuurd zijn.
vat-lead-taken-back = De klant laat weten dat de documenten voor de btw-aangifte toch niet volledig zijn.
vat-lead-taken-back-by = { $by } laat weten dat de documenten voor de btw-aangifte toch niet volledig zijn.
vat-do = U kunt nu nakijken of alles er is, en daarna de btw-aangifte opmaken en indienen.
vat-do-taken-back = Wacht met de btw-aangifte tot de klant opnieuw laat weten dat alle documenten ingestuurd zijn. Is de aangifte al ingediend? Neem dan contact op met de klant.
vat-button = Bekijken in het portaal

## Gebruikersaanvraag

request-subject = Gebruikersaanvraag
request-heading = Nieuwe gebruikersaanvraag
request-lead = Via het klantenportaal is een aanvraag binnengekomen.
request-lead-by = { $by } heeft via het klantenportaal een aanvraag gedaan.
request-lead-newcomer = Er wordt gevraagd om { $newcomer } toegang te geven tot het klantenportaal.
request-lead-newcomer-by = { $by } vraagt om { $newcomer } toegang te geven tot het klantenportaal.
request-do = Kijk de aanvraag na in het klantenportaal. Daar kunt u ze goedkeuren, of weigeren met een reden.
request-safe = Er gebeurt niets zolang niemand van het kantoor de aanvraag goedkeurt. Met het openen van de link in deze e-mail keurt u nog niets goed.
request-button = Aanvraag bekijken

## Waarom u dit krijgt

why-manager = U krijgt deze e-mail omdat u de dossierbeheerder van dit dossier bent.
why-manager-deputy = U krijgt deze e-mail omdat u { $absent } vervangt, de dossierbeheerder van dit dossier, die nu afwezig is.
why-group = U krijgt deze e-mail omdat dit dossier in de klantgroep { $name } zit en dit het e-mailadres van die klantgroep is.
why-functional = U krijgt deze e-mail omdat { $to_address } het functioneel e-mailadres van uw kantoor is.
why-communication = U krijgt deze e-mail omdat { $to_address } het communicatie-e-mailadres van uw kantoor is.
why-chosen = U krijgt deze e-mail omdat uw kantoor u bij naam als ontvanger gekozen heeft.
why-chosen-deputy = U krijgt deze e-mail omdat u { $absent } vervangt, die door uw kantoor bij naam als ontvanger gekozen is en nu afwezig is.
why-chosen-manager = U krijgt deze e-mail omdat uw kantoor de dossierbeheerder als ontvanger gekozen heeft en u dat voor dit dossier bent.
why-chosen-manager-deputy = U krijgt deze e-mail omdat u { $absent } vervangt, die nu afwezig is: uw kantoor heeft de dossierbeheerder als ontvanger gekozen.
why-chosen-group = U krijgt deze e-mail omdat uw kantoor de klantgroep als ontvanger gekozen heeft en u lid bent van de klantgroep van dit dossier.
why-chosen-group-deputy = U krijgt deze e-mail omdat u { $absent } vervangt, die nu afwezig is: uw kantoor heeft de klantgroep van dit dossier als ontvanger gekozen.
why-chosen-group-address = U krijgt deze e-mail omdat uw kantoor de klantgroep als ontvanger gekozen heeft en dit het e-mailadres is van { $name }, de klantgroep van dit dossier.
why-chosen-admins = U krijgt deze e-mail omdat uw kantoor alle Admins als ontvanger gekozen heeft en u Admin bent.
why-chosen-admins-deputy = U krijgt deze e-mail omdat u { $absent } vervangt, die nu afwezig is: uw kantoor heeft alle Admins als ontvanger gekozen.
why-nobody-left = Geen van de ontvangers die uw kantoor hiervoor gekozen heeft, kon deze e-mail krijgen. Daarom is de configuratie Standaard gevolgd.
why-no-manager = Dit dossier heeft geen dossierbeheerder.
why-manager-inactive = De dossierbeheerder van dit dossier is geen actieve kantoormedewerker meer.
why-open = Dit staat al { $open_for } open bij de eerste ontvangers. Daarom komt het nu bij u terecht.
why-change = Een Admin kan wijzigen wie deze e-mails krijgt, via Kantoorinstellingen / Communicatie / E-mailinstellingen / Ontvangers automatische e-mails, bij ‘{ $kind }’.

## Overzicht van meldingen

digest-subject = Overzicht: { $events }
digest-heading = Uw overzicht
digest-lead = Nieuw voor u: { $events }.
digest-no-dossier = Zonder dossier
digest-message = Bericht
digest-absent = U krijgt dit omdat u { $absent } vervangt, die afwezig is.
digest-more = In het klantenportaal vindt u nog { $more }.
digest-button = Naar het klantenportaal
digest-why-hourly = De meldingen die volgens de instellingen van uw kantoor voor u zijn, krijgt u één keer per uur in één e-mail.
digest-why-daily = De meldingen die volgens de instellingen van uw kantoor voor u zijn, krijgt u elke ochtend in één e-mail.
digest-change = Hoe vaak u zo’n e-mail krijgt, wordt per kantoormedewerker ingesteld via Kantoorinstellingen / Communicatie / E-mailinstellingen / Ontvangers automatische e-mails.

## Bericht van het kantoor

office-message-subject = Bericht van uw boekhoudkantoor
office-message-heading = U hebt een bericht
office-message-lead = { $office } heeft u een bericht gestuurd.
office-message-lead-by = { $by } van { $office } heeft u een bericht gestuurd.
office-message-do = U kunt antwoorden in het klantenportaal. U meldt zich aan met uw e-mailadres en uw wachtwoord.
office-message-why = U krijgt deze e-mail omdat u in het klantenportaal toegang hebt tot dit dossier.

## Waarden in woorden

kind =
    { $kind ->
        [failed_task] Gefaalde taken
        [message] Berichten van de communicatiemodule
        [vat_documents_ok] Documenten btw ok
        [user_request] Gebruikersaanvragen
       *[digest] Overzicht van meldingen
    }
notifications =
    { $count ->
        [one] { $count } melding
       *[other] { $count } meldingen
    }
working-hours =
    { $hours ->
        [one] { $hours } werkuur
       *[other] { $hours } werkuren
    }
vat-month = { $month } { $year }
vat-quarter =
    { $quarter ->
        [1] eerste
        [2] tweede
        [3] derde
       *[4] vierde
    } kwartaal van { $year }

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
    } { $day } { $month } { $year } om { $hour }.{ $minute } uur
month =
    { $month ->
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
    }
