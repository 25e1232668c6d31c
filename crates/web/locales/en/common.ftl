### What every page can say. Each message is a whole sentence; what stands between braces is filled in per page.

languages = Language
title-with-fault = Not right yet: { $title }

## When there is nothing, or nothing can be said

not-found-title = This page does not exist
not-found-lead = There is nothing at this address. Please check it for typing errors.
not-found-home = To the front page
broken-title = That did not work just now
broken-lead = Something went wrong on our side. Nothing was changed. Please try again in a few minutes.

## Date and time

moment =
    { $weekday ->
        [monday] Monday
        [tuesday] Tuesday
        [wednesday] Wednesday
        [thursday] Thursday
        [friday] Friday
        [saturday] Saturday
       *[sunday] Sunday
    } { $day } { $month ->
        [january] January
        [february] February
        [march] March
        [april] April
        [may] May
        [june] June
        [july] July
        [august] August
        [september] September
        [october] October
        [november] November
       *[december] December
    } { $year } at { $hour_padded }:{ $minute }
