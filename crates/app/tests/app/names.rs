//! What customers and people of the desk are called, and who reads it.

use crate::common::*;
use crate::sign_in::{ANNA, SECRET, at_every_door, client};
use app::conversations::{self, NewConversation};
use app::sign_in::{self, SignedIn};
use app::{AppError, Page, Principal, Role, customers, users};
use commerce::Record;
use identity::testkit::TokenSigner;
use kernel::{Clock as _, Secret};
use serde_json::{Value, json};
use support::conversation::Conversation;

fn open(door: &crate::sign_in::Door, who: &Principal) -> Conversation {
    let new = NewConversation { message: None, ..chat("") };
    door.write(who, move |s| conversations::open(s, new.clone())).unwrap().kept.conversation
}

fn token(
    door: &crate::sign_in::Door,
    sub: &str,
    id: &str,
    more: Value,
) -> Result<SignedIn, AppError> {
    let now = door.desk.clock.now().as_millis() / 1_000;
    let mut claims = json!({"sub": sub, "aud": "ombud", "exp": now + 60, "jti": id});
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let token = Secret::new(TokenSigner::hs256(SECRET).sign(&claims));
    block_on(sign_in::with_identity_token(&door.app, None, &token, &client()))
}

#[test]
fn the_companys_app_says_what_its_customer_is_called() {
    at_every_door(|door| {
        door.desk.base(FEE_1500, None);
        let who = |signed: &SignedIn| signed.info.principal.clone();
        let ada = token(&door, "c1", "1", json!({"name": "Ada Byron", "locale": "sv_SE"})).unwrap();
        let talk = open(&door, &who(&ada));
        assert_eq!((talk.customer_name.as_str(), talk.language.as_str()), ("Ada Byron", "sv-SE"));
        // Whom the feed has not told of is called by the token, too.
        let new = token(&door, "c77", "2", json!({"name": "Grace"})).unwrap();
        assert_eq!(open(&door, &who(&new)).customer_name, "Grace");
        // Nobody is called after their e-mail address, and a visitor not at all.
        let plain = token(&door, "c0", "3", json!({})).unwrap();
        assert_eq!(open(&door, &who(&plain)).customer_name, "");
        let visitor = block_on(sign_in::visitor(&door.app, None, None, &client())).unwrap();
        assert_eq!(open(&door, &who(&visitor)).customer_name, "");
        let wrong = [
            json!({"name": "Ada\u{202e}\nByron"}),
            json!({"name": "x".repeat(101)}),
            json!({"locale": "sv; drop"}),
            json!({"locale": "x".repeat(40)}),
        ];
        for (number, claims) in (10..).zip(wrong) {
            let refused = token(&door, "c1", &number.to_string(), claims.clone()).unwrap_err();
            assert_eq!(refused.code(), "token_refused", "{claims}");
        }
        // The feed's own name comes first.
        let since = door.desk.day0.minus(DAY);
        let Record::Customer(record) = customer("c1", door.desk.clock.now(), since, None) else {
            panic!("a customer")
        };
        let record = commerce::Customer { name: Some("Augusta King".to_owned()), ..record };
        door.desk.must_feed(Record::Customer(record));
        assert_eq!(open(&door, &who(&ada)).customer_name, "Augusta King");
    });
}

#[test]
fn the_desk_reads_a_name_and_recognises_an_address() {
    at_every_door(|door| {
        door.desk.base(FEE_1500, None);
        token(&door, "c1", "1", json!({"name": "Ada Byron"})).unwrap();
        let c1 = || "c1".parse().unwrap();
        let read = |who: &Principal| door.app.read_blocking(who, move |s| customers::get(s, &c1()));
        let anna = door.desk.agent("anna");
        let seen = read(&anna).unwrap();
        assert_eq!(
            (seen.name.as_deref(), seen.email.as_deref()),
            (Some("Ada Byron"), Some("c***@example.com"))
        );
        assert_eq!((seen.address, seen.devices.len()), (None, 0));
        for whole in [door.desk.company(), door.desk.customer()] {
            assert_eq!(read(&whole).unwrap().email.as_deref(), Some("c1@example.com"));
        }
        for nobody in [door.desk.seat(Role::Consumer, "c0"), door.desk.merchant()] {
            assert!(read(&nobody).is_err());
        }
    });
}

#[test]
fn an_agent_learns_who_there_is_and_no_address() {
    at_every_door(|door| {
        let anna = door.user(ANNA, Role::Agent);
        door.user("olle@acme.example", Role::Supervisor);
        door.user("shop@acme.example", Role::MerchantAdmin);
        let me = door.signed_in(ANNA).info.principal.clone();
        let list = |who: &Principal| {
            door.app.read_blocking(who, |s| users::list(s, &Page::default())).unwrap()
        };
        let seen = list(&me);
        assert_eq!(seen.len(), 2, "people of the desk alone");
        assert!(seen.iter().all(|user| user.brief && user.availability.is_none()));
        let all = list(&door.operator());
        assert_eq!((all.len(), all.iter().any(|user| user.brief)), (3, false));
        let sit = app::seats::Change {
            availability: app::seats::Availability::Busy,
            skills: None,
            capacity_units: None,
            extension: None,
        };
        door.write(&me, move |s| app::seats::change(s, &sit)).unwrap();
        let seen = list(&me);
        let own = seen.iter().find(|user| user.row.user == anna).unwrap();
        assert_eq!(own.availability, Some(app::seats::Availability::Busy));
    });
}
