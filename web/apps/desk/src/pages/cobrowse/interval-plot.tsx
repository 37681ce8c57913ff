//! Dots with whiskers, one row each. The words beside them say the same: the drawing is not read out.

import { placed, type PlotRow, type Scale } from './plot.ts';

export function IntervalPlot(props: {
  label: string;
  rows: readonly PlotRow[];
  /** What a row says in words, where it says anything. */
  text: (row: PlotRow) => string;
  /** The value of no difference, drawn as a line. */
  zero?: number;
  scale?: Scale;
}) {
  const { rows, zero } = placed(props.rows, { zero: props.zero, scale: props.scale });
  return (
    <ul className="d-plot" aria-label={props.label}>
      {rows.map((row) => (
        <li key={row.id}>
          <span className="d-plot-label">{row.label}</span>
          <svg className="d-plot-line" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            {zero === null ? null : <line className="d-plot-zero" x1={zero} x2={zero} y1={0} y2={10} />}
            {row.at ? (
              <>
                <line className="d-plot-whisker" x1={row.at.low} x2={row.at.high} y1={5} y2={5} />
                <line className="d-plot-dot" x1={row.at.value} x2={row.at.value} y1={5} y2={5} />
              </>
            ) : null}
          </svg>
          <span className="d-plot-text o-num">{props.text(row)}</span>
        </li>
      ))}
    </ul>
  );
}
