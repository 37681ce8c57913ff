//! Shops and their tempers: how fast they ship, how much goes wrong, how they answer.

use commerce::{DisputeTerms, Merchant, Record};
use kernel::{MerchantId, Rng, Timestamp};

use crate::curve::{Curve, weighted};
use crate::generate::{Setting, WorldError};
use crate::market::Market;
use crate::seed::{Purpose, stream};
use crate::words::Sector;

/// How a shop behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Temper {
    /// Ships fast and answers honestly.
    Steady,
    /// Ships slowly, answers late.
    Busy,
    /// Packs badly and argues.
    Careless,
    /// Sells what it does not have, from far away.
    Dropship,
    /// Takes orders, then is gone.
    Vanishing,
}

#[derive(Debug, Clone)]
pub(crate) struct Shop {
    pub(crate) id: MerchantId,
    pub(crate) market: Market,
    pub(crate) name: String,
    pub(crate) sector: Sector,
    pub(crate) temper: Temper,
    pub(crate) fee_bps: u32,
}

/// Share of customers, of shops, of each market.
const MARKET_SHARES: [(Market, f64); 4] =
    [(Market::Gb, 0.32), (Market::Se, 0.14), (Market::De, 0.22), (Market::Us, 0.32)];

/// A market, drawn as often as it is large.
pub(crate) fn any_market(rng: &mut Rng) -> Market {
    weighted(rng, &MARKET_SHARES).unwrap_or(Market::Gb)
}

impl Shop {
    /// The shop of an index. The first four are steady and of one market each, so that no world
    /// is without a shop in any market.
    pub(crate) fn nth(setting: &Setting, index: u64) -> Result<Self, WorldError> {
        let mut rng = stream(setting.seed, Purpose::Shop, index);
        let first = usize::try_from(index).ok().and_then(|index| Market::ALL.get(index)).copied();
        let market = first.unwrap_or_else(|| any_market(&mut rng));
        let tempers = [
            (Temper::Steady, 0.62),
            (Temper::Busy, 0.22),
            (Temper::Careless, 0.08),
            (Temper::Dropship, 0.04),
            (Temper::Vanishing, 0.003),
        ];
        let temper = weighted(&mut rng, &tempers).unwrap_or(Temper::Steady);
        let language = market.language(&mut rng);
        let sector = rng.pick(&Sector::ALL).copied().unwrap_or(Sector::Home);
        Ok(Self {
            id: MerchantId::new(format!("shop-{}-{index}", market.code()))?,
            market,
            name: setting.words(language).shop(&mut rng),
            sector: if first.is_some() { Sector::Fashion } else { sector },
            temper: if first.is_some() { Temper::Steady } else { temper },
            fee_bps: u32::try_from(rng.between(20, 50)).unwrap_or(30) * 10,
        })
    }

    pub(crate) fn record(&self, at: Timestamp) -> Result<Record, WorldError> {
        Ok(Record::Merchant(Merchant {
            id: self.id.clone(),
            at,
            name: self.name.clone(),
            jurisdiction: self.market.jurisdiction()?,
            merchant_fee_bps: self.fee_bps,
            dispute_terms: DisputeTerms::default(),
        }))
    }

    pub(crate) fn is_physical(&self) -> bool {
        !matches!(self.sector, Sector::Digital | Sector::Service)
    }
}

impl Temper {
    /// How much more goes wrong than at a steady shop.
    pub(crate) const fn trouble_factor(self) -> f64 {
        match self {
            Self::Steady => 1.0,
            Self::Busy => 1.6,
            Self::Careless => 4.0,
            Self::Dropship => 5.0,
            Self::Vanishing => 1.0,
        }
    }

    /// Days from order to hand-over to the carrier.
    pub(crate) const fn packing(self) -> Curve {
        match self {
            Self::Steady => Curve::new(&[(0.0, 0.1), (0.5, 0.8), (0.9, 1.8), (1.0, 4.0)]),
            Self::Busy | Self::Careless => {
                Curve::new(&[(0.0, 0.5), (0.5, 2.0), (0.9, 4.5), (1.0, 9.0)])
            }
            Self::Dropship | Self::Vanishing => {
                Curve::new(&[(0.0, 1.0), (0.5, 4.0), (0.9, 8.0), (1.0, 15.0)])
            }
        }
    }

    /// Days from hand-over to delivery.
    pub(crate) const fn transit(self) -> Curve {
        match self {
            Self::Dropship => Curve::new(&[(0.0, 5.0), (0.5, 12.0), (0.9, 24.0), (1.0, 45.0)]),
            _ => Curve::new(&[(0.0, 0.6), (0.5, 1.8), (0.9, 4.0), (0.98, 9.0), (1.0, 20.0)]),
        }
    }

    /// Days within which delivery is promised.
    pub(crate) const fn promise_days(self) -> i64 {
        match self {
            Self::Steady => 6,
            Self::Busy | Self::Careless => 8,
            Self::Dropship | Self::Vanishing => 14,
        }
    }
}
