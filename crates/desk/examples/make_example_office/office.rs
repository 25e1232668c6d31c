//! The client list of *Boekhoudkantoor Vandenbroucke & Zn.*, with the dirt that real lists have.
//!
//! Nobody in it exists. Its enterprise numbers begin with 01, which no enterprise has; its addresses end in `.example`,
//! which no mail reaches (RFC 2606).

use super::write::Cell;

const HEADER: [&str; 13] = [
    "Dossiernaam",
    "Ondernemingsnr.",
    "Dossierbeheerder",
    "E-mail beheerder",
    "Klantgroep",
    "E-mail klantgroep",
    "Taal dossier",
    "BTW-periode",
    "Privé",
    "Klant-gebruiker",
    "E-mail klant-gebruiker",
    "Taal gebruiker",
    "Opmerking",
];

const MANAGERS: [(&str, &str); 6] = [
    ("Griet Vandenbroucke", "griet@vandenbroucke.example"),
    ("Koen D'Hondt", "koen.dhondt@vandenbroucke.example"),
    ("Fatima El Amrani", "fatima@vandenbroucke.example"),
    ("Hélène Lefèvre", "helene@vandenbroucke.example"),
    ("Jürgen Müllender", "juergen@vandenbroucke.example"),
    ("Anneleen Van den Bossche", "anneleen@vandenbroucke.example"),
];

const GROUPS: [(&str, &str); 8] = [
    ("Horeca", "horeca@vandenbroucke.example"),
    ("Bouw & renovatie", "bouw@vandenbroucke.example"),
    ("Vrije beroepen", ""),
    ("Land- en tuinbouw", "landbouw@vandenbroucke.example"),
    ("Transport", ""),
    ("Clients francophones", "clients@vandenbroucke.example"),
    ("Ostbelgien", "ostbelgien@vandenbroucke.example"),
    ("VZW's en stichtingen", ""),
];

/// What a part of the list is put together from.
struct Region {
    code: usize,
    dossiers: usize,
    trades: &'static [&'static str],
    names: &'static [&'static str],
    forms: &'static [&'static str],
    people: &'static [&'static str],
    language: &'static [&'static str],
    period: &'static [&'static str],
    /// Managers and groups that work for it.
    managers: &'static [usize],
    groups: &'static [usize],
}

const REGIONS: [Region; 4] = [
    Region {
        code: 0,
        dossiers: 126,
        trades: &[
            "Bakkerij",
            "Slagerij",
            "Garage",
            "Schrijnwerkerij",
            "Tuinaanleg",
            "Dakwerken",
            "Kapsalon",
            "Apotheek",
            "Brasserie",
            "Transport",
            "Bouwonderneming",
            "Tandartspraktijk",
            "Drukkerij",
            "Loonwerken",
        ],
        names: &[
            "De Wafel",
            "'t Molenhuis",
            "Van Damme",
            "D'hondt",
            "De Clercq & Zn.",
            "Verhaeghe",
            "Het Zonneke",
            "Claeys",
            "Goossens",
            "De Gouden Hoorn",
            "Vanhoutte",
            "Maertens",
            "Café Zoë",
            "Ysebaert",
            "De Drie Linden",
            "Bruyère",
            "Coöperatief De Vlier",
            "Thienpont",
            "Noë",
            "Van Nieuwenhuyse",
        ],
        forms: &["BV", "NV", "", "CommV", "VOF", "vzw"],
        people: &[
            "Lieve Van Damme",
            "Bart Claeys",
            "Zoë Ysebaert",
            "Joris Verhaeghe",
            "An Goossens",
            "Piet D'hondt",
            "Marie-Jeanne Maertens",
            "Tom Vanhoutte",
            "Noor Thienpont",
            "Rik De Clercq",
            "Sofie Noë",
            "Wim Bruyère",
        ],
        language: &["NL", "Nederlands", "N", "", "nl"],
        period: &["maand", "kwartaal", "K", "", "geen", "Maandelijks"],
        managers: &[0, 1, 2, 5],
        groups: &[0, 1, 2, 3, 4, 7],
    },
    Region {
        code: 1,
        dossiers: 44,
        trades: &[
            "Boulangerie",
            "Menuiserie",
            "Garage",
            "Pharmacie",
            "Brasserie",
            "Fleuriste",
            "Toitures",
            "Librairie",
        ],
        names: &[
            "Lefèvre",
            "du Vieux-Marché",
            "Dûmont",
            "L'Œillet",
            "Delvaux & Fils",
            "Noël",
            "de la Gare",
            "Çelik",
            "Saint-Éloi",
            "Hôtel des Arts",
            "Dubois",
        ],
        forms: &["SRL", "SA", "", "ASBL"],
        people: &[
            "Chloé Dûmont",
            "Jean-François Noël",
            "Amélie Delvaux",
            "Mehmet Çelik",
            "Benoît Dubois",
            "Aïcha Benali",
        ],
        language: &["FR", "Français", "F", "frans"],
        period: &["mensuel", "T", "trimestriel", "", "néant"],
        managers: &[3],
        groups: &[5, 0],
    },
    Region {
        code: 3,
        dossiers: 18,
        trades: &["Bäckerei", "Schreinerei", "Gasthof", "Malerbetrieb", "Fuhrunternehmen", "Gärtnerei"],
        names: &["Müllender", "Schröder", "Zur Post", "Kessler & Söhne", "Großmann", "Am Weiher", "Hüllen"],
        forms: &["GmbH", "", "AG", "VoG"],
        people: &["Jörg Schröder", "Käthe Kessler", "Günther Großmann", "Ursula Hüllen"],
        language: &["Duits", "DE", "Deutsch", "D"],
        period: &["Monat", "Quartal", "vierteljährlich", ""],
        managers: &[4],
        groups: &[6],
    },
    Region {
        code: 2,
        dossiers: 14,
        trades: &["Brussels", "Schuman", "Ixelles", "Canal"],
        names: &[
            "Consulting",
            "Coffee Roasters",
            "Design Studio",
            "Language School",
            "Bikes",
            "Tech Partners",
            "Bakery",
        ],
        forms: &["BV", "SRL", ""],
        people: &["Emily Clarke", "Séan O'Brien", "Priya Nair", "Lukas Novák-Smith"],
        language: &["EN", "Engels", "english"],
        period: &["quarterly", "monthly", ""],
        managers: &[2, 3],
        groups: &[0, 2],
    },
];

/// Every row of the list.
pub(crate) fn sheet() -> Vec<Vec<Cell>> {
    let mut rows = vec![
        vec!["Boekhoudkantoor Vandenbroucke & Zn. - klantenlijst 2 november 2026".to_owned()],
        Vec::new(),
        HEADER.map(str::to_owned).to_vec(),
    ];
    let mut number = 0;
    for region in &REGIONS {
        for n in 0..region.dossiers {
            rows.push(dossier(region, n, number));
            number += 1;
        }
    }
    more_people(&mut rows);
    dirt(&mut rows);
    let text = |row: Vec<String>| row.into_iter().map(Cell::Text).collect::<Vec<_>>();
    let mut rows: Vec<Vec<Cell>> = rows.into_iter().map(text).collect();
    for n in [20, 71, 150] {
        typed_as_number(&mut rows[n]);
    }
    rows
}

/// The name's cell of a `list`, going round.
fn pick<'a>(list: &[&'a str], n: usize) -> &'a str {
    list[n % list.len()]
}

fn dossier(region: &Region, n: usize, number: usize) -> Vec<String> {
    // The names are shifted at each round of the trades, so that no trade meets a name twice.
    let (trade, name) = (pick(region.trades, n), pick(region.names, n + n / region.trades.len() * 5));
    let form = pick(region.forms, n / 2);
    let title = format!("{trade} {name} {form}").trim_end().to_owned();
    let manager = (n % 5 != 3).then(|| MANAGERS[region.managers[n % region.managers.len()]]);
    let group = (n % 3 != 2).then(|| GROUPS[region.groups[n / 2 % region.groups.len()]]);
    // The address stands with the manager in some lines only, as when somebody filled it in later.
    let manager_email = manager.filter(|_| n < 8 || n.is_multiple_of(4)).map_or("", |manager| manager.1);
    let group_email = group.filter(|_| n < 16 || n.is_multiple_of(2)).map_or("", |group| group.1);
    let (person, email, language) =
        person(region, n, &format!("{}-{}", plain(trade), plain(name).replace('-', "")));
    let remark = if n % 17 == 5 { "btw-attest opgevraagd; nog niet ontvangen" } else { "" };
    let private = if n % 23 == 7 {
        "ja"
    } else if n.is_multiple_of(4) {
        "nee"
    } else {
        ""
    };
    [
        title.as_str(),
        &enterprise_number(number),
        manager.map_or("", |manager| manager.0),
        manager_email,
        group.map_or("", |group| group.0),
        group_email,
        pick(region.language, n),
        pick(region.period, n),
        private,
        &person,
        &email,
        language,
        remark,
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The client-user of a dossier; one in seven has none yet.
fn person(region: &Region, n: usize, domain: &str) -> (String, String, &'static str) {
    if n % 7 == 6 {
        return (String::new(), String::new(), "");
    }
    let name = pick(region.people, n);
    let first = name.split(' ').next().unwrap_or_default();
    let email = format!("{}@{domain}.example", plain(first));
    // Most are written to in their dossier's language; some prefer another.
    let language = if n % 9 == 4 { ["nl", "fr", "en", "de"][(region.code + 1) % 4] } else { "" };
    (name.to_owned(), email, language)
}

/// In plain letters, as addresses are.
fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        'à' | 'â' | 'ä' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ï' | 'î' => "i",
        'ö' | 'ô' => "o",
        'û' | 'ü' => "u",
        'œ' => "oe",
        'ß' => "ss",
        _ => "",
    };
    let mut plain = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match letter(c) {
            "" if c.is_ascii_alphanumeric() => plain.push(c),
            "" if matches!(c, ' ' | '-') && !plain.ends_with('-') => plain.push('-'),
            letters => plain.push_str(letters),
        }
    }
    plain.trim_matches('-').to_owned()
}

/// An enterprise number in one of the spellings that offices use.
fn enterprise_number(n: usize) -> String {
    let body = 1_000_000 + n * 4_729;
    let (body, check) = (format!("{body:08}"), 97 - body % 97);
    let digits = format!("{body}{check:02}");
    let (a, b, c) = (&digits[..4], &digits[4..7], &digits[7..]);
    match n % 6 {
        0 | 1 => format!("{a}.{b}.{c}"),
        2 => format!("BE {a}.{b}.{c}"),
        3 => digits,
        4 => format!("BE{digits}"),
        _ => format!("{a} {b} {c}"),
    }
}

/// Second client-users, and people who see several dossiers.
fn more_people(rows: &mut Vec<Vec<String>>) {
    for (place, person, email) in [
        (5, "Els Van Damme", "els@bakkerij-dewafel.example"),
        (9, "Els Van Damme", "els@bakkerij-dewafel.example"),
        (14, "Els Van Damme", "els@bakkerij-dewafel.example"),
        (40, "Karel Thienpont", "karel+boekhouding@thienpont.example"),
        (41, "Karel Thienpont", "karel+boekhouding@thienpont.example"),
        (140, "Thérèse Delvaux", "therese@delvaux.example"),
        (180, "Heinz Kessler", "heinz@kessler.example"),
        (198, "Emily Clarke", "emily@clarke.example"),
    ] {
        let mut row = vec![String::new(); HEADER.len()];
        // Only what is needed to find the dossier, and the person.
        row[0].clone_from(&rows[place][0]);
        row[1].clone_from(&rows[place][1]);
        row[9] = person.into();
        row[10] = email.into();
        rows.push(row);
    }
}

/// What happens to lists over the years.
fn dirt(rows: &mut Vec<Vec<String>>) {
    rows[6][0] = "Janssens; Peeters & Co BV".into();
    rows[7][0].push_str("   ");
    rows[8][9] = format!(" {}  ", rows[8][9]);
    rows[10][4] = rows[10][4].to_uppercase();
    rows[11][6] = "-".into();
    rows[12][7] = "n.v.t.".into();
    rows[13][0] = "Drukkerij \"De Pers\" NV".into();
    rows[15][10] = rows[15][10].to_uppercase();
    rows[18][1] = format!("=\"{}\"", rows[18][1].replace(['.', ' ', 'B', 'E'], ""));
    rows[30][1].clear();
    rows[60][1].clear();
    rows[33][0] = "+32 Catering".into();
    rows[34][0] = "@Work (Gent) BV".into();
    let again = rows[25].clone();
    rows.push(again);
    rows.push(vec![String::new(); HEADER.len()]);
}

/// Somebody typed the number in Excel, which took the zero away.
fn typed_as_number(row: &mut [Cell]) {
    if let Cell::Text(text) = &row[1] {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if let Ok(number) = digits.parse() {
            row[1] = Cell::Number(number);
        }
    }
}
