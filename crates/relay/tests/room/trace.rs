//! What a customer does on a shop's pages in some minutes, as the frames of their browser: they look at a page, scroll,
//! move the pointer, fill in a form, and go on to the next.

use bytes::Bytes;
use cobrowse::wire::{self, Body, Frame, Kind, Line, Node, Op, Rect, Said};
use kernel::Rng;

/// A tick is as long as frames of ten a second are apart.
pub const TICK_MS: i64 = 100;
const SECTIONS: u32 = 28;
const NODES_A_SECTION: u32 = 25;
const TICKS_A_PAGE: u32 = 750;
const LOOKS: u32 = 40;

/// Without digits: neighbours by chance would make numbers of them that a browser does not send.
const WORDS: [&str; 16] = [
    "Your order",
    "arrives on",
    "Friday",
    "a hundred kronor",
    "two of three",
    "Return",
    "within thirty days",
    "Track the parcel",
    "Pay now",
    "Open a dispute",
    "Winter jacket",
    "Size medium",
    "Delivered",
    "Receipt",
    "Change address",
    "Help",
];

#[derive(Debug, Clone, Copy)]
enum Doing {
    Reading,
    Scrolling,
    Pointing,
    Typing,
}

/// A browser with a customer before it.
#[derive(Debug)]
pub struct Trace {
    rng: Rng,
    tick: u32,
    sequence: u32,
    doing: Doing,
    left: u32,
    scroll: u32,
    pointer: (i32, i32),
    nodes: u32,
}

impl Trace {
    pub fn new(seed: u64) -> Self {
        Self {
            rng: Rng::seeded(seed),
            tick: 0,
            sequence: 0,
            doing: Doing::Reading,
            left: 0,
            scroll: 0,
            pointer: (2_000, 1_000),
            nodes: 0,
        }
    }

    /// What the browser sends in the next tenth of a second.
    pub fn next(&mut self) -> Vec<Bytes> {
        let on_page = self.tick % TICKS_A_PAGE;
        self.tick += 1;
        if on_page == 0 {
            return self.page();
        }
        if self.left == 0 {
            self.choose();
        }
        self.left -= 1;
        let mut ops = self.act();
        // What the page does by itself: words change each three seconds, and now and then there is something new.
        if on_page % 30 == 3 {
            ops.push(self.text_changes());
        }
        if on_page % 150 == 70 {
            ops.extend(self.something_new());
        }
        if ops.is_empty() { Vec::new() } else { vec![self.frame(ops)] }
    }

    /// A frame of a change as they are while a page is scrolled and its clock runs: for load.
    pub fn busy(&mut self) -> Bytes {
        self.doing = Doing::Scrolling;
        let mut ops = self.act();
        ops.push(self.text_changes());
        self.frame(ops)
    }

    /// The beginning of a capture and the page in it.
    pub fn page(&mut self) -> Vec<Bytes> {
        self.sequence = 0;
        self.scroll = 0;
        let start = Frame { sequence: 0, said: Said::Start { policy: [0; 32] } };
        let mut ops = self.looks();
        ops.push(Op::View { width: 1_280, height: 720, ratio: 200 });
        ops.push(node(Kind::Box, 0, 5_120, 28_000, None));
        ops.push(Op::Enter);
        for _ in 0..SECTIONS {
            self.section(&mut ops);
        }
        ops.push(Op::Ready);
        self.nodes = 1 + SECTIONS * NODES_A_SECTION;
        vec![wire::encode(&start).into(), self.frame(ops)]
    }

    fn choose(&mut self) {
        let (doing, ticks) = match self.rng.below(100) {
            0..40 => (Doing::Reading, 50),
            40..65 => (Doing::Scrolling, 15),
            65..85 => (Doing::Pointing, 20),
            _ => (Doing::Typing, 30),
        };
        self.doing = doing;
        self.left = ticks + self.number(ticks);
    }

    fn act(&mut self) -> Vec<Op> {
        match self.doing {
            Doing::Reading => Vec::new(),
            Doing::Scrolling => {
                self.scroll = (self.scroll + 80 + self.number(400)) % 25_000;
                vec![Op::Scroll { node: 1, x: 0, y: self.scroll }]
            }
            Doing::Pointing => {
                let step = |rng: &mut Rng| i32::try_from(rng.between(-120, 120)).unwrap_or(0);
                self.pointer.0 = (self.pointer.0 + step(&mut self.rng)).clamp(0, 5_000);
                self.pointer.1 = (self.pointer.1 + step(&mut self.rng)).clamp(0, 28_000);
                vec![Op::Pointer(Some(self.pointer))]
            }
            Doing::Typing => {
                let state = 1 + 2 * u8::from(self.left.is_multiple_of(2));
                vec![Op::State { node: self.field(), state }]
            }
        }
    }

    fn text_changes(&mut self) -> Op {
        let section = self.number(SECTIONS);
        let look = 1 + section % LOOKS;
        let body = Some(self.words(look, 2));
        Op::Body { node: 2 + section * NODES_A_SECTION + 2, body }
    }

    fn something_new(&mut self) -> Vec<Op> {
        let mut ops = vec![Op::At { parent: 1, sibling: 0 }];
        self.section(&mut ops);
        self.nodes += NODES_A_SECTION;
        ops.push(Op::Shift { node: 2, count: SECTIONS, dx: 0, dy: 1_000 });
        let rect = Rect { x: 0, y: 0, w: 5_120, h: 29_000 };
        ops.push(Op::Rect { node: 1, rect });
        ops
    }

    fn field(&mut self) -> u32 {
        2 + self.number(SECTIONS) * NODES_A_SECTION + 20
    }

    /// A box of 25 nodes: a title, words of which some are redacted, links, a field, a button, a picture. There are five
    /// kinds of them, which a page repeats; what they say differs.
    fn section(&mut self, ops: &mut Vec<Op>) {
        let mut style = Rng::seeded(self.rng.below(5));
        let mut styled = |end: u32| u32::try_from(style.below(u64::from(end))).unwrap_or(0);
        ops.push(node(Kind::Box, 1 + styled(LOOKS), 0, 1_000, None));
        ops.push(Op::Enter);
        for n in 0..NODES_A_SECTION - 1 {
            let look = 1 + styled(LOOKS);
            let h = 72 + 24 * styled(3);
            let op = match n {
                0..6 | 14..18 => {
                    let count = 1 + self.rng.below(4) as usize;
                    let body = self.words(look, count);
                    node(Kind::Text, look, 400, h, Some(body))
                }
                6..12 => {
                    let lines = 1 + self.number(3);
                    let last = if lines > 1 { 100 * self.number(20) } else { 0 };
                    node(Kind::Text, look, 400, h, Some(Body::Bars { lines, last }))
                }
                18 => {
                    let body = self.words(look, 1);
                    node(Kind::Button, look, 3_000, h, Some(body))
                }
                19 => node(Kind::Field, look, 2_000, h, None),
                20 => node(Kind::Image, look, 1_000, 600, None),
                _ => node(Kind::Box, look, 300, h, None),
            };
            ops.push(op);
        }
        ops.push(Op::Leave);
    }

    fn words(&mut self, look: u32, count: usize) -> Body {
        let word = |rng: &mut Rng| *rng.pick(&WORDS).unwrap_or(&"");
        let text: Vec<&str> = (0..count).map(|_| word(&mut self.rng)).collect();
        let text = text.join(" ");
        let w = 30 * u32::try_from(text.len()).unwrap_or(0);
        let line = Line { x: 0, y: 0, w, h: 72, text };
        Body::Lines { rule: 1, look, lines: vec![line] }
    }

    /// Looks as a style sheet makes them: colours and sizes that repeat.
    fn looks(&mut self) -> Vec<Op> {
        let mut bytes = vec![wire::VERSION, 1, 0];
        for n in 0..LOOKS {
            let shade = (n * 6) as u8;
            let size = 64 * (12 + n % 12);
            bytes.extend([1, 1, shade, shade, 255 - shade, 255, 16, 20, 20, shade, 255, 17]);
            bytes.extend([(size & 0x7f) as u8 | 0x80, (size >> 7) as u8, 18, 4 + (n % 4) as u8, 0]);
        }
        match wire::decode(&bytes) {
            Ok(Frame { said: Said::Ops(ops), .. }) => ops,
            other => panic!("looks are not looks: {other:?}"),
        }
    }

    fn number(&mut self, end: u32) -> u32 {
        u32::try_from(self.rng.below(u64::from(end))).unwrap_or(0)
    }

    fn frame(&mut self, ops: Vec<Op>) -> Bytes {
        self.sequence += 1;
        wire::encode(&Frame { sequence: self.sequence, said: Said::Ops(ops) }).into()
    }
}

fn node(kind: Kind, look: u32, narrower: i32, h: u32, body: Option<Body>) -> Op {
    let narrower = if look == 0 { -5_120 } else { narrower };
    Op::Node(Node { kind, flags: 0, x: 16, below: 12, narrower, h, look, state: 0, body })
}
