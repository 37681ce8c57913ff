//! Merchants and products by their names.

use understanding::slots::names;

const SHOPS: [&str; 10] = [
    "Nordic Sofas AB",
    "Little Otter",
    "Elektrokjøp",
    "Casa Mimo",
    "Kontorsgiganten",
    "Möbelhaus Krüger GmbH",
    "Otter & Sons",
    "H&M",
    "Zapatos Lola S.L.",
    "TechWorld Online Store",
];

#[test]
fn names_are_found_as_customers_write_them() {
    let cases: [(&str, &[&[usize]]); 43] = [
        ("where is my parcel from Little Otter?", &[&[1]]),
        ("littleotter never answers", &[&[1]]),
        ("little oter refused", &[&[1]]),
        ("Little Otters sizes are wrong", &[&[1]]),
        ("it was otter and sons", &[&[6]]),
        ("otter sent the wrong size", &[&[1, 6]]),
        ("nordic sofas", &[&[0]]),
        ("Nordic Sofas AB", &[&[0]]),
        ("nordicsofas", &[&[0]]),
        ("nordic sofa", &[&[0]]),
        ("the sofas are broken", &[&[0]]),
        ("order from Kontorsgiganten", &[&[4]]),
        ("kontorsjiganten", &[&[4]]),
        ("kontors giganten", &[&[4]]),
        ("Kontorsgigantens kundtjänst", &[&[4]]),
        ("köpte av elektrokjop", &[&[2]]),
        ("elektrokjøp", &[&[2]]),
        ("casa mimo", &[&[3]]),
        ("CASA MIMO!!!", &[&[3]]),
        ("en casamimo", &[&[3]]),
        ("Bestellung bei Möbelhaus Krüger", &[&[5]]),
        ("moebelhaus krueger", &[&[5]]),
        ("der Krüger liefert nicht", &[&[5]]),
        ("Möbelhaus Kruger GmbH", &[&[5]]),
        ("zapatos lola", &[&[8]]),
        ("Zapatos Lola SL no responde", &[&[8]]),
        ("los zapatos de lola", &[&[8]]),
        ("tech world", &[&[9]]),
        ("techworld", &[&[9]]),
        ("Techwrold has closed", &[&[9]]),
        ("TechWorld and Little Otter", &[&[9], &[1]]),
        ("first casa mimo, then nordic sofas", &[&[3], &[0]]),
        ("where is my order", &[]),
        ("hello", &[]),
        ("", &[]),
        ("the store is online", &[]),
        ("I want my money", &[]),
        ("mi casa", &[&[3]]),
        ("Ich warte auf die Lieferung", &[]),
        ("jag väntar på paketet", &[]),
        ("H&M order", &[&[7]]),
        ("hm, not sure", &[]),
        ("kontor", &[]),
    ];
    for (text, expected) in cases {
        let found = names(text, &SHOPS);
        let places: Vec<Vec<usize>> = found
            .iter()
            .map(|slot| std::iter::once(slot.value).chain(slot.others.iter().copied()).collect())
            .collect();
        assert_eq!(places, expected, "{text}");
        assert!(found.iter().all(|slot| text[slot.place.clone()] == slot.text), "{text}");
    }
}

#[test]
fn a_list_of_many_names_is_bounded() {
    let many: Vec<String> =
        (0..1_000).map(|number| format!("Shop{number} Number{number}")).collect();
    let list: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(names(&"number7 ".repeat(2_000), &list).len() <= 2_000);
    assert!(
        names("shop999 number999", &list)
            .iter()
            .all(|slot| slot.value < understanding::slots::NAMES_MAX)
    );
}
