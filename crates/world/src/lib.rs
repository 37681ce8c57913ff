//! Believable orders and problems: a seeded demo world, and the backtest on real orders.
//!
//! The **world** is made up from nothing but a seed: customers, shops, orders, carriers' scans,
//! payments, returns, problems and merchants' answers in four markets, as one stream in the order
//! of time. The **backtest** takes the orders of the Olist folder, derives the disputes that really
//! happened in them, plays the merchants, and scores decisions against what the data shows later.
//!
//! Nothing here decides a dispute. What is true is kept in types of its own (`Truth`) which the
//! caller must keep away from every decision.

pub mod backtest;
pub mod curve;
pub mod event;
pub mod evidence;
pub mod market;
pub mod rates;
pub mod words;

mod course;
mod fault;
mod generate;
mod life;
mod people;
mod purchase;
mod reply;
mod schedule;
mod seed;
mod shop;

pub use event::{
    Answer, Claim, HardshipRequest, MerchantAnswer, Problem, Right, Trouble, What, WorldEvent,
};
pub use evidence::{EvidenceDraft, FileDraft};
pub use generate::{ORDERS_MAX, SHOPS_MAX, World, WorldError, WorldSize};
pub use market::Market;
pub use rates::Rates;
