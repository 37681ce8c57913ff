//! How facts are written in the customer's language.

use assistant::book::Book;
use assistant::expr::Env;
use assistant::text::Wording;
use kernel::{Date, Money};
use letters::Locale;

/// One language in one country.
pub(super) struct Written<'a> {
    pub(super) book: &'a Book,
    pub(super) language: &'a str,
    pub(super) locale: Locale,
}

impl Wording for Written<'_> {
    fn money(&self, money: Money) -> String {
        self.locale.money(money)
    }

    fn date(&self, date: Date) -> String {
        self.locale.date(date)
    }

    fn word(&self, word: &str) -> Option<String> {
        let text = self.book.texts_in(self.language)?.get(&format!("word_{word}"))?;
        let nothing = Env { today: Date::MIN, names: std::collections::BTreeMap::new() };
        text.fill(&nothing, self)
    }
}
