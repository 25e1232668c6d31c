//! A list in which nearly every line is wrong, each in another way.
//!
//! The last two lines are wrong only where another office exists with a client-user `bezet@elders.example`.

const LINES: [&str; 31] = [
    "Dossiernaam;Ondernemingsnr.;Dossierbeheerder;E-mail beheerder;Klantgroep;E-mail klantgroep;Taal dossier;BTW-periode;Privé;Klant-gebruiker;E-mail klant-gebruiker;Taal gebruiker",
    "Bakkerij De Wafel BV;0100.000.070;Griet Vandenbroucke;griet@vandenbroucke.example;Horeca;horeca@vandenbroucke.example;nl;maand;nee;Lieve Van Damme;lieve@bakkerij-dewafel.example;nl",
    // Dossiers.
    ";;;;;;;;;Jan Zonder Dossier;jan@zonder.example;",
    ";0100.001.060;;;;;;;;;;",
    "Slagerij Kort;12345;;;;;;;;;;",
    "Slagerij Fout;0100.000.071;;;;;;;;;;",
    "=cmd|' /C calc'!A0;;;;;;;;;;;",
    "Garage Mo\u{fffd}ns;;;;;;;;;;;",
    "\"Garage\nTwee Regels\";;;;;;;;;;;",
    "Taverne Taal;;;;;;Grieks;;;;;",
    "Taverne Periode;;;;;;;jaarlijks;;;;",
    "Taverne Geheim;;;;;;;;misschien;;;",
    "Jans; Maes & co;;;;;;;;;;;nl",
    "Twee Gelijke BV;0100.472.994;;;;;;;;;;",
    "Twee Gelijke BV;0100.945.821;;;;;;;;;;",
    "Twee Gelijke BV;;;;;;fr;;;;;",
    // Managers and groups.
    "Dak en Daken;;;wie@vandenbroucke.example;;;;;;;;",
    "Dak en Pannen;;Iemand Onbekend;;;;;;;;;",
    "Dak en Goten;;Griet Vandenbroeck;griet@vandenbroucke.example;;;;;;;;",
    "Groep Zonder Naam;;;;;los@vandenbroucke.example;;;;;;",
    "Groep Met Twee Adressen;;;;horeca;tweede@vandenbroucke.example;;;;;;",
    // One dossier, two things.
    "Bakkerij De Wafel BV;0100.000.070;;;;;fr;;;;;",
    // Client-users.
    "Kapsalon Naamloos;;;;;;;;;;naamloos@kapsalon.example;",
    "Kapsalon Adresloos;;;;;;;;;Anna Adresloos;;",
    "Kapsalon Apenstaart;;;;;;;;;Anna Claes;anna.kapsalon.example;",
    "Kapsalon Twee;;;;;;;;;Anna en Bert;anna@kapsalon.example, bert@kapsalon.example;",
    "Kapsalon Zoë;;;;;;;;;Zoë Noë;zoë@kapsalon.example;",
    "Kapsalon Nergens;;;;;;;;;Nele Nergens;nele@localhost;",
    "Kapsalon Lieve;;;;;;;;;Liesbeth Van Damme;lieve@bakkerij-dewafel.example;",
    // Another office's.
    "Kapsalon Elders;;;;;;;;;Bea Bezet;bezet@elders.example;",
    "Kapsalon Elders;;;;;;;;;Bea Bezet;BEZET@elders.example;",
];

/// In UTF-8, since one of the mistakes is a letter that was lost.
pub(crate) fn csv() -> Vec<u8> {
    let mut text = LINES.join("\r\n");
    text.push_str("\r\n");
    text.into_bytes()
}
