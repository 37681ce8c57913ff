//! The numbers of the wire. They are the same as in `web/packages/cobrowse/src/wire/codes.ts`; a test reads frames that
//! the browser's writer made.

/// The version that frames begin with.
pub const VERSION: u8 = 1;

pub(crate) const FRAME_START: u8 = 0;
pub(crate) const FRAME_OPS: u8 = 1;
pub(crate) const FRAME_CHECKPOINT: u8 = 2;

pub(crate) mod op {
    pub(crate) const LOOK: u8 = 1;
    pub(crate) const NODE: u8 = 2;
    pub(crate) const ENTER: u8 = 3;
    pub(crate) const LEAVE: u8 = 4;
    pub(crate) const AT: u8 = 5;
    pub(crate) const REMOVE: u8 = 6;
    pub(crate) const MOVE: u8 = 7;
    pub(crate) const RECT: u8 = 8;
    pub(crate) const SHIFT: u8 = 9;
    pub(crate) const WEAR: u8 = 10;
    pub(crate) const BODY: u8 = 11;
    pub(crate) const STATE: u8 = 12;
    pub(crate) const SCROLL: u8 = 13;
    pub(crate) const VIEW: u8 = 14;
    pub(crate) const READY: u8 = 15;
    pub(crate) const SIZE: u8 = 16;
    pub(crate) const FLAGS: u8 = 17;
    /// In checkpoints only: the number of the next node.
    pub(crate) const NEXT: u8 = 18;
    pub(crate) const ASSET: u8 = 19;
    pub(crate) const POINTER: u8 = 20;
}

pub(crate) mod prop {
    pub(crate) const END: u8 = 0;
    pub(crate) const BACKGROUND: u8 = 1;
    pub(crate) const BORDER: u8 = 2;
    pub(crate) const RADIUS: u8 = 3;
    pub(crate) const SHADOW: u8 = 4;
    pub(crate) const OPACITY: u8 = 5;
    pub(crate) const UNSEEN: u8 = 6;
    pub(crate) const ORDER: u8 = 7;
    pub(crate) const POSITIONED: u8 = 8;
    pub(crate) const FILTER: u8 = 9;
    pub(crate) const LAYERS: u8 = 10;
    pub(crate) const TURN: u8 = 11;
    pub(crate) const OUTLINE: u8 = 12;
    pub(crate) const MASK: u8 = 13;
    pub(crate) const NATIVE: u8 = 14;
    pub(crate) const ACCENT: u8 = 15;
    pub(crate) const COLOR: u8 = 16;
    pub(crate) const SIZE: u8 = 17;
    pub(crate) const WEIGHT: u8 = 18;
    pub(crate) const ITALIC: u8 = 19;
    pub(crate) const FAMILY: u8 = 20;
    pub(crate) const TRANSFORM: u8 = 21;
    pub(crate) const DECORATION: u8 = 22;
    pub(crate) const SPACING: u8 = 23;
    pub(crate) const FONTS: u8 = 24;
    pub(crate) const TEXT_SHADOW: u8 = 25;
    pub(crate) const LINE: u8 = 26;
    pub(crate) const JUSTIFIED: u8 = 27;
    pub(crate) const ALIGN: u8 = 28;
    pub(crate) const LEADING: u8 = 29;
    pub(crate) const SMALL_CAPS: u8 = 30;
    pub(crate) const CLIP: u8 = 32;
}

pub(crate) const FLAG_BODY: u8 = 8;
pub(crate) const FLAGS_MAX: u8 = 7;
pub(crate) const STATE_MAX: u8 = 15;
pub(crate) const BODY_BARS: u8 = 0;
pub(crate) const BODY_LINES: u8 = 1;
pub(crate) const BODY_PICTURE: u8 = 2;
pub(crate) const BODY_PIXELS: u8 = 3;
pub(crate) const BODY_VECTOR: u8 = 4;
pub(crate) const BODY_LEVEL: u8 = 5;

/// Bits of a control's state.
pub mod state {
    pub const FILLED: u8 = 1;
    pub const FOCUSED: u8 = 2;
    pub const DISABLED: u8 = 4;
    /// Told only where the control is released.
    pub const CHECKED: u8 = 8;
}

/// Bits of how a node lies.
pub mod flag {
    pub const CLIP: u8 = 1;
    pub const FIXED: u8 = 2;
    pub const TOP: u8 = 4;
}

/// What a node is. No name of an element is on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Box,
    Text,
    Field,
    Area,
    Choice,
    Check,
    Radio,
    Button,
    Link,
    Image,
    Media,
    Frame,
    Drawing,
    Bar,
}

impl Kind {
    /// By their numbers on the wire.
    pub const ALL: [Self; 14] = [
        Self::Box,
        Self::Text,
        Self::Field,
        Self::Area,
        Self::Choice,
        Self::Check,
        Self::Radio,
        Self::Button,
        Self::Link,
        Self::Image,
        Self::Media,
        Self::Frame,
        Self::Drawing,
        Self::Bar,
    ];

    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte)).copied()
    }

    pub(crate) const fn byte(self) -> u8 {
        self as u8
    }

    /// Whether it is a control, whose state is told.
    pub const fn has_state(self) -> bool {
        matches!(
            self,
            Self::Field | Self::Area | Self::Choice | Self::Check | Self::Radio | Self::Button
        )
    }
}
