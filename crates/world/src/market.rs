//! The four markets: law, money, language, products and postal codes of each.

use commerce::Product;
use kernel::{Currency, Jurisdiction, Rng};
use serde::{Deserialize, Serialize};

use crate::curve::weighted;
use crate::words::Language;

/// A market of the demo world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Market {
    Gb,
    Se,
    De,
    Us,
}

impl Market {
    pub const ALL: [Self; 4] = [Self::Gb, Self::Se, Self::De, Self::Us];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Gb => "gb",
            Self::Se => "se",
            Self::De => "de",
            Self::Us => "us",
        }
    }

    /// ISO 3166-1 alpha-2.
    pub fn country(self) -> String {
        self.code().to_ascii_uppercase()
    }

    pub fn jurisdiction(self) -> Result<Jurisdiction, kernel::calendar::CalendarError> {
        Jurisdiction::new(self.code())
    }

    pub const fn currency(self) -> Currency {
        match self {
            Self::Gb => Currency::GBP,
            Self::Se => Currency::SEK,
            Self::De => Currency::EUR,
            Self::Us => Currency::USD,
        }
    }

    /// Minor units of this market for one euro cent, about; prices end in it.
    pub(crate) const fn price_scale(self) -> f64 {
        match self {
            Self::Gb => 0.85,
            Self::Se => 11.3,
            Self::De => 1.0,
            Self::Us => 1.1,
        }
    }

    /// Carriers that do not exist.
    pub(crate) const fn carriers(self) -> [&'static str; 3] {
        match self {
            Self::Gb => ["Northpost", "Swiftvan", "Parcel Heron"],
            Self::Se => ["Nordbud", "Ekpaket", "Snabbskutan"],
            Self::De => ["Lindenpost", "Kurierfuchs", "Paketstern"],
            Self::Us => ["Prairie Post", "Bluejay Express", "Ridge Freight"],
        }
    }

    /// A language of the market. One customer in eight in the United States writes Spanish
    /// (US Census, ACS 2019: 13.5 % speak it at home).
    pub(crate) fn language(self, rng: &mut Rng) -> Language {
        match self {
            Self::Gb => Language::English,
            Self::Se => Language::Swedish,
            Self::De => Language::German,
            Self::Us if rng.chance(0.125) => Language::Spanish,
            Self::Us => Language::English,
        }
    }

    /// The BCP 47 tag of a language in this market.
    pub(crate) fn tag(self, language: Language) -> String {
        let language = match language {
            Language::English => "en",
            Language::Swedish => "sv",
            Language::German => "de",
            Language::Spanish => "es",
        };
        format!("{language}-{}", self.country())
    }

    /// A code of the market's shape.
    pub(crate) fn postal_code(self, rng: &mut Rng) -> String {
        let digits = rng.between(10_000, 99_999);
        match self {
            Self::Gb => {
                // Letters that no British postcode area begins with.
                let area = rng.pick(&["QA", "QE", "VA", "VE", "XA", "XE"]).copied();
                let area = area.unwrap_or("XA");
                let district = rng.between(1, 29);
                let unit = rng.pick(&["AB", "DE", "GH", "JL", "NP", "RS"]).copied();
                format!("{area}{district} {}{}", rng.between(1, 9), unit.unwrap_or("AB"))
            }
            Self::Se => format!("{} {:02}", digits / 100, digits % 100),
            Self::De | Self::Us => format!("{digits}"),
        }
    }

    /// How customers pay. Pay-in-3 leads in Britain, pay-in-4 in America and the invoice in Sweden
    /// and Germany (providers' own market pages; the shares are assumed). Financing only above
    /// 200 euro.
    pub(crate) fn product(self, total_minor: i64, rng: &mut Rng) -> Product {
        let in_n = |n, every_days| Product::PayInN { n, every_days };
        let loan = |apr_bps| {
            let dear = total_minor as f64 > 20_000.0 * self.price_scale();
            (Product::Financing { months: 6, apr_bps }, if dear { 0.25 } else { 0.0 })
        };
        let choices = match self {
            Self::Gb => vec![
                (in_n(3, 30), 0.55),
                (Product::PayIn30, 0.35),
                (Product::PayNow, 0.10),
                loan(1_890),
            ],
            Self::Se => vec![(Product::PayIn30, 0.70), (Product::PayNow, 0.30), loan(1_490)],
            Self::De => vec![(Product::PayIn30, 0.80), (Product::PayNow, 0.20), loan(1_199)],
            Self::Us => vec![
                (in_n(4, 14), 0.80),
                (Product::PayIn30, 0.10),
                (Product::PayNow, 0.10),
                loan(1_999),
            ],
        };
        weighted(rng, &choices).unwrap_or(Product::PayIn30)
    }
}
