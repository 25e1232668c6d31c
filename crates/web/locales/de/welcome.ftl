### Die Seite für das Anfangspasswort, wie ein Mandant sie sieht.

## Das Formular

welcome-title = Legen Sie Ihr Passwort fest
welcome-greeting = Guten Tag { $name },
welcome-lead = { $office } gibt Ihnen Zugang zum Mandantenportal. Wählen Sie hier Ihr Anfangspasswort.
welcome-login = Sie melden sich mit Ihrer E-Mail-Adresse an:
password-label = Ihr neues Passwort
password-rules = Verwenden Sie mindestens { $min } und höchstens { $max } Zeichen. Leerzeichen sind erlaubt: Ein Satz aus einigen Wörtern ist leicht zu merken und schwer zu erraten.
password-show = Passwort anzeigen
password-hide = Passwort verbergen
password-submit = Passwort festlegen
link-valid-until = Sie können diesen Link nutzen bis { $moment }.
questions = Haben Sie eine Frage? { $office } hilft Ihnen gern weiter:

## Warum ein Passwort nicht gut genug ist

password-missing = Geben Sie ein Passwort ein.
password-too-short = Dieses Passwort ist zu kurz. Verwenden Sie mindestens { $min } Zeichen, zum Beispiel einen Satz aus einigen Wörtern.
password-too-long = Dieses Passwort ist zu lang. Verwenden Sie höchstens { $max } Zeichen.
password-too-weak = Dieses Passwort ist leicht zu erraten. Machen Sie es länger oder wählen Sie weniger gebräuchliche Wörter, ohne Ihren Namen und Ihre E-Mail-Adresse.

## Wie stark es ist

strength-empty = Hier sehen Sie, wie stark Ihr Passwort ist.
strength-short =
    { $missing ->
        [one] Es fehlt noch ein Zeichen.
       *[other] Es fehlen noch { $missing } Zeichen.
    }
strength-long = Das ist zu lang: Verwenden Sie höchstens { $max } Zeichen.
strength-0 = Sehr leicht zu erraten: Fügen Sie einige Wörter hinzu.
strength-1 = Leicht zu erraten: Fügen Sie einige Wörter hinzu.
strength-2 = Fast stark genug: Fügen Sie noch ein Wort hinzu.
strength-3 = Gut: Das ist stark genug.
strength-4 = Sehr gut: Das ist ein starkes Passwort.

## Fertig

done-title = Ihr Passwort ist festgelegt
done-lead = Vielen Dank, { $name }. Ab jetzt melden Sie sich mit Ihrer E-Mail-Adresse an:
done-next = Sie brauchen nichts weiter zu tun: { $office } teilt Ihnen mit, wann Sie sich anmelden können. Sie können diese Seite schließen.

## Ein Link, der nicht oder nicht mehr funktioniert

used-title = Ihr Passwort ist bereits festgelegt
used-lead = Dieser Link wurde bereits verwendet, und er funktioniert nur einmal. Sie melden sich mit Ihrer E-Mail-Adresse an:
used-not-you = Haben nicht Sie das Passwort festgelegt? Dann informieren Sie bitte sofort { $office }:
expired-title = Dieser Link ist abgelaufen
expired-lead = Zu Ihrer Sicherheit funktioniert ein Link nur eine begrenzte Zeit. Fordern Sie hier einen neuen an: Er geht an die E-Mail-Adresse, die { $office } von Ihnen hat.
replaced-title = Es gibt einen neueren Link
replaced-lead = { $office } hat Ihnen eine neuere E-Mail gesendet. Nur der Link in der neuesten E-Mail funktioniert.
replaced-again = Sie finden sie nicht? Dann fordern Sie hier einen neuen Link an: Er geht an die E-Mail-Adresse, die { $office } von Ihnen hat.
new-link = Neuen Link anfordern
closed-title = Dieser Zugang ist geschlossen
closed-lead = { $office } hat diese Einladung zurückgezogen oder diesen Zugang geschlossen. Mit diesem Link können Sie kein Passwort festlegen.
closed-contact = Halten Sie das für einen Irrtum? Dann wenden Sie sich an { $office }:
unknown-title = Wir kennen diesen Link nicht
unknown-lead = Vielleicht ist ein Teil verloren gegangen. Öffnen Sie den Link in Ihrer E-Mail noch einmal, oder kopieren Sie den ganzen Link in Ihren Browser.
unknown-help = Es funktioniert immer noch nicht? Dann wenden Sie sich an Ihre Kanzlei.

## Ein neuer Link wurde angefordert

sent-title = Sehen Sie in Ihr Postfach
sent-lead = Falls eine offene Einladung besteht, haben wir einen neuen Link an die uns bekannte E-Mail-Adresse gesendet.
sent-wait = Es kann einige Minuten dauern. Sehen Sie bitte auch im Spam-Ordner nach. Sie können alle zehn Minuten einen neuen Link anfordern.

## Wenn etwas gestört ist

welcome-broken-lead = Bei uns ist etwas schiefgegangen. Es wurde nichts geändert, und Ihr Link funktioniert wie zuvor. Bitte versuchen Sie es in einigen Minuten noch einmal.
