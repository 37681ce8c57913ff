//! Proposals over the shipped procedures, with the made-up customers of the simulations.

use kernel::{Currency, Date, Money};

use super::*;
use crate::book::BookFile;
use crate::catalogue::Identity;
use crate::simulate::Customers;
use crate::text::Plain;
use crate::turn::Rules;

const TODAY: Date = Date::constant(2026, 11, 23);

fn shipped() -> (Book, Customers) {
    let files = crate::shipped::files();
    let files: Vec<BookFile<'_>> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let book = Book::parse(&files).unwrap();
    let customers = Customers::parse(&files, &book.catalogue, TODAY).unwrap();
    (book, customers)
}

fn steer(
    book: &Book,
    customers: &Customers,
    (customer, language): (&str, &str),
    (procedure, tool): (&str, &str),
    args: &BTreeMap<String, Value>,
) -> Result<Steered, NoWay> {
    let customer = &customers.by_name[customer];
    let rules = Rules::default();
    let situation = Situation {
        facts: &customer.facts,
        today: TODAY,
        identity: customer.identity,
        language,
        wording: &Plain,
        rules: &rules,
    };
    book.steer(Wanted { procedure, tool, args }, &situation)
}

fn args<const N: usize>(given: [(&str, Value); N]) -> BTreeMap<String, Value> {
    given.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Whatever an agent proposes for whomever: it ends with a question to the customer or with a reason, and
/// nothing is called.
#[test]
fn a_proposal_comes_to_a_question_and_no_further() {
    let (book, customers) = shipped();
    let said = args([
        ("statement", Value::words("it came without its lid")),
        ("words", Value::words("nobody answers")),
        ("tracking", Value::words("1Z999")),
        ("merchant_contacted", Value::Date(Date::constant(2026, 11, 22))),
    ]);
    let mut asked = std::collections::BTreeSet::new();
    for (tool, of) in &book.catalogue.tools {
        let fits = said.iter().filter(|(name, _)| of.with.contains_key(*name));
        let given: BTreeMap<String, Value> =
            fits.map(|(name, value)| (name.clone(), value.clone())).collect();
        for procedure in book.ways(tool) {
            for (customer, known) in &customers.by_name {
                for language in &book.catalogue.languages {
                    let way = (procedure.name.as_str(), tool.as_str());
                    let found = steer(&book, &customers, (customer, language), way, &given);
                    if known.identity < Identity::SignedIn && of.identity == Identity::SignedIn {
                        assert_eq!(found, Err(NoWay::Unsure), "{way:?} {customer}");
                        continue;
                    }
                    let Ok(Steered { subject, outcome }) = found else { continue };
                    asked.insert(tool.as_str());
                    assert_eq!(outcome.next, Next::Wait, "{way:?} {customer}");
                    assert!(!subject.is_empty());
                    let says = &outcome.says;
                    assert_eq!(says[0].source, "texts/agent_asks");
                    assert_eq!(says.last().unwrap().choices.len(), 2, "{says:?}");
                    assert!(
                        says.iter().all(|one| !one.text.is_empty() && !one.receipt),
                        "{says:?}"
                    );
                    assert!(outcome.state.tools.is_empty() && outcome.state.done.is_empty());
                    let Some(Asked::Confirm(args)) = &outcome.state.asked else {
                        panic!("{way:?} {customer}: {:?}", outcome.state.asked)
                    };
                    for (name, value) in &given {
                        assert_eq!(args.get(name), Some(value), "{way:?} {customer}");
                        let shown = says[0].text.contains(value.as_str().unwrap_or("2026-11-22"));
                        assert!(shown, "{way:?}: {name} is not shown: {:?}", says[0].text);
                    }
                }
            }
        }
    }
    let never: Vec<&String> =
        book.catalogue.tools.keys().filter(|tool| !asked.contains(tool.as_str())).collect();
    // No made-up customer has an offer of a shop.
    assert_eq!(never, ["dispute.answer_offer"]);
}

#[test]
fn what_the_books_do_not_say_is_not_proposed() {
    let (book, customers) = shipped();
    let who = ("overdue", "en");
    let way = ("late_fee_waiver", "fee.waive");
    let good = steer(&book, &customers, who, way, &args([])).unwrap();
    let Some(Asked::Confirm(right)) = good.outcome.state.asked else { panic!() };
    let Value::Money(amount) = right["amount"] else { panic!() };
    let more = Value::Money(Money::new(amount.minor + 1, amount.currency));
    let other = Value::Money(Money::new(amount.minor, Currency::JPY));
    for (name, value) in
        [("amount", more), ("amount", other), ("plan", Value::id("x")), ("order", Value::id("x"))]
    {
        let refused = steer(&book, &customers, who, way, &args([(name, value)])).unwrap_err();
        let parameter = match refused {
            NoWay::Differs { parameter, .. } | NoWay::NotOffered { parameter, .. } => parameter,
            other => panic!("{name}: {other}"),
        };
        assert_eq!(parameter, name);
    }
    assert!(steer(&book, &customers, who, way, &right).is_ok());
    let table = [
        (("no_orders", "en"), way, "ends"),
        (who, ("late_fee_waiver", "plan.pause"), "unknown"),
        (who, ("no_such", "fee.waive"), "unknown"),
        (who, ("late_fee_waiver", "no.such"), "unknown"),
        (("one_plan", "sv"), ("complaint", "complaint.open"), "missing words"),
    ];
    for (who, way, expected) in table {
        let found = match steer(&book, &customers, who, way, &args([])).unwrap_err() {
            NoWay::Ends { said } if !said.is_empty() => "ends".to_owned(),
            NoWay::UnknownProcedure { .. } => "unknown".to_owned(),
            NoWay::Missing { parameter, .. } => format!("missing {parameter}"),
            other => other.to_string(),
        };
        assert_eq!(found, expected, "{who:?} {way:?}");
    }
}
