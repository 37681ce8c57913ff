//! How facts are written in the customer's language.

use assistant::text::Wording;
use kernel::{Date, Money};
use letters::Locale;

/// One language in one country.
pub(super) struct Written(pub(super) Locale);

impl Wording for Written {
    fn money(&self, money: Money) -> String {
        self.0.money(money)
    }

    fn date(&self, date: Date) -> String {
        self.0.date(date)
    }
}
