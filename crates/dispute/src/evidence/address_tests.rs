//! Pairs of addresses as they occur, and what must hold for any address.

use commerce::Address;
use proptest::prelude::*;

use super::address::AddressMatch::{Different, Insufficient, Same};
use super::{AddressMatch, compare_addresses, postal_code_key, same_postal_code};

/// `street | second line | postal code | city | country`.
fn address(text: &str) -> Address {
    let mut parts = text.split('|').map(|part| part.trim().to_owned());
    let mut next = || parts.next().unwrap();
    Address {
        line1: next(),
        line2: next(),
        postal_code: next(),
        city: next(),
        region: String::new(),
        country: next(),
    }
}

const PAIRS: &[(&str, &str, AddressMatch)] = &[
    // Case, accents, punctuation.
    ("12 High Street||SW1A 1AA|London|GB", "12 HIGH STREET||sw1a1aa|LONDON|gb", Same),
    ("12, High St.||SW1A 1AA|London|GB", "12 High Street||SW1A 1AA|London|GB", Same),
    ("Straße des 17. Juni 135||10623|Berlin|DE", "Strasse des 17 Juni 135||10623|Berlin|DE", Same),
    ("Rua São João, 10||01035-000|São Paulo|BR", "RUA SAO JOAO 10||01035000|SAO PAULO|BR", Same),
    ("Calle de Alcalá 45||28014|Madrid|ES", "C/ Alcala, 45||28014|Madrid|ES", Same),
    ("5 O'Connell Street||D01 X285|Dublin|IE", "5 OConnell St||D01X285|Dublin|IE", Same),
    ("Östra Hamngatan 5||411 10|Göteborg|SE", "Ostra Hamngatan 5||41110|Goteborg|SE", Same),
    ("Smørgade 3||8000|Aarhus|DK", "Smorgade 3||DK-8000|Århus|DK", Same),
    // English abbreviations.
    ("221B Baker Street||NW1 6XE|London|GB", "221b Baker St||NW1 6XE|London|GB", Same),
    ("4 Privet Drive||RG12 9FG|Bracknell|GB", "4 Privet Dr||RG12 9FG|Bracknell|GB", Same),
    (
        "1600 Pennsylvania Avenue||20500|Washington|US",
        "1600 Pennsylvania Ave||20500-0003|Washington|US",
        Same,
    ),
    ("350 Fifth Avenue||10118|New York|US", "350 5th Ave||10118|New York|US", Same),
    ("100 North Main Street||62701|Springfield|US", "100 N Main St||62701|Springfield|US", Same),
    ("12 Saint John's Road||SW11 1PN|London|GB", "12 St Johns Rd||SW11 1PN|London|GB", Same),
    (
        "77 Massachusetts Boulevard||02139|Cambridge|US",
        "77 Massachusetts Blvd.||02139|Cambridge|US",
        Same,
    ),
    ("8 Rose Gardens||EH1 2AB|Edinburgh|GB", "8 Rose Gdns||EH1 2AB|Edinburgh|GB", Same),
    // German.
    ("Hauptstraße 12||10827|Berlin|DE", "Hauptstr. 12||10827|Berlin|DE", Same),
    ("Hauptstraße 12||10827|Berlin|DE", "Haupt Str. 12||D-10827|Berlin|DE", Same),
    ("Müllerstraße 3||80469|München|DE", "Muellerstr. 3||80469|Muenchen|DE", Same),
    ("Karl-Marx-Allee 12 a||10178|Berlin|DE", "Karl Marx Allee 12A||10178|Berlin|DE", Same),
    ("Potsdamer Platz 1||10785|Berlin|DE", "Potsdamer Pl. 1||10785|Berlin|DE", Same),
    ("Sankt-Anna-Gasse 4||6020|Innsbruck|AT", "St. Anna Gasse 4||A-6020|Innsbruck|AT", Same),
    // Swedish.
    ("Storgatan 5||111 22|Stockholm|SE", "Storg. 5||SE-111 22|Stockholm|SE", Same),
    ("Kungsvägen 14||182 33|Danderyd|SE", "Kungsv. 14||18233|Danderyd|SE", Same),
    ("Storgatan 5 lgh 1102||111 22|Stockholm|SE", "Storgatan 5||11122|Stockholm|SE", Same),
    ("Drottninggatan 12 B||111 51|Stockholm|SE", "Drottninggatan 12B||111 51|Stockholm|SE", Same),
    // Spanish.
    ("Calle Mayor 12, 3º B||28013|Madrid|ES", "C. Mayor 12||28013|Madrid|ES", Same),
    (
        "Avenida Diagonal 100||08019|Barcelona|ES",
        "Avda. Diagonal, nº 100||08019|Barcelona|ES",
        Same,
    ),
    ("Plaza del Sol 3||28013|Madrid|ES", "Pza. Sol 3||28013|Madrid|ES", Same),
    ("Paseo de Gracia 43||08007|Barcelona|ES", "Pso. Gracia, 43||08007|Barcelona|ES", Same),
    ("Carretera de Valencia 9||50007|Zaragoza|ES", "Ctra Valencia 9||50007|Zaragoza|ES", Same),
    // Portuguese.
    (
        "Avenida Paulista, 1000||01310-100|São Paulo|BR",
        "Av. Paulista 1000||01310100|Sao Paulo|BR",
        Same,
    ),
    ("Avenida Paulista, 1000||01310-100|São Paulo|BR", "Paulista 1000||01310|São Paulo|BR", Same),
    (
        "Rua Doutor Arnaldo 455||01246-903|São Paulo|BR",
        "R. Dr. Arnaldo, 455||01246-903|S Paulo|BR",
        Same,
    ),
    (
        "Rua das Flores 7 ap 42||80020-090|Curitiba|BR",
        "R Flores 7 Apto 42||80020-090|Curitiba|BR",
        Same,
    ),
    (
        "Travessa Santa Rita 2||40000-100|Salvador|BR",
        "Tv. Sta. Rita, 2||40000100|Salvador|BR",
        Same,
    ),
    ("Praça da Sé 1||01001-000|São Paulo|BR", "Pca Se, n 1||01001000|São Paulo|BR", Same),
    ("Rua Augusta 20||1100-053|Lisboa|PT", "R. Augusta, 20||1100|Lisboa|PT", Same),
    // Where the parts stand.
    ("Flat 3, 14 Park Road||N8 8TE|London|GB", "14 Park Rd|Flat 3|N8 8TE|London|GB", Same),
    ("14 Park Road||N8 8TE|London|GB", "Acme Ltd|14 Park Road|N8 8TE|London|GB", Same),
    ("14 Park Road|c/o Jones|N8 8TE|London|GB", "14 Park Road||N8 8TE|London|GB", Same),
    ("12 Oak Street #4||94103|San Francisco|US", "12 Oak St Apt 4||94103|San Francisco|US", Same),
    ("Hauptstr. 12-14||10827|Berlin|DE", "Hauptstr. 12||10827|Berlin|DE", Same),
    ("012 Elm Street||30301|Atlanta|US", "12 Elm Street||30301|Atlanta|US", Same),
    // Misprints in a long name; the city does not matter when the code agrees.
    ("Friedrichstraße 100||10117|Berlin|DE", "Freidrichstr 100||10117|Berlin|DE", Different),
    ("Friedrichstraße 100||10117|Berlin|DE", "Fridrichstr 100||10117|Berlin|DE", Same),
    ("Hauptstr. 12||81241|München|DE", "Hauptstr. 12||81241|Munich|DE", Same),
    // Another place.
    ("12 High Street||SW1A 1AA|London|GB", "12 High Street||SW1A 2AA|London|GB", Different),
    ("12 High Street||SW1A 1AA|London|GB", "14 High Street||SW1A 1AA|London|GB", Different),
    ("12 High Street||SW1A 1AA|London|GB", "12 High Road||SW1A 1AA|London|GB", Different),
    ("12 High Street||SW1A 1AA|London|GB", "12 Mill Street||SW1A 1AA|London|GB", Different),
    ("Bergstraße 5||69120|Heidelberg|DE", "Burgstraße 5||69120|Heidelberg|DE", Different),
    ("Storgatan 5||111 22|Stockholm|SE", "Storgatan 5 B||111 22|Stockholm|SE", Different),
    (
        "12 Oak Street Apt 4||94103|San Francisco|US",
        "12 Oak Street Apt 5||94103|San Francisco|US",
        Different,
    ),
    ("100 N Main St||62701|Springfield|US", "100 S Main St||62701|Springfield|US", Different),
    ("1 5th Avenue||10003|New York|US", "1 6th Avenue||10003|New York|US", Different),
    ("Rua Augusta 20||1100-053|Lisboa|PT", "Rua Augusta 20||1100-054|Lisboa|PT", Different),
    ("Hauptstr. 12||8010|Graz|AT", "Hauptstr. 12||8010|Graz|CH", Different),
    ("Calle Mayor 12||28013|Madrid|ES", "Calle Menor 12||28013|Madrid|ES", Different),
    (
        "Rua das Flores 7||80020-090|Curitiba|BR",
        "Avenida das Flores 7||80020-090|Curitiba|BR",
        Different,
    ),
    ("3 High Street||N1 1AA|London|GB", "12 High Street, 3||N1 1AA|London|GB", Different),
    // Too little to tell.
    ("12 High Street||SW1A 1AA|London|GB", "||SW1A 1AA|London|GB", Insufficient),
    ("12 High Street||SW1A 1AA|London|GB", "High Street||SW1A 1AA|London|GB", Insufficient),
    ("12 High Street||SW1A 1AA|London|GB", "12 High Street||||GB", Insufficient),
    // No code on one side: the city stands in.
    ("12 High Street||SW1A 1AA|London|GB", "12 High Street|||London|GB", Same),
    ("12 High Street||SW1A 1AA|London|GB", "12 High Street|||Leeds|GB", Different),
    // Only a postal code and a city were approved, as in some feeds.
    ("||01310|sao paulo|BR", "Av. Paulista 1000||01310-100|São Paulo|BR", Same),
    ("||01310|sao paulo|BR", "Av. Paulista 1000||01311-100|São Paulo|BR", Different),
    ("Rua do Porto s/n||68900-000|Macapá|BR", "R. do Porto, s/n||68900-000|Macapa|BR", Same),
];

#[test]
fn pairs_of_addresses() {
    assert!(PAIRS.len() >= 60);
    let wrong: Vec<String> = PAIRS
        .iter()
        .filter_map(|(approved, shown, expected)| {
            let got = compare_addresses(&address(approved), &address(shown));
            (got != *expected).then(|| format!("{approved}  /  {shown}: {got:?}, not {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn postal_codes_in_their_formats() {
    let cases = [
        ("SE-111 22", "11122", "SE", true),
        ("S-11122", "111 22", "SE", true),
        ("D-10115", "10115", "DE", true),
        ("sw1a 1aa", "SW1A1AA", "GB", true),
        ("E1 6AN", "E16AN", "GB", true),
        ("1012 AB", "1012ab", "NL", true),
        ("10118", "10118-0110", "US", true),
        ("10118-0110", "10118-0111", "US", false),
        ("01310", "01310-100", "BR", true),
        ("01310-100", "01310-200", "BR", false),
        ("1100-053", "1100", "PT", true),
        ("2100", "2200", "DK", false),
        ("10115", "1011", "DE", false),
    ];
    for (one, other, country, same) in cases {
        assert_eq!(same_postal_code(one, other, country), same, "{one} {other}");
    }
    assert_eq!(postal_code_key(" se-111 22 "), "11122");
}

fn any_address() -> impl Strategy<Value = Address> {
    let street =
        prop::sample::select(vec!["High Street", "Hauptstraße", "Storgatan", "Rua São João"]);
    let country = prop::sample::select(vec!["GB", "DE", "SE", "BR", "US"]);
    (street, 1..400_u32, 10_000..99_999_u32, country).prop_map(|(street, number, code, country)| {
        Address {
            line1: format!("{street} {number}"),
            line2: String::new(),
            postal_code: code.to_string(),
            city: "City".to_owned(),
            region: String::new(),
            country: country.to_owned(),
        }
    })
}

proptest! {
    #[test]
    fn an_address_is_the_same_as_itself_however_it_is_spelt(one in any_address(), upper in any::<bool>()) {
        prop_assert_eq!(compare_addresses(&one, &one), Same);
        let recased = if upper { one.line1.to_uppercase() } else { one.line1.to_lowercase() };
        let other = Address {
            line1: format!("  {},", recased.replace(' ', "  ")),
            postal_code: format!(" {} ", one.postal_code),
            ..one.clone()
        };
        prop_assert_eq!(compare_addresses(&one, &other), Same);
    }

    #[test]
    fn another_house_is_never_the_same(one in any_address(), step in 1..50_u32) {
        let (street, number) = one.line1.rsplit_once(' ').unwrap();
        let number: u32 = number.parse().unwrap();
        let other = Address { line1: format!("{street} {}", number + step), ..one.clone() };
        prop_assert_eq!(compare_addresses(&one, &other), Different);
    }

    /// Whatever someone types, there is an answer, and no text differs from itself.
    #[test]
    fn any_text_gives_an_answer(a in "\\PC{0,40}", b in "\\PC{0,40}", one in any_address()) {
        let odd = Address { line1: a, line2: b, ..one.clone() };
        let _ = compare_addresses(&odd, &one);
        let _ = compare_addresses(&one, &odd);
        prop_assert_eq!(compare_addresses(&odd, &odd.clone()) == Different, false);
    }
}
