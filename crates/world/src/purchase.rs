//! One order at the checkout: who buys what, where it goes, how it is paid.

use commerce::{Line, LineKind, Order, Product, Record};
use kernel::{Duration, LineId, OrderId, Rng, Timestamp};

use crate::curve::{Curve, weighted};
use crate::generate::{Setting, WorldError};
use crate::people::{self, Person};
use crate::shop::Shop;
use crate::words::Sector;

#[derive(Debug)]
pub(crate) struct Purchase<'w> {
    pub(crate) order: Order,
    pub(crate) product: Product,
    pub(crate) shop: &'w Shop,
    pub(crate) person: Person,
    /// Placed by the ring in the customer's name.
    pub(crate) by_ring: bool,
    /// Records that must come before the order: a device not seen before.
    pub(crate) first: Vec<Record>,
}

impl Purchase<'_> {
    /// The first line, by which customers name the order.
    pub(crate) fn main_line(&self) -> Option<&Line> {
        self.order.lines.first()
    }
}

pub(crate) fn purchase<'w>(
    setting: &'w Setting,
    person: Person,
    index: u64,
    at: Timestamp,
    rng: &mut Rng,
) -> Result<Purchase<'w>, WorldError> {
    let shop = setting.any_shop(person.market, rng)?;
    let by_ring = person.is_ring_victim() && rng.chance(setting.rates.ring_order);
    let (device, address) = if by_ring {
        (people::ring_device(rng)?, people::ring_address(setting, person.market))
    } else {
        let device = rng.pick(&person.devices).cloned().ok_or(WorldError::NoDevice)?;
        (device, person.address.clone())
    };
    let first = if by_ring {
        vec![people::device(&device.0, &person.id, &device.1, at)]
    } else {
        Vec::new()
    };
    let lines = lines(setting, shop, &person, rng)?;
    let total_minor = lines.iter().map(|line| line.amount_minor).sum();
    let promised = Duration::from_days(shop.temper.promise_days());
    let order = Order {
        id: OrderId::new(format!("ord-{index}"))?,
        at,
        merchant_id: shop.id.clone(),
        customer_id: person.id.clone(),
        device_id: Some(device.0),
        ip: Some(device.1),
        jurisdiction: person.market.jurisdiction()?,
        currency: person.market.currency(),
        total_minor,
        lines,
        approved_address: shop.is_physical().then_some(address),
        promised_by: shop.is_physical().then(|| at.plus(promised)),
    };
    let product = person.market.product(total_minor, rng);
    Ok(Purchase { order, product, shop, person, by_ring, first })
}

fn lines(
    setting: &Setting,
    shop: &Shop,
    person: &Person,
    rng: &mut Rng,
) -> Result<Vec<Line>, WorldError> {
    let words = setting.words(person.language);
    let scale = person.market.price_scale();
    let minor = |cents: f64| ((cents * scale) as i64).max(1);
    let count = weighted(rng, &[(1, 0.6), (2, 0.25), (3, 0.1), (4, 0.05)]).unwrap_or(1);
    let kind = match shop.sector {
        Sector::Digital => LineKind::Digital,
        Sector::Service => LineKind::Service,
        _ => LineKind::Physical,
    };
    let mut lines = Vec::with_capacity(count + 2);
    for number in 1..=count {
        let name = words.product(shop.sector, rng);
        let quantity = weighted(rng, &[(1, 0.9), (2, 0.1)]).unwrap_or(1);
        let amount_minor = minor(prices(shop.sector).draw(rng)) * i64::from(quantity);
        lines.push(line(&number.to_string(), name, quantity, amount_minor, kind)?);
    }
    let goods: i64 = lines.iter().map(|line| line.amount_minor).sum();
    if shop.is_physical() && goods < minor(6_000.0) {
        lines.push(line("ship", "Shipping".to_owned(), 1, minor(490.0), LineKind::Shipping)?);
    }
    if rng.chance(0.08) {
        let off = -(goods / 10).max(1);
        lines.push(line("code", "Welcome 10".to_owned(), 1, off, LineKind::Discount)?);
    }
    Ok(lines)
}

fn line(
    id: &str,
    name: String,
    quantity: u32,
    amount_minor: i64,
    kind: LineKind,
) -> Result<Line, WorldError> {
    Ok(Line { id: LineId::new(id)?, name, quantity, amount_minor, kind, category: None })
}

/// Prices in euro cents; assumed, with the long tail that prices have.
const fn prices(sector: Sector) -> Curve {
    match sector {
        Sector::Electronics | Sector::Home => {
            Curve::new(&[(0.0, 900.0), (0.5, 5_900.0), (0.9, 22_000.0), (1.0, 120_000.0)])
        }
        Sector::Fashion | Sector::Sports => {
            Curve::new(&[(0.0, 900.0), (0.5, 4_500.0), (0.9, 12_000.0), (1.0, 45_000.0)])
        }
        Sector::Beauty | Sector::Toys | Sector::Digital => {
            Curve::new(&[(0.0, 400.0), (0.5, 2_400.0), (0.9, 6_500.0), (1.0, 20_000.0)])
        }
        Sector::Service => {
            Curve::new(&[(0.0, 2_500.0), (0.5, 8_000.0), (0.9, 30_000.0), (1.0, 90_000.0)])
        }
    }
}
