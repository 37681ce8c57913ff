//! Co-browsing: whose policies are believed, and which files of a site agents see.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use app::cobrowse::{self as together, assets, policy};
use app::{AppError, AppOptions, Role};
use cobrowse::assets::Manifest;
use cobrowse::policy::{Policy, Signer};
use cobrowse::session::Input;
use kernel::ManualClock;
use kernel::canonical::Sha256Hex;

use crate::common::*;

const POLICY: &str = r#"version = 1
company = "acme"
[[rule]]
id = 2
effect = "show"
selector = ".total"
reason = "the customer asks about amounts"
owner = "payments-web"
expires = "2999-06-30"
"#;

fn desk(options: AppOptions) -> Desk {
    let clock = Arc::new(ManualClock::at(at(D0)));
    let store = store::testkit::inline(clock.clone(), store::FaultPlan::default()).unwrap();
    Desk::with(store, clock, options)
}

fn with_keys(company: &str, signer: &Signer) -> AppOptions {
    let mut options = AppOptions::new([7; 32]);
    options.cobrowse_policy_keys =
        HashMap::from([(company.parse().unwrap(), vec![signer.public()])]);
    options
}

#[test]
fn a_policy_is_believed_with_the_signature_of_its_company_alone() {
    let (own, other) = (Signer::from_seed([1; 32]), Signer::from_seed([2; 32]));
    let file = Policy::parse(POLICY).unwrap();
    let signatures = [None, Some(other.sign(&file)), Some(own.sign(&file))];
    let proposed = |desk: &Desk, signature: Option<String>| {
        let lead = desk.seat(Role::Supervisor, "sam");
        desk.write(&lead, move |s| policy::propose(s, POLICY, signature.as_deref()))
    };
    let signed = desk(with_keys("acme", &own));
    for (at, signature) in signatures.iter().enumerate() {
        match proposed(&signed, signature.clone()) {
            Ok(proposed) => assert!(at == 2 && !proposed.in_force),
            Err(error) => assert_eq!((error.code(), at < 2), ("policy_unsigned", true)),
        }
    }
    // The keys of another company are no keys of this one.
    let unsigned = desk(with_keys("other", &own));
    for signature in signatures {
        assert!(!proposed(&unsigned, signature).unwrap().in_force);
    }
}

/// Puts a file and a manifest of it where they belong.
fn keep(folder: &Path, name: &str, bytes: &[u8], signer: Option<&Signer>) -> Sha256Hex {
    std::fs::create_dir_all(folder.join("files")).unwrap();
    let sha256 = Sha256Hex::of(bytes);
    std::fs::write(folder.join("files").join(sha256.to_string()), bytes).unwrap();
    let manifest = Manifest { files: [(name.to_owned(), sha256)].into() };
    let hash = Sha256Hex::of(manifest.canonical().as_bytes());
    if let Some(signer) = signer {
        std::fs::write(folder.join(format!("{hash}.sig")), manifest.sign(signer)).unwrap();
    }
    std::fs::write(folder.join(format!("{hash}.json")), manifest.canonical()).unwrap();
    sha256
}

#[test]
fn agents_see_the_files_that_a_believed_manifest_names() {
    let folder = tempfile::tempdir().unwrap();
    let acme = folder.path().join("acme");
    let (own, other) = (Signer::from_seed([1; 32]), Signer::from_seed([2; 32]));
    let mut options = with_keys("acme", &own);
    options.cobrowse_assets = Some(folder.path().to_owned());
    let desk = desk(options);
    let ana = desk.agent("ana");
    let read = |sha256| block_on(assets::read(&desk.app, &ana, sha256));
    let is_missing = |sha256| matches!(read(sha256), Err(AppError::NotFound { .. }));
    assert!(is_missing(Sha256Hex::of(b"logo")), "there is no folder yet");
    let logo = keep(&acme, "/logo.svg", b"logo", Some(&own));
    let found = read(logo).unwrap();
    assert_eq!((found.media_type, found.bytes.as_slice()), ("image/svg+xml", b"logo".as_slice()));
    // A later build is seen too, whatever was read before.
    let font = keep(&acme, "/f.woff2", b"font", Some(&own));
    assert_eq!(read(font).unwrap().media_type, "font/woff2");
    assert!(is_missing(keep(&acme, "/un.png", b"unsigned", None)));
    assert!(is_missing(keep(&acme, "/o.png", b"of another", Some(&other))));
    let elsewhere = folder.path().join("beta");
    assert!(is_missing(keep(&elsewhere, "/b.png", b"of beta", Some(&own))));
    std::fs::write(acme.join("files").join(logo.to_string()), b"changed").unwrap();
    assert!(is_missing(logo), "it is not what its name says");
    let refused = block_on(assets::read(&desk.app, &desk.customer(), font)).unwrap_err();
    assert!(matches!(refused, AppError::NotFound { .. }), "{refused}");
}

#[test]
fn a_seat_sees_them_while_it_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = AppOptions::new([7; 32]);
    options.cobrowse_assets = Some(folder.path().to_owned());
    let desk = desk(options);
    let logo = keep(&folder.path().join("acme"), "/logo.svg", b"logo", None);
    let begun = desk.write(&desk.customer(), |s| together::begin(s, None, "en")).unwrap();
    let (id, code, customer) = (begun.kept.row.cobrowse, begun.code.clone(), begun.token.clone());
    desk.write(&desk.agent("ana"), move |s| together::claim(s, &code, None)).unwrap();
    let (_, seat) = desk.write(&desk.agent("ana"), move |s| together::seat(s, id, None)).unwrap();
    let read = |token: &str| block_on(assets::read_from_seat(&desk.app, token, logo));
    assert_eq!(read(&seat).unwrap().bytes, b"logo");
    desk.clock.advance(kernel::Duration::from_secs(11 * 60));
    assert!(read(&seat).is_ok(), "a seat is longer than the time in which its token takes it");
    let is_refused = |token: &str| matches!(read(token), Err(AppError::Unauthenticated));
    assert!(is_refused(&customer), "the customer has their own page");
    assert!(is_refused("nonsense") && is_refused(&format!("{seat}x")));
    // Nobody gave a sign of life meanwhile: the session's clock ends it.
    let system = desk.app.system(&desk.tenant);
    desk.write(&system, move |s| together::act(s, id, Input::Tick, None)).unwrap();
    assert!(is_refused(&seat), "the session is over");
}

#[test]
fn a_company_has_a_folder_whatever_its_name() {
    for (name, folder) in [("acme", "acme"), ("acme-eu_1", "acme-eu_1")] {
        assert_eq!(assets::folder_of(&name.parse().unwrap()), folder);
    }
    for name in ["..", "a/b", "a.b"] {
        let folder = assets::folder_of(&name.parse().unwrap());
        assert!(folder.starts_with('=') && !folder.contains(['/', '.']), "{folder}");
    }
}
