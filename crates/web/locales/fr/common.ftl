### Ce que chaque page peut dire. Chaque message est une phrase entière ; ce qui est entre accolades est rempli pour chaque page.

languages = Langue
title-with-fault = Pas encore correct : { $title }

## Quand il n’y a rien, ou rien à dire

not-found-title = Cette page n’existe pas
not-found-lead = Il n’y a rien à cette adresse. Vérifiez qu’elle ne contient pas de faute de frappe.
not-found-home = Vers la page d’accueil
broken-title = Cela n’a pas fonctionné
broken-lead = Un problème s’est produit de notre côté. Rien n’a été modifié. Veuillez réessayer dans quelques minutes.

## Date et heure

moment =
    { $weekday ->
        [monday] lundi
        [tuesday] mardi
        [wednesday] mercredi
        [thursday] jeudi
        [friday] vendredi
        [saturday] samedi
       *[sunday] dimanche
    } { $day ->
        [1] 1er
       *[other] { $day }
    } { $month ->
        [january] janvier
        [february] février
        [march] mars
        [april] avril
        [may] mai
        [june] juin
        [july] juillet
        [august] août
        [september] septembre
        [october] octobre
        [november] novembre
       *[december] décembre
    } { $year } à { $hour } h { $minute }
