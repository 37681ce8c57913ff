//! Which contact is offered to whom.
//!
//! Four rules, in this order:
//! 1. **Skills**: a seat is offered only what it has every needed skill for. Nobody is transferred
//!    because the first one could not help.
//! 2. **Reserve**: seats that can take critical work are kept free for it; anything else is offered
//!    to such a seat only while more of them are free than are reserved.
//! 3. **Urgency**: the contact with the most points goes first. Points are those of the contact and
//!    grow with the time it waits, so that nothing waits for ever.
//! 4. **Least flexible first**: of the seats that can take a contact, the one with the fewest skills
//!    gets it, so that those who can do more stay free for what only they can do.
//!
//! Source of the rules: Gans, Koole, Mandelbaum, "Telephone Call Centers: Tutorial, Review, and
//! Research Prospects" (2003), section 5 (skills-based routing, threshold reservation).

pub mod erlang;
mod router;
pub mod simulate;
mod skill;

pub use router::{Contact, Offer, Position, Router, Rules, Seat};
pub use skill::{SKILLS_MAX, SkillError, SkillTable, Skills};
