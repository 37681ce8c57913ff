//! Every limit of the edge, in one place. A request over one of them is refused at once, with a
//! code that says which.

use std::time::Duration;

/// Largest body of an ordinary request.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// Largest body of a request that may carry files: ten files of 7 MB, as base64 in JSON.
pub const EVIDENCE_BODY_BYTES_MAX: usize = 100 * 1024 * 1024;
/// Largest body of an upload of one file: 7 MB, as base64 in JSON.
pub const ATTACHMENT_BODY_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Largest body that hands in a letter: 25 MiB, as base64 in JSON.
pub const LETTER_BODY_BYTES_MAX: usize = 35 * 1024 * 1024;
/// Largest body of a batch of feed records.
pub const BATCH_BODY_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Largest message of an agent of another company: an argument of 2,000 characters, and what is around it.
pub const MCP_BODY_BYTES_MAX: usize = 64 * 1024;
/// Most bytes of a webhook another company sends.
pub const INBOUND_BODY_BYTES_MAX: usize = 1024 * 1024;
/// Most bytes of bodies that the process holds at once, of all requests together. A body that finds no
/// room is answered 503. What is made of a body while it is worked on takes a small multiple of it.
pub const BODIES_BYTES_MAX: usize = 256 * 1024 * 1024;
/// How long a body may take to come.
pub const BODY_TIME_MAX: Duration = Duration::from_secs(10);
/// A large body has one more second for each of these bytes that came.
pub const BODY_BYTES_PER_SECOND_MIN: usize = 1024 * 1024;
/// How long a webhook of another company may take to come: whoever sends it has not proved who it is.
pub const INBOUND_BODY_TIME_MAX: Duration = Duration::from_secs(5);

/// Items of a page when the request names no number.
pub const PAGE_ITEMS_DEFAULT: u32 = 50;
/// Most items of a page.
pub const PAGE_ITEMS_MAX: u32 = 100;

/// Most header fields of a request; more are answered 431 before anything is read.
pub const REQUEST_HEADERS_MAX: usize = 64;
/// Most bytes of a request's head.
pub const REQUEST_HEAD_BYTES_MAX: usize = 32 * 1024;
/// How long a connection may take to send the head of a request, or idle between two.
pub const REQUEST_HEAD_TIME_MAX: Duration = Duration::from_secs(30);
/// How long a request may take as a whole, its body included.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);
/// Most requests that are worked on at the same time; one more is answered 503 at once.
pub const REQUESTS_AT_ONCE_MAX: usize = 1_024;
/// Most webhooks of other companies that are worked on at the same time. They have places of their own,
/// so that whoever holds these by sending slowly keeps nobody else out.
pub const INBOUND_AT_ONCE_MAX: usize = 64;
/// Most open connections; further ones wait in the system's queue.
pub const CONNECTIONS_MAX: usize = 8_192;
/// Most open sockets of one node.
pub const SOCKETS_MAX: u64 = 20_000;
/// Most open sockets of one customer, and of one person at the desk or at a merchant, on one node.
pub const SOCKETS_OF_CUSTOMER_MAX: u32 = 10;
pub const SOCKETS_OF_USER_MAX: u32 = 50;
/// Messages that a customer may send by requests in a row, and how soon there may be one more, on one
/// node; calls of an agent for one customer as well.
pub const MESSAGES_BURST: u32 = 60;
pub const MESSAGE_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// Largest frame that a client may send: a message of 10,000 characters, and what is around it.
pub const SOCKET_FRAME_BYTES_MAX: usize = 64 * 1024;
/// Largest message of a co-browsing socket: the first picture of a large page.
pub const COBROWSE_FRAME_BYTES_MAX: usize = 4 * 1024 * 1024;
/// What one socket reads at once. Every socket holds it, and most messages are a few hundred bytes.
pub const SOCKET_BUFFER_BYTES: usize = 1024;
/// How long a stop waits for the requests under way.
pub const DRAIN_TIME_MAX: Duration = Duration::from_secs(10);

/// What a client is told to wait after a 503, in seconds.
pub const RETRY_AFTER_S: u32 = 1;
/// Longest API key, in characters.
pub const API_KEY_CHARS_MAX: usize = 200;
