//! The numbers of the wire. They are the same as in `web/packages/cobrowse/src/wire/codes.ts`; a test reads frames that the
//! browser made.

/// The version that frames begin with.
pub const VERSION: u8 = 1;

pub(crate) const FRAME_START: u8 = 0;
pub(crate) const FRAME_OPS: u8 = 1;

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
    pub(crate) const FLAGS: u8 = 17;
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
    pub(crate) const GRADIENT: u8 = 9;
    pub(crate) const COLOR: u8 = 16;
    pub(crate) const SIZE: u8 = 17;
    pub(crate) const WEIGHT: u8 = 18;
    pub(crate) const ITALIC: u8 = 19;
    pub(crate) const FAMILY: u8 = 20;
    pub(crate) const TRANSFORM: u8 = 21;
    pub(crate) const DECORATION: u8 = 22;
    pub(crate) const SPACING: u8 = 23;
}

pub(crate) const KIND_FIELD: u8 = 2;
pub(crate) const KIND_BUTTON: u8 = 7;
pub(crate) const KIND_MAX: u8 = 13;
pub(crate) const FLAG_BODY: u8 = 8;
pub(crate) const FLAGS_MAX: u8 = 7;
pub(crate) const STATE_MAX: u8 = 15;
pub(crate) const BODY_BARS: u8 = 0;
pub(crate) const BODY_LINES: u8 = 1;
