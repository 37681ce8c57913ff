//! What somebody tries who wants more of co-browsing than is theirs.

use app::cobrowse::tools::{self, Tool, Way};
use app::cobrowse::{self as together, policy, proposals, recordings, search};
use app::{App, AppError, AppOptions, Page, Principal, Role};
use cobrowse::policy::{ExtraHide, Narrowing, Turn};
use cobrowse::recording::Kind;
use identity::testkit::TokenSigner;
use kernel::{CobrowseId, Duration, Secret, TaskId};
use serde_json::{Value, json};

use crate::cobrowse::{act, active};
use crate::common::*;

fn tool(signer: &TokenSigner, name: &str) -> Tool {
    Tool {
        tenant: "acme".parse().unwrap(),
        name: name.to_owned(),
        issuer: "https://crm.example".to_owned(),
        audience: tools::AUDIENCE.to_owned(),
        kid: None,
        key: signer.key(),
        origins: Vec::new(),
    }
}

fn desk_of(cobrowse_tools: Vec<Tool>) -> Desk {
    let clock = std::sync::Arc::new(kernel::ManualClock::at(at(D0)));
    let store = store::testkit::inline(clock.clone(), store::FaultPlan::default()).unwrap();
    Desk::with(store, clock, AppOptions { cobrowse_tools, ..AppOptions::new([7; 32]) })
}

/// Another node of the same installation, with these tools in its configuration.
fn node(desk: &Desk, cobrowse_tools: Vec<Tool>) -> App {
    let options = AppOptions { cobrowse_tools, ..AppOptions::new([7; 32]) };
    App::new(desk.app.store().clone(), options).unwrap()
}

fn claims(desk: &Desk, changes: &Value) -> Value {
    let exp = desk.app.now().as_millis() / 1_000 + 300;
    let mut all = json!({"iss": "https://crm.example", "aud": tools::AUDIENCE, "exp": exp,
        "sub": "ana", "name": "Ana Berg", "role": "agent", "may": ["view"]});
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    all
}

fn begun(desk: &Desk) -> (CobrowseId, String) {
    let begun = desk.write(&desk.customer(), |s| together::begin(s, None, "en")).unwrap();
    (begun.kept.row.cobrowse, begun.code)
}

#[test]
fn a_seat_by_a_token_ends_with_the_key_that_vouched_for_it() {
    let (signer, other) = (TokenSigner::eddsa(), TokenSigner::eddsa());
    let desk = desk_of(vec![tool(&signer, "crm")]);
    let (_, code) = begun(&desk);
    let token = Secret::new(signer.sign(&claims(&desk, &json!({}))));
    let (_, _, place) = block_on(tools::seat(&desk.app, &token, Way::Code(code))).unwrap();
    let place = together::place_of(&desk.app, &place).unwrap();
    let foreign = Tool { tenant: "other".parse().unwrap(), ..tool(&signer, "crm") };
    let table = [
        (vec![tool(&signer, "crm")], true, "as it was"),
        (vec![tool(&other, "crm"), tool(&signer, "crm")], true, "the next key beside it"),
        (vec![], false, "the tool is gone"),
        (vec![tool(&other, "crm")], false, "its key is another"),
        (vec![tool(&signer, "erp")], false, "the key is of another tool"),
        (vec![foreign], false, "the key is of another company"),
    ];
    for (tools, is_believed, why) in table {
        let node = node(&desk, tools);
        let (system, of) = (node.system(&desk.tenant), place.clone());
        let is_in = node.read_blocking(&system, move |s| together::is_in(s, &of)).unwrap();
        assert_eq!(is_in, is_believed, "{why}");
        let of = place.clone();
        let renewed = block_on(node.write(&system, move |s| together::renewed(s, &of)));
        assert_eq!(renewed.is_ok(), is_believed, "{why}");
    }
}

#[test]
fn a_key_that_signs_for_two_companies_opens_each_for_its_own() {
    let signer = TokenSigner::eddsa();
    let other = Tool {
        tenant: "other".parse().unwrap(),
        audience: "ombud-other".to_owned(),
        ..tool(&signer, "crm-other")
    };
    // Whichever stands first in the configuration.
    for tools in [[tool(&signer, "crm"), other.clone()], [other.clone(), tool(&signer, "crm")]] {
        let desk = desk_of(tools.to_vec());
        let (_, code) = begun(&desk);
        let enter = |audience: &str| {
            let token = Secret::new(signer.sign(&claims(&desk, &json!({"aud": audience}))));
            block_on(tools::seat(&desk.app, &token, Way::Code(code.clone())))
        };
        assert!(enter("ombud-other").is_err(), "a token of the other company's");
        let (principal, _, _) = enter(tools::AUDIENCE).unwrap();
        assert_eq!(principal.tenant, desk.tenant);
    }
}

#[test]
fn tokens_with_odd_times_heads_and_claims_open_nothing() {
    let signer = TokenSigner::rs256();
    let desk = desk_of(vec![Tool { kid: Some("2026".to_owned()), ..tool(&signer, "crm") }]);
    let (_, code) = begun(&desk);
    let right = claims(&desk, &json!({}));
    let mut tokens = vec![
        // Signed by nobody, or with what everybody knows as a shared secret.
        signer.sign_as(&json!({"alg": "none"}), &right),
        signer.sign_as(&json!({"alg": "HS256"}), &right),
        signer.sign_as(&json!({"alg": "RS256", "kid": "2025"}), &right),
        signer.sign_as(&json!({"alg": "RS256", "crit": ["exp"]}), &right),
        signer.sign_as(&json!({"alg": "RS256", "kid": ["2026"]}), &right),
    ];
    for changes in [
        json!({"exp": 1e308}),
        json!({"exp": -1}),
        json!({"exp": i64::MAX}),
        json!({"exp": "9999999999"}),
        json!({"exp": [1]}),
        json!({"nbf": 1e308}),
        json!({"iat": 1e300}),
        json!({"aud": []}),
        json!({"aud": {"0": tools::AUDIENCE}}),
        json!({"iss": ["https://crm.example"]}),
        json!({"sub": ""}),
        json!({"sub": "x".repeat(5_000)}),
        json!({"name": "Ana\u{0}"}),
        json!({"name": "  "}),
        json!({"pad": "x".repeat(20_000)}),
        json!({"may": [["view"]]}),
        json!({"role": ["agent", "supervisor"]}),
    ] {
        tokens.push(signer.sign(&claims(&desk, &changes)));
    }
    for token in tokens {
        let entered =
            block_on(tools::seat(&desk.app, &Secret::new(&token), Way::Code(code.clone())));
        let code = entered.map(|_| ()).unwrap_err().code();
        assert_eq!(code, "cobrowse_token_refused", "{}", &token[..token.len().min(200)]);
    }
}

/// A policy file with these rules.
fn file(version: u32, selectors: &[(u32, &str)]) -> String {
    let mut file = format!("version = {version}\ncompany = \"acme\"\n");
    for (id, selector) in selectors {
        file.push_str(&format!(
            "[[rule]]\nid = {id}\neffect = \"show\"\nselector = \"{selector}\"\nreason = \"amounts\"\n\
             owner = \"web\"\nexpires = \"2999-01-01\"\n"
        ));
    }
    file
}

fn propose(desk: &Desk, who: &Principal, file: String) -> Option<TaskId> {
    let proposed = desk.write(who, move |s| policy::propose(s, &file, None)).unwrap();
    assert_eq!(proposed.in_force, proposed.task.is_none());
    proposed.task
}

fn approve(desk: &Desk, who: &Principal, task: TaskId) -> Result<(), AppError> {
    desk.write(who, move |s| app::policies::activate(s, task)).map(|_| ())
}

#[test]
fn what_is_taken_away_after_a_proposal_is_not_given_back_by_it() {
    on_every_store(|desk| {
        let (sam, cleo) =
            (desk.seat(Role::Supervisor, "sam"), desk.seat(Role::ComplianceOfficer, "cleo"));
        let first = propose(&desk, &sam, file(1, &[(2, ".total"), (3, ".name")])).unwrap();
        approve(&desk, &cleo, first).unwrap();
        let wider = [(2, ".total"), (3, ".name"), (4, ".date")];
        let waiting = propose(&desk, &sam, file(2, &wider)).unwrap();
        // A leak is found meanwhile, and closed at once.
        let narrowing = Narrowing {
            off: vec![3],
            hide: vec![ExtraHide { selector: ".iban".to_owned(), paths: None }],
        };
        let by = narrowing.clone();
        desk.write(&cleo, move |s| policy::narrow(s, by.clone())).unwrap();
        let overtaken = approve(&desk, &cleo, waiting).unwrap_err();
        assert_eq!(overtaken.code(), "policy_overtaken");
        let told = desk.read(&cleo, proposals::history).waiting;
        assert_eq!(told[0].diff, None, "it can never be put in force");
        assert_eq!(desk.read(&sam, policy::read).unwrap().narrowing, narrowing);
        // Proposed with that in mind, whoever agrees is told what comes back.
        let again = propose(&desk, &sam, file(2, &wider)).unwrap();
        let told = desk.read(&cleo, proposals::history).waiting;
        let told = told.into_iter().find(|one| one.task == again).unwrap().diff.unwrap();
        let gained: Vec<u32> =
            told.rules.iter().filter(|rule| rule.turn == Turn::Wider).map(|rule| rule.id).collect();
        assert_eq!(gained, [3, 4, cobrowse::policy::EXTRA_ID_MIN], "{told:?}");
        approve(&desk, &cleo, again).unwrap();
        assert_eq!(desk.read(&sam, policy::read).unwrap().narrowing, Narrowing::default());
    });
}

#[test]
fn a_policy_is_not_widened_by_one_person_or_by_an_old_file() {
    on_every_store(|desk| {
        let (sam, cleo) =
            (desk.seat(Role::Supervisor, "sam"), desk.seat(Role::ComplianceOfficer, "cleo"));
        let first = propose(&desk, &cleo, file(1, &[(2, ".total")])).unwrap();
        // The proposer, with whatever other role or key of the same person.
        for role in [Role::Supervisor, Role::ComplianceOfficer, Role::Operator] {
            assert!(approve(&desk, &desk.seat(role, "cleo"), first).is_err(), "{role}");
        }
        for role in [Role::Agent, Role::Consumer, Role::Merchant, Role::Ai, Role::Auditor] {
            assert!(approve(&desk, &desk.seat(role, "m1"), first).is_err(), "{role}");
        }
        let dana = desk.seat(Role::ComplianceOfficer, "dana");
        approve(&desk, &dana, first).unwrap();
        assert!(approve(&desk, &dana, first).is_err(), "once");
        // Two files wait; the one that comes second follows nothing any more.
        let one = propose(&desk, &cleo, file(2, &[(2, ".total"), (3, ".a")])).unwrap();
        let two = propose(&desk, &cleo, file(2, &[(2, ".total"), (3, ".b")])).unwrap();
        approve(&desk, &dana, one).unwrap();
        assert_eq!(approve(&desk, &dana, two).unwrap_err().code(), "policy_overtaken");
        for (old, why) in [
            (file(1, &[(2, ".total")]), "version is 1"),
            (file(2, &[(2, ".total"), (3, ".a")]), "version is 2"),
            (file(4, &[(2, ".total"), (3, ".a")]), "version is 4"),
            (file(3, &[(2, ".total"), (3, ".other")]), "rule 3 is used for something else"),
            (file(3, &[(2, ".total")]), "add it to `retired`"),
            (file(3, &[]).replace("acme", "rival"), "another company"),
        ] {
            let refused = desk.write(&sam, move |s| policy::propose(s, &old, None)).unwrap_err();
            assert!(refused.to_string().contains(why), "{refused}");
        }
    });
}

#[test]
fn codes_of_ones_own_buy_no_guesses() {
    let desk = in_memory();
    let (_, waiting) = begun(&desk);
    let guesses = (0..1_000_000).map(|code| format!("{code:06}")).filter(|code| *code != waiting);
    let eve = desk.agent("eve");
    let claim = |code: &str| {
        let code = code.to_owned();
        desk.write(&eve, move |s| together::claim(s, &code, None))
    };
    let mut wrong = 0;
    let mut stopped = false;
    for (nth, guess) in guesses.enumerate().take(40) {
        if nth % 4 == 3 {
            // An accomplice's page: a right answer between the wrong ones.
            let accomplice = desk.seat(Role::Consumer, &format!("v{nth}"));
            let own = desk.write(&accomplice, |s| together::begin(s, None, "en")).unwrap().code;
            stopped |= claim(&own).is_err();
        }
        match claim(&guess) {
            Err(AppError::TooMany { .. }) => stopped = true,
            Err(error) => {
                assert_eq!(error.code(), "cobrowse_code_unknown");
                wrong += 1;
            }
            Ok(_) => panic!("{guess} was nobody's"),
        }
    }
    assert!(stopped && wrong == 5, "{wrong} guesses in ten minutes");
    // Whoever is only clumsy goes on after ten minutes, however often they are right meanwhile.
    desk.clock.advance(Duration::from_secs(10 * 60));
    let (_, code) = begun(&desk);
    claim(&code).unwrap();
}

#[test]
fn a_company_guesses_no_more_together_than_it_may() {
    let signer = TokenSigner::eddsa();
    let desk = desk_of(vec![tool(&signer, "crm")]);
    let (_, right) = begun(&desk);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let guess = |sub: String, code: &str| {
        let token = Secret::new(signer.sign(&claims(&desk, &json!({"sub": sub}))));
        block_on(tools::seat(&desk.app, &token, Way::Code(code.to_owned()))).map(|_| ())
    };
    // A tool that names somebody new each time.
    for nth in 0..500 {
        let refused = guess(format!("n{nth}"), wrong).unwrap_err();
        assert_eq!(refused.code(), "cobrowse_code_unknown", "{nth}");
    }
    assert!(matches!(guess("n".to_owned(), &right), Err(AppError::TooMany { .. })));
    desk.clock.advance(Duration::from_secs(10 * 60));
    guess("n".to_owned(), &right).unwrap();
}

#[test]
fn a_conversation_that_is_not_there_tells_nothing_of_a_code() {
    let desk = in_memory();
    let (_, right) = begun(&desk);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let nowhere = kernel::ConversationId::from_uuid(uuid::Uuid::nil());
    for code in [wrong, &right] {
        let code = code.to_owned();
        let told =
            desk.write(&desk.agent("eve"), move |s| together::claim(s, &code, Some(nowhere)));
        assert!(matches!(told, Err(AppError::NotFound { .. })), "{told:?}");
    }
}

/// A recording of one chunk.
fn recorded(desk: &Desk) -> CobrowseId {
    let id = active(desk);
    let system = desk.app.system(&desk.tenant);
    let mut writer = desk.write(&system, move |s| recordings::record(s, id)).unwrap();
    let _ = writer.push(Kind::Frame, desk.app.now(), b"what was shown");
    let sealed = writer.flush().unwrap();
    block_on(recordings::keep(&desk.app, &desk.tenant, id, sealed, writer.head())).unwrap();
    id
}

#[test]
fn a_hold_puts_off_being_forgotten_and_does_not_undo_it() {
    let desk = in_memory();
    desk.base(FEE_1500, None);
    let id = recorded(&desk);
    let lead = desk.seat(Role::Supervisor, "sam");
    let hold = |held: bool| desk.write(&lead, move |s| recordings::hold(s, id, held)).unwrap();
    hold(true);
    let officer = desk.seat(Role::ComplianceOfficer, "cleo");
    desk.write(&officer, |s| app::data::erase(s, &"c1".parse().unwrap())).unwrap();
    assert_eq!(block_on(recordings::forget_old(&desk.app)).unwrap(), 0);
    assert!(block_on(recordings::watch(&desk.app, &lead, id)).is_ok(), "the hold keeps it");
    hold(false);
    assert_eq!(block_on(recordings::forget_old(&desk.app)).unwrap(), 1);
    let gone = block_on(recordings::watch(&desk.app, &lead, id)).unwrap_err();
    assert_eq!(gone.code(), "recording_shredded");
}

#[test]
fn one_broken_recording_keeps_no_other_open() {
    let desk = in_memory();
    let ids = [recorded(&desk), recorded(&desk), recorded(&desk)];
    for id in ids {
        act(&desk, id, cobrowse::session::Input::End { reason: None });
    }
    let tenant = desk.tenant.clone();
    let damage = move |tx: &mut store::Tx<'_>| {
        let row = store::cobrowse::recordings::get(tx, &tenant, ids[0])?.unwrap();
        let wrapped_key = Some(vec![0; 60]);
        let broken = store::cobrowse::recordings::RecordingRow { wrapped_key, ..row };
        store::cobrowse::recordings::put(tx, broken)
    };
    block_on(desk.app.store().write(damage)).unwrap();
    desk.clock.advance(Duration::from_secs(61));
    assert_eq!(block_on(recordings::close_left(&desk.app)).unwrap(), 2);
    let wanted = search::Wanted::default();
    let lead = desk.seat(Role::Supervisor, "sam");
    let listed = desk.read(&lead, move |s| search::search(s, &wanted, &Page::default()));
    let closed = listed.iter().filter(|one| one.row.ended_at.is_some()).count();
    assert_eq!(closed, 2);
}
