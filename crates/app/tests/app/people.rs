//! Sessions and what ends them; users, who manages them, and custom roles.

use std::sync::Arc;

use crate::common::*;
use crate::sign_in::{ANNA, Door, PASSWORD, SECRET, at_every_door, client, code_of, new_user};
use app::sign_in::{self, EndReason, SignedIn, Step};
use app::users::{self, NewRole, NewUser, RoleChange, UserChange};
use app::{Action, App, AppError, AppOptions, Page, Principal, Role};
use identity::testkit::TokenSigner;
use kernel::{Clock as _, Duration, Secret, UserId};
use serde_json::json;

#[test]
fn what_ends_a_session_is_heard_at_once() {
    at_every_door(|door| {
        let id = door.user(ANNA, Role::Agent);
        let mut ends = door.app.session_ends();
        let mut heard = || {
            let ended = ends.try_recv().unwrap();
            assert_eq!(ended.user, Some(id));
            (ended.session, ended.reason)
        };
        let sessions: Vec<SignedIn> = (0..3).map(|_| door.signed_in(ANNA)).collect();
        let own = sessions[0].info.principal.clone();
        let listed = door.app.read_blocking(&own, |s| sign_in::list_of(s, None)).unwrap();
        assert_eq!(listed.len(), 3);
        let session = sessions[1].info.session;
        door.who(&sessions[1]).unwrap();
        door.write(&own, move |s| sign_in::revoke(s, session)).unwrap();
        assert_eq!(heard(), (session, EndReason::Revoked));
        assert!(door.who(&sessions[1]).is_err());
        assert!(door.who(&sessions[0]).is_ok());
        // A new password ends the others and keeps one's own.
        let who = Arc::clone(&sessions[0].info);
        let change = |present: &str, new: &str| {
            let (present, new) = (Secret::new(present), Secret::new(new));
            block_on(sign_in::change_password(&door.app, &who, present, new))
        };
        assert_eq!(code_of(&change("wrong", "x").unwrap_err()), "wrong_credentials");
        assert!(matches!(change(PASSWORD, "short"), Err(AppError::Invalid { .. })));
        change(PASSWORD, "other words, and many of them").unwrap();
        assert_eq!(heard(), (sessions[2].info.session, EndReason::PasswordChanged));
        assert!(door.who(&sessions[0]).is_ok() && door.who(&sessions[2]).is_err());
        // Signing out, being changed, being disabled.
        let session = sessions[0].info.session;
        door.write(&own, move |s| sign_in::sign_out(s, session)).unwrap();
        assert_eq!(heard(), (session, EndReason::SignedOut));
        let enter = || match door.enter(ANNA, "other words, and many of them").unwrap() {
            Step::SignedIn(signed_in) => signed_in,
            other => panic!("{other:?}"),
        };
        let one = enter();
        let promote = UserChange { role: Some(Role::Supervisor), ..UserChange::default() };
        door.write(&door.operator(), move |s| users::change(s, id, &promote)).unwrap();
        assert_eq!(heard(), (one.info.session, EndReason::RightsChanged));
        let one = enter();
        assert_eq!(door.who(&one).unwrap().role, Role::Supervisor);
        door.write(&door.operator(), move |s| users::disable(s, id)).unwrap();
        assert_eq!(heard(), (one.info.session, EndReason::UserDisabled));
        assert!(door.who(&one).is_err());
        door.write(&door.operator(), move |s| users::enable(s, id)).unwrap();
        let one = enter();
        door.later(Duration::from_hours(13));
        assert!(door.who(&one).is_err(), "idle");
        assert_eq!(block_on(sign_in::end_expired(&door.app)).unwrap(), 1);
        assert_eq!(heard(), (one.info.session, EndReason::Expired));
    });
}

#[test]
fn a_session_that_is_used_lives_a_week_and_another_node_hears_of_its_end() {
    at_every_door(|door| {
        door.user(ANNA, Role::Agent);
        let session = door.signed_in(ANNA);
        for _ in 0..15 {
            door.later(Duration::from_hours(11));
            door.who(&session).unwrap();
        }
        door.later(Duration::from_hours(11));
        assert!(door.who(&session).is_err(), "seven days are over");
        let session = door.signed_in(ANNA);
        let other = App::new(door.app.store().clone(), AppOptions::new([2; 32])).unwrap();
        let mut ends = other.session_ends();
        assert!(block_on(other.authenticate(session.secret.expose())).is_ok());
        let since = door.desk.clock.now();
        let (own, id) = (session.info.principal.clone(), session.info.session);
        door.write(&own, move |s| sign_in::revoke(s, id)).unwrap();
        block_on(sign_in::tell_of_ended(&other, since)).unwrap();
        assert_eq!(ends.try_recv().unwrap().session, id);
        assert!(block_on(other.authenticate(session.secret.expose())).is_err());
    });
}

#[test]
fn users_are_managed_by_whom_they_belong_to_and_one_operator_stays() {
    at_every_door(|door| {
        let operator = door.operator();
        let boss = door.user("boss@acme.example", Role::Operator);
        let disable = move |s: &mut app::Session<'_, '_>| users::disable(s, boss);
        assert_eq!(code_of(&door.write(&operator, disable).unwrap_err()), "last_operator");
        let demote = UserChange { role: Some(Role::Agent), ..UserChange::default() };
        let work = move |s: &mut app::Session<'_, '_>| users::change(s, boss, &demote);
        assert_eq!(code_of(&door.write(&operator, work).unwrap_err()), "last_operator");
        let second = door.user("second@acme.example", Role::Operator);
        let own = door.signed_in("second@acme.example").info.principal.clone();
        let work = move |s: &mut app::Session<'_, '_>| users::disable(s, second);
        assert!(matches!(door.write(&own, work), Err(AppError::Forbidden { .. })), "oneself");
        door.write(&own, disable).unwrap();

        let admin_id = door.user("admin@shop.example", Role::MerchantAdmin);
        let admin = door.signed_in("admin@shop.example").info.principal.clone();
        assert_eq!(admin.merchant, Some("m1".parse().unwrap()));
        let create =
            |whom: &Principal, new: NewUser| door.write(whom, move |s| users::create(s, &new));
        let clerk =
            create(&admin, new_user("clerk@shop.example", Role::Merchant)).unwrap().row.user;
        let mut elsewhere = new_user("x@shop.example", Role::Merchant);
        elsewhere.merchant = Some("m2".parse().unwrap());
        assert!(matches!(create(&admin, elsewhere), Err(AppError::NotFound { .. })));
        assert!(create(&admin, new_user("x@acme.example", Role::Agent)).is_err());
        let listed = door.app.read_blocking(&admin, |s| users::list(s, &Page::default())).unwrap();
        let mut emails: Vec<_> = listed.iter().map(|view| view.row.email.as_str()).collect();
        emails.sort();
        assert_eq!(emails, ["admin@shop.example", "clerk@shop.example"]);
        let hidden = door.app.read_blocking(&admin, move |s| users::get(s, second)).unwrap_err();
        assert!(matches!(hidden, AppError::NotFound { .. }));
        let agent = door.desk.agent("a1");
        let refused = door.write(&agent, move |s| users::disable(s, clerk)).unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
        let twice = create(&operator, new_user("ADMIN@shop.example", Role::Agent)).unwrap_err();
        assert_eq!(code_of(&twice), "user_exists");
        for (email, name, role) in [
            ("no address", "A", Role::Agent),
            ("a@b.example", "", Role::Agent),
            ("a@b.example", "A", Role::Ai),
            ("a@b.example", "A", Role::System),
        ] {
            let new = NewUser { name: name.to_owned(), ..new_user(email, role) };
            assert!(matches!(create(&operator, new), Err(AppError::Invalid { .. })), "{email}");
        }
        // One's own sessions, and those of one's own people.
        let list = |whom: &Principal, user: UserId| {
            door.app.read_blocking(whom, move |s| sign_in::list_of(s, Some(user)))
        };
        assert_eq!(list(&operator, admin_id).unwrap().len(), 1);
        assert!(list(&admin, second).is_err());
    });
}

#[test]
fn a_custom_role_takes_away_and_can_add_nothing() {
    at_every_door(|door| {
        let operator = door.operator();
        let taken = [Action::TaskRead, Action::UserManage].into_iter().collect();
        let role = NewRole { name: "Trainee".to_owned(), base: Role::Agent, taken };
        let role = door.write(&operator, move |s| users::create_role(s, &role)).unwrap();
        let id = door.user(ANNA, Role::Agent);
        let give =
            UserChange { custom_role: Some(Some("Trainee".to_owned())), ..UserChange::default() };
        door.write(&operator, move |s| users::change(s, id, &give)).unwrap();
        let session = door.signed_in(ANNA);
        assert_eq!(session.info.custom_role.as_deref(), Some("Trainee"));
        let who = door.who(&session).unwrap();
        let tasks = |whom: &Principal| door.app.read_blocking(whom, app::tasks::counts);
        assert!(tasks(&door.desk.agent("a1")).is_ok());
        let refused = tasks(&who).unwrap_err();
        assert!(refused.to_string().contains("custom role"), "{refused}");
        let authority = door.app.authority();
        let (whole, less) =
            (authority.actions_of(&door.desk.agent("a1")), authority.actions_of(&who));
        assert!(less.iter().all(|action| whole.contains(action)));
        assert_eq!(whole.len() - less.len(), 1, "what was never allowed cannot be taken");
        // It belongs to its base, and a change of it is felt at once.
        let wrong = UserChange {
            role: Some(Role::Supervisor),
            custom_role: Some(Some("Trainee".to_owned())),
            ..UserChange::default()
        };
        let refused = door.write(&operator, move |s| users::change(s, id, &wrong)).unwrap_err();
        assert!(matches!(refused, AppError::Invalid { field, .. } if field == "custom_role"));
        let change = RoleChange { taken: Some(Default::default()), ..RoleChange::default() };
        let role_id = role.id;
        door.write(&operator, move |s| users::change_role(s, role_id, &change)).unwrap();
        assert!(door.who(&session).is_err(), "whoever holds it signs in again");
        assert!(tasks(&door.who(&door.signed_in(ANNA)).unwrap()).is_ok());
        let again =
            NewRole { name: "Trainee".to_owned(), base: Role::Agent, taken: Default::default() };
        let refused = door.write(&operator, move |s| users::create_role(s, &again)).unwrap_err();
        assert_eq!(code_of(&refused), "role_exists");
    });
}

#[test]
fn no_secret_is_shown_by_what_is_logged() {
    at_every_door(|door| {
        let id = door.user(ANNA, Role::Agent);
        let signed_in = door.signed_in(ANNA);
        let secret = signed_in.secret.expose().to_owned();
        let tenant = door.desk.tenant.clone();
        let row = door
            .app
            .store()
            .read_blocking(move |tx| store::users::get(tx, &tenant, id))
            .map_err(|error: store::StoreError| error)
            .unwrap()
            .unwrap();
        let hash = row.password_hash.clone().unwrap();
        let shown = format!("{signed_in:?} {row:?} {:?} {:?}", door.app, door.outbox);
        for hidden in [secret.as_str(), hash.as_str(), PASSWORD] {
            assert!(!shown.contains(hidden), "{shown}");
        }
        let trail =
            door.app.read_blocking(&door.operator(), move |s| app::audit::entries(s, (0, 0), 100));
        let trail = format!("{trail:?}");
        assert!(trail.contains("session.began"), "{trail}");
        assert!(!trail.contains(&secret) && !trail.contains(ANNA), "{trail}");
    });
}

#[test]
fn an_erased_customer_has_no_name_in_any_session() {
    at_every_door(|door| {
        door.desk.base(FEE_1500, None);
        let now = door.desk.clock.now().as_millis() / 1_000;
        let claims = json!({"sub": "c1", "aud": "ombud", "exp": now + 60, "jti": "1",
            "name": "Cleo Berg", "email": "cleo@example.com"});
        let token = Secret::new(TokenSigner::hs256(SECRET).sign(&claims));
        let signed_in =
            block_on(sign_in::with_identity_token(&door.app, None, &token, &client())).unwrap();
        let (tenant, session) = (door.desk.tenant.clone(), signed_in.info.session);
        let find = move |tx: &mut store::Tx<'_>| store::sessions::get(tx, &tenant, session);
        let row = |door: &Door| -> store::sessions::SessionRow {
            let found: Result<_, store::StoreError> = door.app.store().read_blocking(find.clone());
            found.unwrap().unwrap()
        };
        assert_eq!(row(&door).name, "Cleo Berg");
        let who = signed_in.info.principal.clone();
        door.write(&who, |s| app::data::erase(s, &"c1".parse().unwrap())).unwrap();
        let row = row(&door);
        assert_eq!((row.name.as_str(), row.email, row.user_agent.as_str()), ("", None, ""));
    });
}
