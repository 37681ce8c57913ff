//! Running over a page's drawing operations, for the text that they show and where.

use std::collections::HashMap;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::font::{Font, UNKNOWN};
use super::layout::{self, PIECES_MAX, Piece};
use super::{CONTENT_BYTES_MAX, LETTERS_MAX, MAPS_BYTES_MAX, OPERATIONS_MAX, UNPACKED_BYTES_MAX};
use crate::text::Text;

/// How deep forms may hold forms.
const FORMS_DEPTH_MAX: usize = 5;
/// How deep graphics states are remembered.
const STATES_MAX: usize = 64;
/// Fonts of a page that are read.
const FONTS_MAX: usize = 64;
/// Bytes of a font that take as long to go through as one operation.
const FONT_BYTES_PER_OPERATION: usize = 64;
/// Text that is drawn so is not seen (ISO 32000-1, table 106).
const MODE_INVISIBLE: i64 = 3;

type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First one, then the other.
const fn then(first: &Matrix, other: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *first;
    let [g, h, i, j, k, l] = *other;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

/// The state that `q` and `Q` keep, as far as text needs it.
#[derive(Debug, Clone)]
struct State {
    matrix: Matrix,
    font: Option<String>,
    size: f64,
    char_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    is_invisible: bool,
}

impl State {
    const fn new(matrix: Matrix) -> Self {
        Self {
            matrix,
            font: None,
            size: 1.0,
            char_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_invisible: false,
        }
    }
}

/// Reads pages, and counts what was looked at over all of them.
#[derive(Debug, Default)]
pub(super) struct Reader {
    operations: usize,
    unpacked: usize,
    /// Bytes of operations that were kept.
    content: usize,
    /// Bytes of fonts' maps that were parsed.
    maps: usize,
    /// Characters that were kept. One code of a font may stand for thousands of them, or for none, which
    /// counts as one.
    kept: usize,
    /// Operations were left out.
    is_content_cut: bool,
    pub(super) letters: usize,
    pub(super) invisible: usize,
    pub(super) unknown: usize,
    pub(super) pictures: usize,
}

/// What is known where text is drawn.
struct Canvas {
    state: State,
    kept: Vec<State>,
    line: Matrix,
    at: Matrix,
    pieces: Vec<Piece>,
}

impl Reader {
    /// Whether no more may be looked at.
    const fn is_spent(&self) -> bool {
        self.operations >= OPERATIONS_MAX
            || self.unpacked >= UNPACKED_BYTES_MAX
            || self.kept >= LETTERS_MAX
    }

    /// Whether there was more than was looked at.
    pub(super) const fn is_cut(&self) -> bool {
        self.is_content_cut || self.is_spent()
    }

    pub(super) fn page(&mut self, page: &Page<'_>, number: u32, text: &mut Text) {
        let raw = page.raw();
        let mut data = Vec::new();
        if let Some(stream) = raw.get::<Stream<'_>>(keys::CONTENTS) {
            self.unpack(&stream, &mut data);
        } else if let Some(all) = raw.get::<Array<'_>>(keys::CONTENTS) {
            // One stream may be named a million times.
            for stream in all.iter::<Stream<'_>>() {
                if self.is_spent() {
                    break;
                }
                self.unpack(&stream, &mut data);
            }
        }
        let mut canvas = Canvas {
            state: State::new(IDENTITY),
            kept: Vec::new(),
            line: IDENTITY,
            at: IDENTITY,
            pieces: Vec::new(),
        };
        self.run(&data, page.resources(), &mut canvas, FORMS_DEPTH_MAX);
        layout::lines(canvas.pieces, number, text);
    }

    fn unpack(&mut self, stream: &Stream<'_>, data: &mut Vec<u8>) {
        if let Ok(more) = stream.decoded_data() {
            // An empty stream costs something, too.
            self.unpacked = self.unpacked.saturating_add(more.len().max(64));
            let room = CONTENT_BYTES_MAX.saturating_sub(self.content);
            let taken = more.get(..room).unwrap_or(&more);
            self.is_content_cut |= taken.len() < more.len();
            self.content = self.content.saturating_add(taken.len());
            data.extend_from_slice(taken);
            data.push(b'\n');
        }
    }

    fn run(&mut self, data: &[u8], resources: &Resources<'_>, canvas: &mut Canvas, depth: usize) {
        let mut fonts: HashMap<String, Font> = HashMap::new();
        let mut operations = TypedIter::new(data);
        let depth_kept = canvas.kept.len();
        while let Some(operation) = operations.next() {
            self.operations += 1;
            if self.is_spent() || canvas.pieces.len() >= PIECES_MAX {
                self.operations = self.operations.max(OPERATIONS_MAX);
                break;
            }
            if let TypedInstruction::TextFont(font) = &operation {
                self.load(font.0, resources, &mut fonts);
            }
            if let TypedInstruction::XObject(form) = &operation {
                self.form(form.0, resources, canvas, depth);
            } else if let TypedInstruction::InlineImage(_) = &operation {
                self.pictures += 1;
            } else {
                self.text(&operation, &fonts, canvas);
            }
        }
        canvas.kept.truncate(depth_kept);
    }

    fn load(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        fonts: &mut HashMap<String, Font>,
    ) {
        let key = name.as_str().to_owned();
        if fonts.len() >= FONTS_MAX || fonts.contains_key(&key) {
            return;
        }
        if let Some(dict) = resources.get_font(name) {
            let mut budget = MAPS_BYTES_MAX.saturating_sub(self.maps);
            let before = budget;
            let font = Font::of(&dict, &mut budget);
            self.maps = self.maps.saturating_add(before - budget);
            self.unpacked = self.unpacked.saturating_add(before - budget);
            self.operations += font.read_bytes / FONT_BYTES_PER_OPERATION;
            fonts.insert(key, font);
        }
    }

    /// A form is drawn in place; anything else that is drawn by name is a picture.
    fn form(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        canvas: &mut Canvas,
        depth: usize,
    ) {
        let Some(stream) = resources.get_x_object(name) else { return };
        let dict = stream.dict();
        let is_form =
            dict.get::<Name<'_>>(keys::SUBTYPE).is_some_and(|kind| kind.as_str() == "Form");
        if !is_form {
            self.pictures += 1;
            return;
        }
        if depth == 0 {
            return;
        }
        let mut data = Vec::new();
        self.unpack(&stream, &mut data);
        let own = dict.get::<Dict<'_>>(keys::RESOURCES).map(Resources::new);
        let before = (canvas.state.clone(), canvas.line, canvas.at);
        let matrix = dict.get::<[f64; 6]>("Matrix").unwrap_or(IDENTITY);
        canvas.state.matrix = then(&matrix, &canvas.state.matrix);
        self.run(&data, own.as_ref().unwrap_or(resources), canvas, depth - 1);
        (canvas.state, canvas.line, canvas.at) = before;
    }

    fn text(
        &mut self,
        operation: &TypedInstruction<'_, '_>,
        fonts: &HashMap<String, Font>,
        canvas: &mut Canvas,
    ) {
        let state = &mut canvas.state;
        match operation {
            TypedInstruction::ShowText(show) => self.show(show.0.as_bytes(), fonts, canvas),
            TypedInstruction::ShowTexts(show) => {
                for item in show.0.iter::<Object<'_>>() {
                    if self.is_spent() {
                        break;
                    }
                    match item {
                        Object::String(words) => self.show(words.as_bytes(), fonts, canvas),
                        Object::Number(number) => {
                            let back = number.as_f64() / 1000.0 * canvas.state.size;
                            canvas.forward(-back * canvas.state.scale);
                        }
                        _ => {}
                    }
                }
            }
            TypedInstruction::NextLineAndShowText(show) => {
                canvas.next_line(0.0, -canvas.state.leading);
                self.show(show.0.as_bytes(), fonts, canvas);
            }
            TypedInstruction::ShowTextWithParameters(show) => {
                state.word_spacing = show.0.as_f64();
                state.char_spacing = show.1.as_f64();
                canvas.next_line(0.0, -canvas.state.leading);
                self.show(show.2.as_bytes(), fonts, canvas);
            }
            TypedInstruction::SaveState(_) if canvas.kept.len() < STATES_MAX => {
                canvas.kept.push(state.clone());
            }
            TypedInstruction::RestoreState(_) => {
                if let Some(kept) = canvas.kept.pop() {
                    canvas.state = kept;
                }
            }
            other => canvas.set(other),
        }
    }

    /// Shows a string: its letters become one piece, as far as there is room for them.
    fn show(&mut self, bytes: &[u8], fonts: &HashMap<String, Font>, canvas: &mut Canvas) {
        let Some(font) = canvas.state.font.as_ref().and_then(|name| fonts.get(name)) else {
            return;
        };
        let placed = then(&canvas.at, &canvas.state.matrix);
        let [a, b, c, d, ..] = placed;
        let height = canvas.state.size.abs() * c.hypot(d);
        let along = a.hypot(b);
        let mut words = String::new();
        let mut width = 0.0;
        for glyph in font.glyphs(bytes) {
            let room = LETTERS_MAX.saturating_sub(self.kept);
            if room == 0 {
                break;
            }
            let (mut chars, mut known) = (0, 0);
            for char in glyph.words.chars().take(room) {
                chars += 1;
                known += usize::from(char != UNKNOWN);
                words.push(if char == '\u{a0}' { ' ' } else { char });
            }
            self.kept += chars.max(1);
            self.letters += 1;
            self.unknown += usize::from(known == 0);
            self.invisible += usize::from(canvas.state.is_invisible);
            let spacing = if glyph.is_space { canvas.state.word_spacing } else { 0.0 };
            let step = glyph.width / 1000.0 * canvas.state.size + canvas.state.char_spacing;
            width += (step + spacing) * canvas.state.scale;
        }
        let [.., x, y] = placed;
        let piece =
            Piece { x, y: y + canvas.state.rise * d, end: x + width * along, height, words };
        canvas.forward(width);
        if !piece.words.trim().is_empty() {
            canvas.pieces.push(piece);
        }
    }
}

impl Canvas {
    /// Along the line.
    fn forward(&mut self, by: f64) {
        self.at = then(&[1.0, 0.0, 0.0, 1.0, by, 0.0], &self.at);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = then(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.at = self.line;
    }

    /// Operations that draw nothing themselves.
    fn set(&mut self, operation: &TypedInstruction<'_, '_>) {
        let of = |number: &Number| number.as_f64();
        let state = &mut self.state;
        match operation {
            TypedInstruction::Transform(m) => {
                let matrix = [of(&m.0), of(&m.1), of(&m.2), of(&m.3), of(&m.4), of(&m.5)];
                state.matrix = then(&matrix, &state.matrix);
            }
            TypedInstruction::BeginText(_) => {
                self.line = IDENTITY;
                self.at = IDENTITY;
            }
            TypedInstruction::TextFont(font) => {
                state.font = Some(font.0.as_str().to_owned());
                state.size = of(&font.1);
            }
            TypedInstruction::CharacterSpacing(by) => state.char_spacing = of(&by.0),
            TypedInstruction::WordSpacing(by) => state.word_spacing = of(&by.0),
            TypedInstruction::HorizontalScaling(by) => state.scale = of(&by.0) / 100.0,
            TypedInstruction::TextLeading(by) => state.leading = of(&by.0),
            TypedInstruction::TextRise(by) => state.rise = of(&by.0),
            TypedInstruction::TextRenderingMode(mode) => {
                state.is_invisible = mode.0.as_i64() == MODE_INVISIBLE;
            }
            TypedInstruction::NextLine(by) => self.next_line(of(&by.0), of(&by.1)),
            TypedInstruction::NextLineAndSetLeading(by) => {
                state.leading = -of(&by.1);
                self.next_line(of(&by.0), of(&by.1));
            }
            TypedInstruction::SetTextMatrix(m) => {
                self.line = [of(&m.0), of(&m.1), of(&m.2), of(&m.3), of(&m.4), of(&m.5)];
                self.at = self.line;
            }
            TypedInstruction::NextLineUsingLeading(_) => {
                let leading = state.leading;
                self.next_line(0.0, -leading);
            }
            _ => {}
        }
    }
}
