### Het rapport over de e-mailopzet van een kantoor, voor zijn IT-partner; en in enkele woorden wat er mis is, voor het kantoor.
### Elke boodschap is een hele zin. Wat tussen backticks staat, wordt letter voor letter gelezen.

## Begin en einde

setup-subject-right = E-mailopzet van { $office }: alles is in orde
setup-subject-domains = E-mailopzet van { $office }: DNS-records aan te passen
setup-subject-look = E-mailopzet van { $office }: iets na te kijken
setup-subject-relay = E-mailopzet van { $office }: mailserver aan te passen
setup-intro-domains = { $office } gebruikt { $platform }, een klantenportaal dat in naam van het kantoor e-mails stuurt naar klanten en collega’s, vanaf e-mailadressen van het kantoor zelf. Of die e-mails aankomen, hangt af van DNS-records van zijn domeinen, en u krijgt dit rapport omdat u die beheert.
setup-intro-relay = { $office } gebruikt { $platform }, een klantenportaal dat in naam van het kantoor e-mails stuurt naar klanten en collega’s, via de mailserver { $host } van het kantoor. U krijgt dit rapport omdat u die server of de accounts erop beheert.
setup-checked = Gecontroleerd op { $when }.
setup-automatic = { $platform } heeft dit rapport automatisch gemaakt, op basis van wat op dat moment vanaf het internet te zien was. Er staan geen wachtwoorden of geheime sleutels in.

## Wat er gevonden is

setup-domain = Domein { $domain }
setup-relay = Mailserver { $host }
setup-summary-right = { $domain }: alles is in orde, u hoeft niets te doen.
setup-summary-wrong =
    { $count ->
        [one] { $domain }: { $count } punt vraagt aandacht.
       *[other] { $domain }: { $count } punten vragen aandacht.
    }
setup-right = Wat in orde is
setup-warnings = Houdt geen e-mails tegen, maar goed om te weten
setup-unsaid = Wat niet vastgesteld kon worden
setup-advised = Niet verplicht, wel aangeraden; u kunt ook dit record publiceren:
setup-found = Wat er nu staat, bij { $name }:
setup-wanted-new = Het record zoals het moet zijn:
setup-wanted-instead = Het record zoals het moet zijn, in de plaats van wat er nu staat:
setup-wanted-same = Het record dat hiervoor nodig is, staat hierboven al.
setup-not-yours = { $name } hoort niet bij { $domain }, en daarom kunt u dit met geen enkel record verhelpen. Laat het aan het kantoor weten, zodat het supportteam ernaar kijkt.

## Oorzaken: titel, voor de Admin van het kantoor, voor de technicus

setup-cause-unconfigured-title = E-mail nog niet ingesteld
setup-cause-unconfigured-admin = Uw kantoor heeft nog niet gekozen hoe zijn e-mails vertrekken. Kies in de Kantoorinstellingen tussen onze mailserver en die van uzelf.
setup-cause-unconfigured-technician = Het kantoor moet eerst in het portaal kiezen hoe zijn e-mails vertrekken: via de mailserver van het platform, waarvoor enkele DNS-records nodig zijn, of via een eigen mailserver. Tot dan hoeft u niets aan te passen.
setup-cause-unreachable-title = Mailserver niet bereikbaar
setup-cause-unreachable-admin = We kunnen de mailserver die u invulde, niet bereiken. Kijk de naam en de poort na; kloppen die, dan moet uw IT-partner de server bereikbaar maken.
setup-cause-unreachable-technician = Controleer de hostnaam en de poort, en of de server vanaf het internet antwoordt: op 587 met STARTTLS of op 465 met TLS. Een firewall moet die verbindingen binnenlaten, en een adres van een privénetwerk kan niet gebruikt worden. Vroeg de server alleen om later terug te komen, dan gaat dit vanzelf over.
setup-cause-tls-title = Geen beveiligde verbinding
setup-cause-tls-admin = De verbinding met uw mailserver kan niet beveiligd worden, en daarom versturen we er niets over. Uw IT-partner moet de instellingen van de server nakijken.
setup-cause-tls-technician = De server moet STARTTLS (poort 587) of TLS (poort 465) aanbieden, met een certificaat dat geldig is, van een algemeen vertrouwde uitgever komt, samen met zijn tussencertificaten verstuurd wordt en op de ingevulde hostnaam staat.
setup-cause-auth-rejected-title = Aanmelding geweigerd
setup-cause-auth-rejected-admin = Uw mailserver weigert de gebruikersnaam of het wachtwoord dat u invulde. Vul ze opnieuw in; kloppen ze, dan moet uw IT-partner deze aanmelding toelaten.
setup-cause-auth-rejected-technician = Controleer de gebruikersnaam (meestal het volledige adres van de mailbox) en het wachtwoord, en of dit account zich wel via SMTP mag aanmelden. Een account met verificatie in twee stappen heeft een app-wachtwoord of OAuth 2.0 nodig.
setup-cause-basic-auth-disabled-title = Aanmelden met wachtwoord uitgeschakeld
setup-cause-basic-auth-disabled-admin = Uw mailprovider laat programma’s niet meer aanmelden met een wachtwoord. Uw IT-partner kan de nieuwere manier van aanmelden instellen; in het rapport staat hoe.
setup-cause-basic-auth-disabled-technician = Vervang het wachtwoord door OAuth 2.0, zoals de stappen in dit rapport beschrijven. Microsoft schakelt SMTP AUTH met een wachtwoord eind december 2026 standaard uit voor alle bestaande tenants; een beheerder kan het weer inschakelen, maar slechts voor een tijd.
setup-cause-oauth-token-title = Toegang via OAuth 2.0 geweigerd
setup-cause-oauth-token-admin = Uw mailprovider laat het portaal niet binnen: de toestemming is vervallen, ingetrokken of onvolledig. Uw IT-partner moet ze opnieuw geven.
setup-cause-oauth-token-technician = Controleer de tenant, de client-ID, het clientgeheim (de waarde, niet de ID; geheimen vervallen), de machtiging en de toestemming van de beheerder. Vraag bij Google een nieuw refresh token aan. Laat de nieuwe gegevens daarna in het portaal invullen.
setup-cause-send-as-denied-title = Adres mag niet versturen
setup-cause-send-as-denied-admin = Uw mailserver laat het portaal niet versturen in naam van een of meer adressen van uw kantoor. Uw IT-partner moet dat voor elk van die adressen toelaten.
setup-cause-send-as-denied-technician = Geef het account waarmee wordt aangemeld, het recht om als elk van deze adressen te versturen: in Microsoft 365 de machtiging `SendAs`, in Gmail ‘Send mail as’, in Postfix `smtpd_sender_login_maps`.
setup-cause-dkim-missing-title = DKIM-sleutel ontbreekt
setup-cause-dkim-missing-admin = Uw domein bevestigt nog niet dat e-mails van het portaal echt zijn. Ontvangers kunnen ze daardoor voor vervalst houden; uw IT-partner moet één regel toevoegen aan de instellingen van uw domein.
setup-cause-dkim-missing-technician = Publiceer de sleutel precies zoals hij hier staat. Wat er verder onder `_domainkey` staat, van Microsoft 365 of Google bijvoorbeeld, hoort bij andere afzenders en blijft staan.
setup-cause-dkim-mismatch-title = DKIM-sleutel is niet de onze
setup-cause-dkim-mismatch-admin = In de instellingen van uw domein staat een sleutel die niet bij het portaal past. Ontvangers kunnen uw e-mails daardoor voor vervalst houden; uw IT-partner moet de sleutel vervangen.
setup-cause-dkim-mismatch-technician = Vervang wat er bij deze naam staat door het opgegeven record; er mag er precies één staan. Neem de waarde volledig over: meestal is ze na 255 tekens afgekapt of ging er bij het kopiëren een teken verloren.
setup-cause-spf-missing-title = SPF-record ontbreekt
setup-cause-spf-missing-admin = Uw domein zegt niet welke mailservers in zijn naam mogen versturen. Ontvangers kunnen e-mails van het portaal daardoor weigeren; uw IT-partner moet één regel toevoegen aan de instellingen van uw domein.
setup-cause-spf-missing-technician = Publiceer het opgegeven record. Het eindigt op `?all`, omdat wij niet weten wie er nog voor dit domein verstuurt; zodra u alle andere afzenders toegevoegd hebt, zoals de mailserver van het kantoor, is `~all` of `-all` beter.
setup-cause-spf-not-authorised-title = SPF laat onze servers niet toe
setup-cause-spf-not-authorised-admin = Uw domein laat de mailserver van het portaal niet in zijn naam versturen. Uw IT-partner moet één regel in de instellingen van uw domein aanpassen.
setup-cause-spf-not-authorised-technician = Het SPF-record moet de servers toelaten die versturen. Geeft dit rapport een record op, dan is dat het huidige met onze term vooraan, zonder termen die niemand kan lezen. Per naam mag maar één TXT-record met `v=spf1` beginnen; andere TXT-records blijven staan.
setup-cause-spf-too-many-lookups-title = SPF vraagt meer dan tien opzoekingen
setup-cause-spf-too-many-lookups-admin = De lijst van mailservers die voor uw domein mogen versturen, is te lang geworden. Ontvangers negeren ze daardoor; uw IT-partner moet ze inkorten.
setup-cause-spf-too-many-lookups-technician = Vervang het record door het opgegeven record: onze adressen staan daarin vooraan en vragen geen opzoeking. Haal er meteen ook uit wat het kantoor niet meer gebruikt, want de andere afzenders van dit domein hebben evenveel last van de grens van tien (RFC 7208).
setup-cause-dmarc-unaligned-title = Afzender niet bevestigd (DMARC)
setup-cause-dmarc-unaligned-admin = Ontvangers kunnen niet zien dat e-mails van het portaal echt van uw domein komen, en kunnen ze daardoor weigeren. Uw IT-partner of ons supportteam moet een instelling aanpassen.
setup-cause-dmarc-unaligned-technician = Het domein dat ondertekent of dat van het return-path moet bij het domein in `From` horen. Geeft dit rapport een record op, dan zijn het `adkim=s` en `aspf=s` die ons buitensluiten, en is dat het huidige record zonder die twee.
setup-cause-no-mx-title = Domein ontvangt geen e-mail
setup-cause-no-mx-admin = Het domein van uw afzenderadres ontvangt geen e-mail: antwoorden van uw klanten zouden verloren gaan. Gebruik een adres dat wel kan ontvangen, of laat uw IT-partner het ontvangen instellen.
setup-cause-no-mx-technician = Publiceer de MX-records van de mailprovider van het kantoor; alleen die kent ze. Is het niet de bedoeling dat dit domein e-mail ontvangt, dan moet het kantoor een afzenderadres op een ander domein kiezen.
setup-cause-dns-failure-title = DNS geeft geen antwoord
setup-cause-dns-failure-admin = De instellingen van uw domein konden niet gelezen worden. Vaak gaat dat vanzelf over; zo niet, dan moet uw IT-partner ernaar kijken.
setup-cause-dns-failure-technician = De nameservers van dit domein moeten voor deze naam antwoorden. Controleer de delegatie, of elke nameserver antwoordt, en DNSSEC: door een vervallen handtekening antwoordt elke resolver `SERVFAIL`. Was het maar een hapering, dan volstaat het om opnieuw te controleren.

## DKIM

setup-key-nothing = Er staat geen record bij { $name }.
setup-key-alias-of-nothing = { $name } is een alias (CNAME) van { $target }, en daar staat geen sleutel.
setup-key-not-a-key = Bij { $name } staat een tekst, maar het is geen DKIM-sleutel: meestal is het het antwoord van een wildcardrecord.
setup-key-several = Bij { $name } staan { $count } TXT-records. Welk daarvan telt, is niet bepaald, dus mag er maar één staan.
setup-key-empty-tag = Het record is onleesbaar: tussen twee puntkomma’s staat niets, of het is helemaal leeg.
setup-key-not-a-tag = Het record is onleesbaar: { $part } heeft niet de vorm `naam=waarde`.
setup-key-tag-twice = Het record is onleesbaar: { $tag } staat er twee keer in.
setup-key-version = In het record staat { $version }; dat moet `v=DKIM1` zijn, precies zo geschreven.
setup-key-no-public = Het record heeft geen `p=`, of wat erachter staat is geen volledige sleutel: meestal is die afgekapt, of zijn er aanhalingstekens in meegeplakt.
setup-key-revoked = Achter `p=` staat niets: dat betekent dat de sleutel ingetrokken is.
setup-key-other-algorithm = In het record staat { $algorithm }, en onze sleutel bij deze naam is van een ander algoritme.
setup-key-not-for-mail = In het record staat { $services }: de sleutel is niet bedoeld voor e-mail.
setup-key-not-for-sha256 = In het record staat { $hashes }: de sleutel is niet bedoeld voor SHA-256, waarmee wij ondertekenen.
setup-key-other = Er staat een goede sleutel, maar niet de onze: één teken verschilt, het einde ontbreekt, of hij is van een vroegere installatie.

## SPF

setup-spf-none = { $domain } heeft geen TXT-record dat met `v=spf1` begint.
setup-spf-fail = De term { $term } in het record van { $at } weigert onze servers { $servers } (fail).
setup-spf-soft-fail = De term { $term } in het record van { $at } beschouwt onze servers { $servers } als waarschijnlijk niet toegelaten (softfail).
setup-spf-neutral = De term { $term } in het record van { $at } laat in het midden of onze servers { $servers } mogen versturen (neutral).
setup-spf-nothing-matched = Geen enkele term van het record noemt onze servers { $servers }, en het eindigt niet op `all`.
setup-spf-several = Bij { $at } staan { $count } SPF-records. Er mag er maar één zijn, en daarom evalueert niemand ze (permerror).
setup-spf-unreadable = De term { $term } in het record van { $at } is onleesbaar, en daarom evalueert niemand het record (permerror).
setup-spf-nothing-included = De term { $term } in het record van { $at } leidt naar { $name }, dat geen SPF-record heeft, en daarom evalueert niemand het geheel (permerror).
setup-spf-too-many = Bij de term { $term } in het record van { $at } ging de evaluatie over de grens van tien DNS-opzoekingen en werd ze afgebroken (permerror).
setup-spf-loop = De term { $term } in het record van { $at } leidt terug naar een record dat al doorlopen was.
setup-spf-void = Bij de term { $term } in het record van { $at } werd de evaluatie afgebroken, omdat meer dan twee opzoekingen niets vonden (permerror).
setup-spf-void-names = Niets gevonden bij: { $names }.
setup-spf-mail-servers = De term { $term } in het record van { $at } leidt naar meer dan tien mailservers, en daarom evalueert niemand het record (permerror).
setup-spf-through = De weg daarheen loopt via: { $way }.
setup-spf-costs =
    { $count ->
        [one] In totaal vraagt het record { $count } opzoeking:
        [30] In totaal vraagt het record { $count } opzoekingen of meer:
       *[other] In totaal vraagt het record { $count } opzoekingen:
    }
setup-spf-cost =
    { $count ->
        [one] { $term }: { $count } opzoeking
       *[other] { $term }: { $count } opzoekingen
    }

## DMARC

setup-dmarc-dkim-strict = Wij ondertekenen als { $domain }, en de policy eist precies { $from } (`adkim=s`).
setup-dmarc-dkim-other = Wij ondertekenen als { $domain }, en dat hoort niet bij { $from }.
setup-dmarc-spf-strict = Het return-path is van { $domain }, en de policy eist precies { $from } (`aspf=s`).
setup-dmarc-spf-other = Het return-path is van { $domain }, en dat hoort niet bij { $from }.
setup-dmarc-policy-none = De policy bij { $name } vraagt niets van ontvangers (`p=none`), maar velen houden zo’n e-mail toch apart.
setup-dmarc-policy-quarantine = De policy bij { $name } vraagt ontvangers om zo’n e-mail in de spammap te plaatsen (`p=quarantine`).
setup-dmarc-policy-reject = De policy bij { $name } vraagt ontvangers om zo’n e-mail te weigeren (`p=reject`).
setup-dmarc-beyond-dns = Geen enkel record van { $from } lost dit op: het platform moet voor dit domein ondertekenen. Laat het kantoor weten dat het supportteam hiernaar moet kijken.

## MX

setup-mx-no-such-domain = Het domein { $name } bestaat niet.
setup-mx-nothing = { $name } heeft geen MX-record en ook geen adres (A, AAAA).
setup-mx-null = { $name } verklaart dat het geen e-mail ontvangt (`MX 0 .`).
setup-mx-no-address = Geen van de mailservers in de MX-records van { $name } heeft een adres (A, AAAA).

## Geen antwoord

setup-dns-timeout = Op de vraag naar { $name } antwoordde geen enkele nameserver op tijd.
setup-dns-said = Op de vraag naar { $name } antwoordden de nameservers dat ze dat niet kunnen: { $said }.
setup-dns-broken = Er kwam geen bruikbaar antwoord voor { $name }: { $why }.
setup-dns-out-of-time = De controle duurde te lang en werd afgebroken bij de vraag naar { $name }.
setup-dns-out-of-questions = De records van dit domein leidden naar zoveel andere dat de controle afgebroken werd bij { $name }.

## Wat in orde is

setup-right-key = De DKIM-sleutel bij { $name } is gepubliceerd, en het is de onze.
setup-right-spf = De SPF van { $name } laat onze servers versturen: { $servers }.
setup-right-aligned = DKIM en SPF bevestigen allebei { $domain }, zoals DMARC het vraagt.
setup-right-aligned-dkim = DKIM bevestigt { $domain }, zoals DMARC het vraagt.
setup-right-aligned-spf = SPF bevestigt { $domain }, zoals DMARC het vraagt.
setup-right-mx = { $domain } ontvangt e-mail, dus antwoorden komen aan.
setup-right-session = Verbinding, versleuteling en aanmelding werken.
setup-right-senders =
    { $more ->
        [0] De server aanvaardt deze adressen als afzender: { $addresses }.
       *[other] De server aanvaardt deze adressen als afzender, en nog { $more } andere: { $addresses }.
    }
setup-right-senders-limit = Sommige servers, waaronder Microsoft 365, beoordelen de afzender pas als er een hele e-mail binnen is. Blijkt zo’n adres toch niet te mogen versturen, dan toont zijn eerste e-mail dat, en die wordt bewaard.

## Waarschuwingen

setup-warning-dkim-testing = In de sleutel bij { $name } staat `t=y` (test), en daardoor kunnen ontvangers onze handtekening negeren. Haal dat eruit.
setup-warning-dkim-version-not-first = In de sleutel bij { $name } staat `v=DKIM1` niet vooraan. De meeste ontvangers aanvaarden dat, niet alle.
setup-warning-second-key = De tweede sleutel (Ed25519) staat niet bij { $name }. De eerste volstaat; met de tweede worden e-mails ook met een nieuwer algoritme ondertekend.
setup-warning-spf-anybody = De SPF van { $name } laat iedereen versturen (`+all`). Iedereen kan dus e-mails in zijn naam vervalsen; `~all` of `-all` is beter.
setup-warning-spf-lookups =
    { $count ->
        [30] De SPF van { $name } vraagt { $count } opzoekingen of meer, en er mogen er tien zijn. Onze servers komen daarvoor al aan bod; andere afzenders misschien niet.
       *[other] De SPF van { $name } vraagt { $count } opzoekingen, en er mogen er tien zijn. Onze servers komen daarvoor al aan bod; andere afzenders misschien niet.
    }
setup-warning-spf-of-from = De SPF van { $name } laat onze servers niet toe (resultaat: { $result }). Dat zou niets mogen uitmaken, want ons return-path is van een ander domein, maar sommige filters kijken er toch naar.
setup-warning-dmarc-missing = Bij { $name } staat geen DMARC-policy. Grote ontvangers vragen er een, al is het maar `p=none`.
setup-warning-dmarc-several = Bij { $name } staan { $count } DMARC-records, en daarom telt er geen enkel. Houd er één.
setup-warning-dmarc-unreadable = Het DMARC-record bij { $name } is deels onleesbaar of heeft geen geldige `p=`. Verbeter het.
setup-warning-dmarc-asks-nothing = De DMARC-policy bij { $name } vraagt niets (`p=none`): anderen kunnen in naam van dit domein versturen. Zodra alle afzenders bevestigd worden, is `p=quarantine` of `p=reject` beter.
setup-warning-dmarc-by-spf-alone = Onze e-mails worden alleen door SPF bevestigd. Stuurt een ontvanger er een door, dan gaat dat verloren; een handtekening van het domein zelf zou blijven.
setup-warning-address-instead-of-mx = { $name } heeft geen MX-record. E-mail gaat dan naar het adres van het domein zelf (A, AAAA), en dat is vaak de webserver.

## Het record, veld voor veld

setup-field-type = Type:
setup-field-short-name = Naam binnen { $zone }:
setup-field-full-name = Volledige naam:
setup-field-value = Waarde, op één regel:
setup-field-zone-file = Regel voor een zonebestand:
setup-field-host = Host:
setup-field-port = Poort:
setup-field-encryption = Versleuteling:
setup-field-log-in = Aanmelding:

## Hoe u het invult

setup-enter = Hoe u deze records invult
setup-enter-name = De meeste formulieren zetten het domein zelf achter de naam: vul dan de korte naam in, en kijk daarna of het domein er niet twee keer staat. `@` staat voor het domein zelf; in sommige formulieren laat u het veld daarvoor leeg. Heeft een subdomein een eigen zone, dan eindigt de korte naam daarvoor.
setup-enter-text = Vul de waarde op één regel in, zonder aanhalingstekens, precies zoals ze er staat.
setup-enter-long = Eén string van een TXT-record bevat hoogstens 255 tekens. De meeste formulieren splitsen een langere waarde zelf; weigert een formulier ze, vul dan de strings met aanhalingstekens in uit de regel voor een zonebestand, de ene na de andere.
setup-enter-alias = Het doel van een CNAME eindigt hier op een punt. Sommige formulieren vragen die, andere weigeren ze; laat ze dan weg. Bij dezelfde naam mag geen ander record staan.
setup-enter-ttl = Als TTL is 3600 seconden of de standaardwaarde van het formulier goed.
setup-enter-others = Laat andere TXT-records van dezelfde naam staan, zoals bewijzen van eigendom: alleen wat dit rapport als fout toont, wordt vervangen.
setup-hosts = Bij de gebruikelijke DNS-providers
setup-host-combell = Combell: vul de naam in zonder het domein.
setup-host-one-com = one.com: vul de naam in zonder het domein, dat achter het veld staat.
setup-host-ovh = OVHcloud: in het veld ‘Subdomein’ komt de naam zonder het domein; laat het leeg voor het domein zelf. Kies het type TXT, niet de assistenten voor SPF en DKIM.
setup-host-cloudflare = Cloudflare: de naam mag met of zonder het domein. Zet een CNAME op ‘DNS only’: met de proxy aan wordt de sleutel niet gevonden.
setup-host-godaddy = GoDaddy: vul de naam in zonder het domein, `@` voor het domein zelf.
setup-host-transip = TransIP: vul de naam in zonder het domein, `@` voor het domein zelf; het doel van een CNAME eindigt op een punt.
setup-host-microsoft = Microsoft 365 als DNS-provider: vul de naam in zonder het domein, `@` voor het domein zelf. De eigen records voor Exchange blijven staan.
setup-host-squarespace = Squarespace (vroeger Google Domains): vul de naam in zonder het domein, `@` voor het domein zelf.

## Hoe u het controleert

setup-check = Hoe u het controleert
setup-check-wait = Een wijziging in de DNS is na enkele minuten zichtbaar, soms pas na uren: anderen onthouden het oude antwoord zolang de TTL ervan zegt. Op de pagina met de e-mailopzet in het portaal staat een knop ‘Nu controleren’; het portaal controleert ook elke dag vanzelf, en e-mails die wachten, vertrekken vanzelf zodra alles in orde is.
setup-check-unix = Op Linux of macOS, gevraagd aan de publieke resolver { $resolver }, want binnen het netwerk van het kantoor antwoorden de eigen nameservers soms iets anders:
setup-check-windows = Op Windows:

## Een eigen mailserver

setup-relay-denied =
    { $more ->
        [0] Het gaat om: { $addresses }.
       *[other] Het gaat om deze adressen, en nog { $more } andere: { $addresses }.
    }
setup-relay-unsaid =
    { $more ->
        [0] Of de server deze adressen laat versturen, was niet te zien: { $addresses }.
       *[other] Of de server deze adressen en nog { $more } andere laat versturen, was niet te zien: { $addresses }.
    }
setup-relay-said = Wat de server antwoordde, of wat de controle zag:
setup-relay-check = Op de pagina met de e-mailopzet in het portaal staat een knop ‘Nu controleren’: die maakt verbinding, meldt zich aan en vraagt het voor elk adres, zonder iets te versturen. E-mails die wachten, vertrekken vanzelf zodra alles in orde is.
setup-own-server = Wat de mailserver nodig heeft
setup-own-server-tls = STARTTLS op poort 587 of TLS op poort 465, bereikbaar vanaf het internet, met een algemeen vertrouwd certificaat voor zijn hostnaam.
setup-own-server-log-in = Een account dat zich via SMTP mag aanmelden, met een wachtwoord of met OAuth 2.0 (XOAUTH2 of OAUTHBEARER).
setup-own-server-senders = Voor dat account het recht om te versturen als elk adres dat het kantoor als afzender gebruikt: die van zijn dossierbeheerders en klantgroepen, zijn functioneel e-mailadres en zijn communicatie-e-mailadres. In Postfix is dat `smtpd_sender_login_maps`.
setup-to-office = Wat het kantoor in het portaal invult
setup-still-wrong = Als het nog niet werkt

## Microsoft 365

setup-microsoft = Microsoft 365: aanmelden met OAuth 2.0
setup-microsoft-why = Microsoft schakelt SMTP AUTH met een wachtwoord eind december 2026 standaard uit voor bestaande tenants, en latere tenants hebben het helemaal niet. OAuth 2.0 met client credentials is wat blijft. De namen van menu’s zijn de Engelse; vervang wat in hoofdletters staat, en de adressen bij example.com.
setup-microsoft-register = Registreer het portaal: entra.microsoft.com / App registrations / New registration, alleen voor deze directory, zonder redirect. Noteer de Application (client) ID en de Directory (tenant) ID.
setup-microsoft-secret = Maak een geheim: Certificates & secrets / New client secret. Noteer de waarde, die maar één keer getoond wordt; de ID ervan dient hier voor niets. Het vervalt na hoogstens twee jaar: zet die datum in uw agenda.
setup-microsoft-permission = Geef de machtiging: API permissions / Add a permission / APIs my organization uses / Office 365 Exchange Online / Application permissions / `SMTP.SendAsApp`; daarna Grant admin consent.
setup-microsoft-mailbox = Laat het portaal toe in één mailbox, in Exchange Online PowerShell. De object-ID is die van de enterprise application met dezelfde naam, niet die onder App registrations:
setup-microsoft-send-as = Laat die mailbox versturen als elk ander adres dat het kantoor als afzender gebruikt (dossierbeheerders, klantgroepen, functioneel en communicatie-e-mailadres), telkens met:
setup-microsoft-to-office = Geef het kantoor, langs een veilige weg, de Directory (tenant) ID, de Application (client) ID, de waarde van het geheim, en het adres van de mailbox, dat de gebruikersnaam is.
setup-microsoft-hint-client = { $codes }: in de plaats van de waarde van het geheim werd de ID ervan ingevuld, of het geheim is vervallen.
setup-microsoft-hint-tenant = { $codes }: die tenant bestaat niet; controleer de Directory (tenant) ID.
setup-microsoft-hint-permission = { $codes }: de machtiging of de toegang tot de mailbox ontbreekt, of de object-ID is de verkeerde van de twee.
setup-microsoft-hint-smtp = { $codes }: SMTP AUTH staat uit voor de mailbox (laatste regel van stap 4) of voor de hele tenant; dan zet { $command } het weer aan.
setup-microsoft-hint-send-as = { $codes }: het recht om te versturen ontbreekt voor dit adres (stap 5).
setup-microsoft-hint-wait = Het kan een half uur duren voor een nieuwe machtiging telt.

## Google Workspace

setup-google = Google Workspace
setup-google-why = Er zijn twee manieren; één ervan volstaat.
setup-google-relay = Eerste manier: de SMTP-relayservice, zonder aanmelding
setup-google-relay-rule = Voeg een regel toe in admin.google.com / Apps / Google Workspace / Gmail / Routing / SMTP relay service.
setup-google-relay-options = Kies ‘Only addresses in my domains’, ‘Only accept mail from the specified IP addresses’ en ‘Require TLS encryption’. Het supportteam van het portaal geeft u zijn IP-adressen.
setup-google-oauth = Tweede manier: aanmelden met OAuth 2.0 als één account
setup-google-oauth-client = Maak in console.cloud.google.com een project met een OAuth consent screen van het type ‘Internal’, en daarin een OAuth client ID van het type ‘Web application’. Noteer client ID en client secret. De redirect-URI is:
setup-google-oauth-token = Open dat adres, vink onder het tandwiel ‘Use your own OAuth credentials’ aan, meld u aan als het account dat moet versturen, en wissel de autorisatiecode in voor tokens. Noteer het refresh token. De scope is:
setup-google-oauth-send-as = Laat dat account versturen als de andere adressen die het kantoor gebruikt: in zijn Gmail, Settings / Accounts / Send mail as.
setup-google-hint-grant = { $codes }: het refresh token is niet meer geldig, door een gewijzigd wachtwoord, omdat iemand het introk, of na zes maanden zonder gebruik. Doe de stap waarin het gemaakt wordt, opnieuw.
