//! The nodes of a page in little room: a server holds thousands of pages of a thousand nodes each.
//!
//! A node is 32 bytes in a list, in the order of their numbers. Numbers follow each other as nodes are added, so that few
//! runs of them say which place in the list is whose. A node that is taken away leaves its place empty, until half of the
//! places are: then they close up. What few nodes have is kept beside the list.

use std::collections::BTreeMap;

use super::bodies::{At, Bodies};
use crate::wire::{Body, Kept, Kind, Rect};

/// Fewer empty places are left as they are.
const GONE_MIN: usize = 64;
/// The most places: what a link can name, but for the one that marks empty places.
const PLACES_MAX: usize = (1 << 24) - 2;
const KIND: u8 = 0b1111;
const FLAGS: u8 = 0b0111_0000;
const FLAGS_SHIFT: u32 = 4;
/// The rectangle is kept beside the list.
const IS_FAR: u8 = 0b1000_0000;

/// A place in the list, from 1; 0 for none. It holds until [`Nodes::tidy`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Slot(u32);

impl Slot {
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn is_none(self) -> bool {
        self.0 == 0
    }

    fn of(index: usize) -> Self {
        Self(u32::try_from(index + 1).unwrap_or_default())
    }

    fn index(self) -> Option<usize> {
        usize::try_from(self.0).ok()?.checked_sub(1)
    }
}

/// A slot in three bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Link([u8; 3]);

impl Link {
    /// In the place of a parent: nobody is here.
    const GONE: Self = Self([u8::MAX; 3]);

    const fn of(slot: Slot) -> Self {
        let [_, high, middle, low] = slot.0.to_be_bytes();
        Self([high, middle, low])
    }

    const fn slot(self) -> Slot {
        let [high, middle, low] = self.0;
        Slot(u32::from_be_bytes([0, high, middle, low]))
    }
}

/// What every node has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored {
    head: u8,
    pub(super) state: u8,
    look: u16,
    x: i16,
    y: i16,
    w: u16,
    h: u16,
    parent: Link,
    first: Link,
    before: Link,
    after: Link,
    body: At,
    pub(super) changed_at: u32,
}

impl Stored {
    pub(super) fn new(kind: Kind, flags: u8, state: u8, changed_at: u32) -> Self {
        let none = Link::default();
        let (look, x, y, w, h) = (0, 0, 0, 0, 0);
        let (parent, first, before, after, body) = (none, none, none, none, At::NONE);
        let head = kind.byte();
        let mut one =
            Self { head, state, look, x, y, w, h, parent, first, before, after, body, changed_at };
        one.set_flags(flags);
        one
    }

    pub(super) fn kind(&self) -> Kind {
        Kind::from_byte(self.head & KIND).unwrap_or(Kind::Box)
    }

    pub(super) const fn flags(&self) -> u8 {
        (self.head & FLAGS) >> FLAGS_SHIFT
    }

    pub(super) const fn set_flags(&mut self, flags: u8) {
        self.head = (self.head & !FLAGS) | ((flags << FLAGS_SHIFT) & FLAGS);
    }

    pub(super) fn look(&self) -> u32 {
        u32::from(self.look)
    }

    /// A look of the page, of which there are fewer than 16 bits can say.
    pub(super) fn set_look(&mut self, look: u32) {
        self.look = u16::try_from(look).unwrap_or_default();
    }

    pub(super) const fn parent(&self) -> Slot {
        self.parent.slot()
    }

    pub(super) const fn first(&self) -> Slot {
        self.first.slot()
    }

    /// The sibling before; of the first one, the last of its siblings, or itself.
    pub(super) const fn before(&self) -> Slot {
        self.before.slot()
    }

    pub(super) const fn after(&self) -> Slot {
        self.after.slot()
    }

    pub(super) const fn set_parent(&mut self, slot: Slot) {
        self.parent = Link::of(slot);
    }

    pub(super) const fn set_first(&mut self, slot: Slot) {
        self.first = Link::of(slot);
    }

    pub(super) const fn set_before(&mut self, slot: Slot) {
        self.before = Link::of(slot);
    }

    pub(super) const fn set_after(&mut self, slot: Slot) {
        self.after = Link::of(slot);
    }

    fn is_gone(&self) -> bool {
        self.parent == Link::GONE
    }

    /// An empty place.
    fn gone() -> Self {
        Self { parent: Link::GONE, ..Self::new(Kind::Box, 0, 0, 0) }
    }
}

/// Nodes whose numbers follow each other, as their places do: from here to the next run.
#[derive(Debug, Clone, Copy)]
struct Run {
    id: u32,
    index: u32,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Nodes {
    list: Vec<Stored>,
    /// In the order of both their numbers and their places.
    runs: Vec<Run>,
    bodies: Bodies,
    /// Rectangles that 16 bits cannot tell.
    far: BTreeMap<u32, Rect>,
    scrolls: BTreeMap<u32, (u32, u32)>,
    count: usize,
    /// Places that were left.
    gone: usize,
}

impl Nodes {
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    pub(super) fn get(&self, slot: Slot) -> Option<&Stored> {
        self.list.get(slot.index()?).filter(|one| !one.is_gone())
    }

    pub(super) fn edit(&mut self, slot: Slot) -> Option<&mut Stored> {
        self.list.get_mut(slot.index()?).filter(|one| !one.is_gone())
    }

    /// Where a node is, by its number.
    pub(super) fn find(&self, id: u32) -> Slot {
        let slot = self.place(id);
        if self.get(slot).is_some() { slot } else { Slot::NONE }
    }

    /// The number of a node; 0 for none.
    pub(super) fn id(&self, slot: Slot) -> u32 {
        let Some(index) = slot.0.checked_sub(1) else { return 0 };
        let runs = self.runs.partition_point(|run| run.index <= index);
        let run = runs.checked_sub(1).and_then(|at| self.runs.get(at));
        run.map_or(0, |run| run.id.wrapping_add(index - run.index))
    }

    /// The place of a number, whether somebody is there or not.
    fn place(&self, id: u32) -> Slot {
        let runs = self.runs.partition_point(|run| run.id <= id);
        let Some(run) = runs.checked_sub(1).and_then(|at| self.runs.get(at)) else {
            return Slot::NONE;
        };
        let Some(index) = run.index.checked_add(id - run.id) else { return Slot::NONE };
        let end = self.runs.get(runs).map_or(self.list.len(), |next| next.index as usize);
        if (index as usize) < end { Slot::of(index as usize) } else { Slot::NONE }
    }

    /// Makes room for nodes that will be added.
    pub(super) fn make_room(&mut self, more: usize) {
        make_room(&mut self.list, more);
    }

    /// Has places ready for nodes whose numbers will not come in their order.
    pub(super) fn expect(&mut self, mut ids: Vec<u32>) {
        ids.sort_unstable();
        ids.dedup();
        self.list.reserve_exact(ids.len());
        ids.into_iter().for_each(|id| self.push(id, Stored::gone()));
    }

    fn push(&mut self, id: u32, stored: Stored) {
        let end = Slot::of(self.list.len());
        let is_next = !self.list.is_empty() && self.id(end) == id;
        if let (false, Ok(index)) = (is_next, u32::try_from(self.list.len())) {
            self.runs.push(Run { id, index });
        }
        self.list.push(stored);
    }

    /// Adds a node. None where the number is there already, or comes after greater ones and was not expected.
    pub(super) fn add(&mut self, id: u32, stored: Stored) -> Option<Slot> {
        let place = self.place(id);
        if let Some(one) = place.index().and_then(|index| self.list.get_mut(index)) {
            if !one.is_gone() {
                return None;
            }
            *one = stored;
            self.count += 1;
            return Some(place);
        }
        let last = self.id(Slot::of(self.list.len().saturating_sub(1)));
        let is_last = self.list.is_empty() || id > last;
        if !is_last || self.list.len() >= PLACES_MAX {
            return None;
        }
        self.push(id, stored);
        self.count += 1;
        Some(Slot::of(self.list.len() - 1))
    }

    /// Empties the place of a node.
    pub(super) fn remove(&mut self, slot: Slot) {
        self.set_body(slot, None);
        let Some(one) = self.edit(slot) else { return };
        *one = Stored::gone();
        self.far.remove(&slot.0);
        self.scrolls.remove(&slot.0);
        self.count -= 1;
        self.gone += 1;
    }

    pub(super) fn rect(&self, slot: Slot, one: &Stored) -> Rect {
        if one.head & IS_FAR != 0 {
            return self.far.get(&slot.0).copied().unwrap_or_default();
        }
        Rect { x: one.x.into(), y: one.y.into(), w: one.w.into(), h: one.h.into() }
    }

    pub(super) fn set_rect(&mut self, slot: Slot, rect: Rect) {
        let Some(one) = self.edit(slot) else { return };
        let was_far = one.head & IS_FAR != 0;
        let near = (rect.x.try_into(), rect.y.try_into(), rect.w.try_into(), rect.h.try_into());
        if let (Ok(x), Ok(y), Ok(w), Ok(h)) = near {
            (one.x, one.y, one.w, one.h) = (x, y, w, h);
            one.head &= !IS_FAR;
            if was_far {
                self.far.remove(&slot.0);
            }
        } else {
            one.head |= IS_FAR;
            self.far.insert(slot.0, rect);
        }
    }

    pub(super) fn scroll(&self, slot: Slot) -> (u32, u32) {
        self.scrolls.get(&slot.0).copied().unwrap_or_default()
    }

    pub(super) fn set_scroll(&mut self, slot: Slot, scroll: (u32, u32)) {
        if scroll == (0, 0) {
            self.scrolls.remove(&slot.0);
        } else {
            self.scrolls.insert(slot.0, scroll);
        }
    }

    pub(super) fn body(&self, one: &Stored) -> Option<Kept<'_>> {
        self.bodies.get(one.body)
    }

    pub(super) fn set_body(&mut self, slot: Slot, body: Option<&Body>) {
        let Some(at) = self.get(slot).map(|one| one.body) else { return };
        let at = self.bodies.put(at, body);
        if let Some(one) = self.edit(slot) {
            one.body = at;
        }
    }

    /// Closes up what was left empty, where that is much; gives where `root` is then. All other slots are of no use after it.
    pub(super) fn tidy(&mut self, root: Slot) -> Slot {
        if self.bodies.is_loose() {
            let before = std::mem::take(&mut self.bodies);
            self.bodies = before.emptied();
            for one in self.list.iter_mut().filter(|one| one.body != At::NONE) {
                one.body =
                    before.get(one.body).map_or(At::NONE, |kept| self.bodies.take_over(kept));
            }
        }
        if self.gone > GONE_MIN && self.gone > self.count { self.close_up(root) } else { root }
    }

    /// How many bytes it has taken.
    #[cfg(test)]
    pub(super) const fn room_bytes(&self) -> usize {
        let runs = self.runs.capacity() * size_of::<Run>();
        self.list.capacity() * size_of::<Stored>() + runs + self.bodies.room_bytes()
    }

    fn close_up(&mut self, root: Slot) -> Slot {
        let before = std::mem::take(&mut self.list);
        let ids: Vec<u32> = (0..before.len()).map(|index| self.id(Slot::of(index))).collect();
        self.runs = Vec::new();
        self.list = Vec::with_capacity(self.count);
        let mut moved = Vec::with_capacity(before.len());
        for (one, id) in before.into_iter().zip(ids) {
            if one.is_gone() {
                moved.push(Slot::NONE);
            } else {
                moved.push(Slot::of(self.list.len()));
                self.push(id, one);
            }
        }
        let to = |slot: Slot| slot.index().and_then(|index| moved.get(index)).copied();
        let now = |link: Link| Link::of(to(link.slot()).unwrap_or_default());
        for one in &mut self.list {
            one.parent = now(one.parent);
            one.first = now(one.first);
            one.before = now(one.before);
            one.after = now(one.after);
        }
        let moved_key = |key: u32| to(Slot(key)).unwrap_or_default().0;
        let far = std::mem::take(&mut self.far);
        self.far = far.into_iter().map(|(key, rect)| (moved_key(key), rect)).collect();
        let scrolls = std::mem::take(&mut self.scrolls);
        self.scrolls = scrolls.into_iter().map(|(key, at)| (moved_key(key), at)).collect();
        self.gone = 0;
        to(root).unwrap_or_default()
    }
}

/// Makes room an eighth at a time: a page grows little once it is told, and room that is not used is nobody's.
pub(super) fn make_room<T>(list: &mut Vec<T>, more: usize) {
    if list.capacity() - list.len() < more {
        list.reserve_exact(more.max(list.len() / 8));
    }
}
