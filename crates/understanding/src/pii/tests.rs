//! What is found, what is left alone, and what a redacted text says.

use proptest::prelude::*;

use super::*;

fn kinds(text: &str) -> Vec<(PiiKind, &str)> {
    find(text).into_iter().map(|pii| (pii.kind, text.get(pii.place).unwrap())).collect()
}

#[test]
fn what_reaches_or_identifies_somebody_is_found_where_it_stands() {
    use PiiKind::*;
    for (text, expected) in [
        (
            "my card is 4111 1111 1111 1111, cvv 123",
            vec![(CardNumber, "4111 1111 1111 1111"), (CardCode, "123")],
        ),
        ("my card # 503890547220", vec![(CardNumber, "503890547220")]),
        ("iban gb82west12345698765432 thanks", vec![(Iban, "gb82west12345698765432")]),
        ("Mejla 'åsa.lind+ombud@example.se'.", vec![(Email, "åsa.lind+ombud@example.se")]),
        (
            "from 192.0.2.17, or 2001:db8::1.",
            vec![(IpAddress, "192.0.2.17"), (IpAddress, "2001:db8::1")],
        ),
        ("ring 070-123 45 67 tack", vec![(Phone, "070-123 45 67")]),
        ("llámame al 612 34 56 78", vec![(Phone, "612 34 56 78")]),
        ("Rückruf unter +49 (0)30 901820 bitte", vec![(Phone, "+49 (0)30 901820")]),
        ("call (602)272-9781x0135", vec![(Phone, "(602)272-9781x0135")]),
        ("They're not answering at 99 668472", vec![(Phone, "99 668472")]),
        ("28-64-66-98 or 781 1704 office", vec![(Phone, "28-64-66-98"), (Phone, "781 1704")]),
        ("Fax: 9498777106", vec![(Phone, "9498777106")]),
        ("mitt personnummer är 811218-9876", vec![(Personnummer, "811218-9876")]),
        ("född 19811278-9873", vec![(Personnummer, "19811278-9873")]),
        ("meine IdNr ist 86 095 742 719", vec![(SteuerId, "86 095 742 719")]),
        ("mi DNI es 12345678Z y el NIE X1234567L", vec![(Dni, "12345678Z"), (Dni, "X1234567L")]),
        ("NI number QQ123456C or AB 12 34 56 C", vec![(Nino, "AB 12 34 56 C")]),
        ("Here's my SSN: 460-89-9847", vec![(Ssn, "460-89-9847")]),
        ("ssn 219099999", vec![(Ssn, "219099999")]),
        ("my social security number is 219 099999.", vec![(Ssn, "219 099999")]),
        ("pin 1234", vec![(CardCode, "1234")]),
        ("My PIN code is: 123456!", vec![(CardCode, "123456")]),
        ("min pinkod är fyra tre två ett, tack", vec![(CardCode, "fyra tre två ett")]),
        ("die Geheimzahl lautet 12 34", vec![(CardCode, "12 34")]),
        ("mi clave es uno dos cuatro tres", vec![(CardCode, "uno dos cuatro tres")]),
        ("cvv 123 and cvc one two three", vec![(CardCode, "123"), (CardCode, "one two three")]),
        (
            "key ombud_sk_aB3-_dEfGh1234 or whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw=",
            vec![
                (Key, "ombud_sk_aB3-_dEfGh1234"),
                (Key, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw="),
            ],
        ),
        ("sk_live_0123456789", vec![(Key, "sk_live_0123456789")]),
        (
            "four five three nine five seven eight seven six three six two one four eight six",
            vec![(
                CardNumber,
                "four five three nine five seven eight seven six three six two one four eight six",
            )],
        ),
    ] {
        assert_eq!(kinds(text), expected, "{text}");
    }
}

#[test]
fn numbers_of_other_things_are_left_alone() {
    for text in [
        "order 88213-A and invoice 5130634",
        "parcel 503890547220",
        "RR 118 204 554 SE, it says on the receipt",
        "Maika van de Noort\nEmployment manager",
        "paid 1 234 567 kr on 2026-11-22 11:34",
        "€ 12.345.678 it says, or 1.234.567,89 EUR",
        "78 651 450 kr, SEK 78 651 450",
        "born 5/5/1937, moved 14.11.2026",
        "Our offices are located at 9931 14 Iliou Street",
        "call at 675 224 Forrest Hill",
        "licence 2270-66-1551",
        "811218-9877 has a wrong check digit, 86095742718 too, 12345678A as well",
        "SSN 000-12-3456, 666-12-3456, 123-00-4567",
        "version 300.1.2.3 at 10:30:45, ::",
        "it is 100 % and 3... 2... 1...",
        "tracking 00340434161094042557",
        "SSN 666123456, it says",
        "order 219099999",
        "a pin of gold, 1234 of them; pin 1234.50; the pin is one or two",
        "spinning 1234, ombud_sk_ alone, ombud_store_commits_total",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn a_redacted_text_says_what_was_there() {
    let redacted = redact("Mejla åsa@example.se eller ring +46 70 123 45 67.");
    assert_eq!(redacted.text, "Mejla [email] eller ring [phone].");
    assert_eq!(redacted.found.len(), 2);
    assert!(matches!(redact("Nothing here.").text, Cow::Borrowed("Nothing here.")));
    let long = "a".repeat(TEXT_BYTES_MAX) + " a@example.com";
    assert_eq!(redact(&long).text.len(), TEXT_BYTES_MAX, "what is not looked through is not sent");
}

proptest! {
    #[test]
    fn places_are_in_order_and_on_characters(text in "[ 0-9a-zåö@.:+()/x-]{0,80}") {
        let mut end = 0;
        for pii in find(&text) {
            prop_assert!(pii.place.start >= end && text.get(pii.place.clone()).is_some());
            end = pii.place.end;
        }
    }

    #[test]
    fn nothing_is_left_to_find(text in "[ 0-9a-z@.+-]{0,60}") {
        let again = redact(&text);
        prop_assert!(redact(&again.text).found.is_empty(), "{} -> {}", text, again.text);
    }
}
