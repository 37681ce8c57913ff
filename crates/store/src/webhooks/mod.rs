//! Webhook endpoints and their deliveries.

pub(crate) mod deliveries;
pub(crate) mod endpoints;

pub use deliveries::{
    Attempt, DeliveryRow, claim, delivery, due_endpoints, end, insert_deliveries, last_success,
    log, prune, resend, retry,
};
pub use endpoints::{
    ACTIVE, DISABLED, EndpointRow, delete_endpoint, disable_endpoint, endpoint, endpoints,
    insert_endpoint, save_endpoint,
};
