### Wat elke pagina kan zeggen. Elke boodschap is een hele zin; wat tussen accolades staat, wordt per pagina ingevuld.

languages = Taal
title-with-fault = Nog niet in orde: { $title }

## Als er niets is, of niets te zeggen valt

not-found-title = Deze pagina bestaat niet
not-found-lead = Op dit adres staat niets. Kijk het even na op tikfouten.
not-found-home = Naar de startpagina
broken-title = Dat lukte nu niet
broken-lead = Er ging bij ons iets mis. Er is niets veranderd. Probeer het over enkele minuten opnieuw.

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
