//! How somebody feels, by the words that show it.

use understanding::listen::Mood;

use super::sets::{hear, listener};

fn strongest(mood: &Mood) -> &'static str {
    let all = [
        ("anger", mood.anger.points),
        ("worry", mood.worry.points),
        ("sadness", mood.sadness.points),
        ("thanks", mood.thanks.points),
        ("urgency", mood.urgency.points),
    ];
    all.into_iter()
        .rev()
        .max_by_key(|(_, points)| *points)
        .filter(|(_, points)| *points > 0)
        .map_or("none", |(name, _)| name)
}

#[test]
fn the_strongest_feeling_is_named() {
    let listener = listener();
    for (text, expected) in [
        ("I am so worried about this letter", "worry"),
        ("I can't sleep because of this", "worry"),
        ("you are thieves and liars", "anger"),
        ("THIS IS RIDICULOUS!!! idiots", "anger"),
        ("I'm in tears, I miss him so much", "sadness"),
        ("thank you so much, what a relief", "thanks"),
        ("Perfect, it worked now", "thanks"),
        ("This is urgent, please answer asap", "urgency"),
        ("where is my parcel", "none"),
        ("jag är så orolig för räkningen", "worry"),
        ("jag har ångest över skulden", "worry"),
        ("ni är ju för fan tjuvar", "anger"),
        ("jag är förtvivlad och gråter", "sadness"),
        ("tack snälla, vilken lättnad", "thanks"),
        ("det är akut, svara omgående", "urgency"),
        ("var är paketet", "none"),
        ("ich habe Angst vor dem Inkasso", "worry"),
        ("ich mache mir große Sorgen", "worry"),
        ("ihr seid Betrüger und Idioten", "anger"),
        ("ich bin so traurig und weine nur noch", "sadness"),
        ("vielen lieben Dank, bin erleichtert", "thanks"),
        ("es eilt sehr, dringend", "urgency"),
        ("wo ist mein Paket", "none"),
        ("estoy muy preocupada por la deuda", "worry"),
        ("tengo miedo de perder la casa", "worry"),
        ("sois unos ladrones", "anger"),
        ("no paro de llorar, estoy hundida", "sadness"),
        ("muchísimas gracias, qué alivio", "thanks"),
        ("es urgente, contestad cuanto antes", "urgency"),
        ("dónde está mi paquete", "none"),
    ] {
        let mood = hear(&listener, text).mood;
        assert_eq!(strongest(&mood), expected, "{text}: {mood:?}");
        for feeling in [&mood.worry, &mood.sadness, &mood.thanks, &mood.urgency] {
            assert_eq!(feeling.points == 0, feeling.because.is_empty(), "{text}");
            assert!((0.0..=1.0).contains(&feeling.strength()), "{text}");
            assert!(feeling.because.iter().all(|words| text.get(words.start..words.end).is_some()));
        }
    }
}
