//! Who may do what: the printed matrix, the acceptance scenarios, and what no policy can lift.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::LazyLock;

use compliance::authority::{
    Action, Authority, Principal, Request, Resource, Role, Verdict, Withheld,
};
use kernel::{Currency, CustomerId, MerchantId, Money, PrincipalId, TenantId};

static SHIPPED: LazyLock<Authority> = LazyLock::new(|| Authority::shipped().unwrap());

const SCHEMA: &str = include_str!("../../../policy/authority/schema.cedarschema");
const LIMITS: &str = include_str!("../../../policy/authority/limits.toml");

fn tenant() -> TenantId {
    TenantId::new("acme").unwrap()
}

fn id(text: &str) -> PrincipalId {
    PrincipalId::new(text).unwrap()
}

fn principal(role: Role, name: &str) -> Principal {
    Principal {
        tenant: tenant(),
        role,
        id: (role != Role::System).then(|| id(name)),
        merchant: role.is_of_one_merchant().then(|| MerchantId::new("shop").unwrap()),
        customer: role.is_of_one_customer().then(|| CustomerId::new("ada").unwrap()),
        withheld: Default::default(),
    }
}

fn case() -> Resource {
    Resource {
        tenant: tenant(),
        merchant: Some(MerchantId::new("shop").unwrap()),
        customer: Some(CustomerId::new("ada").unwrap()),
        requester: None,
        actors: Vec::new(),
    }
}

fn gbp(minor: i64) -> Money {
    Money::new(minor, Currency::GBP)
}

/// The verdict in one word, on a request for an amount in pence.
fn word(authority: &Authority, request: &Request<'_>) -> &'static str {
    match authority.check(request) {
        Verdict::Allow { .. } => "allow",
        Verdict::NeedsSecondPerson { .. } => "second",
        Verdict::Deny { conceal: false, .. } => "deny",
        Verdict::Deny { conceal: true, .. } => "conceal",
    }
}

#[test]
fn the_printed_matrix_is_what_the_policies_say() {
    let printed = include_str!("../../../policy/authority/matrix.txt");
    let now = SHIPPED.matrix();
    for (line, (new, old)) in now.lines().zip(printed.lines()).enumerate() {
        assert_eq!(
            new,
            old,
            "line {}: if the change is meant, run \
             `cargo run -p compliance --example authority_matrix > policy/authority/matrix.txt`",
            line + 1
        );
    }
    assert_eq!(now, printed);
}

#[test]
fn amounts_follow_the_limits_of_scenario_s9() {
    use Action::{DecisionMake, ExceptionApply, GoodwillGrant, RefundExecute};
    let table = [
        (Role::Ai, GoodwillGrant, 1_500, "allow"),
        (Role::Ai, GoodwillGrant, 1_501, "deny"),
        (Role::Ai, RefundExecute, 5_000, "allow"),
        (Role::Ai, RefundExecute, 5_001, "deny"),
        (Role::Ai, DecisionMake, 1, "deny"),
        (Role::Agent, RefundExecute, 25_000, "allow"),
        (Role::Agent, RefundExecute, 25_001, "second"),
        (Role::Supervisor, RefundExecute, 250_000, "allow"),
        (Role::Supervisor, RefundExecute, 250_001, "second"),
        (Role::Supervisor, RefundExecute, 10_000_000, "second"),
        (Role::Supervisor, RefundExecute, 10_000_001, "deny"),
        (Role::System, GoodwillGrant, 1_200, "allow"),
        (Role::System, DecisionMake, 100_000, "allow"),
        (Role::System, DecisionMake, 100_001, "deny"),
        (Role::Agent, ExceptionApply, 1, "deny"),
        (Role::Supervisor, ExceptionApply, 250_000, "allow"),
        (Role::Supervisor, ExceptionApply, 250_001, "second"),
        (Role::ComplianceOfficer, ExceptionApply, 250_001, "second"),
        (Role::ComplianceOfficer, ExceptionApply, 10_000_001, "deny"),
        (Role::Auditor, RefundExecute, 1, "deny"),
        (Role::Operator, RefundExecute, 1, "deny"),
        (Role::Consumer, RefundExecute, 1, "deny"),
    ];
    let case = case();
    for (role, action, minor, expected) in table {
        let principal = principal(role, "p1");
        let request = Request::new(&principal, action, &case).with_amount(gbp(minor));
        assert_eq!(word(&SHIPPED, &request), expected, "{role} {action} {minor}");
    }
    // Against the consumer, policy code may decide half as much.
    let system = principal(Role::System, "");
    for (minor, expected) in [(50_000, "allow"), (50_001, "deny")] {
        let request = Request {
            adverse: true,
            ..Request::new(&system, DecisionMake, &case).with_amount(gbp(minor))
        };
        assert_eq!(word(&SHIPPED, &request), expected, "adverse {minor}");
    }
}

#[test]
fn amounts_that_cannot_be_compared_are_refused() {
    let (agent, case) = (principal(Role::Agent, "ann"), case());
    let refund = Request::new(&agent, Action::RefundExecute, &case);
    assert_eq!(word(&SHIPPED, &refund), "deny", "no amount");
    assert_eq!(word(&SHIPPED, &refund.with_amount(gbp(-1))), "deny", "negative");
    let unknown = Money::new(1, Currency::new("MNT").unwrap());
    assert_eq!(word(&SHIPPED, &refund.with_amount(unknown)), "deny", "no limits");
    for currency in SHIPPED.limits().currencies() {
        let limits = SHIPPED.limits().of(currency).unwrap();
        let within = refund.with_amount(Money::new(limits.agent, currency));
        let above = refund.with_amount(Money::new(limits.agent + 1, currency));
        assert_eq!((word(&SHIPPED, &within), word(&SHIPPED, &above)), ("allow", "second"));
    }
    assert_eq!(SHIPPED.limits().currencies().count(), 16);
}

#[test]
fn two_people_are_two_different_people() {
    let (ann, bob) = (principal(Role::Agent, "ann"), principal(Role::Supervisor, "bob"));
    let mut case = case();
    let refund = Request::new(&ann, Action::RefundExecute, &case).with_amount(gbp(40_000));
    let verdict = SHIPPED.check(&refund);
    let Verdict::NeedsSecondPerson { approvers, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!(approvers, [Role::Supervisor, Role::ComplianceOfficer]);
    let (ann_id, bob_id) = (id("ann"), id("bob"));
    for (approver, expected) in [(&bob_id, "allow"), (&ann_id, "second")] {
        let approved = Request { approved_by: Some(approver), ..refund };
        assert_eq!(word(&SHIPPED, &approved), expected);
    }
    // A program stays a program, whoever approves.
    let ai = principal(Role::Ai, "model");
    let by_ai = Request {
        approved_by: Some(&bob_id),
        ..Request::new(&ai, Action::RefundExecute, &case).with_amount(gbp(40_000))
    };
    assert_eq!(word(&SHIPPED, &by_ai), "deny");

    case.requester = Some(id("bob"));
    let nameless = Principal { id: None, ..bob.clone() };
    let carol = principal(Role::Supervisor, "carol");
    for (who, expected) in [(&bob, "deny"), (&nameless, "deny"), (&carol, "allow"), (&ann, "deny")]
    {
        for action in [Action::RefundApprove, Action::ExemptionApprove] {
            let approve = Request::new(who, action, &case).with_amount(gbp(40_000));
            assert_eq!(word(&SHIPPED, &approve), expected, "{action} by {:?}", who.id);
        }
    }
    let verdict = SHIPPED.check(&Request::new(&bob, Action::ExemptionApprove, &case));
    let Verdict::Deny { reason, policy_ids, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!(reason, "Nobody approves what they asked for themselves.");
    assert_eq!(policy_ids, ["own-request"]);
}

#[test]
fn reviews_are_made_by_a_new_person_as_scenario_s14_asks() {
    let mut case = case();
    case.actors = vec![id("ann")];
    let table = [
        (principal(Role::Agent, "ann"), "deny"),
        (principal(Role::Agent, "ben"), "allow"),
        (principal(Role::Ai, "model"), "deny"),
        (principal(Role::System, ""), "deny"),
        (Principal { id: None, ..principal(Role::Agent, "x") }, "deny"),
    ];
    for (who, expected) in table {
        let review = Request {
            review: true,
            ..Request::new(&who, Action::DecisionMake, &case).with_amount(gbp(12_000))
        };
        assert_eq!(word(&SHIPPED, &review), expected, "{:?}", who.id);
        let last = Request::new(&who, Action::DecisionFinal, &case).with_amount(gbp(12_000));
        assert_eq!(word(&SHIPPED, &last), expected, "final by {:?}", who.id);
    }
    // Nor does whoever acted before end the review at once, or approve somebody else's.
    for action in [Action::ExceptionApply, Action::RefundApprove] {
        for (name, review, expected) in
            [("ann", true, "deny"), ("ann", false, "allow"), ("sam", true, "allow")]
        {
            let lead = principal(Role::Supervisor, name);
            let request =
                Request { review, ..Request::new(&lead, action, &case).with_amount(gbp(12_000)) };
            assert_eq!(word(&SHIPPED, &request), expected, "{action} by {name}, review {review}");
        }
    }
    // Whoever took a complaint in does not pay its redress.
    for (name, expected) in [("ann", "deny"), ("sam", "allow")] {
        let who = principal(Role::Supervisor, name);
        let redress = Request::new(&who, Action::ComplaintRedress, &case).with_amount(gbp(12_000));
        assert_eq!(word(&SHIPPED, &redress), expected, "redress by {name}");
    }
    // A consumer asks for one in a single step.
    let ada = principal(Role::Consumer, "ada");
    assert_eq!(word(&SHIPPED, &Request::new(&ada, Action::ReviewRequest, &case)), "allow");
}

#[test]
fn what_is_anothers_does_not_exist() {
    let others_case = Resource { customer: Some(CustomerId::new("eve").unwrap()), ..case() };
    let nobodys_case = Resource { customer: None, ..case() };
    let elsewhere = Resource { tenant: TenantId::new("other").unwrap(), ..case() };
    for role in [Role::Consumer, Role::Ai] {
        let ada = principal(role, "ada");
        for resource in [&others_case, &nobodys_case, &elsewhere] {
            let read = Request::new(&ada, Action::DisputeRead, resource);
            assert_eq!(word(&SHIPPED, &read), "conceal", "{role}");
        }
        let unknown = Principal { customer: None, ..ada };
        let read = Request::new(&unknown, Action::DisputeRead, &nobodys_case);
        assert_eq!(word(&SHIPPED, &read), "conceal", "nobody owns what is nobody's");
    }
    let case = case();
    for role in Role::ALL {
        let who = principal(role, "someone");
        let expected = if role == Role::ComplianceOfficer { "allow" } else { "conceal" };
        let read = Request::new(&who, Action::AmlRead, &case);
        assert_eq!(word(&SHIPPED, &read), expected, "{role}");
    }
}

/// Policies that allow everything: what is still refused is what the guards refuse.
fn careless() -> Authority {
    let text = "@id(\"everything\") permit (principal, action, resource);";
    Authority::load(&[("careless.cedar", text)], SCHEMA, LIMITS).unwrap()
}

#[test]
fn no_policy_lifts_the_guards() {
    let careless = careless();
    let elsewhere = Resource { tenant: TenantId::new("other").unwrap(), ..case() };
    let mut asked = case();
    asked.requester = Some(id("someone"));
    asked.actors = vec![id("someone")];
    let plain = case();
    let other_party = Resource { merchant: None, customer: None, ..case() };
    let (second, mut refused) = (id("second"), 0);
    for role in Role::ALL {
        let who = principal(role, "someone");
        for action in Action::ALL {
            let request = |resource, minor| Request {
                review: true,
                approved_by: Some(&second),
                ..Request::new(&who, action, resource).with_amount(gbp(minor))
            };
            let mut never = |why: &str, request: Request<'_>| {
                refused += 1;
                let verdict = careless.check(&request);
                assert!(matches!(verdict, Verdict::Deny { .. }), "{why}: {role} {action}");
            };
            never("another tenant", request(&elsewhere, 1));
            if role.is_of_one_customer() || role.is_of_one_merchant() {
                never("another party", request(&other_party, 1));
            }
            if action.has_amount() {
                never("above every limit", request(&plain, 10_000_001));
            }
            if matches!(
                action,
                Action::RefundApprove | Action::ExemptionApprove | Action::PolicyActivate
            ) {
                never("own request", request(&asked, 1));
            }
            if action.is_decision() {
                never("own review", request(&asked, 1));
                if !role.is_person() {
                    never("review by a program", request(&plain, 1));
                }
            }
        }
    }
    assert!(refused > 700, "{refused}");
    let ai = principal(Role::Ai, "model");
    for action in [
        Action::DecisionMake,
        Action::DecisionFinal,
        Action::RefundApprove,
        Action::ExemptionApprove,
        Action::DisputeReopen,
        Action::EvidenceAdd,
        Action::EvidenceConfirmFact,
        Action::ComplaintAnswer,
        Action::PolicyActivate,
    ] {
        let request = Request::new(&ai, action, &asked).with_amount(gbp(1));
        assert_eq!(word(&careless, &request), "deny", "{action}");
    }
}

#[test]
fn broken_policies_are_refused_with_the_place() {
    let load = |text: &str| Authority::load(&[("mine.cedar", text)], SCHEMA, LIMITS);
    let table = [
        ("permit (principal, action, resource);", "mine.cedar"),
        ("@id(\"a\") permit (principal, action, resource", "mine.cedar"),
        ("@id(\"a\") forbid (principal, action, resource);", "no reason"),
        ("@id(\"tenant-isolation\") permit (principal, action, resource);", "used twice"),
        (
            "@id(\"a\") permit (principal, action == Action::\"dispute.delete\", resource);",
            "do not fit the schema",
        ),
        (
            "@id(\"a\") permit (principal, action, resource) when { resource.amount > 5 };",
            "do not fit the schema",
        ),
    ];
    for (text, expected) in table {
        let error = load(text).expect_err(text).to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    let low = LIMITS.replacen("agent = 25_000", "agent = 4_000", 1);
    assert!(Authority::load(&[], SCHEMA, &low).unwrap_err().to_string().contains("GBP"));
    let auto = LIMITS.replacen("auto_goodwill = 5_000", "auto_goodwill = 0", 1);
    assert!(Authority::load(&[], SCHEMA, &auto).unwrap_err().to_string().contains("auto_goodwill"));
    let schema = SCHEMA.replacen("action \"aml.read\"", "action \"aml.see\"", 1);
    assert!(Authority::load(&[], &schema, LIMITS).is_err());
}

#[test]
fn the_hash_covers_every_text() {
    let policy = "@id(\"a\") permit (principal, action, resource);";
    let hash = |text: &str, limits: &str| {
        Authority::load(&[("mine.cedar", text)], SCHEMA, limits).unwrap().hash()
    };
    let first = hash(policy, LIMITS);
    assert_eq!(first, hash(policy, LIMITS));
    assert_ne!(first, hash(&format!("{policy} "), LIMITS));
    assert_ne!(first, hash(policy, &LIMITS.replacen("agent = 25_000", "agent = 26_000", 1)));
}

#[test]
fn names_round_trip() {
    for action in Action::ALL {
        assert_eq!(action.as_str().parse::<Action>().unwrap(), action);
    }
    for role in Role::ALL {
        assert_eq!(role.as_str().parse::<Role>().unwrap(), role);
    }
    assert!("dispute.delete".parse::<Action>().is_err());
}

/// Whatever a custom role names, it allows nothing that its base does not; and what was hidden stays
/// hidden.
#[test]
fn a_custom_role_only_takes_away() {
    let case = case();
    let elsewhere = Resource { tenant: TenantId::new("rival").unwrap(), ..case.clone() };
    for role in Role::ALL {
        let whole = principal(role, "ann");
        for action in Action::ALL {
            let request = Request::new(&whole, action, &case).with_amount(gbp(1));
            let before = word(&SHIPPED, &request);
            for taken in [
                Withheld::default(),
                [action].into_iter().collect(),
                Action::ALL.into_iter().collect(),
            ] {
                let less = Principal { withheld: taken, ..whole.clone() };
                let after = word(&SHIPPED, &Request { principal: &less, ..request });
                let expected = match (before, taken.holds(action)) {
                    ("allow" | "second", true) => "deny",
                    (before, _) => before,
                };
                assert_eq!(after, expected, "{role} {action}");
                let hidden = word(&SHIPPED, &Request::new(&less, action, &elsewhere));
                assert_eq!(hidden, "conceal", "{role} {action} elsewhere");
            }
        }
        let everything = Principal { withheld: Action::ALL.into_iter().collect(), ..whole.clone() };
        assert_eq!(SHIPPED.actions_of(&everything), []);
        assert!(
            SHIPPED.actions_of(&whole).contains(&Action::UserManage)
                == matches!(role, Role::Operator | Role::MerchantAdmin)
        );
    }
    let one: Withheld = [Action::AmlRead].into_iter().collect();
    assert_eq!(one.actions().collect::<Vec<_>>(), [Action::AmlRead]);
}
