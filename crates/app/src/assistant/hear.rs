//! What is understood of what a customer wrote, before any transaction: the text without personal data,
//! what is wanted, and the clues in it.

use assistant::turn::{AboutMe, AmountSaid, Asks, Clues, Heard, Which};
use kernel::{Currency, Date};
use understanding::about_me;
use understanding::language::Language;
use understanding::slots::{
    self, Answered, Choice, DayOrder, Length, Locale, Question, Slot, Unit,
};

use super::Assistant;
use super::reviews::ANSWERS_QUESTION;
use crate::AppError;

/// Classes among the intents that are no subject: something else altogether, and a bare answer.
pub(super) const NO_SUBJECT: [&str; 2] = ["out_of_scope", ANSWERS_QUESTION];
/// Longest text that is understood, in characters: more is a letter, and its beginning says what it is.
const TEXT_CHARS_MAX: usize = 4_000;
/// Where the month is written before the day.
const MONTH_FIRST: &str = "US";
/// Most words of a message that means none of what was shown.
const NEITHER_WORDS_MAX: usize = 5;
/// Days that a month stands for where somebody asks for one more.
const MONTH_DAYS: i64 = 30;

/// What the rest of the conversation tells for understanding.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// BCP 47.
    pub(super) language: String,
    pub(super) today: Date,
    /// Of the newest order, with its country.
    pub(super) currency: Option<Currency>,
    pub(super) country: String,
}

impl Setting {
    pub(super) fn locale(&self) -> Option<Locale> {
        let language = Language::parse(&self.language).or_else(|| Language::parse("en"))?;
        let day_order = match self.country.as_str() {
            "" => DayOrder::Unknown,
            MONTH_FIRST => DayOrder::MonthFirst,
            _ => DayOrder::DayFirst,
        };
        let currency = self.currency.unwrap_or(Currency::EUR);
        Some(Locale { language, currency, day_order, payday: None, today: self.today })
    }
}

/// Understands a text beside the threads that serve sockets: a classifier computes.
///
/// # Errors
/// [`AppError::Internal`] where the work did not come to its end.
pub(super) async fn aside(
    assistant: &Assistant,
    text: String,
    setting: &Setting,
) -> Result<Heard, AppError> {
    let (assistant, setting) = (assistant.clone(), setting.clone());
    let heard = tokio::task::spawn_blocking(move || hear(&assistant, &text, &setting)).await;
    heard.map_err(|error| AppError::internal("a message was not understood", error))
}

pub(super) fn hear(assistant: &Assistant, text: &str, setting: &Setting) -> Heard {
    let text: String = text.chars().take(TEXT_CHARS_MAX).collect();
    let text = understanding::pii::redact(&text).text.into_owned();
    let mut intents = assistant.intents.of(&text);
    let is_none = |label: &str| NO_SUBJECT.contains(&label);
    let none = intents.iter().filter(|one| is_none(&one.label)).map(|one| one.likely);
    let out_of_scope = none.fold(0.0, f32::max);
    intents.retain(|one| !is_none(&one.label));
    let locale = setting.locale();
    let clues = locale.map_or_else(Clues::default, |locale| clues(&text, &locale));
    let (language, market) = (&setting.language, &setting.country);
    let passage = assistant.help.answer(&text, language, market, &intents, out_of_scope);
    Heard { text, intents, out_of_scope, clues, wants_person: false, passage }
}

/// Reads the clues of a few words as those of the whole message were read.
pub(super) fn reader(setting: &Setting) -> impl Fn(&str) -> Clues + use<> {
    let locale = setting.locale();
    move |words| locale.as_ref().map_or_else(Clues::default, |locale| clues(words, locale))
}

/// What a message says besides what is wanted, which is known already.
pub(super) fn known(text: &str, setting: &Setting) -> Heard {
    let clues = setting.locale().map_or_else(Clues::default, |locale| clues(text, &locale));
    Heard { text: text.to_owned(), clues, ..Heard::default() }
}

fn clues(text: &str, locale: &Locale) -> Clues {
    let answer = slots::answer(text, locale);
    let yes = match answer.said {
        Answered::Yes => Some(true),
        Answered::No => Some(false),
        Answered::Unclear | Answered::Silent => None,
    };
    let amounts = slots::amounts(text, locale);
    let spans = slots::spans(text, locale);
    let choice = slots::choices(text, locale).first().map(|slot| slot.value);
    let dates = slots::dates(text, locale);
    Clues {
        yes,
        only: yes.is_some() && answer.only,
        about_me: about_me::asked(text).map(|asked| match asked {
            about_me::Asked::What => AboutMe::What,
            about_me::Asked::Skills => AboutMe::Skills,
        }),
        amounts: amounts.iter().filter_map(|slot| amount(&slot.value)).collect(),
        dates: dates.iter().map(days).filter(|days| !days.is_empty()).collect(),
        counts: counts(text, &spans),
        ordinal: choice.and_then(ordinal),
        which: choice.and_then(which).filter(|which| {
            // "Keine Ahnung" means none of them no more than any.
            *which != Which::Neither || (is_short(text) && answer.said != Answered::Unclear)
        }),
        spans: dates.iter().flat_map(longer).collect(),
        asks: slots::question(text, locale).map(|asks| match asks {
            Question::OfThis => Asks::This,
            Question::Other => Asks::Other,
        }),
        takes_back: slots::takes_back(text),
    }
}

fn is_short(text: &str) -> bool {
    text.split_whitespace().nth(NEITHER_WORDS_MAX).is_none()
}

fn which(choice: Choice) -> Option<Which> {
    match choice {
        Choice::Newest => Some(Which::Newest),
        Choice::Oldest => Some(Which::Oldest),
        Choice::None => Some(Which::Neither),
        Choice::Nth(_) | Choice::Last | Choice::LastButOne | Choice::Both | Choice::All => None,
    }
}

/// What is no single day.
fn longer(slot: &Slot<slots::Days>) -> Vec<(Date, Date)> {
    let all = std::iter::once(&slot.value).chain(&slot.others);
    all.filter(|days| days.day().is_none()).map(|days| (days.from, days.to)).collect()
}

fn amount(said: &slots::Amount) -> Option<AmountSaid> {
    let scale = 10_i64.checked_pow(said.from.currency.exponent())?;
    let hundredths = said.from.minor.checked_mul(100)? / scale;
    let currency = said.currency_said.then_some(said.from.currency);
    // From here to there is no amount.
    said.to.is_none().then_some(AmountSaid { hundredths, currency })
}

fn days(slot: &Slot<slots::Days>) -> Vec<Date> {
    std::iter::once(&slot.value).chain(&slot.others).filter_map(slots::Days::day).collect()
}

/// Lengths of time in days; where there is none, bare numbers.
fn counts(text: &str, spans: &[Slot<Length>]) -> Vec<i64> {
    if !spans.is_empty() {
        return spans.iter().filter_map(|slot| in_days(slot.value)).collect();
    }
    text.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.parse().ok()).collect()
}

fn in_days(length: Length) -> Option<i64> {
    let each = match length.unit {
        Unit::Hour => return None,
        Unit::Day | Unit::BusinessDay => 1,
        Unit::Week => 7,
        Unit::Fortnight => 14,
        Unit::Month => MONTH_DAYS,
        Unit::Year => 365,
    };
    length.to.is_none().then_some(i64::from(length.count) * each)
}

fn ordinal(choice: Choice) -> Option<i64> {
    match choice {
        Choice::Nth(number) => Some(i64::from(number)),
        Choice::Last => Some(-1),
        Choice::LastButOne => Some(-2),
        Choice::Newest | Choice::Oldest | Choice::Both | Choice::All | Choice::None => None,
    }
}
