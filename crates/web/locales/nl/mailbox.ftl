### De mailbox van de demo, en de startpagina.

## De lijst

mailbox-title = Mailbox
mailbox-lead = Hier staat elke mail die aan de mailbox van deze demo is overgedragen. Geen enkele verlaat deze computer.
mailbox-count =
    { $count ->
        [0] Er is nog geen mail binnengekomen.
        [one] Eén mail
       *[other] { $count } mails
    }
mailbox-from = Van
mailbox-to = Aan
mailbox-subject = Onderwerp
mailbox-at = Bewaard op
mailbox-language = Taal
mailbox-kind = Soort
mailbox-no-subject = (geen onderwerp)
mailbox-search = Zoek op e-mailadres
mailbox-search-button = Zoeken
mailbox-found-none = Er is geen mail van of aan een adres met “{ $search }” erin.
mailbox-older = Oudere mails
mailbox-newest = Nieuwste mails
kind-welcome = Welkomstmail
kind-welcome_reminder = Herinnering
kind-access_added = Extra toegang
kind-follow_up_notice = Opvolgbericht
kind-failed_task = Gefaalde taak
kind-message = Bericht van een klant
kind-vat_documents_ok = Documenten btw ok
kind-user_request = Gebruikersaanvraag
kind-digest = Overzicht van meldingen
kind-office_message = Bericht van het kantoor
kind-other = Andere mail

## Eén mail

mail-back = Naar de mailbox
mail-views = Weergaven van deze mail
mail-html = HTML
mail-text = Tekst
mail-source = Bron
mail-why = Waarom het zo ging
mail-reply-to = Antwoorden aan
mail-envelope = Envelop
mail-envelope-is = Van { $from } aan { $to }
mail-frame = De mail zoals de lezer hem ziet
mail-no-html = Deze mail heeft geen HTML-deel.
mail-no-text = Deze mail heeft geen tekstdeel.
mail-raw = Downloaden als bestand (.eml)
mail-repeated = Deze mail kwam { $times } keer binnen met dezelfde Message-ID: de lezer ziet hem { $times } keer, tenzij het mailprogramma dat merkt.

## Waarom deze afzender

why-unknown = Van deze mail is hier niets bekend: hij komt niet van deze installatie.
why-sender = Waarom deze afzender
why-order = Het eerste adres dat bruikbaar is, wordt genomen, in deze volgorde:
why-order-functional = Dit kantoor heeft ervoor gekozen dat het functioneel e-mailadres eerst komt. Het eerste adres dat bruikbaar is, wordt genomen, in deze volgorde:
why-order-system = Deze mail vertelt het kantoor over zijn eigen zaken. Zulke mails komen van het adres van het platform, met de naam van het kantoor:
step-personalised = Door het kantoor gekozen
step-dossier_manager = Dossierbeheerder
step-client_group = Klantgroep
step-functional_address = Functioneel e-mailadres
step-communication_address = Communicatie-e-mailadres
step-system_address = Adres van het platform
step-taken = Genomen: de mail komt van { $from }.
step-taken-to = Genomen: de mail gaat naar { $to }.
step-not-asked = Niet meer nodig.
skipped-no_manager = Overgeslagen: het dossier heeft geen dossierbeheerder.
skipped-manager_inactive = Overgeslagen: de dossierbeheerder is geen actieve kantoormedewerker meer.
skipped-no_group = Overgeslagen: het dossier zit in geen klantgroep.
skipped-group_without_address = Overgeslagen: de klantgroep heeft geen e-mailadres.
skipped-no_functional_address = Overgeslagen: het kantoor heeft geen functioneel e-mailadres.
skipped-nobody_left = Overgeslagen: niemand van wie het kantoor gekozen heeft, kan dit krijgen.
skipped-send_only = Overgeslagen: niemand leest het functioneel e-mailadres.
skipped-told_before = Overgeslagen: dit adres weet het al.
why-reply = Waar antwoorden naartoe gaan
why-reply-same = Antwoorden gaan naar { $address }, het adres waar de mail van komt.
why-reply-elsewhere = Niemand leest { $from }. Daarom gaan antwoorden naar { $address }, het volgende adres in de volgorde hierboven dat wel gelezen wordt.
why-recipient = Waarom deze ontvanger
why-recipient-client = Hij gaat naar de klant-gebruiker { $name }, die zich aanmeldt met { $address }.
why-recipient-sender = Hij gaat naar { $address }, het adres dat de welkomstmail verstuurde, omdat het kantoor over elke welkomstmail verwittigd wil worden.
heard-order = Wie het kantoor gekozen heeft, krijgt hem (configuratie: Gepersonaliseerd). Heeft het niemand gekozen, of blijft van hen niemand over, dan gaat hij naar het eerste adres dat bruikbaar is, in deze volgorde (Standaard):
heard-chosen-employee = Het kantoor heeft bij naam gekozen wie dit krijgt.
heard-chosen-dossier_manager = Het kantoor heeft de dossierbeheerder als ontvanger gekozen.
heard-chosen-client_group = Het kantoor heeft de klantgroep als ontvanger gekozen: haar e-mailadres, of haar leden als ze er geen heeft.
heard-chosen-admins = Het kantoor heeft alle Admins als ontvanger gekozen.
heard-deputy = { $name } vervangt { $absent }, die afwezig is.
heard-open =
    { $hours ->
        [one] Het stond één werkuur open bij wie het eerst op de hoogte was, en niemand heeft het afgesloten.
       *[other] Het stond { $hours } werkuren open bij wie het eerst op de hoogte was, en niemand heeft het afgesloten.
    }
left-out-inactive =
    { $count ->
        [one] Eén van wie gekozen is, is geen actieve kantoormedewerker meer.
       *[other] { $count } van wie gekozen zijn, zijn geen actieve kantoormedewerkers meer.
    }
left-out-no_access =
    { $count ->
        [one] Eén van wie gekozen is, heeft geen toegang tot dit privédossier.
       *[other] { $count } van wie gekozen zijn, hebben geen toegang tot dit privédossier.
    }
left-out-nobody-dossier_manager = De dossierbeheerder is gekozen, maar hier is er geen.
left-out-nobody-client_group = De klantgroep is gekozen, maar hier is er niemand in die dit kan krijgen.
left-out-nobody-admins = Alle Admins zijn gekozen, maar het kantoor heeft geen actieve Admin.
left-out-deputy_inactive =
    { $count ->
        [one] Een aangeduide vervanger is geen actieve kantoormedewerker meer. Daarom krijgt de afwezige het zelf.
       *[other] { $count } aangeduide vervangers zijn geen actieve kantoormedewerkers meer. Daarom krijgen de afwezigen het zelf.
    }
left-out-deputy_no_access =
    { $count ->
        [one] Een aangeduide vervanger heeft geen toegang tot dit privédossier. Daarom krijgt de afwezige het zelf.
       *[other] { $count } aangeduide vervangers hebben geen toegang tot dit privédossier. Daarom krijgen de afwezigen het zelf.
    }
heard-digest-hourly = Hij gaat naar { $name } ({ $address }), die gekozen heeft om meldingen eens per uur samen in één e-mail te krijgen. Wat erin staat, en waarom:
heard-digest-daily = Hij gaat naar { $name } ({ $address }), die gekozen heeft om meldingen elke ochtend samen in één e-mail te krijgen. Wat erin staat, en waarom:
heard-as-personalised = De ontvangers zijn door het kantoor gekozen (configuratie: Gepersonaliseerd).
heard-as-dossier_manager = De dossierbeheerder krijgt dit.
heard-as-client_group = Het e-mailadres van de klantgroep krijgt dit.
heard-as-functional_address = Het functioneel e-mailadres krijgt dit.
heard-as-communication_address = Het communicatie-e-mailadres krijgt dit.

## Hoe ver hij kwam

why-delivery = Hoe ver hij kwam
state-queued = In de wachtrij: hij vertrekt zodra het zijn beurt is.
state-sending = Wordt verstuurd: het antwoord van de mailserver wordt afgewacht.
state-sent = Overgedragen aan de mailserver.
state-bounced = Teruggestuurd: de e-mail was overgedragen en kon niet worden afgeleverd.
state-deferred = Uitgesteld: hij wordt vanzelf opnieuw geprobeerd.
state-held = In wacht tot de e-mailopzet van het kantoor werkt.
state-failed = Mislukt: hij wordt niet opnieuw geprobeerd.
state-cancelled = Geannuleerd: hij wordt niet verstuurd.
why-since = Sinds { $moment }
why-next = Volgende poging: { $moment }
why-queue-id = De mailserver noemt hem { $id }.
cause-recipient_refused = De mailserver weigert deze ontvanger.
cause-message_refused = De mailserver weigert dit bericht.
cause-try_later = De mailserver vroeg om het later opnieuw te proberen.
cause-unreachable = De mailserver is niet bereikbaar.
cause-uncertain = De mailserver heeft hem misschien aangenomen: zijn antwoord kwam nooit.
cause-given_up = Hij werd drie dagen lang zonder succes geprobeerd.
cause-link_replaced = Een nieuwere link maakte deze mail waardeloos.
cause-suppressed = Niet verzonden: e-mail aan dit adres kwam terug, daarom wordt het een tijdlang met rust gelaten.
cause-tls = Er kwam geen beveiligde verbinding met de mailserver tot stand.
cause-auth_rejected = De mailserver weigert de aanmelding.
cause-basic_auth_disabled = De mailprovider laat aanmelden met een wachtwoord niet meer toe.
cause-send_as_denied = De mailserver laat dit adres niet versturen.
cause-spf_not_authorised = Het domein van de afzender laat deze mailserver niet toe (SPF).
cause-dmarc_unaligned = De mail voldoet niet aan de regels van het domein van de afzender (DMARC).
cause-unconfigured = Het kantoor heeft nog niet ingesteld hoe zijn mails vertrekken.
cause-oauth_token = De mailprovider geeft geen toegang meer: de toestemming is vervallen of ingetrokken.
cause-dkim_missing = Het domein van de afzender publiceert onze DKIM-sleutel niet.
cause-dkim_mismatch = Het domein van de afzender publiceert een andere DKIM-sleutel dan de onze.
cause-spf_missing = Het domein van de afzender heeft geen SPF-record.
cause-spf_too_many_lookups = Het SPF-record van het domein vraagt meer dan tien opzoekingen en telt daardoor niet.
cause-no_mx = Het domein van de afzender ontvangt geen mail: antwoorden zouden verloren gaan.
cause-dns_failure = De DNS van het domein van de afzender antwoordt niet.
cause-other = Oorzaak: { $code }
bounce-address_unknown = Deze mailbox bestaat niet: het adres moet verbeterd worden.
bounce-domain_unknown = Het domein van dit adres bestaat niet of aanvaardt geen e-mail: het adres moet verbeterd worden.
bounce-mailbox_disabled = De mailbox is afgesloten: het adres moet verbeterd worden.
bounce-mailbox_full = De mailbox is vol: bereik de lezer op een andere manier en verzend later opnieuw.
bounce-message_refused = De ontvangende mailserver aanvaardt dit bericht niet.
bounce-policy = De ontvangende mailserver vertrouwt de afzender niet: de mailinstellingen moeten nagekeken worden.
bounce-expired = Er is dagenlang geprobeerd, en de ontvangende mailserver heeft de e-mail niet aanvaard.
bounce-other = De ontvangende mailserver heeft niet duidelijk gezegd waarom.
said-failed = Een mailserver meldde dat de e-mail niet afgeleverd kon worden: { $said }
said-delayed = Een mailserver meldde dat het langer duurt: { $said }
said-delivered = Een mailserver meldde dat de e-mail in de mailbox zit: { $said }
said-relayed = Een mailserver meldde dat de e-mail werd doorgegeven: { $said }
said-expanded = Een mailserver meldde dat de e-mail naar meerdere lezers ging: { $said }

## De pogingen

why-attempts = Pogingen
why-attempts-none = Er is nog geen poging genoteerd.
attempt-accepted = Overgedragen
attempt-recipient_refused = Ontvanger geweigerd
attempt-message_refused = Bericht geweigerd
attempt-try_later = Nu niet
attempt-sender_fault = E-mailopzet niet in orde
attempt-relay_unavailable = Mailserver onbruikbaar
attempt-uncertain = Onzeker
attempt-phase = Fase
attempt-reply = Antwoord
attempt-relay = Mailserver
attempt-took = Duur
phase-token = een token om aan te melden ophalen
phase-connect = verbinding openen
phase-tls = TLS afspreken
phase-greeting = begroeting
phase-ehlo = EHLO
phase-auth = aanmelding
phase-auth_token = aanmelding met een token
phase-mail_from = MAIL FROM
phase-rcpt_to = RCPT TO
phase-data = DATA
phase-content = inhoud
phase-final_dot = na de laatste punt

## De startpagina

front-lead = De maildienst van het klantenportaal van boekhoudkantoren. Postmeester beslist vanaf welk adres een nieuwe klant verwelkomd wordt, zorgt dat de mail echt vertrekt, en vertelt waarom het zo ging.
front-facts = Om te beginnen
front-places = Waar u terechtkunt
front-mailbox = Elke mail die deze demo verstuurde, met de redenen erachter.
front-api = API
front-api-lead = Hoe andere programma’s klant-gebruikers aanmaken en hun mails opvolgen.
front-health = Gezondheid
front-health-lead = Of deze installatie klaar is voor het werk.
