//! How a store is opened: every limit has a name, a unit and a default.

use std::sync::Arc;

use kernel::{Clock, Duration};

/// Settings of one node's store.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// Shown in the `nodes` table and in logs.
    pub node_name: String,
    /// Where lease instants come from; never the database's clock.
    pub clock: Arc<dyn Clock>,
    /// Most closures in one group commit.
    pub group_closures_max: usize,
    /// Longest wait for company before a lone closure is committed, in microseconds. Under load
    /// closures gather by themselves while the last commit is flushed, so 0 is a good value.
    pub group_wait_us_max: u64,
    /// Most writes, and most reads, waiting; one more is refused with
    /// [`crate::StoreError::Overloaded`].
    pub waiting_max: usize,
    /// Connections (and threads) for reads.
    pub readers: usize,
    /// How long a node's lane is its own without a sign of life.
    pub lease: Duration,
    /// Most runs of one closure that meets conflicts.
    pub attempts_max: u32,
    /// PEM certificates of the authorities that may sign the PostgreSQL server's certificate; with
    /// them the connection is encrypted and the server verified.
    pub postgres_root_certificates_pem: Option<String>,
    /// Opens a store even though a copy into it is unfinished: only to go on copying.
    pub allow_unfinished_copy: bool,
}

impl StoreOptions {
    /// The defaults, with the clock that leases are measured by.
    pub fn new(node_name: impl Into<String>, clock: Arc<dyn Clock>) -> Self {
        Self {
            node_name: node_name.into(),
            clock,
            group_closures_max: 64,
            group_wait_us_max: 0,
            waiting_max: 1_024,
            readers: 4,
            lease: Duration::from_secs(15),
            attempts_max: 12,
            postgres_root_certificates_pem: None,
            allow_unfinished_copy: false,
        }
    }
}
