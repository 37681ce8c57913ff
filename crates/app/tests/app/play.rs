//! A generated world, played into a sandbox from its first event to its last: the books hold, every
//! order replays, and problems come to an end.

use crate::common::*;
use app::{play, replay, tenants};
use kernel::TenantId;
use store::Cursor;
use store::disputes::DisputeFilter;
use world::{World, WorldSize};

#[test]
fn a_world_is_played_and_everything_holds() {
    let desk = in_memory();
    let tenant: TenantId = "box".parse().unwrap();
    let new = tenants::NewTenant { id: tenant.clone(), name: "Box".to_owned(), sandbox: true };
    desk.app.create_tenant_blocking(new).unwrap();
    let size = WorldSize::of_orders(60, at(D0), 60);
    let world = World::generate(11, size).unwrap();
    let events = world.map(|event| event.unwrap());
    let played = block_on(play::play(&desk.app, &tenant, events, |_| {})).unwrap();
    assert!(played.records > 300, "{played:?}");
    let refused_share = played.refused as f64 / (played.records + played.answers + 1) as f64;
    assert!(refused_share < 0.1, "{played:?}");
    let agent = app::Principal { tenant: tenant.clone(), ..desk.agent("a1") };
    let books = desk.read(&agent, app::ledger::verify_books);
    assert!(books.is_sound(), "{:#?}", books.violations);
    assert_eq!(books.orders, 60);
    let report = replay::all(&desk.app, &tenant).unwrap();
    assert!(report.is_same(), "{:#?}", report.differences);
    let disputes = desk.read(&agent, |s| {
        let tenant = s.tenant().clone();
        let filter = DisputeFilter::default();
        Ok(store::disputes::list(s.tx(), &tenant, &filter, &Cursor::newest(), 200)?)
    });
    assert_eq!(disputes.len() as u64, played.disputes);
}
