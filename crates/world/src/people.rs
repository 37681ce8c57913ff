//! Customers: who they are, where they live, what they pay with and how reliably.

use commerce::{Address, Customer, Device, Record};
use kernel::{CustomerId, DeviceId, Duration, Rng, Timestamp};

use crate::generate::{Setting, WorldError};
use crate::market::Market;
use crate::seed::{Purpose, stream};
use crate::shop::any_market;
use crate::words::Language;

/// How reliably a customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payer {
    Prompt,
    Forgetful,
    /// Stops at some point and asks for smaller parts.
    Struggling,
}

#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) index: u64,
    pub(crate) id: CustomerId,
    pub(crate) market: Market,
    pub(crate) language: Language,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) address: Address,
    pub(crate) devices: Vec<(DeviceId, String)>,
    pub(crate) payer: Payer,
    pub(crate) since: Timestamp,
}

/// One customer in this many is a victim of the account-takeover ring.
const RING_EVERY: u64 = 500;
/// The ring's own phones, and the one address it has parcels sent to.
const RING_DEVICES: i64 = 3;

impl Person {
    pub(crate) fn nth(setting: &Setting, index: u64) -> Result<Self, WorldError> {
        let mut rng = stream(setting.seed, Purpose::Person, index);
        let market = any_market(&mut rng);
        let language = market.language(&mut rng);
        let words = setting.words(language);
        let first = words.first_name(&mut rng).to_owned();
        let last = words.last_name(&mut rng).to_owned();
        let address = address(setting, market, language, &mut rng);
        let payer = match rng.unit() {
            share if share < setting.rates.struggling => Payer::Struggling,
            share if share < setting.rates.struggling + setting.rates.forgetful => Payer::Forgetful,
            _ => Payer::Prompt,
        };
        let devices = (0..rng.between(1, 2))
            .map(|number| Ok((DeviceId::new(format!("dev-{index}-{number}"))?, ip(&mut rng))))
            .collect::<Result<_, WorldError>>()?;
        let tenure_days = rng.between(5, 1_500);
        Ok(Self {
            index,
            id: CustomerId::new(format!("cust-{index}"))?,
            market,
            language,
            name: format!("{first} {last}"),
            email: format!("{}.{index}@example.org", ascii(&last)),
            address,
            devices,
            payer,
            since: setting.size.start.minus(Duration::from_days(tenure_days)),
        })
    }

    /// The customer and their devices, as of the first order.
    pub(crate) fn records(&self, at: Timestamp) -> Result<Vec<Record>, WorldError> {
        let customer = Record::Customer(Customer {
            id: self.id.clone(),
            at,
            jurisdiction: self.market.jurisdiction()?,
            language: self.market.tag(self.language),
            since: self.since,
            name: Some(self.name.clone()),
            email: Some(self.email.clone()),
            address: Some(self.address.clone()),
            devices: self.devices.iter().map(|(id, _)| id.clone()).collect(),
        });
        let devices = self.devices.iter().map(|(id, ip)| device(id, &self.id, ip, at));
        Ok(std::iter::once(customer).chain(devices).collect())
    }

    pub(crate) const fn is_ring_victim(&self) -> bool {
        self.index % RING_EVERY == RING_EVERY / 2
    }
}

pub(crate) fn device(id: &DeviceId, customer: &CustomerId, ip: &str, at: Timestamp) -> Record {
    Record::Device(Device {
        id: id.clone(),
        at,
        customer_id: customer.clone(),
        fingerprint: Some(format!("fp-{id}")),
        ip: Some(ip.to_owned()),
    })
}

/// A phone of the ring, and its network address.
pub(crate) fn ring_device(rng: &mut Rng) -> Result<(DeviceId, String), WorldError> {
    let number = rng.between(1, RING_DEVICES);
    Ok((DeviceId::new(format!("dev-ring-{number}"))?, format!("198.19.255.{number}")))
}

/// Where the ring has parcels sent to in a market.
pub(crate) fn ring_address(setting: &Setting, market: Market) -> Address {
    let mut rng = stream(setting.seed, Purpose::Person, u64::MAX - market as u64);
    let language = market.language(&mut rng);
    address(setting, market, language, &mut rng)
}

pub(crate) fn address(
    setting: &Setting,
    market: Market,
    language: Language,
    rng: &mut Rng,
) -> Address {
    let words = setting.words(language);
    let (street, number) = (words.street(rng), rng.between(1, 140));
    let line1 = match market {
        Market::Gb | Market::Us => format!("{number} {street}"),
        Market::Se | Market::De => format!("{street} {number}"),
    };
    Address {
        line1,
        line2: String::new(),
        postal_code: market.postal_code(rng),
        city: words.town(rng),
        region: String::new(),
        country: market.country(),
    }
}

/// An address of 198.18.0.0/15, which RFC 2544 keeps for benchmarks.
fn ip(rng: &mut Rng) -> String {
    format!("198.18.{}.{}", rng.below(256), rng.between(1, 254))
}

fn ascii(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
}
