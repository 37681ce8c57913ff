//! Coming in: by password, second factor, passkey, invitation, token, code, and as a visitor; and what
//! ends it.

use std::sync::Arc;

use crate::common::*;
use app::sign_in::{
    self, Client, IdentityKey, MailKind, Outbox, SessionKind, SignInOptions, SignedIn, Step,
};
use app::users::{self, NewUser};
use app::{App, AppError, AppOptions, Principal, Role};
use identity::testkit::{Authenticator, Fault, TokenSigner};
use kernel::{Clock as _, Duration, Secret, UserId};
use serde_json::json;

pub(crate) const PASSWORD: &str = "several words in a row";
pub(crate) const ANNA: &str = "anna@acme.example";
pub(crate) const SECRET: &str = "a secret of more than thirty-two bytes";
const ORIGIN: &str = "http://localhost:8080";

/// A desk where people can sign in.
pub(crate) struct Door {
    pub(crate) desk: Desk,
    pub(crate) app: App,
    pub(crate) outbox: Arc<Outbox>,
}

pub(crate) fn at_every_door(test: impl Fn(Door)) {
    on_every_store(|desk| {
        let outbox = Arc::new(Outbox::default());
        let mut options = AppOptions::new([9; 32]);
        options.sign_in = SignInOptions {
            identity_keys: vec![IdentityKey {
                tenant: desk.tenant.clone(),
                kid: Some("k1".to_owned()),
                key: TokenSigner::hs256(SECRET).key(),
            }],
            mailer: Some(Arc::clone(&outbox) as Arc<dyn sign_in::Mailer>),
            ..SignInOptions::default()
        };
        let app = App::new(desk.app.store().clone(), options).unwrap();
        test(Door { desk, app, outbox });
    });
}

pub(crate) fn client() -> Client {
    let address = Some("192.0.2.1".parse().unwrap());
    Client { address, user_agent: "Test/1.0".to_owned() }
}

pub(crate) fn new_user(email: &str, role: Role) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: "Anna Ek".to_owned(),
        role,
        custom_role: None,
        merchant: role.is_of_one_merchant().then(|| "m1".parse().unwrap()),
        languages: vec!["sv".to_owned(), "en".to_owned()],
        skills: vec!["returns".to_owned()],
        capacity_units: None,
    }
}

impl Door {
    pub(crate) fn operator(&self) -> Principal {
        self.desk.seat(Role::Operator, "ops")
    }

    pub(crate) fn user(&self, email: &str, role: Role) -> UserId {
        let new = new_user(email, role);
        let made = self.app.write_blocking(&self.operator(), move |s| {
            users::create_on_machine(s, &new, Some(&Secret::new(PASSWORD)))
        });
        made.unwrap().0.user
    }

    pub(crate) fn enter(&self, email: &str, password: &str) -> Result<Step, AppError> {
        let given = (email, Secret::new(password));
        block_on(sign_in::with_password(&self.app, None, given, &client()))
    }

    pub(crate) fn signed_in(&self, email: &str) -> SignedIn {
        match self.enter(email, PASSWORD).unwrap() {
            Step::SignedIn(signed_in) => signed_in,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn who(&self, signed_in: &SignedIn) -> Result<Principal, AppError> {
        block_on(self.app.authenticate(signed_in.secret.expose()))
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        whom: &Principal,
        work: impl FnMut(&mut app::Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.app.write_blocking(whom, work)
    }

    pub(crate) fn later(&self, by: Duration) {
        self.desk.clock.set(self.desk.clock.now().plus(by));
    }

    /// The link's secret, or the code, of the newest letter.
    fn newest_secret(&self) -> String {
        let letter = self.outbox.letters().pop().unwrap();
        match letter.kind {
            MailKind::Invitation => {
                let link = letter.text.split_whitespace().find(|word| word.contains('#')).unwrap();
                link.split_once('#').unwrap().1.to_owned()
            }
            MailKind::Code => letter.subject.rsplit(' ').next().unwrap().to_owned(),
        }
    }
}

pub(crate) fn code_of(error: &AppError) -> &'static str {
    error.code()
}

#[test]
fn a_password_opens_a_session_and_no_answer_tells_who_is_there() {
    at_every_door(|door| {
        let id = door.user(ANNA, Role::Agent);
        let signed_in = door.signed_in(&format!("  {} ", ANNA.to_uppercase()));
        assert!(signed_in.secret.expose().starts_with("ombud_ss_"));
        let who = door.who(&signed_in).unwrap();
        assert_eq!((who.role, who.id.unwrap().to_string()), (Role::Agent, id.to_string()));
        let info = &signed_in.info;
        assert_eq!((info.kind, info.name.as_str()), (SessionKind::User, "Anna Ek"));
        assert_eq!(
            (info.languages.len(), info.skills.as_slice()),
            (2, &["returns".to_owned()][..])
        );

        let invited = new_user("invited@acme.example", Role::Agent);
        let invited = door.write(&door.operator(), move |s| users::create(s, &invited)).unwrap();
        assert_eq!(invited.row.state, "invited");
        let disabled = door.user("disabled@acme.example", Role::Agent);
        door.write(&door.operator(), move |s| users::disable(s, disabled)).unwrap();
        let refusals: Vec<String> = [
            (ANNA, "a wrong password, quite long"),
            (ANNA, ""),
            ("nobody@acme.example", PASSWORD),
            ("invited@acme.example", PASSWORD),
            ("disabled@acme.example", PASSWORD),
            ("", ""),
        ]
        .into_iter()
        .map(|(email, password)| {
            let refused = door.enter(email, password).unwrap_err();
            format!("{refused} {} {refused:?}", refused.code())
        })
        .collect();
        assert!(refusals.windows(2).all(|pair| pair[0] == pair[1]), "{refusals:#?}");
        let unknown = "nowhere".parse().unwrap();
        let given = (ANNA, Secret::new(PASSWORD));
        let elsewhere =
            block_on(sign_in::with_password(&door.app, Some(&unknown), given, &client()));
        assert_eq!(
            elsewhere.unwrap_err().to_string(),
            "the e-mail address or the password is not right"
        );
    });
}

#[test]
fn wrong_passwords_cost_more_and_more_time_wherever_they_are_tried() {
    at_every_door(|door| {
        door.user(ANNA, Role::Agent);
        for email in [ANNA, "nobody@acme.example"] {
            let mut waits = Vec::new();
            while waits.len() < 3 {
                match door.enter(email, "wrong, and long enough").unwrap_err() {
                    AppError::TooMany { retry_after_s } => {
                        waits.push(retry_after_s);
                        door.later(Duration::from_secs(i64::from(retry_after_s)));
                    }
                    other => assert_eq!(code_of(&other), "wrong_credentials"),
                }
            }
            assert_eq!(waits, [30, 60, 120], "{email}");
        }
        // The right password is refused too while the wait lasts; another node counts the same.
        let again = App::new(door.app.store().clone(), AppOptions::new([1; 32])).unwrap();
        for _ in 0..3 {
            let _ = door.enter(ANNA, "wrong, and long enough");
        }
        let given = (ANNA, Secret::new(PASSWORD));
        let refused = block_on(sign_in::with_password(&again, None, given, &client()));
        assert_eq!(code_of(&refused.unwrap_err()), "too_many_attempts");
        door.later(Duration::from_secs(901));
        door.signed_in(ANNA);
    });
}

#[test]
fn an_office_behind_one_address_is_not_shut_out_by_its_own_people() {
    at_every_door(|door| {
        door.user(ANNA, Role::Agent);
        for _ in 0..55 {
            door.signed_in(ANNA);
        }
        // Who comes in in between does not make a guesser's count begin anew.
        let mut wrong = 0;
        let refused = loop {
            let email = format!("nobody-{wrong}@acme.example");
            match door.enter(&email, "wrong, and long enough").unwrap_err() {
                AppError::TooMany { .. } => break wrong,
                _ => wrong += 1,
            }
            if wrong < 50 && wrong % 10 == 0 {
                door.signed_in(ANNA);
            }
        };
        assert_eq!(refused, 51);
    });
}

#[test]
fn a_code_of_the_app_is_good_once_and_a_recovery_code_too() {
    at_every_door(|door| {
        door.user(ANNA, Role::Agent);
        let first = door.signed_in(ANNA);
        let info = Arc::clone(&first.info);
        let who = Arc::clone(&info);
        let totp = door.write(&info.principal, move |s| sign_in::begin_totp(s, &who)).unwrap();
        assert!(totp.otpauth_url.expose().contains("anna%40acme.example"));
        assert!(matches!(door.enter(ANNA, PASSWORD), Ok(Step::SignedIn(_))), "not confirmed yet");
        let secret = from_base32(totp.secret.expose());
        let code = |door: &Door| identity::totp::code_at(&secret, door.desk.clock.now());
        let confirm = |code: String| {
            let (who, code) = (Arc::clone(&info), Secret::new(code));
            door.write(&info.principal, move |s| sign_in::confirm_totp(s, &who, &code))
        };
        assert_eq!(code_of(&confirm("000000".to_owned()).unwrap_err()), "wrong_code");
        let recovery = confirm(code(&door)).unwrap();
        assert_eq!(recovery.len(), 10);

        let ticket = |door: &Door| match door.enter(ANNA, PASSWORD).unwrap() {
            Step::SecondFactor { ticket, methods } => {
                assert_eq!(methods, ["totp"]);
                ticket
            }
            other => panic!("{other:?}"),
        };
        let finish = |ticket: &Secret, code: &str| {
            let given = (ticket.clone(), Secret::new(code));
            block_on(sign_in::with_second_factor(&door.app, given.0, given.1, &client()))
        };
        // The code that confirmed it is used up.
        let held = ticket(&door);
        assert_eq!(code_of(&finish(&held, &code(&door)).unwrap_err()), "wrong_code");
        door.later(Duration::from_secs(30));
        let now = code(&door);
        assert!(finish(&held, &now).unwrap().info.second_factor);
        assert_eq!(code_of(&finish(&held, &now).unwrap_err()), "sign_in_expired", "used");
        let held = ticket(&door);
        assert_eq!(code_of(&finish(&held, &now).unwrap_err()), "wrong_code", "replayed");
        assert!(finish(&held, recovery[0].expose()).is_ok());
        let held = ticket(&door);
        assert_eq!(code_of(&finish(&held, recovery[0].expose()).unwrap_err()), "wrong_code");
        let loose = recovery[1].expose().replace('-', "").to_lowercase();
        assert!(finish(&held, &loose).is_ok());
        // A ticket is tried five times at most, and not for ever.
        let held = ticket(&door);
        let tries: Vec<_> =
            (0..6).map(|_| code_of(&finish(&held, "111111").unwrap_err())).collect();
        assert_eq!(tries[..5], ["wrong_code"; 5]);
        assert_eq!(tries[5], "sign_in_expired");
        door.later(Duration::from_secs(1_000));
        let held = ticket(&door);
        door.later(Duration::from_secs(301));
        assert_eq!(code_of(&finish(&held, &code(&door)).unwrap_err()), "sign_in_expired");
        // Taking it away needs it.
        let weak = Arc::clone(&info);
        let refused = door.write(&info.principal, move |s| sign_in::remove_totp(s, &weak));
        assert!(matches!(refused, Err(AppError::Forbidden { .. })));
    });
}

fn from_base32(text: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = text.chars().map(|c| format!("{:05b}", alphabet.find(c).unwrap())).collect();
    bits.as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect()
}

#[test]
fn a_passkey_opens_alone_and_as_the_second_factor_and_a_copy_does_not() {
    at_every_door(|door| {
        door.user(ANNA, Role::Agent);
        let info = door.signed_in(ANNA).info;
        let mut device = Authenticator::new(ORIGIN, false);
        let who = Arc::clone(&info);
        let asked = door.write(&info.principal, move |s| sign_in::begin_passkey(s, &who)).unwrap();
        assert_eq!(asked.options["rp"]["id"], "localhost");
        let answer = serde_json::from_value(device.create(&asked.options)).unwrap();
        let keep = move |ticket: Secret, answer: identity::webauthn::Registration| {
            let who = Arc::clone(&info);
            let principal = info.principal.clone();
            (principal, move |s: &mut app::Session<'_, '_>| {
                sign_in::finish_passkey(s, &who, &ticket, (&answer, "Laptop"))
            })
        };
        let (principal, work) = keep(asked.ticket.clone(), answer);
        let kept = door.app.write_blocking(&principal, work).unwrap();
        assert_eq!(kept.name, "Laptop");

        let begin = |ticket: Option<Secret>| {
            block_on(sign_in::begin_passkey_sign_in(&door.app, None, ticket, &client())).unwrap()
        };
        let finish = |device: &mut Authenticator, asked: &sign_in::PasskeyQuestion| {
            let answer = serde_json::from_value(device.get(&asked.options)).unwrap();
            let ticket = asked.ticket.clone();
            block_on(sign_in::finish_passkey_sign_in(&door.app, ticket, answer, &client()))
        };
        let asked = begin(None);
        let signed_in = finish(&mut device, &asked).unwrap();
        assert!(signed_in.info.second_factor && signed_in.info.method == "passkey");
        assert_eq!(code_of(&finish(&mut device, &asked).unwrap_err()), "sign_in_expired", "once");
        let Step::SecondFactor { ticket, methods } = door.enter(ANNA, PASSWORD).unwrap() else {
            panic!("a passkey is a second factor")
        };
        assert_eq!(methods, ["passkey"]);
        let asked = begin(Some(ticket));
        assert_eq!(asked.options["allowCredentials"][0]["id"], json!(kept.credential));
        finish(&mut device, &asked).unwrap();
        for fault in
            [Fault::StaleCounter, Fault::NotVerified, Fault::OtherOrigin, Fault::BadSignature]
        {
            device.fault = fault;
            let refused = finish(&mut device, &begin(None)).unwrap_err();
            assert_eq!(code_of(&refused), "passkey_refused", "{fault:?}");
        }
        device.fault = Fault::None;
        let stranger = finish(&mut Authenticator::new(ORIGIN, true), &begin(None));
        assert_eq!(code_of(&stranger.unwrap_err()), "passkey_refused");
        finish(&mut device, &begin(None)).unwrap();
    });
}

#[test]
fn an_invitation_is_a_letter_that_works_once() {
    at_every_door(|door| {
        let new = new_user(ANNA, Role::Supervisor);
        let user = door.write(&door.operator(), move |s| users::create(s, &new)).unwrap().row.user;
        let letters = door.outbox.letters();
        assert_eq!((letters.len(), letters[0].to.as_str()), (1, ANNA));
        let ticket = door.newest_secret();
        let accept = |ticket: &str, password: &str| {
            let given = (Secret::new(password), Some("Anna E".to_owned()));
            block_on(sign_in::accept_invitation(&door.app, Secret::new(ticket), given, &client()))
        };
        for weak in ["short", "passwordpassword", ANNA] {
            let refused = accept(&ticket, weak).unwrap_err();
            assert!(matches!(&refused, AppError::Invalid { field, .. } if field == "password"));
        }
        // A newer invitation takes the place of the one before.
        door.write(&door.operator(), move |s| users::invite(s, user)).unwrap();
        assert_eq!(code_of(&accept(&ticket, PASSWORD).unwrap_err()), "sign_in_expired");
        let ticket = door.newest_secret();
        let Step::SignedIn(signed_in) = accept(&ticket, PASSWORD).unwrap() else { panic!() };
        assert_eq!(signed_in.info.name, "Anna E");
        assert_eq!(code_of(&accept(&ticket, PASSWORD).unwrap_err()), "sign_in_expired");
        // A new one resets the password, and ends what was open.
        door.write(&door.operator(), move |s| users::invite(s, user)).unwrap();
        let ticket = door.newest_secret();
        assert!(door.who(&signed_in).is_ok(), "asking alone ends nothing");
        accept(&ticket, "another few words, also long").unwrap();
        assert!(door.who(&signed_in).is_err());
        door.write(&door.operator(), move |s| users::invite(s, user)).unwrap();
        let ticket = door.newest_secret();
        door.later(Duration::from_days(7));
        assert_eq!(code_of(&accept(&ticket, PASSWORD).unwrap_err()), "sign_in_expired");
    });
}

#[test]
fn a_companys_app_vouches_for_its_customers_once_and_shortly() {
    at_every_door(|door| {
        let signer = TokenSigner::hs256(SECRET);
        let now = door.desk.clock.now().as_millis() / 1_000;
        let good = json!({"sub": "c1", "aud": "ombud", "exp": now + 300, "jti": "1",
            "name": "Cleo", "email": "Cleo@Example.com", "locale": "sv"});
        let enter = |token: String| {
            let token = Secret::new(token);
            block_on(sign_in::with_identity_token(&door.app, None, &token, &client()))
        };
        let token = signer.sign(&good);
        let signed_in = enter(token.clone()).unwrap();
        let who = door.who(&signed_in).unwrap();
        assert_eq!((who.role, who.customer), (Role::Consumer, Some("c1".parse().unwrap())));
        assert_eq!(signed_in.info.email.as_deref(), Some("cleo@example.com"));
        assert!(enter(token).unwrap_err().to_string().contains("used before"));
        let changed = |name: &str, value: serde_json::Value| {
            let mut claims = good.clone();
            claims["jti"] = json!(format!("other-{name}-{value}"));
            claims[name] = value;
            claims
        };
        let eddsa = TokenSigner::eddsa();
        let table = [
            (signer.sign(&changed("aud", json!("others"))), "audience"),
            (signer.sign(&changed("exp", json!(now))), "expired"),
            (signer.sign(&changed("exp", json!(now + 3_600))), "longer"),
            (signer.sign(&changed("exp", json!(null))), "exp"),
            (signer.sign(&changed("sub", json!(""))), "sub"),
            (signer.sign(&changed("sub", json!("a b"))), "no customer id"),
            (signer.sign(&changed("sub", json!("visitor-1"))), "visitors"),
            (signer.sign(&changed("jti", json!(null))), "jti"),
            (
                TokenSigner::hs256("another secret, as long as the first one").sign(&good),
                "signature",
            ),
            (eddsa.sign(&good), "algorithm"),
            (signer.sign_as(&json!({"alg": "HS256", "kid": "k2"}), &good), "signature"),
            ("nothing".to_owned(), "compact form"),
        ];
        for (token, why) in table {
            let refused = enter(token).unwrap_err();
            assert_eq!(code_of(&refused), "token_refused");
            assert!(refused.to_string().contains(why), "{why}: {refused}");
        }
        // Used up for as long as it could be shown again, and forgotten after.
        door.later(Duration::from_secs(900));
        block_on(sign_in::prune(&door.app)).unwrap();
        door.later(Duration::from_days(30));
        assert!(door.who(&signed_in).is_err(), "thirty days are over");
    });
}

#[test]
fn a_code_in_a_letter_lets_a_customer_in_and_says_nothing_of_others() {
    at_every_door(|door| {
        door.desk.base(FEE_1500, None);
        let begin = |email: &str| {
            block_on(sign_in::begin_code(&door.app, None, email, &client())).unwrap();
        };
        let finish = |email: &str, code: &str| {
            let given = (email, Secret::new(code));
            block_on(sign_in::finish_code(&door.app, None, given, &client()))
        };
        begin("nobody@example.com");
        assert_eq!(door.outbox.letters(), []);
        begin("C1@example.com ");
        let code = door.newest_secret();
        assert_eq!(code.len(), 6);
        let letter = door.outbox.letters().pop().unwrap();
        assert!(!format!("{letter:?}").contains(&code), "{letter:?}");
        let wrong = if code == "123456" { "654321" } else { "123456" };
        let refusals = [finish("c1@example.com", wrong), finish("nobody@example.com", &code)];
        let told: Vec<_> = refusals.map(|refused| refused.unwrap_err().to_string()).to_vec();
        assert_eq!(told[0], told[1]);
        let signed_in = finish("c1@example.com", &code).unwrap();
        assert_eq!(door.who(&signed_in).unwrap().customer, Some("c1".parse().unwrap()));
        assert_eq!(code_of(&finish("c1@example.com", &code).unwrap_err()), "wrong_code", "once");
        // Five tries, ten minutes.
        begin("c1@example.com");
        let code = door.newest_secret();
        let wrong = if code == "123456" { "654321" } else { "123456" };
        for _ in 0..5 {
            assert_eq!(code_of(&finish("c1@example.com", wrong).unwrap_err()), "wrong_code");
        }
        door.later(Duration::from_secs(120));
        assert_eq!(code_of(&finish("c1@example.com", &code).unwrap_err()), "wrong_code");
        door.later(Duration::from_days(2));
        begin("c1@example.com");
        let code = door.newest_secret();
        door.later(Duration::from_secs(600));
        assert_eq!(code_of(&finish("c1@example.com", &code).unwrap_err()), "wrong_code");
        // Letters to one address have an end, which the caller does not hear of.
        door.later(Duration::from_days(2));
        let before = door.outbox.letters().len();
        for _ in 0..10 {
            begin("c1@example.com");
        }
        assert_eq!(door.outbox.letters().len() - before, 6);
    });
}

#[test]
fn a_visitor_is_a_customer_of_their_own() {
    at_every_door(|door| {
        let visit = || block_on(sign_in::visitor(&door.app, None, None, &client()));
        let (one, two) = (visit().unwrap(), visit().unwrap());
        let (a, b) = (door.who(&one).unwrap(), door.who(&two).unwrap());
        assert_eq!(one.info.kind, SessionKind::Visitor);
        assert!(a.customer.as_ref().unwrap().as_str().starts_with("visitor-"));
        assert_ne!(a.customer, b.customer);
        let refused = (0..80).find_map(|_| visit().err()).unwrap();
        assert_eq!(code_of(&refused), "too_many_attempts");
    });
}
