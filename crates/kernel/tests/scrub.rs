//! Card data: found in every disguise, and nothing else touched.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::borrow::Cow;

use kernel::Rng;
use kernel::scrub::{has_card_number, iban_length, plain, scrub, scrub_json};

const CANARIES: usize = 10_000;

#[test]
fn the_canary_of_scenario_s15_is_masked() {
    let scrubbed = scrub("my card 4111 1111 1111 1111 with cvv 123, thanks");
    assert_eq!(scrubbed.text, "my card 411111******1111 with cvv [removed], thanks");
    assert_eq!((scrubbed.cards, scrubbed.codes), (1, 1));
}

#[test]
fn known_numbers_in_known_disguises() {
    let table = [
        ("4111111111111111", "411111******1111"),
        ("4111-1111-1111-1111", "411111******1111"),
        ("4111.1111.1111.1111", "411111******1111"),
        ("4111\u{a0}1111\u{2009}1111\u{202f}1111", "411111******1111"),
        ("4111 - 1111 - 1111 - 1111", "411111******1111"),
        ("4\u{200b}1\u{200b}1\u{200b}1\u{200b}1111 1111 1111", "411111******1111"),
        ("4111/1111/1111/1111", "411111******1111"),
        ("4111+1111+1111+1111", "411111******1111"),
        ("4111, 1111, 1111, 1111", "411111******1111"),
        ("(4111)(1111)(1111)(1111)", "(411111******1111)"),
        ("4111   -   1111 -  - 1111      1111", "411111******1111"),
        ("41111111 / 11111111", "411111******1111"),
        ("3782/822463/10005", "378282*****0005"),
        ("41/11/11/11/11/11/11/11", "411111******1111"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "411111******1111"),
        ("4111\n1111\n1111\n1111", "411111******1111"),
        ("4111|1111|1111|1111", "411111******1111"),
        ("4111 | 1111 | 1111 | 1111", "411111******1111"),
        ("4111*1111*1111*1111", "411111******1111"),
        ("4111**1111 ** 1111**1111", "411111******1111"),
        ("4111:1111:1111:1111", "411111******1111"),
        ("4111: 1111 :1111|1111", "411111******1111"),
        ("41|11|11|11|11|11|11|11", "411111******1111"),
        ("\u{ff14}111 1111 1111 1111", "411111******1111"),
        ("٤١١١ ١١١١ ١١١١ ١١١١", "411111******1111"),
        ("४१११-११११-११११-११११", "411111******1111"),
        ("378282246310005", "378282*****0005"),
        ("3782 822463 10005", "378282*****0005"),
        ("30569309025904", "305693****5904"),
        ("6011111111111117", "601111******1117"),
        ("3530111333300000", "353011******0000"),
        ("2223003122003222", "222300******3222"),
        ("4222222222222", "422222***2222"),
        ("6212345678900000003", "621234*********0003"),
        ("card:5555555555554444;", "card:555555******4444;"),
        ("a4111111111111111b", "a411111******1111b"),
        ("4111 1111 1111 1111 and 5555 5555 5555 4444", "411111******1111 and 555555******4444"),
    ];
    for (text, expected) in table {
        assert_eq!(scrub(text).text, expected, "{text:?}");
        assert!(has_card_number(text), "{text:?}");
    }
}

const CARD: &str = "4539578763621486";

/// A card number in the spellings that people and programs find for it.
fn spellings() -> Vec<(String, String)> {
    let groups: Vec<&str> = (0..4).map(|group| &CARD[group * 4..group * 4 + 4]).collect();
    let mut all: Vec<(String, String)> = Vec::new();
    for sign in [
        ";",
        "#",
        "=",
        "~",
        "->",
        "→",
        "\\",
        "@",
        "!",
        "&",
        "…",
        "***",
        " *** ",
        "•",
        "💳",
        "<br>",
        "\u{1}",
        "    ",
        "              ",
        "\r\n\r\n",
        " ; ",
        "—",
        "−",
    ] {
        if sign != "<br>" {
            all.push((format!("groups by {sign:?}"), groups.join(sign)));
        }
    }
    for (open, close) in
        [("[", "]"), ("{", "}"), ("<", ">"), ("\"", "\""), ("'", "'"), ("“", "”"), ("«", "»")]
    {
        for between in ["", " ", ", "] {
            let written: Vec<String> =
                groups.iter().map(|group| format!("{open}{group}{close}")).collect();
            all.push((format!("groups in {open}{close} by {between:?}"), written.join(between)));
        }
    }
    for sign in [
        "_",
        ";",
        "#",
        "\u{301}",
        "\u{ad}",
        "\u{fe0f}\u{20e3}",
        "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}",
    ] {
        let written: String = CARD.chars().map(|char| format!("{char}{sign}")).collect();
        all.push((format!("digits by {sign:?}"), written));
    }
    for (name, forms) in [
        ("superscript", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
        ("subscript", "₀₁₂₃₄₅₆₇₈₉"),
        ("circled", "⓪①②③④⑤⑥⑦⑧⑨"),
        ("bracketed", "0⑴⑵⑶⑷⑸⑹⑺⑻⑼"),
        ("with full stops", "🄀⒈⒉⒊⒋⒌⒍⒎⒏⒐"),
        ("with commas", "🄁🄂🄃🄄🄅🄆🄇🄈🄉🄊"),
        ("double circled", "0⓵⓶⓷⓸⓹⓺⓻⓼⓽"),
        ("dark circled", "⓿❶❷❸❹❺❻❼❽❾"),
        ("sans-serif circled", "🄋➀➁➂➃➄➅➆➇➈"),
        ("dark sans-serif circled", "🄌➊➋➌➍➎➏➐➑➒"),
        (
            "tags",
            "\u{e0030}\u{e0031}\u{e0032}\u{e0033}\u{e0034}\u{e0035}\u{e0036}\u{e0037}\u{e0038}\u{e0039}",
        ),
        (
            "outlined",
            "\u{1ccf0}\u{1ccf1}\u{1ccf2}\u{1ccf3}\u{1ccf4}\u{1ccf5}\u{1ccf6}\u{1ccf7}\u{1ccf8}\u{1ccf9}",
        ),
    ] {
        let form = |char: char| forms.chars().nth(char.to_digit(10).unwrap() as usize).unwrap();
        let whole: String = CARD.chars().map(form).collect();
        all.push((format!("{name} behind it"), format!("{CARD}{}", form('1'))));
        let parts: Vec<String> =
            groups.iter().map(|group| group.chars().map(form).collect()).collect();
        all.push((format!("{name} in groups"), parts.join(";")));
        all.push((name.to_owned(), whole));
    }
    for words in [
        "zero one two three four five six seven eight nine",
        "noll ett två tre fyra fem sex sju åtta nio",
        "null eins zwei drei vier fünf sechs sieben acht neun",
        "cero uno dos tres cuatro cinco seis siete ocho nueve",
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        let word = |char: char| words[char.to_digit(10).unwrap() as usize];
        for between in [" ", "-", ", ", "\n"] {
            let written: Vec<&str> = CARD.chars().map(word).collect();
            all.push((format!("{} by {between:?}", words[0]), written.join(between)));
        }
        let mixed: Vec<String> = CARD
            .chars()
            .enumerate()
            .map(
                |(place, char)| {
                    if place % 2 == 0 { word(char).to_owned() } else { char.to_string() }
                },
            )
            .collect();
        all.push((format!("{} and digits", words[0]), mixed.join(" ").to_uppercase()));
    }
    all
}

#[test]
fn no_spelling_of_a_number_keeps_it() {
    for (name, written) in spellings() {
        for text in [written.clone(), format!("Here is my number, {written}, thank you")] {
            let scrubbed = scrub(&text);
            assert!(scrubbed.text.contains("453957******1486"), "{name}: {text:?} -> {scrubbed:?}");
            assert!(has_card_number(&text) && scrubbed.cards == 1, "{name}: {text:?}");
            assert_eq!(scrub(&scrubbed.text).text, scrubbed.text, "{name}: again");
        }
    }
}

#[test]
fn escapes_of_json_hide_no_number() {
    let table = [
        (r#"{"a":"\u0034111 1111\n1111\t1111"}"#, r#"{"a":"411111******1111"}"#),
        (r#"{"a":"\ud835\udfd2111111111111111"}"#, r#"{"a":"411111******1111"}"#),
        (r#"{"a":"cvv\u00a0123"}"#, "{\"a\":\"cvv\u{a0}[removed]\"}"),
        (r#"{"a":"4111111111111111\n"}"#, r#"{"a":"411111******1111\n"}"#),
        (r#"{"a":"order 12\n"}"#, r#"{"a":"order 12\n"}"#),
    ];
    for (text, expected) in table {
        assert_eq!(scrub_json(text).text, expected, "{text}");
    }
}

#[test]
fn card_codes_are_removed_wherever_they_are_announced() {
    let table = [
        ("cvv 123", "cvv [removed]"),
        ("cvv:123", "cvv:[removed]"),
        ("CVV2: 123", "CVV2: [removed]"),
        ("my CVC is 9876.", "my CVC is [removed]."),
        ("cvv:1 2 3", "cvv:[removed]"),
        ("c\u{200b}vv 12\u{200b}3", "c\u{200b}vv [removed]"),
        ("ＣＶＶ　１２３", "ＣＶＶ　[removed]"),
        ("security code on the back is 456", "security code on the back is [removed]"),
        ("Kartenprüfnummer 321", "Kartenprüfnummer [removed]"),
        ("código de seguridad: 321", "código de seguridad: [removed]"),
        ("säkerhetskoden är 321", "säkerhetskoden är [removed]"),
        ("cvv 123 4111111111111111", "cvv [removed] 411111******1111"),
        ("cvv of 4111111111111111 is 123", "cvv of 411111******1111 is [removed]"),
        ("4111111111111111 12/27 123", "411111******1111 12/27 [removed]"),
        ("4111111111111111, exp 12/2027, 123", "411111******1111, exp 12/2027, [removed]"),
        ("378282246310005 1234", "378282*****0005 [removed]"),
        ("cid 123 for 4111111111111111", "cid [removed] for 411111******1111"),
        ("cvv one two three", "cvv [removed]"),
        ("cvc: neun-acht-sieben-sechs", "cvc: [removed]"),
        ("CVV är ett, två, tre!", "CVV är [removed]!"),
        ("cvv ¹²³", "cvv [removed]"),
        ("cvv 1\u{fe0f}\u{20e3}2\u{fe0f}\u{20e3}3", "cvv [removed]"),
    ];
    for (text, expected) in table {
        assert_eq!(scrub(text).text, expected, "{text:?}");
    }
}

#[test]
fn what_is_no_card_is_left_alone() {
    let table = [
        "order 4111111111111112 of 2026-11-21",
        "tracking 00340434161094042557",
        "1Z999AA10123456784",
        "call +46 70 123 45 67 or 020 7946 0958",
        "DE89 3704 0044 0532 0130 00",
        "DE89370400440532013000",
        "GB29 NWBK 6016 1331 9268 19",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947",
        "SE45 5000 0000 0583 9825 7466",
        "from 2026-11-20 16:00 to 2026-11-23 24:00",
        "paid 129.90, then 1,299.00 EUR",
        "open 22:30 23:00 23:15 23:18",
        "411111******1111 305693******0005 411111******1111",
        "305693****5904, 411111******1111 | 30569*3093***5904",
        "paid 4,111,111,111,111,111 in all",
        "orders 411111/1111111111 and 41111/11111/111111",
        "call (411) 111-1111, (111) 111-1111",
        "the cvv was asked for, I did not give it",
        "customer cid 123 bought 4 items",
        "code 1234 opens the parcel box",
        "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88",
        "the cvv: one or two of them, five to seven, was asked for",
        "one two three four five six seven eight nine zero one two three four five six",
        "10² m² and 4111¹ (see note ²), ① first ② second",
        "$4539 $5787 $6362 $1486",
        "4539% 5787% 6362% 1486%",
        "4539 kr; 5787 kr; 6362 kr; 1486 kr",
        "****4539 ****57876362 ***1486",
        r#"{"amounts":[4539578,7636,21486],"n":"45"}"#,
        "sex av tre, fyra av fem",
        "1763717400000",
        "no digits at all",
        "",
    ];
    for text in table {
        let scrubbed = scrub(text);
        assert_eq!(scrubbed.text, text);
        assert!(!has_card_number(text), "{text:?}");
        assert!(matches!(scrubbed.text, Cow::Borrowed(_)));
    }
}

const PREFIXES: [(&str, usize); 15] = [
    ("4", 16),
    ("4", 13),
    ("4", 19),
    ("51", 16),
    ("55", 16),
    ("2221", 16),
    ("2720", 16),
    ("34", 15),
    ("37", 15),
    ("36", 14),
    ("6011", 16),
    ("3530", 16),
    ("62", 19),
    ("5018", 17),
    ("6759", 19),
];
const SEPARATORS: [&str; 12] = [
    " ", "-", ".", "\u{a0}", "\u{200b}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{2011}",
    "\u{2013}", "\u{2009}", "\u{b7}",
];
const ZEROS: [char; 5] = ['0', '\u{ff10}', '\u{660}', '\u{966}', '\u{1d7ce}'];

fn luhn_digit(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let value = u32::from(*digit) * if index % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    ((10 - sum % 10) % 10) as u8
}

fn card(rng: &mut Rng) -> Vec<u8> {
    let (prefix, length) = *rng.pick(&PREFIXES).unwrap();
    let mut digits: Vec<u8> = prefix.bytes().map(|byte| byte - b'0').collect();
    while digits.len() < length - 1 {
        digits.push(rng.below(10) as u8);
    }
    digits.push(luhn_digit(&digits));
    digits
}

fn disguised(digits: &[u8], rng: &mut Rng) -> String {
    let zero = *rng.pick(&ZEROS).unwrap();
    let chance = rng.unit() * 0.6;
    let mut text = String::new();
    for (index, digit) in digits.iter().enumerate() {
        if index > 0 && rng.chance(chance) {
            for _ in 0..rng.between(1, 3) {
                text.push_str(rng.pick(&SEPARATORS).unwrap());
            }
        }
        text.push(char::from_u32(u32::from(zero) + u32::from(*digit)).unwrap());
    }
    text
}

/// Every decimal digit of a text as ASCII, all else dropped.
fn digits_of(text: &str) -> String {
    let value = |char: char| {
        ZEROS.iter().find_map(|zero| {
            let offset = u32::from(char).checked_sub(u32::from(*zero))?;
            (offset < 10).then(|| char::from(b'0' + offset as u8))
        })
    };
    text.chars().filter_map(value).collect()
}

#[test]
fn ten_thousand_planted_canaries_never_survive() {
    let mut rng = Rng::seeded(4_111);
    let frames = [("", ""), ("card ", ", please"), ("(", ")"), ("no. ", "\nthanks"), ("x", "y")];
    for round in 0..CANARIES {
        let digits = card(&mut rng);
        let plain: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let (before, after) = *rng.pick(&frames).unwrap();
        let code = format!("{:03}", rng.below(1_000));
        let text = if rng.chance(0.5) {
            format!("{before}{}{after} cvv {code}", disguised(&digits, &mut rng))
        } else {
            format!("cvc: {code}; {before}{}{after}", disguised(&digits, &mut rng))
        };
        let scrubbed = scrub(&text);
        let masked =
            format!("{}{}{}", &plain[..6], "*".repeat(plain.len() - 10), &plain[plain.len() - 4..]);
        // A shorter number of the usual length may hide in a 17 to 19 digit one; then less is shown.
        let usual = plain.len() <= 16;
        assert!(
            !usual || scrubbed.text.contains(&masked),
            "round {round}: {text:?} -> {scrubbed:?}"
        );
        assert!(!digits_of(&scrubbed.text).contains(&plain), "round {round}: {text:?}");
        assert_eq!((scrubbed.cards, scrubbed.codes), (1, 1), "round {round}: {text:?}");
        let left = digits_of(&scrubbed.text).len();
        assert_eq!(left, 10, "round {round}: a code survived in {:?}", scrubbed.text);
        // Scrubbing again changes nothing.
        assert_eq!(scrub(&scrubbed.text).text, scrubbed.text, "round {round}");
    }
}

#[test]
fn a_card_among_other_numbers_never_survives_whole() {
    let mut rng = Rng::seeded(77);
    for round in 0..CANARIES {
        let digits = card(&mut rng);
        let plain: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let near = rng.below(1_000_000);
        let text = format!("{near} {} {}", disguised(&digits, &mut rng), rng.below(10_000));
        let scrubbed = scrub(&text);
        assert!(scrubbed.cards >= 1 && has_card_number(&text), "round {round}: {text:?}");
        assert!(!digits_of(&scrubbed.text).contains(&plain), "round {round}: {text:?}");
    }
}

#[test]
fn numbers_that_fail_the_check_are_left_alone() {
    let mut rng = Rng::seeded(5);
    for _ in 0..CANARIES {
        let mut digits = card(&mut rng);
        let last = digits.len() - 1;
        digits[last] = (digits[last] + 1 + rng.below(9) as u8) % 10;
        let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        assert_eq!(scrub(&text).text, text);
    }
}

/// Their check digit is that of a card, their length is no card's that begins so.
#[test]
fn numbers_of_devices_and_goods_stay() {
    for text in ["IMEI 356938035643809", "490154203237518", "EAN 5901234123457", "6901234567892"] {
        assert!(!has_card_number(text), "{text}");
        assert_eq!(scrub(text).cards, 0, "{text}");
    }
}

/// Many IBANs, words and cards: each is looked at from few others.
#[test]
fn long_texts_of_every_kind_come_back_whole() {
    let iban = "NO9386011117947 ";
    let text = iban.repeat(60_000);
    assert!(!has_card_number(&text));
    assert_eq!(scrub(&text).text, text);
    let cards = "4111111111111111 cvv 123 ".repeat(20_000);
    let found = scrub(&cards);
    assert_eq!((found.cards, found.codes), (20_000, 20_000));
}

/// What detectors that know ASCII only are given to read.
#[test]
fn digits_of_any_form_are_read_as_ascii() {
    for (text, expected) in [
        ("４１１１ ٤١", "4111 41"),
        ("S\u{200B}E4\u{AD}5", "SE45"),
        ("ＤＥ８９＠", "DE89@"),
        ("① ²", "1 2"),
        ("Größe 谢谢", "Größe 谢谢"),
    ] {
        assert_eq!(plain(text), expected);
    }
    for (text, is_one) in [
        ("DE89370400440532013000", true),
        ("DE89370400440532013000DE89", true),
        ("DE89370400440532013001", false),
        ("XDE89370400440532013000", false),
        ("DE8937040044053201300", false),
        ("D", false),
    ] {
        let characters: Vec<char> = text.chars().collect();
        assert_eq!(iban_length(&characters), is_one.then_some(22), "{text}");
    }
}
