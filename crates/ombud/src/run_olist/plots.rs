//! The plots of the report, as SVG: lying bars with words, and columns over an axis. They show the
//! figures they are given and compute none.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Colours that can be told apart without red and green (Okabe and Ito, 2008).
pub(super) const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(super) const ORANGE: RGBColor = RGBColor(230, 159, 0);
pub(super) const TEAL: RGBColor = RGBColor(0, 158, 115);
pub(super) const SKY: RGBColor = RGBColor(86, 180, 233);
pub(super) const VERMILION: RGBColor = RGBColor(213, 94, 0);
pub(super) const PURPLE: RGBColor = RGBColor(204, 121, 167);
const INK: RGBColor = RGBColor(51, 51, 51);
const FAINT: RGBColor = RGBColor(225, 225, 225);

/// Pixels.
const WIDTH: i32 = 820;
const LABELS_WIDTH: i32 = 220;
const NOTES_WIDTH: i32 = 190;
const ROW_HEIGHT: i32 = 30;
const BAR_HEIGHT: i32 = 18;
const COLUMNS_HEIGHT: u32 = 280;
const FONT: (&str, i32) = ("sans-serif", 13);

/// Why a plot could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("a plot could not be drawn: {0}")]
pub(super) struct PlotError(String);

fn failed(error: impl std::fmt::Display) -> PlotError {
    PlotError(error.to_string())
}

/// One lying bar of some parts, with a mark where an upper bound is, and words after it.
#[derive(Debug, Clone)]
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) parts: Vec<(f64, RGBColor)>,
    pub(super) bound: Option<f64>,
    pub(super) note: String,
}

/// Lying bars, from the top down, on a scale from 0 to the longest of them. `goal` is a line.
///
/// # Errors
/// When the drawing library fails.
pub(super) fn bars(rows: &[Bar], goal: Option<f64>) -> Result<String, PlotError> {
    let height = ROW_HEIGHT * i32::try_from(rows.len()).map_err(failed)? + 8;
    let ends = rows.iter().map(|row| {
        let sum: f64 = row.parts.iter().map(|(value, _)| value).sum();
        sum.max(row.bound.unwrap_or(0.0))
    });
    let longest = ends.chain(goal).fold(f64::MIN_POSITIVE, f64::max);
    let room = f64::from(WIDTH - LABELS_WIDTH - NOTES_WIDTH);
    let x_of = |value: f64| LABELS_WIDTH + (value / longest * room).round() as i32;
    drawn((WIDTH, height), |root| {
        for (row, top) in rows.iter().zip((4..).step_by(ROW_HEIGHT as usize)) {
            let middle = top + ROW_HEIGHT / 2;
            write(root, &row.label, (LABELS_WIDTH - 8, middle), HPos::Right)?;
            let (upper, lower) = (middle - BAR_HEIGHT / 2, middle + BAR_HEIGHT / 2);
            let mut from = 0.0;
            for (value, colour) in &row.parts {
                let corners = [(x_of(from), upper), (x_of(from + value), lower)];
                root.draw(&Rectangle::new(corners, colour.filled())).map_err(failed)?;
                from += value;
            }
            let mut end = x_of(from);
            if let Some(bound) = row.bound {
                let path = [(end, middle), (x_of(bound), middle)];
                root.draw(&PathElement::new(path, INK)).map_err(failed)?;
                let cap = [(x_of(bound), middle - 4), (x_of(bound), middle + 4)];
                root.draw(&PathElement::new(cap, INK)).map_err(failed)?;
                end = end.max(x_of(bound));
            }
            // The line of the goal must not cross the words.
            let words_from = end.max(goal.map_or(0, x_of));
            write(root, &row.note, (words_from + 8, middle), HPos::Left)?;
        }
        if let Some(goal) = goal {
            let line = [(x_of(goal), 0), (x_of(goal), height)];
            root.draw(&PathElement::new(line, VERMILION)).map_err(failed)?;
        }
        Ok(())
    })
}

/// Standing columns of stacked parts: `columns` are a label with one value per colour.
///
/// # Errors
/// When the drawing library fails.
pub(super) fn columns(
    columns: &[(String, Vec<f64>)],
    colours: &[RGBColor],
    x_words: &str,
    y_words: &str,
) -> Result<String, PlotError> {
    let sums = columns.iter().map(|(_, parts)| parts.iter().sum::<f64>());
    let highest = sums.fold(1.0, f64::max) * 1.05;
    let mut svg = String::new();
    {
        let size = (WIDTH.unsigned_abs(), COLUMNS_HEIGHT);
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let right = columns.len() as f64 - 0.5;
        let mut chart = ChartBuilder::on(&root)
            .margin(8)
            .x_label_area_size(42)
            .y_label_area_size(58)
            .build_cartesian_2d(-0.5..right, 0.0..highest)
            .map_err(failed)?;
        let label = |x: &f64| {
            let near = x.round();
            let column = columns.get(near.max(0.0) as usize).filter(|_| (x - near).abs() < 1e-6);
            column.map(|(label, _)| label.clone()).unwrap_or_default()
        };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(WHITE)
            .bold_line_style(FAINT)
            .x_labels(14)
            .x_label_formatter(&label)
            .y_label_formatter(&|y| format!("{y:.0}"))
            .x_desc(x_words)
            .y_desc(y_words)
            .label_style(FONT.into_font().color(&INK))
            .draw()
            .map_err(failed)?;
        for (place, (_, parts)) in columns.iter().enumerate() {
            let (left, mut from) = (place as f64 - 0.42, 0.0);
            for (value, colour) in parts.iter().zip(colours) {
                let corners = [(left, from), (left + 0.84, from + value)];
                let part = Rectangle::new(corners, colour.filled());
                chart.draw_series(std::iter::once(part)).map_err(failed)?;
                from += value;
            }
        }
        root.present().map_err(failed)?;
    }
    Ok(svg)
}

type Root<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn drawn(
    (width, height): (i32, i32),
    draw: impl FnOnce(&Root<'_>) -> Result<(), PlotError>,
) -> Result<String, PlotError> {
    let mut svg = String::new();
    {
        let size = (width.unsigned_abs(), height.unsigned_abs());
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&root)?;
        root.present().map_err(failed)?;
    }
    Ok(svg)
}

fn write(root: &Root<'_>, text: &str, at: (i32, i32), from: HPos) -> Result<(), PlotError> {
    let style = FONT.into_font().color(&INK).pos(Pos::new(from, VPos::Center));
    root.draw_text(text, &style, at).map_err(failed)
}
