//! What the tests share.

use kernel::{CustomerId, MerchantId, OrderId, TenantId, Timestamp};
use store::testkit::{TestDatabase, clock};
use store::{Store, StoreError, StoreOptions, Tx, orders};

pub(crate) const NOW: Timestamp = Timestamp::from_millis(store::testkit::TEST_START_MS);

pub(crate) fn tenant() -> TenantId {
    TenantId::new("t1").unwrap()
}

pub(crate) fn order(n: u32) -> OrderId {
    OrderId::new(format!("order-{n}")).unwrap()
}

pub(crate) fn insert_order(tx: &mut Tx<'_>, n: u32) -> Result<(), StoreError> {
    let (merchant, customer) = (MerchantId::new("m1").unwrap(), CustomerId::new("c1").unwrap());
    orders::insert(tx, &tenant(), &order(n), &merchant, &customer, "{}".to_owned(), NOW)
}

pub(crate) fn open(database: &TestDatabase) -> Store {
    database.open(StoreOptions::new("n1", clock())).unwrap()
}
