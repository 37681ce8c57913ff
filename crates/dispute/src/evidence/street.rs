//! A street line in its parts: the name without its ornaments, the kind of street, the house numbers
//! and the unit. Words and spellings of English, German, Swedish, Danish, Norwegian, Dutch, Spanish
//! and Portuguese addresses are data here.

use std::collections::BTreeSet;

/// A street line, taken apart. Two lines are compared part by part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Street {
    /// The name without kind, titles and particles, as one word.
    pub(super) name: String,
    /// Kinds of street that were named; may be empty, as people leave them out.
    pub(super) kinds: BTreeSet<&'static str>,
    /// House numbers, in their order.
    pub(super) numbers: Vec<String>,
    /// Flat, floor, door.
    pub(super) units: BTreeSet<String>,
}

/// Kinds of street: all spellings, the first is the one kept. Where two languages or two words share a
/// short form (St for Street and Saint), one form stands for both: it is compared with itself only.
const KINDS: &[&[&str]] = &[
    &["st", "street", "saint", "sankt"],
    &["str", "strasse", "straat", "strase"],
    &["av", "ave", "aven", "avenue", "avenida", "avda", "avd"],
    &["rd", "road"],
    &["dr", "drive"],
    &["ln", "lane"],
    &["blvd", "boulevard", "blv", "bulevar"],
    &["ct", "court", "crt"],
    &["cres", "crescent"],
    &["pl", "place", "platz", "plaza", "pza", "plza", "plz"],
    &["pca", "praca"],
    &["sq", "square"],
    &["ter", "terrace", "terr", "tce"],
    &["cl", "close"],
    &["gdns", "gardens", "gdn"],
    &["gr", "grove", "grv"],
    &["hwy", "highway"],
    &["pkwy", "parkway", "pky"],
    &["cir", "circle"],
    &["gat", "gatan", "gata"],
    &["vag", "vagen", "vej", "veien", "vegen"],
    &["gade", "gd"],
    &["c", "calle", "carrer"],
    &["pso", "paseo"],
    &["ctra", "carretera", "crta"],
    &["cno", "camino"],
    &["rda", "ronda"],
    &["r", "rua"],
    &["tv", "travessa", "trav"],
    &["al", "alameda", "alam"],
    &["rod", "rodovia"],
    &["est", "estrada", "estr"],
    &["lgo", "largo"],
];

/// Words with several spellings that belong to a name.
const WORDS: &[&[&str]] = &[
    &["n", "north", "norte", "nord"],
    &["s", "south", "sao", "sul", "sur", "sud"],
    &["e", "east", "este", "leste", "ost"],
    &["w", "west", "oeste"],
    &["mt", "mount"],
    &["sta", "santa"],
    &["sto", "santo"],
    &["1st", "first"],
    &["2nd", "second"],
    &["3rd", "third"],
    &["4th", "fourth"],
    &["5th", "fifth"],
    &["6th", "sixth"],
    &["7th", "seventh"],
    &["8th", "eighth"],
    &["9th", "ninth"],
    &["10th", "tenth"],
];

/// What people put in or leave out of a name as they please.
const ORNAMENTS: &[&str] = &[
    "de",
    "da",
    "do",
    "dos",
    "das",
    "del",
    "la",
    "las",
    "los",
    "el",
    "the",
    "of",
    "der",
    "den",
    "dem",
    "no",
    "nr",
    "num",
    "numero",
    "doutor",
    "dr",
    "dra",
    "prof",
    "professor",
    "professora",
    "cel",
    "coronel",
    "gal",
    "gen",
    "general",
    "sen",
    "senador",
    "pres",
    "presidente",
    "eng",
    "engenheiro",
    "mal",
    "marechal",
    "cap",
    "capitao",
    "pe",
    "padre",
    "dom",
    "dona",
];

/// What stands before the number of a flat, floor or door.
const UNIT_MARKS: &[&str] = &[
    "apt",
    "apartment",
    "apto",
    "apartamento",
    "ap",
    "unit",
    "flat",
    "suite",
    "ste",
    "room",
    "rm",
    "floor",
    "wohnung",
    "whg",
    "lgh",
    "lagenhet",
    "etage",
    "piso",
    "puerta",
    "pta",
    "planta",
    "bloco",
    "bl",
    "cj",
    "conj",
    "conjunto",
    "sala",
    "andar",
    "unitmark",
];

/// Kinds that languages with compound words write as the end of the name.
const ENDINGS: &[(&str, &str)] = &[
    ("strasse", "str"),
    ("straat", "str"),
    ("str", "str"),
    ("gatan", "gat"),
    ("gata", "gat"),
    ("vagen", "vag"),
    ("vag", "vag"),
    ("platz", "pl"),
];
/// Countries with compound words.
const COMPOUNDING: &[&str] = &["DE", "AT", "CH", "LI", "LU", "NL", "SE", "NO", "DK", "FI"];
/// Countries whose languages write ä, ö, ü, å also with two letters.
const TWO_LETTER_UMLAUTS: &[&str] = &["DE", "AT", "CH", "LI", "LU", "SE", "NO", "DK", "FI"];

/// A shorter stem would be a word of its own.
const STEM_CHARS_MIN: usize = 3;
/// A longer number is a postal code or a telephone number.
const HOUSE_DIGITS_MAX: usize = 5;

impl Street {
    /// Takes a line apart; `country` is the ISO 3166-1 alpha-2 code in capitals.
    pub(super) fn of(line: &str, country: &str) -> Self {
        let mut street = Self::default();
        let mut kind_words = String::new();
        let words = words(line, country);
        let mut words = words.iter().map(String::as_str).peekable();
        while let Some(word) = words.next() {
            if UNIT_MARKS.contains(&word) {
                // A mark may also follow its number ("3 piso"): then nothing is left for it to name.
                street.units.extend(words.next_if(|next| is_unit(next)).map(str::to_owned));
            } else if is_number(word) {
                let letter = words.next_if(|next| is_house_letter(next)).unwrap_or("");
                street.numbers.push(format!("{}{letter}", word.trim_start_matches('0')));
            } else if let Some(kind) = spelling(KINDS, word) {
                kind_words.push_str(kind);
                street.kinds.insert(kind);
            } else if !is_ornament(word, words.peek().copied()) {
                street.add(spelling(WORDS, word).unwrap_or(word), country);
            }
        }
        // "The Avenue 5": the kind is all the name there is.
        if street.name.is_empty() {
            street.name = kind_words;
        }
        street
    }

    fn add(&mut self, word: &str, country: &str) {
        if COMPOUNDING.contains(&country) {
            let ending = ENDINGS.iter().find_map(|(ending, kind)| {
                let stem = word.strip_suffix(ending)?;
                (stem.len() >= STEM_CHARS_MIN || !self.name.is_empty()).then_some((stem, *kind))
            });
            if let Some((stem, kind)) = ending {
                self.name.push_str(stem);
                self.kinds.insert(kind);
                return;
            }
        }
        self.name.push_str(word);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.name.is_empty() && self.numbers.is_empty()
    }
}

/// Lower-case words of ASCII letters and digits. Marks that mean something become words first.
fn words(line: &str, country: &str) -> Vec<String> {
    let mut text = line.replace(['º', 'ª', '°', '\'', '’', '`'], "").replace('#', " unitmark ");
    text = deunicode::deunicode(&text).to_lowercase();
    if country == "SE" {
        // "Storg. 5" and "Kungsv. 5": the dot stands for the rest of the word.
        text = text.replace("g. ", "gatan ").replace("v. ", "vagen ");
    }
    let two_letters = TWO_LETTER_UMLAUTS.contains(&country);
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| if two_letters { single_vowels(word) } else { word.to_owned() })
        .collect()
}

/// "Muenchener" as "Munchener", which is what "Münchener" becomes.
pub(super) fn single_vowels(word: &str) -> String {
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a")
}

fn spelling(table: &[&[&'static str]], word: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|spellings| spellings.contains(&word))
        .and_then(|spellings| spellings.first().copied())
}

/// "n" means number only before one; elsewhere it is north.
fn is_ornament(word: &str, next: Option<&str>) -> bool {
    ORNAMENTS.contains(&word) || (word == "n" && next.is_some_and(is_number))
}

/// 12, 12b, 007; not 5th, which belongs to a name.
fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letters = word.len() - digits.len();
    (1..=HOUSE_DIGITS_MAX).contains(&digits.len())
        && letters <= 1
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The letter of "12 b"; not the point of the compass in "12 N Main St", nor a kind of street.
fn is_house_letter(word: &str) -> bool {
    matches!(word, "a" | "b" | "d" | "f" | "g" | "h" | "i" | "j" | "k")
}

fn is_unit(word: &str) -> bool {
    word.len() <= HOUSE_DIGITS_MAX && (is_number(word) || word.len() <= 2)
}
