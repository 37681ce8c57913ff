//! A yes or a no to what was asked, in four languages, with typos.
//!
//! Money moves on a yes, so it must be said and must stand alone: a yes and a no together, or a yes with
//! a condition, or a yes beside a question, are unclear; a message that is about something else is silent. Of words that overlap the
//! longest count (`no problem` is a yes, `not really` a no).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::question;
use super::read::{Kind, Token, folded, tokens};
use super::{Languages, Locale};

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    Yes,
    No,
    /// Both, a condition, or a doubt: ask again.
    Unclear,
    /// The message answers nothing.
    Silent,
}

/// An answer, and the words that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub said: Answered,
    /// Whether the message says nothing else: courtesies aside, it is this answer.
    pub only: bool,
    /// In bytes of the text, on boundaries of characters.
    pub because: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Yes,
    No,
    /// `maybe`, `but`, `not sure`.
    Doubt,
    /// Courtesies and names of what is agreed to, which say neither.
    Nothing,
}

/// Alternatives are separated by `|`. English holds everywhere.
const EN: [(Says, &str); 4] = [
    (
        Says::Yes,
        "yes|yep|yup|yeah|yea|ya|yah|aye|yas|y|yess|sure|sure thing|ok|okay|okey|oki|k|kk|alright|all right|fine|thats fine|fine by me|works for me|absolutely|definitely|certainly|of course|correct|right|thats right|thats correct|exactly|indeed|affirmative|confirm|confirmed|i confirm|i agree|agreed|agree|do it|do that|go ahead|go for it|please do|lets do it|lets do that|sounds good|sounds right|perfect|great|by all means|no problem|why not|i do|i did|i have|yes i have|i have done that|i already have|i already did|i would|i want that|id like that|i would like that|i accept|accept|accepted|approve|approved|make it so|proceed|please proceed|go on|true|that one is right|you can|you may|happy to",
    ),
    (
        Says::No,
        "no|nope|nah|nay|n|noo|no way|never|not really|not now|not yet|not today|no thanks|no thank you|dont|do not|dont do it|dont do that|do not do it|please dont|id rather not|rather not|i dont want that|i dont want to|i dont|i do not|i wont|absolutely not|definitely not|of course not|certainly not|not at all|by no means|cancel|stop|wrong|incorrect|not right|not correct|thats wrong|thats not right|negative|i disagree|disagree|i refuse|refuse|forget it|leave it|never mind|nevermind|not ok|not okay|not fine|not good|no good|not sure thing|i didnt|i have not|i havent|not yet i havent|false|decline|reject|not agreed|i dont agree|i do not agree|cant agree",
    ),
    (
        Says::Doubt,
        "maybe|perhaps|not sure|unsure|im not sure|i dont know|dont know|dunno|idk|possibly|depends|it depends|yes but|ok but|but|if|only if|unless|wait|hold on|hmm|hm|i think so|i guess|what|why|how much|where|when|who|which|how|later",
    ),
    (
        Says::Nothing,
        "please|pls|thanks|thank you|thx|that|it|this|is|the|so|then|now|just|really|sir|madam|i|you|would|be|very|much|hi|hello|oh|um|well|mate|love|me|to|a|again|man|bro",
    ),
];
const SV: [(Says, &str); 4] = [
    (
        Says::Yes,
        "ja|jaa|japp|jajamän|jajamensan|jepp|jo|jodå|jovisst|javisst|visst|absolut|självklart|gärna|ja tack|jatack|ja gärna|tack gärna|okej|ok|stämmer|det stämmer|precis|exakt|korrekt|rätt|det är rätt|gör det|gör så|kör|kör på det|kör på|kör hårt|bekräftar|jag bekräftar|bekräfta|godkänner|jag godkänner|godkänn|går bra|det går bra|funkar|det funkar|fint|perfekt|toppen|bra|det blir bra|låter bra|inga problem|inget problem|varför inte|det vill jag|jag vill det|det gör jag|det har jag|ja det har jag|det har jag gjort|jag har redan gjort det|instämmer|jag håller med|givetvis|naturligtvis|såklart|klart|yes|jadå|mm|mmm|japp tack|det är okej|helt okej|överens",
    ),
    (
        Says::No,
        "nej|nä|nää|nix|nejdå|nejtack|nej tack|inte|inte nu|inte än|inte idag|inte riktigt|absolut inte|verkligen inte|självklart inte|såklart inte|aldrig|gör det inte|gör inte det|gör inte så|låt bli|det vill jag inte|jag vill inte|jag vill inte det|vill inte|helst inte|helst slippa|stämmer inte|det stämmer inte|inte rätt|fel|det är fel|avbryt|stopp|stoppa|glöm det|strunta i det|skippa|inte okej|inte bra|funkar inte|går inte|det går inte|håller inte med|jag håller inte med|godkänner inte|jag godkänner inte|nej absolut inte|icke|det gör jag inte|det har jag inte|nej det har jag inte|det har jag inte gjort|bekräftar inte",
    ),
    (
        Says::Doubt,
        "kanske|vet inte|jag vet inte|vet ej|osäker|möjligen|beror på|det beror på|men|om|vänta|hmm|hm|tror det|jag tror det|vad|varför|hur mycket|senare|eventuellt|fast",
    ),
    (
        Says::Nothing,
        "tack|snälla|det|den|då|nu|så|jag|du|är|väl|ju|hej|vill|mycket|bara|igen|på|att|å|oj",
    ),
];
const DE: [(Says, &str); 4] = [
    (
        Says::Yes,
        "ja|jo|jep|jepp|jup|jawohl|jawoll|joa|jaa|jaja|doch|klar|na klar|aber klar|alles klar|gern|gerne|sehr gern|sehr gerne|ja gerne|ja bitte|bitte ja|okay|ok|oki|einverstanden|bin einverstanden|ich bin einverstanden|genau|richtig|stimmt|das stimmt|passt|passt so|das passt|korrekt|bestätige|ich bestätige|bestätigt|bestätigen|mach das|machen sie das|mach mal|machen sie|mach es|bitte machen|tu das|tun sie das|in ordnung|geht klar|sicher|natürlich|selbstverständlich|auf jeden fall|unbedingt|freilich|kein problem|warum nicht|ich stimme zu|stimme zu|perfekt|super|prima|gut|sehr gut|von mir aus|meinetwegen|will ich|das will ich|möchte ich|das möchte ich|ich will|aber ja|yes|ja doch|ja genau|los|los gehts|so machen wir es|bitte so|wäre gut|abgemacht|habe ich|hab ich|das habe ich|das hab ich|habe ich schon|hab ich schon|habe ich gemacht|jo passt",
    ),
    (
        Says::No,
        "nein|ne|nee|nö|nöö|nee danke|nein danke|nix|nicht|noch nicht|jetzt nicht|heute nicht|nicht jetzt|eher nicht|lieber nicht|besser nicht|nicht wirklich|auf keinen fall|keinesfalls|niemals|nie|bloß nicht|mach das nicht|machen sie das nicht|tu das nicht|nicht machen|will ich nicht|das will ich nicht|ich will nicht|möchte ich nicht|das möchte ich nicht|ich möchte nicht|bitte nicht|stimmt nicht|das stimmt nicht|nicht richtig|falsch|das ist falsch|abbrechen|abbruch|stopp|stop|vergiss es|vergessen sie es|lass es|lass mal|lassen sie es|nicht einverstanden|bin nicht einverstanden|ich bin nicht einverstanden|passt nicht|passt mir nicht|nicht gut|natürlich nicht|sicher nicht|ganz sicher nicht|kommt nicht in frage|absolut nicht|ich stimme nicht zu|stimme nicht zu|nicht bestätigen|danke nein|geht nicht|habe ich nicht|habe ich noch nicht|hab ich noch nicht|hab ich nicht|das habe ich nicht|noch nicht gemacht",
    ),
    (
        Says::Doubt,
        "vielleicht|weiß nicht|weiss nicht|ich weiß nicht|keine ahnung|unsicher|bin mir nicht sicher|nicht sicher|eventuell|kommt drauf an|kommt darauf an|aber|wenn|falls|nur wenn|moment|warte|hm|hmm|glaub schon|ich glaube|was|warum|wieso|wie viel|später|jein",
    ),
    (
        Says::Nothing,
        "danke|bitte|das|es|so|dann|jetzt|ich|sie|du|ist|mal|schon|doch bitte|hallo|auch|sehr|ach|na|denn|halt|eben|noch",
    ),
];
const ES: [(Says, &str); 4] = [
    (
        Says::Yes,
        "sí|sip|sipi|sep|claro|claro que sí|por supuesto|desde luego|vale|ok|okay|okey|oki|de acuerdo|estoy de acuerdo|correcto|exacto|eso es|así es|cierto|es correcto|está bien|esta bien|bien|muy bien|perfecto|genial|hazlo|hágalo|háganlo|adelante|dale|venga|va|confirmo|lo confirmo|confirmado|confirmar|acepto|lo acepto|apruebo|sí por favor|sí porfa|sí gracias|con gusto|me parece bien|me va bien|me sirve|sin problema|no hay problema|ningún problema|cómo no|como no|por qué no|porque no|órale|sale|simón|ándale|afirmativo|efectivamente|quiero|lo quiero|eso quiero|eso mismo|procede|proceda|sí quiero|seguro|obvio|yes|que sí|listo|ya lo hice|lo hice|sí lo hice|ya lo he hecho|lo he hecho|conforme|encantado|encantada",
    ),
    (
        Says::No,
        "no|nop|nel|nanai|qué va|que va|para nada|en absoluto|de ninguna manera|de ningún modo|ni hablar|nunca|jamás|todavía no|aún no|ahora no|hoy no|no gracias|gracias no|no por favor|no quiero|no lo quiero|no lo hagas|no lo haga|no lo hagan|mejor no|prefiero que no|prefiero no|no hace falta|no es correcto|no es cierto|incorrecto|mal|está mal|falso|cancela|cancelar|cancele|déjalo|déjelo|olvídalo|olvídelo|no estoy de acuerdo|no acepto|no lo acepto|no confirmo|rechazo|claro que no|por supuesto que no|desde luego que no|no está bien|tampoco|negativo|para|no me va bien|no me sirve|no vale|que no|no lo he hecho|todavía no lo he hecho|aún no lo he hecho|no lo hice|no me parece bien|no realmente",
    ),
    (
        Says::Doubt,
        "quizás|quizá|tal vez|a lo mejor|puede ser|no sé|no lo sé|no estoy seguro|no estoy segura|depende|pero|solo si|siempre que|espera|espere|hmm|hm|creo que sí|supongo|qué|cuánto|luego|después|más tarde",
    ),
    (
        Says::Nothing,
        "gracias|por favor|porfa|porfavor|lo|eso|esto|es|ya|ahora|pues|entonces|hola|muchas|me|te|el|la|favor|oye|bueno|muy|mucho|señor|señora|de",
    ),
];

/// Messages of so many words are read whole; of longer ones only the beginning answers.
const SHORT_WORDS_MAX: usize = 6;
/// Fewest letters of a word that may be mistyped.
const TYPO_LETTERS_MIN: usize = 5;

#[derive(Debug)]
struct Phrases {
    by_first: HashMap<String, Vec<(Vec<String>, Says)>>,
    /// Single words that may be mistyped.
    long: Vec<(String, Says)>,
}

static ALL: LazyLock<Languages<Phrases>> =
    LazyLock::new(|| Languages([&EN, &SV, &DE, &ES].map(Phrases::new)));

impl Phrases {
    fn new(own: &[(Says, &str); 4]) -> Self {
        let mut phrases = Self { by_first: HashMap::new(), long: Vec::new() };
        for (says, alternatives) in own {
            for phrase in alternatives.split('|') {
                let words: Vec<String> = phrase.split(' ').map(folded).collect();
                if let [word] = words.as_slice()
                    && word.len() >= TYPO_LETTERS_MIN
                {
                    phrases.long.push((word.clone(), *says));
                }
                let Some(first) = words.first().cloned() else { continue };
                phrases.by_first.entry(first).or_default().push((words, *says));
            }
        }
        phrases
    }

    fn at(&self, words: &[Word<'_>], at: usize) -> Option<(Says, usize)> {
        let ahead = words.get(at..)?;
        let (_, first) = ahead.first()?;
        let fits = |phrase: &[String]| {
            phrase.len() <= ahead.len()
                && phrase.iter().zip(ahead).all(|(one, (_, token))| *one == token.word)
        };
        let rows = self.by_first.get(&first.word).into_iter().flatten();
        let found =
            rows.filter(|(phrase, _)| fits(phrase)).map(|(phrase, says)| (*says, phrase.len()));
        found.max_by_key(|(_, length)| *length)
    }

    fn mistyped(&self, word: &str) -> Option<Says> {
        let near = |(known, _): &&(String, Says)| super::name::distance_at_most(word, known, 1);
        self.long.iter().find(near).map(|(_, says)| *says)
    }
}

/// What a message answers, in its language or English.
pub fn answer(text: &str, locale: &Locale) -> Answer {
    let tokens = tokens(text);
    let words: Vec<Word<'_>> =
        tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Word).collect();
    let languages: Vec<_> = ALL.of(locale).collect();
    let mut said = Said { found: signs(&tokens), words: words.len(), ..Said::default() };
    let mut at = 0;
    while at < words.len() {
        let Some((says, length)) = says_at(&languages, &words, at) else {
            said.other += 1;
            if words.len() > SHORT_WORDS_MAX {
                break;
            }
            at += 1;
            continue;
        };
        let start = words.get(at).map_or(0, |(_, token)| token.place.start);
        let end = words.get(at + length - 1).map_or(start, |(_, token)| token.place.end);
        let says = if is_condition(&languages, &tokens, &words, at) { Says::Doubt } else { says };
        at += length;
        if matches!(says, Says::Yes | Says::No) {
            said.apart = ends_clause(&tokens, &words, at);
        }
        said.found.push((says, start..end));
    }
    said.asks = question::asks(&tokens, locale);
    said.weigh()
}

type Word<'t> = (usize, &'t Token<'t>);

fn says_at(languages: &[&Phrases], words: &[Word<'_>], at: usize) -> Option<(Says, usize)> {
    // Where a word is of both, it is the customer's own: Spanish `ya` is no English yes.
    let listed = languages.iter().rev().filter_map(|own| own.at(words, at));
    let best = listed.max_by_key(|(_, length)| *length);
    best.or_else(|| {
        let (_, token) = words.get(at)?;
        let long = token.word.len() + 1 >= TYPO_LETTERS_MIN;
        let mistyped = || languages.iter().find_map(|own| own.mistyped(&token.word));
        long.then(mistyped).flatten().map(|says| (says, 1))
    })
}

/// How many words a yes or a no has that begins here; `None` where it is neither.
pub(super) fn agrees_or_refuses(ahead: &[&Token<'_>], locale: &Locale) -> Option<usize> {
    let words: Vec<Word<'_>> = ahead.iter().copied().enumerate().collect();
    let (says, length) = says_at(&ALL.of(locale).collect::<Vec<_>>(), &words, 0)?;
    matches!(says, Says::Yes | Says::No).then_some(length)
}

/// Whether a sign that ends a clause stands before a word.
fn ends_clause(tokens: &[Token<'_>], words: &[Word<'_>], at: usize) -> bool {
    let Some((place, _)) = words.get(at) else { return true };
    let before = place.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(|token| token.kind == Kind::Sign && !token.is('¿') && !token.is('¡'))
}

/// Spanish `si` without its accent agrees where it stands alone, and is a condition before a clause.
fn is_condition(
    languages: &[&Phrases],
    tokens: &[Token<'_>],
    words: &[Word<'_>],
    at: usize,
) -> bool {
    let is_si = words.get(at).is_some_and(|(_, token)| token.raw.eq_ignore_ascii_case("si"));
    if !is_si || at + 1 >= words.len() || ends_clause(tokens, words, at + 1) {
        return false;
    }
    let next = says_at(languages, words, at + 1);
    let courtesy = words.get(at + 1).is_some_and(|(_, token)| {
        matches!(token.word.as_str(), "gracias" | "por" | "porfa" | "porfavor" | "si")
    });
    !courtesy && !matches!(next, Some((Says::Yes, _)))
}

/// A thumb or a tick says it too.
fn signs(tokens: &[Token<'_>]) -> Vec<(Says, Range<usize>)> {
    let says = |token: &Token<'_>| match token.raw.chars().next() {
        Some('👍' | '✅' | '👌' | '✔' | '☑') => Some((Says::Yes, token.place.clone())),
        Some('👎' | '❌' | '🚫') => Some((Says::No, token.place.clone())),
        _ => None,
    };
    tokens.iter().filter_map(says).collect()
}

/// What was found in a message.
#[derive(Debug, Default)]
struct Said {
    found: Vec<(Says, Range<usize>)>,
    words: usize,
    /// Words that answer nothing.
    other: usize,
    /// Whether the last yes or no ends its clause.
    apart: bool,
    /// Whether the message asks something itself.
    asks: bool,
}

impl Said {
    fn weigh(self) -> Answer {
        let count = |wanted: Says| self.found.iter().filter(|(says, _)| *says == wanted).count();
        let (yes, no, doubt) = (count(Says::Yes), count(Says::No), count(Says::Doubt));
        let is_long = self.words > SHORT_WORDS_MAX;
        let alone = self.other == 0 || self.apart;
        let said = match (yes, no) {
            (0, 0) if doubt > 0 && self.other == 0 => Answered::Unclear,
            (0, 0) => Answered::Silent,
            _ if is_long && !alone => Answered::Silent,
            _ if yes > 0 && no > 0 => Answered::Unclear,
            _ if doubt > 0 || self.asks => Answered::Unclear,
            (0, _) if alone || self.other <= OTHER_WORDS_MAX => Answered::No,
            (_, 0) if alone => Answered::Yes,
            _ => Answered::Unclear,
        };
        let only = self.other == 0;
        let telling = self.found.into_iter().filter(|(says, _)| *says != Says::Nothing);
        let because = telling.filter(|_| said != Answered::Silent).map(|(_, place)| place);
        Answer { said, only, because: because.collect() }
    }
}

/// Most words beside a no in a short message that still leave it one. A yes has none: money moves on it.
const OTHER_WORDS_MAX: usize = 2;
