//! A page looked at together, as its conversation tells it.

use kernel::CobrowseId;
use support::conversation::{CobrowseState, EventBody, Input};

use crate::requests::{Talk, Who};

const FIRST: &str = "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f81";
const SECOND: &str = "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f82";

fn told(session: &str, state: CobrowseState, name: &str) -> Input {
    let session: CobrowseId = session.parse().unwrap();
    Input::Cobrowse { session, state, name: name.to_owned() }
}

#[test]
fn a_conversation_knows_where_its_session_stands() {
    use CobrowseState::{Active, Answered, Declined, Ended, Invited, Transferred};
    let table = [
        (FIRST, Invited, "Ana", Some((FIRST, Invited, "Ana"))),
        (FIRST, Answered, "Ana", Some((FIRST, Answered, "Ana"))),
        (FIRST, Active, "Ana", Some((FIRST, Active, "Ana"))),
        // Who it is with changes, and that it goes on does not.
        (FIRST, Transferred, "Ben", Some((FIRST, Active, "Ben"))),
        (FIRST, Ended, "Ben", None),
        (FIRST, Declined, "Ana", Some((FIRST, Declined, "Ana"))),
        (SECOND, Invited, "Cy", Some((SECOND, Invited, "Cy"))),
        // The end of one is not that of another.
        (FIRST, Ended, "Ana", Some((SECOND, Invited, "Cy"))),
        (SECOND, Ended, "Cy", None),
    ];
    let mut talk = Talk::new("people");
    let before = (talk.c.assignment.clone(), talk.c.floor.clone(), talk.c.waiting_on);
    for (session, state, name, expected) in table {
        let step = talk.does(Who::System, told(session, state, name));
        let known = talk.c.cobrowse.as_ref();
        let found = known.map(|one| (one.session.to_string(), one.state, one.name.clone()));
        let expected = expected.map(|(id, state, name)| (id.to_owned(), state, name.to_owned()));
        assert_eq!(found, expected, "{session} {state:?}");
        let [event] = step.events.as_slice() else { panic!("{:?}", step.events) };
        assert!(matches!(&event.body, EventBody::Cobrowse { state: told, .. } if *told == state));
        assert!(!event.body.is_for_desk(), "the customer is told too");
    }
    assert_eq!((talk.c.assignment, talk.c.floor, talk.c.waiting_on), before);
}
