//! What an act would do, shown before it is done; and everything that was done, on one line of time.

use crate::common::*;
use crate::needs::large_print;
use app::preview::{Act, Preview};
use app::returns::{self, NewReturn};
use app::{
    AppError, Page, Principal, Role, desk, disputes, feed, plans, support_needs, tasks, timeline,
};
use dispute::{Decide, OrderFile, Party, Reason, State};
use kernel::{Clock as _, DisputeId, OrderId, PlanId};
use store::tasks::TaskFilter;

fn o1() -> OrderId {
    "o1".parse().unwrap()
}

fn file(desk: &Desk) -> OrderFile {
    desk.read(&desk.company(), |s| feed::order(s, &o1())).file
}

fn plan(desk: &Desk) -> PlanId {
    file(desk).plans()[0].id()
}

/// Everything about an order that an act changes, without the ids that are drawn anew.
fn told(file: &OrderFile) -> (Vec<plan::Plan>, Vec<(String, i64)>, i64, i64) {
    let balances = file.book().balances();
    let balances = balances.map(|(account, _, balance)| {
        let name = account.to_string();
        let kind = name.split(':').next().unwrap_or_default().to_owned();
        (kind, balance.posted)
    });
    let mut balances: Vec<_> = balances.filter(|(_, posted)| *posted != 0).collect();
    balances.sort();
    (file.plans().to_vec(), balances, file.returned_minor(), file.in_dispute_minor())
}

fn preview(desk: &Desk, who: &Principal, act: Act) -> Result<Preview, AppError> {
    block_on(desk.app.preview(who, act))
}

/// Does what was previewed.
fn act(desk: &Desk, who: &Principal, act: Act) -> Result<(), AppError> {
    desk.write(who, move |s| {
        match act.clone() {
            Act::PausePlan { order, plan, days, why } => {
                plans::pause(s, &order, plan, days, why)?;
            }
            Act::ExtendPlan { order, plan, instalment } => {
                plans::extend_due_date(s, &order, plan, instalment)?;
            }
            Act::StartHardship { order, plan, parts } => {
                plans::hardship(s, &order, plan, parts)?;
            }
            Act::WaiveFee { order, plan, fee } => {
                plans::waive_fee(s, &order, plan, fee)?;
            }
            Act::GiveGoodwill { order, amount_minor, note } => {
                desk::goodwill(s, &order, amount_minor, note)?;
            }
            Act::GiveRefund { order, amount_minor, note } => {
                desk::refund(s, &order, amount_minor, note)?;
            }
            Act::OpenDispute(new) => {
                disputes::open(s, *new)?;
            }
            Act::Decide(decide) => {
                disputes::decide(s, *decide)?;
            }
        }
        Ok(())
    })
}

fn in_review(desk: &Desk) -> DisputeId {
    let id = desk.claim(Reason::Other).dispute.id;
    let proof = desk.proof(5);
    desk.represent(id, vec![proof], None).unwrap();
    for _ in 0..30 {
        if desk.get(id).dispute.state == State::Review {
            break;
        }
        desk.clock.advance(kernel::Duration::DAY);
        desk.tick();
    }
    id
}

#[test]
fn what_is_previewed_is_what_is_done() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(5);
        let (id, order) = (plan(&desk), o1);
        let agent = desk.agent("anna");
        let acts = [
            Act::PausePlan { order: order(), plan: id, days: 14, why: "ill".to_owned() },
            Act::ExtendPlan { order: order(), plan: id, instalment: 2 },
            Act::StartHardship { order: order(), plan: id, parts: 4 },
            Act::GiveGoodwill { order: order(), amount_minor: 500, note: "sorry".to_owned() },
            Act::GiveRefund { order: order(), amount_minor: 700, note: "sorry".to_owned() },
        ];
        for one in acts {
            let before = file(&desk);
            let shown = match preview(&desk, &agent, one.clone()) {
                Ok(shown) => shown,
                Err(refused) => {
                    let also = act(&desk, &agent, one).unwrap_err();
                    assert_eq!(also.code(), refused.code());
                    continue;
                }
            };
            assert_eq!(file(&desk), before, "nothing was done: {one:?}");
            assert_eq!(told(&shown.before), told(&before));
            act(&desk, &agent, one.clone()).unwrap();
            assert_eq!(told(&shown.after), told(&file(&desk)), "{one:?}");
            assert!(!shown.notices.is_empty() && shown.approval.is_none(), "{one:?}");
            assert!(!shown.rule.version.is_empty(), "{one:?}");
        }
        desk.pay();
        desk.sound();
    });
}

#[test]
fn a_preview_says_who_bears_it_and_who_has_to_agree() {
    let desk = in_memory();
    desk.base(FEE_1500, None).day(5);
    let agent = desk.agent("anna");
    let give =
        |amount_minor| Act::GiveGoodwill { order: o1(), amount_minor, note: "sorry".to_owned() };
    let small = preview(&desk, &agent, give(500)).unwrap();
    assert_eq!((small.cost.provider_minor, small.cost.merchant_minor), (500, 0));
    let large =
        Act::GiveGoodwill { order: "o0".parse().unwrap(), amount_minor: 30_000, note: "so".into() };
    let large = preview(&desk, &agent, large).unwrap();
    assert!(large.approval.is_some(), "above what one person may do alone");
    assert_eq!(large.cost.provider_minor, 30_000, "as it would come about");
    let filter = TaskFilter::default();
    let waiting = desk.read(&agent, move |s| tasks::queue(s, "open", &filter, &Page::default()));
    assert!(waiting.is_empty(), "nobody was asked");

    let open = Act::OpenDispute(Box::new(new_claim(desk.clock.now(), "o1", Reason::NotReceived)));
    let opened = preview(&desk, &desk.customer(), open).unwrap();
    assert_eq!(opened.after.in_dispute_minor(), 12_000);
    assert_eq!(opened.cost.merchant_minor, 0, "what is held is no cost yet");
    assert!(file(&desk).disputes().is_empty());

    for (who, code) in [
        (desk.seat(Role::Consumer, "c0"), "not_found"),
        (desk.merchant(), "forbidden"),
        (desk.seat(Role::Auditor, "ada"), "forbidden"),
    ] {
        assert_eq!(preview(&desk, &who, give(500)).unwrap_err().code(), code, "{who:?}");
    }
    let zero = preview(&desk, &agent, give(0)).unwrap_err();
    assert_eq!(zero.code(), "invalid_field");
}

#[test]
fn a_previewed_decision_is_the_one_that_is_made() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(10);
        let id = in_review(&desk);
        assert_eq!(desk.get(id).dispute.state, State::Review);
        let agent = desk.agent("bert");
        let decide = Act::Decide(Box::new(Decide {
            dispute: id,
            for_party: Party::Consumer,
            amount_minor: None,
            code: None,
            liable: None,
            reasons: "The chair has a crack.".to_owned(),
        }));
        let shown = preview(&desk, &agent, decide.clone()).unwrap();
        let decision = shown.decision.as_ref().unwrap();
        assert_eq!(decision.for_party, Party::Consumer);
        assert!(desk.get(id).dispute.decisions.is_empty());
        act(&desk, &agent, decide).unwrap();
        assert_eq!(told(&shown.after), told(&file(&desk)));
    });
}

#[test]
fn the_line_of_time_holds_everything_once_and_in_order() {
    on_every_store(|desk| {
        desk.base(FEE_1500, None).day(5);
        desk.write(&desk.customer(), |s| returns::report(s, &o1(), NewReturn::default())).unwrap();
        desk.claim(Reason::NotReceived);
        let c1 = || "c1".parse().unwrap();
        desk.write(&desk.customer(), move |s| support_needs::create(s, &c1(), large_print()))
            .unwrap();
        let read = |who: &Principal, page: Page| {
            desk.app.read_blocking(who, move |s| timeline::of(s, &c1(), &page))
        };
        let agent = desk.agent("anna");
        let all = read(&agent, Page::default()).unwrap();
        let kinds: Vec<&str> = all.iter().map(|entry| entry.kind.as_str()).collect();
        for kind in ["order", "due", "payment", "return", "dispute_opened", "support_need"] {
            assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
        }
        assert!(all.windows(2).all(|two| (two[0].at, &two[0].id) > (two[1].at, &two[1].id)));
        // Pages of two come to the same.
        let mut paged = Vec::new();
        let mut after = None;
        loop {
            let page = read(&agent, Page::new(after, 2).unwrap()).unwrap();
            let Some(last) = page.last() else { break };
            after = Some(store::Cursor { at: last.at, id: last.id.clone() });
            paged.extend(page);
        }
        assert_eq!(paged, all);
        assert_eq!(read(&desk.customer(), Page::default()).unwrap().len(), all.len());
        for who in [desk.merchant(), desk.seat(Role::Consumer, "c0"), desk.company()] {
            assert!(read(&who, Page::default()).is_err(), "{who:?}");
        }
    });
}
