### Was jede Seite sagen kann. Jede Meldung ist ein ganzer Satz; was in Klammern steht, wird je Seite eingesetzt.

languages = Sprache
title-with-fault = Noch nicht richtig: { $title }

## Wenn es nichts gibt, oder nichts zu sagen ist

not-found-title = Diese Seite gibt es nicht
not-found-lead = Unter dieser Adresse ist nichts zu finden. Bitte prüfen Sie sie auf Tippfehler.
not-found-home = Zur Startseite
broken-title = Das hat gerade nicht geklappt
broken-lead = Bei uns ist etwas schiefgegangen. Es wurde nichts geändert. Bitte versuchen Sie es in einigen Minuten noch einmal.

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
