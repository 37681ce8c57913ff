//! The rows of the seven files that are read, parsed; and their joining by key.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use jiff::tz::TimeZone;
use kernel::Timestamp;
use kernel::canonical::Sha256Hex;

use super::table::{self, Fields, Table};
use super::{FinalStatus, OlistError, Review};
use crate::Reject;

pub(super) const ORDERS: &str = "olist_orders_dataset.csv";
const CUSTOMERS: &str = "olist_customers_dataset.csv";
const ITEMS: &str = "olist_order_items_dataset.csv";
const PAYMENTS: &str = "olist_order_payments_dataset.csv";
const REVIEWS: &str = "olist_order_reviews_dataset.csv";
const PRODUCTS: &str = "olist_products_dataset.csv";
const SELLERS: &str = "olist_sellers_dataset.csv";
const TRANSLATION: &str = "product_category_name_translation.csv";

/// Olist's local times are Brasília's.
const ZONE: &str = "America/Sao_Paulo";

#[derive(Debug)]
pub(super) struct OrderRow {
    pub(super) line: u64,
    pub(super) id: String,
    pub(super) customer_id: String,
    pub(super) status: FinalStatus,
    pub(super) purchased_at: Timestamp,
    pub(super) approved_at: Option<Timestamp>,
    pub(super) carrier_at: Option<Timestamp>,
    pub(super) delivered_at: Option<Timestamp>,
    pub(super) promised_by: Timestamp,
}

#[derive(Debug)]
pub(super) struct CustomerRow {
    pub(super) unique_id: String,
    pub(super) place: Place,
}

#[derive(Debug)]
pub(super) struct Place {
    pub(super) postal_code: String,
    pub(super) city: String,
    pub(super) state: String,
}

#[derive(Debug)]
pub(super) struct ItemRow {
    pub(super) number: u32,
    pub(super) product_id: String,
    pub(super) seller_id: String,
    pub(super) price: i64,
    pub(super) freight: i64,
}

#[derive(Debug)]
pub(super) struct PaymentRow {
    pub(super) method: String,
    pub(super) instalments: u32,
    pub(super) amount: i64,
}

/// Everything read, joined by key.
#[derive(Debug)]
pub(super) struct Rows {
    /// By instant of purchase, then by id.
    pub(super) orders: Vec<OrderRow>,
    pub(super) customers: HashMap<String, CustomerRow>,
    pub(super) sellers: BTreeMap<String, Place>,
    pub(super) categories: HashMap<String, String>,
    pub(super) items: HashMap<String, Vec<ItemRow>>,
    pub(super) payments: HashMap<String, Vec<PaymentRow>>,
    pub(super) reviews: HashMap<String, Vec<Review>>,
    /// Orders that a rejected item row belonged to, with its line: their amounts are not known.
    pub(super) spoilt: HashMap<String, u64>,
    pub(super) rejects: Vec<Reject>,
    pub(super) fingerprint: Sha256Hex,
}

impl Rows {
    pub(super) fn read(dir: &Path) -> Result<Self, OlistError> {
        let zone = TimeZone::get(ZONE).map_err(|_| OlistError::Zone { zone: ZONE })?;
        let mut spoilt = HashMap::new();
        let mut orders = read_orders(dir, &zone)?;
        let mut customers = read_customers(dir, &zone)?;
        let mut sellers = read_sellers(dir, &zone)?;
        let mut items = read_items(dir, &zone, &mut spoilt)?;
        let mut payments = read_payments(dir, &zone)?;
        let mut reviews = read_reviews(dir, &zone)?;
        let (mut products, mut translation) = read_products(dir, &zone)?;
        let digests = [
            orders.digest,
            customers.digest,
            sellers.digest,
            items.digest,
            payments.digest,
            reviews.digest,
            products.digest,
            translation.digest,
        ];
        let mut rejects = Vec::new();
        let known: HashSet<String> = orders.rows.iter().map(|(_, row)| row.id.clone()).collect();
        drop_orphans(&mut items, ITEMS, &known);
        drop_orphans(&mut payments, PAYMENTS, &known);
        drop_orphans(&mut reviews, REVIEWS, &known);
        let english: HashMap<String, String> =
            std::mem::take(&mut translation.rows).into_iter().map(|(_, pair)| pair).collect();
        let categories = std::mem::take(&mut products.rows)
            .into_iter()
            .map(|(_, (id, category))| {
                let name = english.get(&category).cloned().unwrap_or(category);
                (id, name.replace('_', " "))
            })
            .collect();
        let rows = Self {
            orders: sorted_orders(&mut orders),
            customers: unique(&mut customers, CUSTOMERS).into_iter().collect(),
            sellers: unique(&mut sellers, SELLERS).into_iter().collect(),
            categories,
            items: grouped(std::mem::take(&mut items.rows)),
            payments: grouped(std::mem::take(&mut payments.rows)),
            reviews: grouped(std::mem::take(&mut reviews.rows)),
            spoilt,
            rejects: {
                rejects.append(&mut orders.rejects);
                rejects.append(&mut customers.rejects);
                rejects.append(&mut sellers.rejects);
                rejects.append(&mut items.rejects);
                rejects.append(&mut payments.rejects);
                rejects.append(&mut reviews.rejects);
                rejects.append(&mut products.rejects);
                rejects.append(&mut translation.rejects);
                rejects
            },
            fingerprint: fingerprint(&digests),
        };
        Ok(rows)
    }
}

fn fingerprint(digests: &[Sha256Hex]) -> Sha256Hex {
    let bytes: Vec<u8> = digests.iter().flat_map(|digest| *digest.bytes()).collect();
    Sha256Hex::of(&bytes)
}

type Keyed<T> = Table<(String, T)>;

fn read_orders(dir: &Path, zone: &TimeZone) -> Result<Table<OrderRow>, OlistError> {
    let columns = [
        "order_id",
        "customer_id",
        "order_status",
        "order_purchase_timestamp",
        "order_approved_at",
        "order_delivered_carrier_date",
        "order_delivered_customer_date",
        "order_estimated_delivery_date",
    ];
    let mut seen = HashSet::new();
    table::read(dir, ORDERS, &columns, zone, |row| {
        let id = row.required("order_id")?.to_owned();
        if seen.contains(&id) {
            return Err(row.refuse("order_id", "stands in an earlier row; remove one of them"));
        }
        let status = row.required("order_status")?;
        let order = OrderRow {
            line: row.line,
            customer_id: row.required("customer_id")?.to_owned(),
            status: FinalStatus::parse(status).ok_or_else(|| {
                row.refuse("order_status", format!("{status:?} is not a status of Olist"))
            })?,
            purchased_at: row.required_instant("order_purchase_timestamp")?,
            approved_at: row.instant("order_approved_at")?,
            carrier_at: row.instant("order_delivered_carrier_date")?,
            delivered_at: row.instant("order_delivered_customer_date")?,
            promised_by: row.end_of_day("order_estimated_delivery_date")?,
            id,
        };
        seen.insert(order.id.clone());
        Ok(order)
    })
}

fn sorted_orders(table: &mut Table<OrderRow>) -> Vec<OrderRow> {
    let mut orders: Vec<OrderRow> =
        std::mem::take(&mut table.rows).into_iter().map(|(_, row)| row).collect();
    orders.sort_by(|a, b| (a.purchased_at, &a.id).cmp(&(b.purchased_at, &b.id)));
    orders
}

fn place(row: &Fields<'_>, who: &str) -> Result<Place, Reject> {
    let column = |name: &str| format!("{who}_{name}");
    Ok(Place {
        postal_code: row.required(&column("zip_code_prefix"))?.to_owned(),
        city: row.required(&column("city"))?.to_owned(),
        state: row.required(&column("state"))?.to_owned(),
    })
}

fn read_customers(dir: &Path, zone: &TimeZone) -> Result<Keyed<CustomerRow>, OlistError> {
    let columns = [
        "customer_id",
        "customer_unique_id",
        "customer_zip_code_prefix",
        "customer_city",
        "customer_state",
    ];
    table::read(dir, CUSTOMERS, &columns, zone, |row| {
        let unique_id = row.required("customer_unique_id")?.to_owned();
        let customer = CustomerRow { unique_id, place: place(row, "customer")? };
        Ok((row.required("customer_id")?.to_owned(), customer))
    })
}

fn read_sellers(dir: &Path, zone: &TimeZone) -> Result<Keyed<Place>, OlistError> {
    let columns = ["seller_id", "seller_zip_code_prefix", "seller_city", "seller_state"];
    table::read(dir, SELLERS, &columns, zone, |row| {
        Ok((row.required("seller_id")?.to_owned(), place(row, "seller")?))
    })
}

fn read_items(
    dir: &Path,
    zone: &TimeZone,
    spoilt: &mut HashMap<String, u64>,
) -> Result<Keyed<ItemRow>, OlistError> {
    let columns =
        ["order_id", "order_item_id", "product_id", "seller_id", "price", "freight_value"];
    table::read(dir, ITEMS, &columns, zone, |row| {
        let order_id = row.required("order_id")?.to_owned();
        let parse = || {
            Ok(ItemRow {
                number: row.whole("order_item_id")?,
                product_id: row.required("product_id")?.to_owned(),
                seller_id: row.required("seller_id")?.to_owned(),
                price: row.amount("price")?,
                freight: row.amount("freight_value")?,
            })
        };
        let item = parse().inspect_err(|_| {
            spoilt.insert(order_id.clone(), row.line);
        })?;
        Ok((order_id, item))
    })
}

fn read_payments(dir: &Path, zone: &TimeZone) -> Result<Keyed<PaymentRow>, OlistError> {
    let columns = ["order_id", "payment_type", "payment_installments", "payment_value"];
    table::read(dir, PAYMENTS, &columns, zone, |row| {
        let payment = PaymentRow {
            method: row.required("payment_type")?.to_owned(),
            instalments: row.whole("payment_installments")?,
            amount: row.amount("payment_value")?,
        };
        Ok((row.required("order_id")?.to_owned(), payment))
    })
}

fn read_reviews(dir: &Path, zone: &TimeZone) -> Result<Keyed<Review>, OlistError> {
    let columns = [
        "order_id",
        "review_score",
        "review_comment_title",
        "review_comment_message",
        "review_creation_date",
        "review_answer_timestamp",
    ];
    table::read(dir, REVIEWS, &columns, zone, |row| {
        let score = row.whole("review_score")?;
        if !(1..=5).contains(&score) {
            return Err(row.refuse("review_score", "is not a score; give 1 to 5"));
        }
        let review = Review {
            score,
            title: row.text("review_comment_title").trim().to_owned(),
            message: row.text("review_comment_message").trim().to_owned(),
            asked_at: row.required_instant("review_creation_date")?,
            answered_at: row.required_instant("review_answer_timestamp")?,
        };
        Ok((row.required("order_id")?.to_owned(), review))
    })
}

type Pairs = Table<(String, String)>;

fn read_products(dir: &Path, zone: &TimeZone) -> Result<(Pairs, Pairs), OlistError> {
    let products =
        table::read(dir, PRODUCTS, &["product_id", "product_category_name"], zone, |row| {
            let category = row.text("product_category_name").trim().to_owned();
            Ok((row.required("product_id")?.to_owned(), category))
        })?;
    let columns = ["product_category_name", "product_category_name_english"];
    let translation = table::read(dir, TRANSLATION, &columns, zone, |row| {
        let portuguese = row.required("product_category_name")?.to_owned();
        Ok((portuguese, row.required("product_category_name_english")?.to_owned()))
    })?;
    Ok((products, translation))
}

/// Rows of an order that is not there are of no use; they are reported.
fn drop_orphans<T>(table: &mut Keyed<T>, file: &'static str, orders: &HashSet<String>) {
    let rejects = &mut table.rejects;
    table.rows.retain(|(line, (order_id, _))| {
        let known = orders.contains(order_id);
        if !known {
            let reason = "names an order that has no usable row in the orders file";
            let reject = Reject::new(*line, "order_id", reason, order_id.as_bytes());
            rejects.push(reject.in_file(file));
        }
        known
    });
}

/// The first row of each key; later ones are reported.
fn unique<T>(table: &mut Keyed<T>, file: &'static str) -> Vec<(String, T)> {
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(table.rows.len());
    for (line, (key, row)) in std::mem::take(&mut table.rows) {
        if seen.insert(key.clone()) {
            kept.push((key, row));
        } else {
            let reason = "the same key stands in an earlier row; remove one of them";
            table.rejects.push(Reject::new(line, "", reason, key.as_bytes()).in_file(file));
        }
    }
    kept
}

fn grouped<T>(rows: Vec<(u64, (String, T))>) -> HashMap<String, Vec<T>> {
    let mut groups: HashMap<String, Vec<T>> = HashMap::new();
    for (_, (key, row)) in rows {
        groups.entry(key).or_default().push(row);
    }
    groups
}
