### Der Bericht über die E-Mail-Einrichtung einer Kanzlei, für ihren IT-Partner; und in wenigen Worten, was nicht stimmt, für die Kanzlei.
### Jede Meldung ist ein ganzer Satz. Was zwischen Gravis-Zeichen steht, wird Zeichen für Zeichen gelesen.

## Anfang und Ende

setup-subject-right = E-Mail-Einrichtung von { $office }: alles in Ordnung
setup-subject-domains = E-Mail-Einrichtung von { $office }: DNS-Einträge zu ändern
setup-subject-look = E-Mail-Einrichtung von { $office }: etwas nachzusehen
setup-subject-relay = E-Mail-Einrichtung von { $office }: Mailserver anzupassen
setup-intro-domains = { $office } nutzt { $platform }, ein Mandantenportal, das im Namen der Kanzlei E-Mails an Mandanten und Kollegen sendet, und zwar von den Adressen der Kanzlei. Ob diese E-Mails ankommen, entscheiden DNS-Einträge ihrer Domains, und Sie erhalten diesen Bericht, weil Sie diese verwalten.
setup-intro-relay = { $office } nutzt { $platform }, ein Mandantenportal, das im Namen der Kanzlei E-Mails an Mandanten und Kollegen sendet, und zwar über den Mailserver { $host } der Kanzlei. Sie erhalten diesen Bericht, weil Sie diesen Server oder seine Konten verwalten.
setup-checked = Geprüft am { $when }.
setup-automatic = { $platform } hat diesen Bericht automatisch erstellt, nach dem, was zu diesem Zeitpunkt aus dem Internet zu sehen war. Er enthält keine Passwörter und keine geheimen Schlüssel.

## Was gefunden wurde

setup-domain = Domain { $domain }
setup-relay = Mailserver { $host }
setup-summary-right = { $domain }: Alles ist in Ordnung, Sie brauchen nichts zu tun.
setup-summary-wrong =
    { $count ->
        [one] { $domain }: { $count } Punkt braucht Ihre Aufmerksamkeit.
       *[other] { $domain }: { $count } Punkte brauchen Ihre Aufmerksamkeit.
    }
setup-right = Was in Ordnung ist
setup-warnings = Hält keine E-Mail auf, ist aber gut zu wissen
setup-unsaid = Was sich nicht feststellen ließ
setup-advised = Nicht erforderlich, aber empfohlen; Sie können auch diesen Eintrag veröffentlichen:
setup-found = Was derzeit unter { $name } steht:
setup-wanted-new = Der Eintrag, wie er sein muss:
setup-wanted-instead = Der Eintrag, wie er sein muss, anstelle dessen, was jetzt dort steht:
setup-wanted-same = Der dafür nötige Eintrag steht bereits weiter oben.
setup-not-yours = { $name } gehört nicht zu { $domain }, deshalb kann kein Eintrag von Ihnen das beheben. Teilen Sie es bitte der Kanzlei mit, damit das Support-Team es sich ansieht.

## Ursachen: Titel, für den Admin der Kanzlei, für den Techniker

setup-cause-unconfigured-title = E-Mail noch nicht eingerichtet
setup-cause-unconfigured-admin = Ihre Kanzlei hat noch nicht gewählt, wie ihre E-Mails versendet werden. Wählen Sie in den Kanzleieinstellungen zwischen unserem Mailserver und Ihrem eigenen.
setup-cause-unconfigured-technician = Die Kanzlei muss zuerst im Portal wählen, wie ihre E-Mails versendet werden: über den Mailserver der Plattform, wofür einige DNS-Einträge nötig sind, oder über einen eigenen Mailserver. Bis dahin haben Sie nichts zu ändern.
setup-cause-unreachable-title = Mailserver nicht erreichbar
setup-cause-unreachable-admin = Wir können den angegebenen Mailserver nicht erreichen. Prüfen Sie seinen Namen und den Port; stimmen sie, muss Ihr IT-Partner den Server erreichbar machen.
setup-cause-unreachable-technician = Prüfen Sie Hostnamen und Port, und ob der Server aus dem Internet antwortet: auf 587 mit STARTTLS oder auf 465 mit TLS. Eine Firewall muss diese Verbindungen hereinlassen, und eine Adresse aus einem privaten Netz kann nicht verwendet werden. Hat der Server nur gebeten, später wiederzukommen, erledigt sich das von selbst.
setup-cause-tls-title = Keine sichere Verbindung
setup-cause-tls-admin = Die Verbindung zu Ihrem Mailserver lässt sich nicht absichern, deshalb wird nichts darüber gesendet. Ihr IT-Partner muss die Einstellungen des Servers prüfen.
setup-cause-tls-technician = Der Server muss STARTTLS (Port 587) oder TLS (Port 465) anbieten, mit einem Zertifikat, das gültig ist, von einer allgemein anerkannten Stelle stammt, zusammen mit seinen Zwischenzertifikaten gesendet wird und auf den angegebenen Hostnamen lautet.
setup-cause-auth-rejected-title = Anmeldung abgelehnt
setup-cause-auth-rejected-admin = Ihr Mailserver lehnt den angegebenen Benutzernamen oder das Passwort ab. Geben Sie beides erneut ein; stimmt es, muss Ihr IT-Partner diese Anmeldung zulassen.
setup-cause-auth-rejected-technician = Prüfen Sie den Benutzernamen (meist die vollständige Adresse des Postfachs) und das Passwort, und ob sich dieses Konto überhaupt über SMTP anmelden darf. Ein Konto mit Bestätigung in zwei Schritten braucht ein App-Passwort oder OAuth 2.0.
setup-cause-basic-auth-disabled-title = Anmeldung mit Passwort abgeschaltet
setup-cause-basic-auth-disabled-admin = Bei Ihrem Mailanbieter können sich Programme nicht mehr mit einem Passwort anmelden. Ihr IT-Partner kann die neuere Art der Anmeldung einrichten; der Bericht sagt, wie.
setup-cause-basic-auth-disabled-technician = Ersetzen Sie das Passwort durch OAuth 2.0, wie es die Schritte in diesem Bericht beschreiben. Microsoft schaltet SMTP AUTH mit Passwort Ende Dezember 2026 für alle bestehenden Tenants standardmäßig ab; ein Administrator kann es wieder einschalten, aber nur für eine gewisse Zeit.
setup-cause-oauth-token-title = Zugriff über OAuth 2.0 abgelehnt
setup-cause-oauth-token-admin = Ihr Mailanbieter lässt das Portal nicht hinein: Seine Berechtigung ist abgelaufen, wurde zurückgezogen oder ist unvollständig. Ihr IT-Partner muss sie erneut erteilen.
setup-cause-oauth-token-technician = Prüfen Sie den Tenant, die Client-ID, den geheimen Clientschlüssel (seinen Wert, nicht seine ID; Schlüssel laufen ab), die Berechtigung und die Zustimmung des Administrators. Fordern Sie bei Google ein neues Refresh-Token an. Lassen Sie danach die neuen Angaben im Portal eintragen.
setup-cause-send-as-denied-title = Adresse darf nicht senden
setup-cause-send-as-denied-admin = Ihr Mailserver lässt das Portal nicht im Namen einer oder mehrerer Adressen Ihrer Kanzlei senden. Ihr IT-Partner muss das für jede dieser Adressen erlauben.
setup-cause-send-as-denied-technician = Geben Sie dem Konto, das sich anmeldet, das Recht, als jede dieser Adressen zu senden: in Microsoft 365 die Berechtigung `SendAs`, in Gmail „Send mail as“, in Postfix `smtpd_sender_login_maps`.
setup-cause-dkim-missing-title = DKIM-Schlüssel fehlt
setup-cause-dkim-missing-admin = Ihre Domain bestätigt noch nicht, dass E-Mails des Portals echt sind, sodass Empfänger sie für gefälscht halten können. Ihr IT-Partner muss den Einstellungen Ihrer Domain eine Zeile hinzufügen.
setup-cause-dkim-missing-technician = Veröffentlichen Sie den Schlüssel genau wie angegeben. Was sonst noch unter `_domainkey` steht, etwa von Microsoft 365 oder Google, gehört anderen Absendern und bleibt.
setup-cause-dkim-mismatch-title = DKIM-Schlüssel ist nicht unserer
setup-cause-dkim-mismatch-admin = In den Einstellungen Ihrer Domain steht ein Schlüssel, der nicht zum Portal passt, sodass Empfänger Ihre E-Mails für gefälscht halten können. Ihr IT-Partner muss ihn ersetzen.
setup-cause-dkim-mismatch-technician = Ersetzen Sie, was unter diesem Namen steht, durch den angegebenen Eintrag; es darf genau einen geben. Übernehmen Sie den Wert vollständig: Meist wurde er nach 255 Zeichen abgeschnitten, oder beim Kopieren ging ein Zeichen verloren.
setup-cause-spf-missing-title = SPF-Eintrag fehlt
setup-cause-spf-missing-admin = Ihre Domain sagt nicht, welche Mailserver in ihrem Namen senden dürfen, sodass Empfänger E-Mails des Portals ablehnen können. Ihr IT-Partner muss den Einstellungen Ihrer Domain eine Zeile hinzufügen.
setup-cause-spf-missing-technician = Veröffentlichen Sie den angegebenen Eintrag. Er endet auf `?all`, weil wir nicht wissen, wer sonst für diese Domain sendet; sobald Sie alle anderen Absender ergänzt haben, etwa den Mailserver der Kanzlei, ist `~all` oder `-all` besser.
setup-cause-spf-not-authorised-title = SPF lässt unsere Server nicht zu
setup-cause-spf-not-authorised-admin = Ihre Domain lässt den Mailserver des Portals nicht in ihrem Namen senden. Ihr IT-Partner muss eine Zeile in den Einstellungen Ihrer Domain ändern.
setup-cause-spf-not-authorised-technician = Der SPF-Eintrag muss die Server zulassen, die senden. Gibt dieser Bericht einen Eintrag an, ist es der jetzige mit unserem Term am Anfang, ohne Terme, die niemand lesen kann. Je Name darf nur ein TXT-Eintrag mit `v=spf1` beginnen; andere TXT-Einträge bleiben.
setup-cause-spf-too-many-lookups-title = SPF braucht mehr als zehn Abfragen
setup-cause-spf-too-many-lookups-admin = Die Liste der Mailserver, die für Ihre Domain senden dürfen, ist zu lang geworden, sodass Empfänger sie nicht beachten. Ihr IT-Partner muss sie kürzen.
setup-cause-spf-too-many-lookups-technician = Ersetzen Sie den Eintrag durch den angegebenen: Unsere Adressen stehen darin am Anfang und brauchen keine Abfrage. Nehmen Sie auch heraus, was die Kanzlei nicht mehr nutzt, denn die Grenze von zehn (RFC 7208) trifft die anderen Absender dieser Domain genauso.
setup-cause-dmarc-unaligned-title = Absender nicht bestätigt (DMARC)
setup-cause-dmarc-unaligned-admin = Empfänger können nicht erkennen, dass E-Mails des Portals wirklich von Ihrer Domain kommen, und können sie ablehnen. Ihr IT-Partner oder unser Support-Team muss eine Einstellung ändern.
setup-cause-dmarc-unaligned-technician = Die Domain, die signiert, oder die des Return-Path muss zur Domain im `From` gehören. Gibt dieser Bericht einen Eintrag an, sind es `adkim=s` und `aspf=s`, die uns ausschließen, und es ist der jetzige Eintrag ohne diese beiden.
setup-cause-no-mx-title = Domain empfängt keine E-Mails
setup-cause-no-mx-admin = Die Domain Ihrer Absenderadresse empfängt keine E-Mails: Antworten Ihrer Mandanten gingen verloren. Verwenden Sie eine Adresse, die empfangen kann, oder lassen Sie Ihren IT-Partner den Empfang einrichten.
setup-cause-no-mx-technician = Veröffentlichen Sie die MX-Einträge des Mailanbieters der Kanzlei; nur er kennt sie. Soll diese Domain keine E-Mails empfangen, muss die Kanzlei eine Absenderadresse bei einer anderen Domain wählen.
setup-cause-dns-failure-title = DNS antwortet nicht
setup-cause-dns-failure-admin = Die Einstellungen Ihrer Domain konnten nicht gelesen werden. Oft erledigt sich das von selbst; wenn nicht, muss Ihr IT-Partner es sich ansehen.
setup-cause-dns-failure-technician = Die Nameserver dieser Domain müssen für diesen Namen antworten. Prüfen Sie die Delegation, ob jeder Nameserver antwortet, und DNSSEC: Eine abgelaufene Signatur lässt jeden Resolver mit `SERVFAIL` antworten. War es nur eine kurze Störung, genügt eine erneute Prüfung.

## DKIM

setup-key-nothing = Unter { $name } steht kein Eintrag.
setup-key-alias-of-nothing = { $name } ist ein Alias (CNAME) von { $target }, und dort steht kein Schlüssel.
setup-key-not-a-key = Unter { $name } steht ein Text, aber kein DKIM-Schlüssel: Meist ist es die Antwort eines Wildcard-Eintrags.
setup-key-several = Unter { $name } stehen { $count } TXT-Einträge. Welcher davon zählt, ist nicht festgelegt, deshalb darf es nur einen geben.
setup-key-empty-tag = Der Eintrag ist nicht lesbar: Zwischen zwei Semikolons steht nichts, oder er ist ganz leer.
setup-key-not-a-tag = Der Eintrag ist nicht lesbar: { $part } hat nicht die Form `Name=Wert`.
setup-key-tag-twice = Der Eintrag ist nicht lesbar: { $tag } steht zweimal darin.
setup-key-version = Im Eintrag steht { $version }; es muss `v=DKIM1` heißen, genau so geschrieben.
setup-key-no-public = Der Eintrag hat kein `p=`, oder was dahinter steht, ist kein vollständiger Schlüssel: Meist wurde er abgeschnitten, oder es wurden Anführungszeichen mit eingefügt.
setup-key-revoked = Hinter `p=` steht nichts: Das bedeutet, dass der Schlüssel zurückgezogen wurde.
setup-key-other-algorithm = Im Eintrag steht { $algorithm }, und unser Schlüssel unter diesem Namen hat ein anderes Verfahren.
setup-key-not-for-mail = Im Eintrag steht { $services }: Der Schlüssel ist nicht für E-Mail bestimmt.
setup-key-not-for-sha256 = Im Eintrag steht { $hashes }: Der Schlüssel ist nicht für SHA-256 bestimmt, womit wir signieren.
setup-key-other = Dort steht ein richtiger Schlüssel, aber nicht unserer: Ein Zeichen weicht ab, das Ende fehlt, oder er stammt von einer früheren Installation.

## SPF

setup-spf-none = { $domain } hat keinen TXT-Eintrag, der mit `v=spf1` beginnt.
setup-spf-fail = Der Term { $term } im Eintrag von { $at } weist unsere Server { $servers } ab (fail).
setup-spf-soft-fail = Der Term { $term } im Eintrag von { $at } hält unsere Server { $servers } für wahrscheinlich nicht zugelassen (softfail).
setup-spf-neutral = Der Term { $term } im Eintrag von { $at } lässt offen, ob unsere Server { $servers } senden dürfen (neutral).
setup-spf-nothing-matched = Kein Term des Eintrags nennt unsere Server { $servers }, und er endet nicht auf `all`.
setup-spf-several = Unter { $at } stehen { $count } SPF-Einträge. Nur einer ist erlaubt, deshalb wertet niemand sie aus (permerror).
setup-spf-unreadable = Der Term { $term } im Eintrag von { $at } ist nicht lesbar, deshalb wertet niemand den Eintrag aus (permerror).
setup-spf-nothing-included = Der Term { $term } im Eintrag von { $at } führt zu { $name }, das keinen SPF-Eintrag hat, deshalb wertet niemand das Ganze aus (permerror).
setup-spf-too-many = Beim Term { $term } im Eintrag von { $at } überschritt die Auswertung zehn DNS-Abfragen und brach ab (permerror).
setup-spf-loop = Der Term { $term } im Eintrag von { $at } führt zu einem Eintrag zurück, der schon durchlaufen war.
setup-spf-void = Beim Term { $term } im Eintrag von { $at } brach die Auswertung ab, weil mehr als zwei Abfragen nichts fanden (permerror).
setup-spf-void-names = Nichts gefunden wurde unter: { $names }.
setup-spf-mail-servers = Der Term { $term } im Eintrag von { $at } führt zu mehr als zehn Mailservern, deshalb wertet niemand den Eintrag aus (permerror).
setup-spf-through = Der Weg dorthin führt über: { $way }.
setup-spf-costs =
    { $count ->
        [one] Insgesamt braucht der Eintrag { $count } Abfrage:
        [30] Insgesamt braucht der Eintrag { $count } Abfragen oder mehr:
       *[other] Insgesamt braucht der Eintrag { $count } Abfragen:
    }
setup-spf-cost =
    { $count ->
        [one] { $term }: { $count } Abfrage
       *[other] { $term }: { $count } Abfragen
    }

## DMARC

setup-dmarc-dkim-strict = Wir signieren als { $domain }, und die Richtlinie verlangt genau { $from } (`adkim=s`).
setup-dmarc-dkim-other = Wir signieren als { $domain }, das nicht zu { $from } gehört.
setup-dmarc-spf-strict = Der Return-Path gehört zu { $domain }, und die Richtlinie verlangt genau { $from } (`aspf=s`).
setup-dmarc-spf-other = Der Return-Path gehört zu { $domain }, das nicht zu { $from } gehört.
setup-dmarc-policy-none = Die Richtlinie unter { $name } verlangt von Empfängern nichts (`p=none`), aber viele sortieren eine solche E-Mail trotzdem aus.
setup-dmarc-policy-quarantine = Die Richtlinie unter { $name } bittet Empfänger, eine solche E-Mail in den Spam-Ordner zu legen (`p=quarantine`).
setup-dmarc-policy-reject = Die Richtlinie unter { $name } bittet Empfänger, eine solche E-Mail abzulehnen (`p=reject`).
setup-dmarc-beyond-dns = Kein Eintrag von { $from } kann das beheben: Die Plattform muss für diese Domain signieren. Teilen Sie der Kanzlei bitte mit, dass das Support-Team sich das ansehen muss.

## MX

setup-mx-no-such-domain = Die Domain { $name } gibt es nicht.
setup-mx-nothing = { $name } hat weder einen MX-Eintrag noch eine Adresse (A, AAAA).
setup-mx-null = { $name } erklärt, keine E-Mails zu empfangen (`MX 0 .`).
setup-mx-no-address = Keiner der Mailserver in den MX-Einträgen von { $name } hat eine Adresse (A, AAAA).

## Keine Antwort

setup-dns-timeout = Auf die Frage nach { $name } antwortete kein Nameserver rechtzeitig.
setup-dns-said = Auf die Frage nach { $name } antworteten die Nameserver, dass sie es nicht können: { $said }.
setup-dns-broken = Für { $name } kam keine brauchbare Antwort: { $why }.
setup-dns-out-of-time = Die Prüfung dauerte zu lange und wurde bei der Frage nach { $name } abgebrochen.
setup-dns-out-of-questions = Die Einträge dieser Domain führten zu so vielen weiteren, dass die Prüfung bei { $name } abgebrochen wurde.

## Was in Ordnung ist

setup-right-key = Der DKIM-Schlüssel unter { $name } ist veröffentlicht, und es ist unserer.
setup-right-spf = SPF von { $name } lässt unsere Server senden: { $servers }.
setup-right-aligned = DKIM und SPF bestätigen beide { $domain }, wie DMARC es verlangt.
setup-right-aligned-dkim = DKIM bestätigt { $domain }, wie DMARC es verlangt.
setup-right-aligned-spf = SPF bestätigt { $domain }, wie DMARC es verlangt.
setup-right-mx = { $domain } empfängt E-Mails, Antworten kommen also an.
setup-right-session = Verbindung, Verschlüsselung und Anmeldung funktionieren.
setup-right-senders =
    { $more ->
        [0] Der Server nimmt diese Adressen als Absender an: { $addresses }.
       *[other] Der Server nimmt diese Adressen als Absender an, und { $more } weitere: { $addresses }.
    }
setup-right-senders-limit = Manche Server, darunter Microsoft 365, beurteilen den Absender erst, wenn eine ganze E-Mail da ist. Stellt sich heraus, dass eine solche Adresse nicht senden darf, zeigt es ihre erste E-Mail, und diese bleibt erhalten.

## Hinweise

setup-warning-dkim-testing = Im Schlüssel unter { $name } steht `t=y` (Test), sodass Empfänger unsere Signatur unbeachtet lassen können. Nehmen Sie das heraus.
setup-warning-dkim-version-not-first = Im Schlüssel unter { $name } steht `v=DKIM1` nicht am Anfang. Die meisten Empfänger nehmen das hin, nicht alle.
setup-warning-second-key = Der zweite Schlüssel (Ed25519) ist unter { $name } nicht veröffentlicht. Der erste genügt; mit dem zweiten werden E-Mails auch mit einem neueren Verfahren signiert.
setup-warning-spf-anybody = SPF von { $name } lässt jeden senden (`+all`). Jeder kann also E-Mails in ihrem Namen fälschen; `~all` oder `-all` ist besser.
setup-warning-spf-lookups =
    { $count ->
        [30] SPF von { $name } braucht { $count } Abfragen oder mehr, und zehn sind erlaubt. Unsere Server werden vorher gefunden; andere Absender vielleicht nicht.
       *[other] SPF von { $name } braucht { $count } Abfragen, und zehn sind erlaubt. Unsere Server werden vorher gefunden; andere Absender vielleicht nicht.
    }
setup-warning-spf-of-from = SPF von { $name } lässt unsere Server nicht zu (Ergebnis: { $result }). Das sollte keine Rolle spielen, weil unser Return-Path zu einer anderen Domain gehört, aber manche Filter sehen trotzdem darauf.
setup-warning-dmarc-missing = Unter { $name } steht keine DMARC-Richtlinie. Große Empfänger verlangen eine, und sei es `p=none`.
setup-warning-dmarc-several = Unter { $name } stehen { $count } DMARC-Einträge, deshalb zählt keiner. Behalten Sie einen.
setup-warning-dmarc-unreadable = Der DMARC-Eintrag unter { $name } ist teilweise nicht lesbar oder hat kein gültiges `p=`. Berichtigen Sie ihn.
setup-warning-dmarc-asks-nothing = Die DMARC-Richtlinie unter { $name } verlangt nichts (`p=none`): Andere können im Namen dieser Domain senden. Sobald alle Absender bestätigt werden, ist `p=quarantine` oder `p=reject` besser.
setup-warning-dmarc-by-spf-alone = Unsere E-Mails werden nur durch SPF bestätigt. Leitet ein Empfänger eine weiter, geht das verloren; eine Signatur der Domain selbst bliebe.
setup-warning-address-instead-of-mx = { $name } hat keinen MX-Eintrag. E-Mails gehen dann an die Adresse der Domain selbst (A, AAAA), und das ist oft der Webserver.

## Der Eintrag, Feld für Feld

setup-field-type = Typ:
setup-field-short-name = Name innerhalb von { $zone }:
setup-field-full-name = Vollständiger Name:
setup-field-value = Wert, in einer Zeile:
setup-field-zone-file = Zeile für eine Zonendatei:
setup-field-host = Host:
setup-field-port = Port:
setup-field-encryption = Verschlüsselung:
setup-field-log-in = Anmeldung:

## Wie man es einträgt

setup-enter = So tragen Sie diese Einträge ein
setup-enter-name = Die meisten Formulare hängen die Domain selbst an den Namen an: Tragen Sie dann den kurzen Namen ein, und sehen Sie danach nach, ob die Domain nicht doppelt dasteht. `@` steht für die Domain selbst; manche Formulare wollen das Feld dafür leer. Hat eine Subdomain eine eigene Zone, endet der kurze Name vor ihr.
setup-enter-text = Tragen Sie den Wert in einer Zeile ein, ohne Anführungszeichen, genau so, wie er dasteht.
setup-enter-long = Eine Zeichenfolge eines TXT-Eintrags fasst 255 Zeichen. Die meisten Formulare teilen einen längeren Wert selbst; lehnt ein Formular ihn ab, tragen Sie die Zeichenfolgen mit Anführungszeichen aus der Zeile für eine Zonendatei ein, eine nach der anderen.
setup-enter-alias = Das Ziel eines CNAME endet hier mit einem Punkt. Manche Formulare brauchen ihn, andere lehnen ihn ab; lassen Sie ihn dann weg. Unter demselben Namen darf kein anderer Eintrag stehen.
setup-enter-ttl = Als TTL sind 3600 Sekunden oder die Vorgabe des Formulars in Ordnung.
setup-enter-others = Lassen Sie andere TXT-Einträge desselben Namens stehen, etwa Eigentumsnachweise: Ersetzt wird nur, was dieser Bericht als falsch zeigt.
setup-hosts = Bei den üblichen DNS-Anbietern
setup-host-combell = Combell: Tragen Sie den Namen ohne die Domain ein.
setup-host-one-com = one.com: Tragen Sie den Namen ohne die Domain ein, die hinter dem Feld steht.
setup-host-ovh = OVHcloud: In das Feld „Subdomain“ kommt der Name ohne die Domain; für die Domain selbst bleibt es leer. Wählen Sie den Typ TXT, nicht die Assistenten für SPF und DKIM.
setup-host-cloudflare = Cloudflare: Der Name kann mit oder ohne die Domain eingetragen werden. Stellen Sie einen CNAME auf „DNS only“: Mit eingeschaltetem Proxy wird der Schlüssel nicht gefunden.
setup-host-godaddy = GoDaddy: Tragen Sie den Namen ohne die Domain ein, `@` für die Domain selbst.
setup-host-transip = TransIP: Tragen Sie den Namen ohne die Domain ein, `@` für die Domain selbst; das Ziel eines CNAME endet mit einem Punkt.
setup-host-microsoft = Microsoft 365 als DNS-Anbieter: Tragen Sie den Namen ohne die Domain ein, `@` für die Domain selbst. Die eigenen Einträge für Exchange bleiben.
setup-host-squarespace = Squarespace (früher Google Domains): Tragen Sie den Namen ohne die Domain ein, `@` für die Domain selbst.

## Wie man es prüft

setup-check = So prüfen Sie es
setup-check-wait = Eine Änderung im DNS ist nach einigen Minuten sichtbar, manchmal erst nach Stunden: Andere behalten die alte Antwort so lange, wie ihre TTL es sagt. Auf der Seite der E-Mail-Einrichtung im Portal gibt es die Schaltfläche „Jetzt prüfen“; das Portal prüft auch jeden Tag von selbst, und wartende E-Mails gehen von selbst hinaus, sobald alles in Ordnung ist.
setup-check-unix = Unter Linux oder macOS, gefragt beim öffentlichen Resolver { $resolver }, denn im Netz der Kanzlei antworten ihre eigenen Nameserver manchmal etwas anderes:
setup-check-windows = Unter Windows:

## Ein eigener Mailserver

setup-relay-denied =
    { $more ->
        [0] Es betrifft: { $addresses }.
       *[other] Es betrifft diese Adressen, und { $more } weitere: { $addresses }.
    }
setup-relay-unsaid =
    { $more ->
        [0] Ob der Server diese Adressen senden lässt, war nicht zu sehen: { $addresses }.
       *[other] Ob der Server diese Adressen und { $more } weitere senden lässt, war nicht zu sehen: { $addresses }.
    }
setup-relay-said = Was der Server antwortete, oder was die Prüfung sah:
setup-relay-check = Auf der Seite der E-Mail-Einrichtung im Portal gibt es die Schaltfläche „Jetzt prüfen“: Sie verbindet, meldet sich an und fragt für jede Adresse, ohne etwas zu senden. Wartende E-Mails gehen von selbst hinaus, sobald alles in Ordnung ist.
setup-own-server = Was der Mailserver braucht
setup-own-server-tls = STARTTLS auf Port 587 oder TLS auf Port 465, aus dem Internet erreichbar, mit einem allgemein anerkannten Zertifikat für seinen Hostnamen.
setup-own-server-log-in = Ein Konto, das sich über SMTP anmelden darf, mit Passwort oder mit OAuth 2.0 (XOAUTH2 oder OAUTHBEARER).
setup-own-server-senders = Für dieses Konto das Recht, als jede Adresse zu senden, die die Kanzlei als Absender nutzt: die ihrer Sachbearbeiter und Mandantengruppen, ihre funktionale Adresse und ihre Kommunikationsadresse. In Postfix ist das `smtpd_sender_login_maps`.
setup-to-office = Was die Kanzlei im Portal einträgt
setup-still-wrong = Wenn es noch nicht funktioniert

## Microsoft 365

setup-microsoft = Microsoft 365: Anmeldung über OAuth 2.0
setup-microsoft-why = Microsoft schaltet SMTP AUTH mit Passwort Ende Dezember 2026 für bestehende Tenants standardmäßig ab, und spätere Tenants haben es gar nicht. Was bleibt, ist OAuth 2.0 mit Client Credentials. Die Namen der Menüs sind die englischen; ersetzen Sie, was in Großbuchstaben steht, und die Adressen bei example.com.
setup-microsoft-register = Registrieren Sie das Portal: entra.microsoft.com / App registrations / New registration, nur für dieses Verzeichnis, ohne Umleitung. Notieren Sie die Application (client) ID und die Directory (tenant) ID.
setup-microsoft-secret = Erstellen Sie einen geheimen Schlüssel: Certificates & secrets / New client secret. Notieren Sie seinen Wert, der nur einmal angezeigt wird; seine ID nützt hier nichts. Er läuft nach höchstens zwei Jahren ab: Tragen Sie das Datum in Ihren Kalender ein.
setup-microsoft-permission = Erteilen Sie die Berechtigung: API permissions / Add a permission / APIs my organization uses / Office 365 Exchange Online / Application permissions / `SMTP.SendAsApp`; danach Grant admin consent.
setup-microsoft-mailbox = Lassen Sie das Portal in ein Postfach, in Exchange Online PowerShell. Die Objekt-ID ist die der Enterprise Application gleichen Namens, nicht die unter App registrations:
setup-microsoft-send-as = Lassen Sie dieses Postfach als jede andere Adresse senden, die die Kanzlei als Absender nutzt (Sachbearbeiter, Mandantengruppen, funktionale Adresse und Kommunikationsadresse), jeweils mit:
setup-microsoft-to-office = Geben Sie der Kanzlei auf sicherem Weg die Directory (tenant) ID, die Application (client) ID, den Wert des geheimen Schlüssels und die Adresse des Postfachs, die der Benutzername ist.
setup-microsoft-hint-client = { $codes }: Statt des Werts des geheimen Schlüssels wurde seine ID eingetragen, oder er ist abgelaufen.
setup-microsoft-hint-tenant = { $codes }: Diesen Tenant gibt es nicht; prüfen Sie die Directory (tenant) ID.
setup-microsoft-hint-permission = { $codes }: Die Berechtigung oder der Zugriff auf das Postfach fehlt, oder die Objekt-ID ist die falsche der beiden.
setup-microsoft-hint-smtp = { $codes }: SMTP AUTH ist für das Postfach abgeschaltet (letzte Zeile von Schritt 4) oder für den ganzen Tenant; dann schaltet { $command } es wieder ein.
setup-microsoft-hint-send-as = { $codes }: Für diese Adresse fehlt das Recht zu senden (Schritt 5).
setup-microsoft-hint-wait = Es kann eine halbe Stunde dauern, bis eine neue Berechtigung gilt.

## Google Workspace

setup-google = Google Workspace
setup-google-why = Es gibt zwei Wege; einer genügt.
setup-google-relay = Erster Weg: der SMTP-Relay-Dienst, ohne Anmeldung
setup-google-relay-rule = Fügen Sie unter admin.google.com / Apps / Google Workspace / Gmail / Routing / SMTP relay service eine Regel hinzu.
setup-google-relay-options = Wählen Sie „Only addresses in my domains“, „Only accept mail from the specified IP addresses“ und „Require TLS encryption“. Das Support-Team des Portals nennt Ihnen seine IP-Adressen.
setup-google-oauth = Zweiter Weg: Anmeldung über OAuth 2.0 als ein Konto
setup-google-oauth-client = Legen Sie unter console.cloud.google.com ein Projekt mit einem OAuth consent screen vom Typ „Internal“ an, und darin eine OAuth client ID vom Typ „Web application“. Notieren Sie Client ID und Client secret. Die Umleitungs-URI ist:
setup-google-oauth-token = Öffnen Sie diese Adresse, wählen Sie unter dem Zahnrad „Use your own OAuth credentials“, melden Sie sich mit dem Konto an, das senden soll, und tauschen Sie den Autorisierungscode gegen Token ein. Notieren Sie das Refresh-Token. Der Scope ist:
setup-google-oauth-send-as = Lassen Sie dieses Konto als die anderen Adressen senden, die die Kanzlei nutzt: in seinem Gmail unter Settings / Accounts / Send mail as.
setup-google-hint-grant = { $codes }: Das Refresh-Token gilt nicht mehr, weil das Passwort geändert oder das Token zurückgezogen wurde, oder nach sechs Monaten ohne Nutzung. Wiederholen Sie den Schritt, in dem es erstellt wird.
