//! Sessions stepped by hand and by chance.

use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Duration, PrincipalId, Rng, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::consent::{Answer, Wish, Words};
use crate::control::EndReason;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000).plus(Duration::from_secs(seconds))
}

fn words() -> Words {
    let hash = Sha256Hex::of(b"words");
    Words { version: "2026-11".to_owned(), language: "sv".to_owned(), hash }
}

fn wish(wants: &[Grant]) -> Wish {
    Wish {
        agent: "Ana".to_owned(),
        company: "Acme".to_owned(),
        wants: wants.iter().copied().collect(),
        text: words(),
        purpose: "support".to_owned(),
    }
}

fn join(name: &str, role: Role) -> Input {
    Input::Join {
        principal: PrincipalId::new(name).unwrap(),
        name: name.to_owned(),
        role,
        may: Grants::ALL,
    }
}

fn accept(ask: u32, grants: &[Grant]) -> Input {
    Input::Accept { ask, grants: grants.iter().copied().collect(), hash: words().hash }
}

fn begin() -> Session {
    Session::begin(CobrowseId::generate(at(0), &mut Rng::seeded(1)), at(0))
}

/// Steps that must all be taken, a second apart.
fn after(session: Session, inputs: Vec<Input>) -> Session {
    inputs.into_iter().zip(1..).fold(session, |session, (input, second)| {
        let step = session.step(input.clone(), Moment::at(at(second)));
        assert_eq!(step.refusal, None, "{input:?}");
        step.session
    })
}

fn active() -> Session {
    use Grant::{Control, Draw, Record, Scroll, View};
    let all = [View, Draw, Scroll, Control, Record];
    let ask = Input::Ask { seat: 1, wish: wish(&all) };
    after(begin(), vec![join("ana", Role::Agent), ask, Input::Shown { ask: 1 }, accept(1, &all)])
}

fn refused(session: &Session, input: Input) -> Option<Refusal> {
    session.clone().step(input, Moment::at(at(10))).refusal
}

#[test]
fn a_customer_is_asked_sees_it_and_accepts() {
    let session = begin();
    assert_eq!(session.state(), State::Waiting);
    let session = after(session, vec![join("ana", Role::Agent)]);
    assert_eq!((session.state(), session.lead()), (State::Asked, Some(1)));
    let wants = [Grant::View, Grant::Draw];
    let step = session.step(Input::Ask { seat: 1, wish: wish(&wants) }, Moment::at(at(2)));
    assert!(step.effects.iter().any(|effect| matches!(effect, Effect::Show(ask) if ask.id == 1)));
    assert_eq!(refused(&step.session, accept(1, &wants)), Some(Refusal::NotShown));
    let session = after(step.session, vec![Input::Shown { ask: 1 }]);
    assert_eq!(session.state(), State::Shown);
    assert!(!session.is_flowing());
    let step = session.step(accept(1, &[Grant::View]), Moment::at(at(9)));
    assert_eq!(step.refusal, None);
    assert!(step.session.is_flowing() && !step.session.may(1, Grant::Draw));
    let receipt = step.effects.iter().find_map(|effect| match effect {
        Effect::Receipt(receipt) => Some(receipt),
        _ => None,
    });
    let receipt = receipt.unwrap();
    assert_eq!(receipt.ask.wish, wish(&wants));
    assert_eq!((receipt.shown_at, receipt.answered_at), (at(1), at(9)));
    let granted = [Grant::View].into_iter().collect();
    assert_eq!(receipt.answer, Answer::Accepted { granted });
}

#[test]
fn only_what_was_asked_and_shown_can_be_accepted() {
    let wants = [Grant::View, Grant::Draw];
    let ask = Input::Ask { seat: 1, wish: wish(&wants) };
    let shown = Input::Shown { ask: 1 };
    let session = after(begin(), vec![join("ana", Role::Agent), ask, shown]);
    assert_eq!(refused(&session, accept(2, &[Grant::View])), Some(Refusal::NotShown));
    assert_eq!(refused(&session, accept(1, &[])), Some(Refusal::Grants));
    assert_eq!(refused(&session, accept(1, &[Grant::Draw])), Some(Refusal::Grants));
    let more = accept(1, &[Grant::View, Grant::Control]);
    assert_eq!(refused(&session, more), Some(Refusal::Grants));
    let grants = [Grant::View].into_iter().collect();
    let other = Input::Accept { ask: 1, grants, hash: Sha256Hex::of(b"other words") };
    assert_eq!(refused(&session, other), Some(Refusal::Words));
}

#[test]
fn a_declined_ask_may_be_put_again_three_times() {
    let mut session = after(begin(), vec![join("ana", Role::Agent)]);
    for id in 1..=DECLINED_MAX {
        let ask = Input::Ask { seat: 1, wish: wish(&[Grant::View]) };
        session = after(session, vec![ask, Input::Shown { ask: id }, Input::Decline { ask: id }]);
        assert_eq!(session.state(), State::Declined);
    }
    let again = Input::Ask { seat: 1, wish: wish(&[Grant::View]) };
    assert_eq!(refused(&session, again), Some(Refusal::Declined));
}

#[test]
fn each_grant_is_taken_back_alone_and_view_ends_it() {
    for grant in Grant::ALL {
        let session = after(active(), vec![Input::Revoke { grant }]);
        assert!(!session.grants().has(grant), "{grant:?}");
        let ended = session.ended().map(|ended| ended.reason);
        assert_eq!(ended, (grant == Grant::View).then_some(Reason::Customer));
        let revoked = refused(&session, Input::Revoke { grant });
        let due = if grant == Grant::View { Refusal::Ended } else { Refusal::NotGiven };
        assert_eq!(revoked, Some(due));
    }
}

#[test]
fn what_was_taken_back_comes_back_by_a_new_accept_only() {
    let session = after(active(), vec![Input::Revoke { grant: Grant::Control }]);
    let session = after(session, vec![Input::Pause, Input::Resume]);
    assert!(!session.grants().has(Grant::Control));
    assert_eq!(refused(&session, accept(1, &[Grant::Control])), Some(Refusal::NotShown));
    let ask = Input::Ask { seat: 1, wish: wish(&[Grant::Control]) };
    let more = vec![ask, Input::Shown { ask: 2 }, accept(2, &[Grant::Control])];
    assert!(after(session, more).may(1, Grant::Control));
}

#[test]
fn a_pause_stops_what_flows() {
    let session = after(active(), vec![Input::Pause]);
    assert!(!session.is_flowing() && !session.is_recorded());
    assert!(Grant::ALL.into_iter().all(|grant| !session.may(1, grant)));
    assert_eq!(refused(&session, Input::Pause), Some(Refusal::State(State::Paused)));
    assert!(after(session, vec![Input::Resume]).is_recorded());
}

#[test]
fn roles_do_what_is_theirs() {
    let others =
        vec![join("bo", Role::Supervisor), join("cy", Role::Agent), join("program", Role::Tool)];
    let session = after(active(), others);
    let may: Vec<Vec<u32>> = Grant::ALL
        .into_iter()
        .map(|grant| (1..=4).filter(|seat| session.may(*seat, grant)).collect())
        .collect();
    assert_eq!(may, [vec![1, 2, 3, 4], vec![1, 3], vec![1], vec![1], vec![1, 2, 3, 4]]);
    let ask = |seat| Input::Ask { seat, wish: wish(&[Grant::View]) };
    assert_eq!(refused(&session, ask(2)), Some(Refusal::NotLead));
    assert_eq!(refused(&session, ask(3)), Some(Refusal::NotLead));
    assert_eq!(refused(&session, ask(9)), Some(Refusal::Seat));
    assert_eq!(refused(&session, Input::AgentEnd { seat: 4 }), Some(Refusal::Role));
    assert_eq!(refused(&session, Input::Transfer { seat: 3, to: 3 }), Some(Refusal::NotLead));
    assert_eq!(refused(&session, Input::Transfer { seat: 1, to: 2 }), Some(Refusal::Role));
    assert_eq!(refused(&session, join("bo", Role::Agent)), Some(Refusal::Role));
}

#[test]
fn who_takes_over_asks_for_control_themselves() {
    let session = after(active(), vec![join("cy", Role::Agent)]);
    let session = after(session, vec![Input::Transfer { seat: 1, to: 2 }]);
    assert_eq!(session.lead(), Some(2));
    let left: Vec<_> = session.grants().iter().collect();
    assert_eq!(left, [Grant::View, Grant::Draw, Grant::Record]);
}

#[test]
fn whoever_is_limited_asks_and_does_no_more() {
    use Grant::{Control, Draw, Scroll, View};
    let limited = |may: &[Grant]| {
        let Input::Join { principal, name, role, .. } = join("crm:ana", Role::Agent) else {
            unreachable!()
        };
        Input::Join { principal, name, role, may: may.iter().copied().collect() }
    };
    let ask = |wants: &[Grant]| Input::Ask { seat: 1, wish: wish(wants) };
    let session = after(begin(), vec![limited(&[View, Scroll])]);
    assert_eq!(refused(&session, ask(&[View, Scroll, Control])), Some(Refusal::NotAllowed));
    let some = [View, Scroll];
    let shown = Input::Shown { ask: 1 };
    let session = after(session, vec![ask(&some), shown, accept(1, &some)]);
    let may = |session: &Session| Grant::ALL.map(|grant| session.may(1, grant));
    assert_eq!(may(&session), [true, false, true, false, false]);
    // What the customer allowed somebody else is not theirs.
    let session = after(active(), vec![limited(&[View, Draw])]);
    let session = after(session, vec![Input::Transfer { seat: 1, to: 2 }]);
    assert!(session.may(2, Draw) && session.grants().has(Grant::Record));
    assert_eq!(
        refused(&session, Input::Ask { seat: 2, wish: wish(&[Control]) }),
        Some(Refusal::NotAllowed)
    );
    // A new token with less in it counts at once.
    let session = after(session, vec![limited(&[View])]);
    assert!(!session.may(2, Draw));
}

#[test]
fn an_invitation_is_taken_back_before_anybody_came() {
    let withdrawn = after(begin(), vec![Input::Withdraw]);
    assert_eq!(withdrawn.ended().map(|ended| ended.reason), Some(Reason::Agent));
    let there = after(begin(), vec![join("ana", Role::Agent)]);
    assert_eq!(refused(&there, Input::Withdraw), Some(Refusal::State(State::Asked)));
}

#[test]
fn who_comes_back_has_the_same_seat() {
    let session = after(active(), vec![Input::Leave { seat: 1 }]);
    assert!(!session.may(1, Grant::View));
    assert!(session.people_told().is_empty());
    let session = after(session, vec![join("ana", Role::Agent)]);
    assert_eq!(session.people_told().len(), 1);
    assert!(session.may(1, Grant::Control));
}

#[test]
fn every_end_has_its_reason_and_clocks_their_time() {
    let at_once = [
        (Input::End { reason: None }, Reason::Customer),
        (Input::End { reason: Some(EndReason::LogOut) }, Reason::LogOut),
        (Input::End { reason: Some(EndReason::Idle) }, Reason::Idle),
        (Input::AgentEnd { seat: 1 }, Reason::Agent),
        (Input::Violation { atoms: VIOLATIONS_MAX }, Reason::Violation),
        (Input::PolicyWithdrawn, Reason::Policy),
    ];
    for (input, reason) in at_once {
        let session = after(active(), vec![input]);
        assert_eq!(session.ended(), Some(Ended { at: at(1), reason }));
        assert_eq!((session.next_deadline(), session.grants()), (None, Grants::NONE));
    }
    let few = Input::Violation { atoms: VIOLATIONS_MAX - 1 };
    assert_eq!(after(active(), vec![few]).ended(), None);
    let seen = |session: Session, seconds| {
        let moment = Moment { now: at(seconds), seen: Some(at(seconds - 1)) };
        session.step(Input::Tick, moment).session
    };
    let clocks = [
        (begin(), 20 * 60, Reason::Time),
        (active(), 4 + 5 * 60, Reason::Idle),
        (after(active(), vec![Input::Leave { seat: 1 }]), 1 + 2 * 60, Reason::Away),
        (seen(seen(active(), 4 * 3_600 - 100), 4 * 3_600 - 1), 4 * 3_600, Reason::Time),
    ];
    for (session, due, reason) in clocks {
        // The third and fourth were seen lately.
        let due = if reason == Reason::Time && due > 4_000 { 4 * 3_600 } else { due };
        assert_eq!(session.next_deadline(), Some(at(due)), "{reason:?}");
        let early = session.clone().step(Input::Tick, Moment::at(at(due - 1))).session;
        assert_eq!(early.ended(), None);
        // However late the tick is, and also if something else comes: as of the deadline.
        let late = session.step(Input::Pause, Moment::at(at(due + 900)));
        assert_eq!(late.session.ended(), Some(Ended { at: at(due), reason }));
        assert_eq!(late.refusal, Some(Refusal::Ended));
    }
}

#[test]
fn a_sign_of_life_puts_the_idle_clock_off() {
    let session = active();
    let moment = Moment { now: at(1_000), seen: Some(at(900)) };
    let step = session.step(Input::Tick, moment);
    assert_eq!(step.session.ended(), None);
    assert_eq!(step.session.next_deadline(), Some(at(1_200)));
}

#[test]
fn the_stored_document_reads_back() {
    for session in
        [begin(), active(), after(active(), vec![Input::End { reason: Some(EndReason::LogOut) }])]
    {
        let text = serde_json::to_string(&session).unwrap();
        assert_eq!(serde_json::from_str::<Session>(&text).unwrap(), session);
    }
}

fn any_grants() -> impl Strategy<Value = Grants> {
    (0_u8..32).prop_map(|bits| {
        let chosen = Grant::ALL.into_iter().enumerate();
        chosen.filter(|(n, _)| bits >> n & 1 == 1).map(|(_, grant)| grant).collect()
    })
}

fn any_input() -> impl Strategy<Value = Input> {
    let seat = || 1_u32..4;
    let role = prop_oneof![4 => Just(Role::Agent), 1 => Just(Role::Supervisor)];
    let name = prop_oneof![Just("ana"), Just("bo"), Just("cy")];
    let hash = prop_oneof![5 => Just(words().hash), 1 => Just(Sha256Hex::of(b"other"))];
    let ask = || 1_u32..5;
    prop_oneof![
        3 => (name, role).prop_map(|(name, role)| join(name, role)),
        1 => seat().prop_map(|seat| Input::Leave { seat }),
        4 => (seat(), any_grants()).prop_map(|(seat, wants)| {
            let wish = Wish { wants, ..wish(&[]) };
            Input::Ask { seat, wish }
        }),
        1 => (seat(), seat()).prop_map(|(seat, to)| Input::Transfer { seat, to }),
        4 => ask().prop_map(|ask| Input::Shown { ask }),
        4 => (ask(), any_grants(), hash)
            .prop_map(|(ask, grants, hash)| Input::Accept { ask, grants, hash }),
        1 => ask().prop_map(|ask| Input::Decline { ask }),
        2 => Just(Input::Pause),
        2 => Just(Input::Resume),
        2 => prop::sample::select(Grant::ALL.to_vec()).prop_map(|grant| Input::Revoke { grant }),
        1 => Just(Input::Violation { atoms: 1 }),
        1 => Just(Input::Tick),
        1 => prop_oneof![
            Just(Input::End { reason: None }),
            seat().prop_map(|seat| Input::AgentEnd { seat }),
            Just(Input::PolicyWithdrawn),
            Just(Input::Withdraw),
        ],
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    /// Whatever comes in whatever order.
    #[test]
    fn consent_holds_in_every_history(
        inputs in prop::collection::vec((any_input(), 0_i64..40), 1..80),
    ) {
        let mut session = after(begin(), vec![join("ana", Role::Agent)]);
        let mut now = 1;
        let mut shown = Vec::new();
        for (input, pass) in inputs {
            now += pass;
            let before = session.clone();
            let step = session.step(input.clone(), Moment::at(at(now)));
            session = step.session;
            let took = step.refusal.is_none();
            if let (Input::Shown { ask }, true) = (&input, took) {
                shown.push(*ask);
            }
            // Frames flow in `active` only, and what is allowed is allowed while it is.
            prop_assert_eq!(session.is_flowing(), session.state() == State::Active);
            let has_view = session.grants().has(Grant::View);
            prop_assert_eq!(has_view, matches!(session.state(), State::Active | State::Paused));
            prop_assert!(has_view || session.grants().is_empty());
            // A grant comes by an accept that names an ask that was shown, and by nothing else.
            let new: Vec<Grant> =
                session.grants().iter().filter(|grant| !before.grants().has(*grant)).collect();
            if !new.is_empty() {
                let by = match &input {
                    Input::Accept { ask, grants, hash } => Some((*ask, *grants, *hash)),
                    _ => None,
                };
                let (ask, grants, hash) = by.unwrap();
                prop_assert!(took && shown.contains(&ask) && hash == words().hash);
                prop_assert!(new.iter().all(|grant| grants.has(*grant)));
                let asked = before.ask().unwrap();
                prop_assert!(asked.id == ask && grants.is_within(asked.wish.wants));
                let has_receipt = |effect: &Effect| matches!(effect, Effect::Receipt(_));
                prop_assert_eq!(step.effects.iter().filter(|e| has_receipt(e)).count(), 1);
            }
            // Ended is final, and a refused input changes nothing but counters.
            if before.state() == State::Ended {
                prop_assert_eq!(session.told(), before.told());
                prop_assert!(step.effects.is_empty());
            }
            if !took && session.ended() == before.ended() {
                prop_assert_eq!(session.told(), before.told());
                prop_assert_eq!(session.people(), before.people());
            }
            prop_assert_eq!(session.revision(), before.revision() + 1);
            prop_assert_eq!(session.next_deadline().is_none(), session.state() == State::Ended);
        }
    }
}
