//! The ways into a co-browsing session: invitations, links, from hand to hand, and tokens of a company's own
//! tools; on both databases.

use app::cobrowse::tools::{self, Tool, Way};
use app::cobrowse::{self as together, Side};
use app::conversations::{self, NewConversation};
use app::{AppError, AppOptions, Principal, Role};
use cobrowse::consent::Grant;
use cobrowse::session::{Input, Role as SeatRole, State};
use identity::testkit::TokenSigner;
use kernel::{CobrowseId, ConversationId, Duration, Secret};
use serde_json::{Value, json};
use support::conversation::CobrowseState;

use crate::common::*;

fn conversation(desk: &Desk) -> ConversationId {
    let new = NewConversation { message: Some(words("c-1", "help")), ..chat("help") };
    let said = desk.write(&desk.customer(), move |s| conversations::open(s, new.clone())).unwrap();
    said.kept.conversation.id
}

fn invited(desk: &Desk, by: &str) -> (ConversationId, CobrowseId) {
    let with = conversation(desk);
    let kept = desk.write(&desk.agent(by), move |s| together::invite(s, with)).unwrap();
    (with, kept.row.cobrowse)
}

/// Where a conversation says that its session stands.
fn told(desk: &Desk, id: ConversationId) -> Option<(CobrowseState, String)> {
    let kept = desk.read(&desk.agent("ana"), move |s| conversations::get(s, id));
    kept.conversation.cobrowse.map(|one| (one.state, one.name))
}

fn state(desk: &Desk, id: CobrowseId) -> State {
    desk.read(&desk.customer(), move |s| together::get(s, id)).machine.state()
}

fn seat(desk: &Desk, who: &Principal, id: CobrowseId) -> Result<u32, AppError> {
    let (_, token) = desk.write(who, move |s| together::seat(s, id, None))?;
    match together::place_of(&desk.app, &token).unwrap().side {
        Side::Desk { seat } => Ok(seat),
        Side::Customer => panic!("a seat of the desk"),
    }
}

fn accept(desk: &Desk, id: CobrowseId) {
    let system = desk.app.system(&desk.tenant);
    let ask =
        desk.read(&desk.customer(), move |s| together::get(s, id)).machine.ask().unwrap().clone();
    let (wants, hash) = (ask.wish.wants, ask.wish.text.hash);
    for input in [Input::Shown { ask: ask.id }, Input::Accept { ask: ask.id, grants: wants, hash }]
    {
        let act = move |s: &mut app::Session<'_, '_>| together::act(s, id, input.clone(), None);
        assert_eq!(desk.write(&system, act).unwrap().refusal, None);
    }
}

#[test]
fn an_invitation_is_answered_before_anybody_asks() {
    on_every_store(|desk| {
        let (with, id) = invited(&desk, "ana");
        assert_eq!(told(&desk, with), Some((CobrowseState::Invited, "ana".to_owned())));
        assert_eq!(state(&desk, id), State::Waiting);
        // Nobody is there before the customer came, and nobody else is invited meanwhile.
        assert_eq!(seat(&desk, &desk.agent("ana"), id).unwrap_err().code(), "cobrowse_refused");
        let again = desk.write(&desk.agent("ben"), move |s| together::invite(s, with)).unwrap_err();
        assert_eq!(again.code(), "cobrowse_refused");
        let stranger = desk.seat(Role::Consumer, "c2");
        let hidden = desk.write(&stranger, move |s| together::join(s, id)).unwrap_err();
        assert!(matches!(hidden, AppError::NotFound { .. }), "{hidden}");

        let (kept, token) = desk.write(&desk.customer(), move |s| together::join(s, id)).unwrap();
        assert!(kept.invited.unwrap().answered.unwrap().is_known);
        assert_eq!(together::place_of(&desk.app, &token).unwrap().side, Side::Customer);
        assert_eq!(told(&desk, with), Some((CobrowseState::Answered, "ana".to_owned())));
        // From another tab it is the same session.
        assert!(desk.write(&desk.customer(), move |s| together::join(s, id)).is_ok());
        // It is the inviter's: other agents may not look in.
        let refused = seat(&desk, &desk.agent("ben"), id).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        assert_eq!(seat(&desk, &desk.agent("ana"), id).unwrap(), 1);
        assert_eq!(state(&desk, id), State::Asked);
        assert_eq!(told(&desk, with).unwrap().0, CobrowseState::Asked);
        accept(&desk, id);
        assert_eq!(told(&desk, with).unwrap().0, CobrowseState::Active);
        desk.write(&desk.customer(), move |s| together::end(s, id)).unwrap();
        assert_eq!(told(&desk, with), None);
        desk.sound();
    });
}

#[test]
fn an_invitation_is_taken_back_declined_or_over() {
    let desk = in_memory();
    let (with, id) = invited(&desk, "ana");
    desk.write(&desk.agent("ana"), move |s| together::end(s, id)).unwrap();
    assert_eq!((state(&desk, id), told(&desk, with)), (State::Ended, None));
    let late = desk.write(&desk.customer(), move |s| together::join(s, id)).unwrap_err();
    assert_eq!(late.code(), "cobrowse_refused");

    let (with, id) = invited(&desk, "ana");
    desk.write(&desk.customer(), move |s| together::end(s, id)).unwrap();
    assert_eq!((state(&desk, id), told(&desk, with)), (State::Ended, None));

    let (with, id) = invited(&desk, "ana");
    desk.clock.advance(Duration::from_secs(20 * 60));
    block_on(together::tick_due(&desk.app, |_, _| None)).unwrap();
    assert_eq!((state(&desk, id), told(&desk, with)), (State::Ended, None));
}

fn follow(desk: &Desk, token: &str, who: Option<&Principal>) -> Result<together::Kept, AppError> {
    block_on(together::follow(&desk.app, token, who)).map(|(kept, _)| kept)
}

#[test]
fn a_link_is_good_once_for_its_customer_and_twenty_minutes() {
    on_every_store(|desk| {
        let link = |id| desk.write(&desk.agent("ana"), move |s| together::link(s, id));
        let (_, id) = invited(&desk, "ana");
        let one = link(id).unwrap();
        assert!(
            one.url.ends_with(&format!("/portal/#ombud-cobrowse={}", one.token)),
            "{}",
            one.url
        );
        assert_eq!(link(id).unwrap(), one, "it is the same until it is over");
        for at in 0..one.token.len() {
            let mut forged = one.token.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            // The last character of a signature has bits that mean nothing.
            if at + 1 < one.token.len() {
                let code = follow(&desk, &forged, None).map(|_| ()).map_err(|error| error.code());
                assert_eq!(code, Err("cobrowse_link_unknown"), "at {at}");
            }
        }
        // Where a customer is known, it is theirs alone, and stays good for them.
        let other = desk.seat(Role::Consumer, "c2");
        let refused = follow(&desk, &one.token, Some(&other)).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        let kept = follow(&desk, &one.token, Some(&desk.customer())).unwrap();
        assert!(kept.invited.unwrap().answered.unwrap().is_known);
        let used = follow(&desk, &one.token, Some(&desk.customer())).unwrap_err();
        assert_eq!(used.code(), "cobrowse_link_unknown");
        assert_eq!(link(id).unwrap_err().code(), "cobrowse_refused");
        desk.write(&desk.customer(), move |s| together::end(s, id)).unwrap();

        // Somebody of whom nothing is known comes too, and the desk is told.
        let (_, id) = invited(&desk, "ana");
        let kept = follow(&desk, &link(id).unwrap().token, None).unwrap();
        assert!(!kept.invited.unwrap().answered.unwrap().is_known);
        desk.write(&desk.customer(), move |s| together::end(s, id)).unwrap();

        let (_, id) = invited(&desk, "ana");
        let late = link(id).unwrap();
        desk.clock.advance(Duration::from_secs(20 * 60));
        let over = follow(&desk, &late.token, Some(&desk.customer())).unwrap_err();
        assert_eq!(over.code(), "cobrowse_link_unknown");
        // A link opens no socket, and a place is no link.
        assert!(together::place_of(&desk.app, &late.token).is_err());
    });
}

fn sits(desk: &Desk, who: &str) {
    let change = app::seats::Change {
        availability: app::seats::Availability::Available,
        skills: None,
        capacity_units: None,
        extension: None,
    };
    desk.write(&desk.agent(who), move |s| app::seats::change(s, &change)).unwrap();
}

#[test]
fn a_session_goes_from_hand_to_hand() {
    on_every_store(|desk| {
        sits(&desk, "ben");
        let (with, id) = invited(&desk, "ana");
        desk.write(&desk.customer(), move |s| together::join(s, id)).unwrap();
        let (ana, ben) = (desk.agent("ana"), desk.agent("ben"));
        seat(&desk, &ana, id).unwrap();
        accept(&desk, id);
        let hand = |who: &Principal, to: &str| {
            let to = to.parse().unwrap();
            desk.write(who, move |s| together::transfer(s, id, kernel::PrincipalId::clone(&to)))
        };
        assert_eq!(hand(&ben, "ben").unwrap_err().code(), "cobrowse_refused", "not theirs to give");
        assert_eq!(
            hand(&ana, "nobody").unwrap_err().to_string(),
            "user_id: nobody at the desk is called so"
        );
        let handed = hand(&ana, "ben").unwrap();
        assert_eq!((handed.handed_to.as_ref(), handed.machine.lead()), (ben.id.as_ref(), Some(1)));
        assert_eq!(seat(&desk, &ben, id).unwrap(), 2);
        let kept = desk.read(&ana, move |s| together::get(s, id));
        assert_eq!((kept.handed_to.as_ref(), kept.machine.lead()), (None, Some(2)));
        assert!(
            !kept.machine.grants().has(Grant::Scroll),
            "what lets somebody act is given to a person"
        );
        assert_eq!(told(&desk, with), Some((CobrowseState::Active, "ben".to_owned())));
        // Who is there already leads at once.
        let back = hand(&ben, "ana").unwrap();
        assert_eq!((back.handed_to, back.machine.lead()), (None, Some(1)));
        let sam = desk.seat(Role::Supervisor, "sam");
        seat(&desk, &sam, id).unwrap();
        assert_eq!(
            hand(&ana, "sam").unwrap_err().code(),
            "cobrowse_refused",
            "who looks does not lead"
        );
        assert_eq!(hand(&sam, "ben").unwrap().machine.lead(), Some(2));
        let named = desk.read(&ben, move |s| {
            let kept = together::get(s, id)?;
            together::named(s, kept)
        });
        assert!(named.may_join);
        let cy = desk.read(&desk.agent("cy"), move |s| {
            let kept = together::get(s, id)?;
            together::named(s, kept)
        });
        assert!(!cy.may_join);
    });
}

fn tool(signer: &TokenSigner, name: &str) -> Tool {
    Tool {
        tenant: "acme".parse().unwrap(),
        name: name.to_owned(),
        issuer: format!("https://{name}.example"),
        audience: tools::AUDIENCE.to_owned(),
        kid: None,
        key: signer.key(),
        origins: Vec::new(),
    }
}

fn desk_of(tools: Vec<Tool>) -> Desk {
    let clock = std::sync::Arc::new(kernel::ManualClock::at(at(D0)));
    let store = store::testkit::inline(clock.clone(), store::FaultPlan::default()).unwrap();
    let options = AppOptions { cobrowse_tools: tools, ..AppOptions::new([7; 32]) };
    Desk::with(store, clock, options)
}

/// Claims that are right, with these in their place; null takes one out.
fn claims(desk: &Desk, changes: Value) -> Value {
    let exp = desk.app.now().as_millis() / 1_000 + 300;
    let mut all = json!({"iss": "https://crm.example", "aud": "ombud-cobrowse", "exp": exp,
        "sub": "ana", "name": "Ana Berg", "role": "agent", "may": ["view", "draw", "scroll"]});
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    all.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    all
}

fn enter(desk: &Desk, token: &str, way: Way) -> Result<(Principal, together::Kept), AppError> {
    let entered = block_on(tools::seat(&desk.app, &Secret::new(token), way));
    entered.map(|(principal, kept, _)| (principal, kept))
}

fn begun(desk: &Desk) -> (CobrowseId, Way) {
    let begun = desk.write(&desk.customer(), |s| together::begin(s, None, "en")).unwrap();
    (begun.kept.row.cobrowse, Way::Code(begun.code))
}

#[test]
fn a_tools_person_takes_a_seat_as_themselves() {
    for signer in [TokenSigner::eddsa(), TokenSigner::rs256(), TokenSigner::es256()] {
        let desk = desk_of(vec![tool(&signer, "crm")]);
        let (id, way) = begun(&desk);
        let token = signer.sign(&claims(&desk, json!({})));
        let (principal, kept) = enter(&desk, &token, way.clone()).unwrap();
        assert_eq!(principal.id.unwrap().as_str(), "tool:crm:ana");
        assert_eq!(kept.row.agent.as_ref().unwrap().as_str(), "tool:crm:ana");
        let ask = kept.machine.ask().unwrap();
        assert_eq!(ask.wish.agent, "Ana Berg");
        let wants: Vec<_> = ask.wish.wants.iter().collect();
        assert_eq!(
            wants,
            [Grant::View, Grant::Draw, Grant::Scroll],
            "not more than the token says"
        );
        accept(&desk, id);
        // By the session's number they come back to their seat, and nobody else comes so.
        enter(&desk, &token, Way::Session(id)).unwrap();
        let other = signer.sign(&claims(&desk, json!({"sub": "ben", "name": "Ben"})));
        let refused = enter(&desk, &other, Way::Session(id)).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        let used = enter(&desk, &other, way).unwrap_err();
        assert_eq!(used.code(), "cobrowse_code_unknown");
        // A token that names the session lets them look; a supervisor comes into any.
        for (role, may_lead) in [("tool", SeatRole::Tool), ("supervisor", SeatRole::Supervisor)] {
            let session = (role == "tool").then(|| id.to_string());
            let sub = format!("{role}-1");
            let named = claims(&desk, json!({"sub": sub, "role": role, "session": session}));
            let (principal, kept) = enter(&desk, &signer.sign(&named), Way::Session(id)).unwrap();
            let seat = kept.machine.seat_of(&principal.id.unwrap()).unwrap();
            assert_eq!(kept.machine.person(seat).unwrap().role, may_lead);
            assert!(!kept.machine.may(seat, Grant::Draw));
        }
        let rows = desk.app.store().read_blocking({
            let tenant = desk.tenant.clone();
            move |tx| store::audit::list(tx, &tenant, (0, 0), 1_000)
        });
        let joined = rows.unwrap().into_iter().find(|row| row.body.contains("cobrowse.joined"));
        assert!(joined.unwrap().body.contains("tool:crm:ana"), "under the tool's identity");
        desk.sound();
    }
}

#[test]
fn tokens_that_are_not_right_open_nothing() {
    let (signer, other) = (TokenSigner::eddsa(), TokenSigner::eddsa());
    let desk = desk_of(vec![tool(&signer, "crm"), tool(&other, "erp")]);
    let now = desk.app.now().as_millis() / 1_000;
    let (_, way) = begun(&desk);
    let table = [
        (json!({"aud": "ombud"}), "not for this audience"),
        (json!({"aud": null}), "not for this audience"),
        (json!({"iss": "https://erp.example"}), "issued by somebody else"),
        (json!({"iss": null}), "issued by somebody else"),
        (json!({"exp": now - 1}), "has expired"),
        (json!({"exp": null}), "claim exp"),
        (json!({"exp": now + 3_600}), "valid for longer"),
        (json!({"nbf": now + 120}), "not valid yet"),
        (json!({"sub": null}), "claim sub"),
        (json!({"sub": "a b"}), "its sub is no id"),
        (json!({"name": null}), "claim name"),
        (json!({"name": "x".repeat(101)}), "its name"),
        (json!({"role": null}), "claim role"),
        (json!({"role": "operator"}), "its role"),
        (json!({"may": null}), "its may"),
        (json!({"may": "view"}), "its may"),
        (json!({"may": ["draw"]}), "its may"),
        (json!({"may": ["view", "everything"]}), "its may"),
        (json!({"session": "all"}), "its session is no id"),
        (json!({"session": 7}), "claim session"),
    ];
    for (changes, words) in table {
        let refused = enter(&desk, &signer.sign(&claims(&desk, changes.clone())), way.clone());
        let error = refused.unwrap_err();
        assert_eq!(error.code(), "cobrowse_token_refused", "{changes}: {error}");
        assert!(error.to_string().contains(words), "{changes}: {error}");
    }
    let right = claims(&desk, json!({}));
    let token = signer.sign(&right);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let header = |alg: &str| signer.sign_as(&json!({"alg": alg, "typ": "JWT"}), &right);
    let forged = [
        TokenSigner::eddsa().sign(&right),
        TokenSigner::rs256().sign(&right),
        other.sign(&right),
        header("none"),
        header("HS256"),
        header("RS256"),
        format!("{signed}."),
        format!("{signed}.{}", signature.chars().rev().collect::<String>()),
        format!("x{token}"),
        String::new(),
        "a.b.c".to_owned(),
    ];
    for token in forged {
        let error = enter(&desk, &token, way.clone()).unwrap_err();
        assert_eq!(error.code(), "cobrowse_token_refused", "{token}: {error}");
    }
    // What narrows a token holds; of what it is not for, it tells nothing.
    let with = conversation(&desk).to_string();
    for narrow in
        [json!({"customer": "c2"}), json!({"conversation": with}), json!({"session": with})]
    {
        let error = enter(&desk, &signer.sign(&claims(&desk, narrow.clone())), way.clone());
        assert_eq!(error.unwrap_err().code(), "cobrowse_code_unknown", "{narrow}");
    }
    let (_, kept) =
        enter(&desk, &signer.sign(&claims(&desk, json!({"customer": "c1"}))), way).unwrap();
    assert_eq!(kept.machine.people_told().len(), 1);
}

#[test]
fn whoever_guesses_with_a_token_is_stopped_as_others_are() {
    let signer = TokenSigner::eddsa();
    let desk = desk_of(vec![tool(&signer, "crm")]);
    let (_, Way::Code(right)) = begun(&desk) else { unreachable!() };
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let guess = |sub: &str, code: &str| {
        let token = signer.sign(&claims(&desk, json!({"sub": sub})));
        enter(&desk, &token, Way::Code(code.to_owned())).map(|_| ())
    };
    for _ in 0..5 {
        assert_eq!(guess("eve", wrong).unwrap_err().code(), "cobrowse_code_unknown");
    }
    assert!(guess("eve", &right).is_err());
    assert!(matches!(guess("eve", &right), Err(AppError::TooMany { .. })));
    guess("ana", &right).unwrap();
    // A tool asks nobody.
    let token = signer.sign(&claims(&desk, json!({"role": "tool"})));
    let (_, way) = begun(&desk);
    assert!(matches!(enter(&desk, &token, way), Err(AppError::Forbidden { .. })));
}
