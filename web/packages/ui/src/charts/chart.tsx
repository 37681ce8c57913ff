//! Charts on uPlot. Each has a table of the same numbers behind it: a canvas says nothing to a screen reader.

import { useEffect, useMemo, useRef, type CSSProperties } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useLanguage, useUiText } from '../i18n/provider.tsx';
import { dayOf, daySplits, dayRange, spreadOf, valueRange, type Spread } from './axis.ts';

export { secondsOf } from './axis.ts';

export interface Series extends Spread {
  label: string;
  /** A token's name, for example `--accent`. */
  colour: string;
  kind?: 'line' | 'bars' | 'points';
}

const CHART_HEIGHT_PX = 220;
/** What a letter of a label takes at most, and what lies between two labels. */
const LETTER_PX = 7;
const LABEL_GAP_PX = 16;
/** Steps of an axis that counts whole things, smallest first. */
const COUNT_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000];

/** What a token is at this moment, as the canvas wants it: canvas knows no `light-dark()`. */
function resolved(host: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  host.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** Draws whiskers for the series that have errors. */
function whiskers(series: readonly Series[], colours: readonly string[]): uPlot.Plugin {
  return {
    hooks: {
      draw: (plot) => {
        const context = plot.ctx;
        series.forEach((one, index) => {
          plot.data[0].forEach((position, at) => {
            const spread = spreadOf(one, at);
            if (!spread) return;
            const x = plot.valToPos(position, 'x', true);
            const low = plot.valToPos(spread.low, 'y', true);
            const high = plot.valToPos(spread.high, 'y', true);
            context.save();
            context.strokeStyle = colours[index] ?? '';
            context.lineWidth = devicePixelRatio * 1.5;
            context.beginPath();
            context.moveTo(x, low);
            context.lineTo(x, high);
            context.moveTo(x - 4, low);
            context.lineTo(x + 4, low);
            context.moveTo(x - 4, high);
            context.lineTo(x + 4, high);
            context.stroke();
            context.restore();
          });
        });
      },
    },
  };
}

/** What stands under the pointer: the place, and each value there. It is beside the values, never over them. */
function pointed(props: ChartProps): uPlot.Plugin {
  const tip = document.createElement('div');
  tip.className = 'o-chart-tip';
  tip.hidden = true;
  const line = (name: string, value: string, colour?: string) => {
    const row = document.createElement('div');
    const label = document.createElement('span');
    label.textContent = name;
    if (colour) label.style.setProperty('--dot', `var(${colour})`);
    const shown = document.createElement('strong');
    shown.textContent = value;
    row.append(label, shown);
    return row;
  };
  return {
    hooks: {
      init: (plot) => void plot.over.append(tip),
      setCursor: (plot) => {
        const at = plot.cursor.idx;
        const place = at === null || at === undefined ? undefined : plot.data[0][at];
        tip.hidden = place === undefined || at === null || at === undefined;
        if (tip.hidden || place === undefined || at === null || at === undefined) return;
        const title = document.createElement('div');
        title.textContent = nameOf(props, at);
        const known = props.series.flatMap((one) => {
          const value = one.values[at];
          return value === null || value === undefined
            ? []
            : [line(one.label, props.format(value), one.colour)];
        });
        tip.replaceChildren(title, ...known);
        const x = plot.valToPos(place, 'x');
        const isRight = x > plot.over.clientWidth / 2;
        tip.style.insetInlineStart = isRight ? 'auto' : `${x + 10}px`;
        tip.style.insetInlineEnd = isRight ? `${plot.over.clientWidth - x + 10}px` : 'auto';
      },
    },
  };
}

export interface ChartProps {
  label: string;
  /** Where each value stands, from low to high: the seconds of `secondsOf` where `formatDay` is given, else 0, 1, 2 … */
  at: number[];
  /** What each place is called where it is pointed at and in the table. */
  names: string[];
  /** Writes a day such as `2026-11-23` under the axis: then distances along it are those of the calendar. */
  formatDay?: (day: string) => string;
  series: Series[];
  format: (value: number) => string;
  /** Shorter, for the axis; as `format` where it is not given. */
  formatTick?: (value: number) => string;
  /** False where the same numbers stand in a table of the page. */
  hasTable?: boolean;
  /** Whole things are counted: no step of the axis is less than one. */
  isCount?: boolean;
}

const nameOf = (props: ChartProps, at: number): string => props.names[at] ?? '';

/** The axis below: days as the calendar has them, or one place beside the other; labels never run into each other. */
function places(props: ChartProps): Pick<uPlot.Axis, 'incrs' | 'space' | 'splits' | 'values'> {
  const { at, names, formatDay } = props;
  if (formatDay) {
    const labelPx = formatDay('2026-12-28').length * LETTER_PX + LABEL_GAP_PX;
    return {
      splits: (plot) =>
        daySplits(at, Math.floor((plot.bbox.width || plot.width) / devicePixelRatio / labelPx)),
      values: (_plot, splits) => splits.map((second) => formatDay(dayOf(second))),
    };
  }
  return {
    incrs: COUNT_STEPS,
    space: Math.max(...names.map((name) => name.length), 1) * LETTER_PX + LABEL_GAP_PX,
    values: (_plot, splits) => splits.map((place) => names[place] ?? ''),
  };
}

function optionsFor(host: HTMLElement, props: ChartProps): uPlot.Options {
  const colours = props.series.map((one) => resolved(host, one.colour));
  const ink = resolved(host, '--ink-faint');
  const line = resolved(host, '--line');
  const font = `12px ${getComputedStyle(host).fontFamily}`;
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  return {
    width: Math.max(host.clientWidth, 240),
    height: CHART_HEIGHT_PX,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    padding: [12, 12, 0, 0],
    scales: {
      // Of what is shown, not of what uPlot makes of it: it puts a single value at the start of a hundred.
      x: { time: false, range: () => (props.formatDay ? dayRange(props.at) : [-0.6, props.at.length - 0.4]) },
      y: { range: () => valueRange(props.series) },
    },
    axes: [
      { ...axis, ...places(props), grid: { show: false } },
      {
        ...axis,
        size: 52,
        incrs: props.isCount ? COUNT_STEPS : undefined,
        values: (_plot, splits) => splits.map((value) => (props.formatTick ?? props.format)(value)),
      },
    ],
    series: [
      { label: props.label },
      ...props.series.map((one, index) => ({
        label: one.label,
        stroke: colours[index],
        width: 2,
        fill: one.kind === 'bars' ? colours[index] : undefined,
        points:
          one.kind === 'points'
            ? { show: true, size: 9, fill: colours[index] }
            : { show: one.kind !== 'bars' && props.at.length < 20 },
        paths:
          one.kind === 'bars'
            ? uPlot.paths.bars?.({ size: [0.55, 48], radius: 0.15 })
            : one.kind === 'points'
              ? () => null
              : uPlot.paths.linear?.(),
        value: (_plot: uPlot, value: number | null) => (value === null ? '–' : props.format(value)),
      })),
    ],
    plugins: [whiskers(props.series, colours), pointed(props)],
  };
}

export function Chart(props: ChartProps) {
  const t = useUiText();
  const { locale } = useLanguage();
  const host = useRef<HTMLDivElement>(null);
  const data = useMemo(
    () => [props.at, ...props.series.map((one) => one.values)] as uPlot.AlignedData,
    [props.at, props.series],
  );

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    let plot = new uPlot(optionsFor(element, props), data, element);
    const draw = () => {
      plot.destroy();
      plot = new uPlot(optionsFor(element, props), data, element);
    };
    const sizes = new ResizeObserver(() =>
      plot.setSize({ width: Math.max(element.clientWidth, 240), height: CHART_HEIGHT_PX }),
    );
    sizes.observe(element);
    const themes = new MutationObserver(draw);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => {
      sizes.disconnect();
      themes.disconnect();
      dark.removeEventListener('change', draw);
      plot.destroy();
    };
  }, [data, props, locale]);

  const isEmpty = props.series.every((one) => one.values.every((value) => value === null));
  return (
    <figure className="o-chart">
      {props.series.length > 1 ? (
        <ul className="o-legend" aria-hidden="true">
          {props.series.map((one) => (
            <li key={one.label} style={{ '--dot': `var(${one.colour})` } as CSSProperties}>
              {one.label}
            </li>
          ))}
        </ul>
      ) : null}
      {isEmpty ? <p className="o-chart-none">{t('ui.chart.none')}</p> : null}
      <div ref={host} role="img" aria-label={props.label} hidden={isEmpty} />
      {props.hasTable === false ? null : (
        <details className="o-small">
          <summary>{t('ui.chart.table')}</summary>
          <table className="o-table">
            <thead>
              <tr>
                <th scope="col">{props.label}</th>
                {props.series.map((one) => (
                  <th key={one.label} scope="col" data-align="end">
                    {one.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.at.map((at, row) => (
                <tr key={at}>
                  <th scope="row">{nameOf(props, row)}</th>
                  {props.series.map((one) => {
                    const value = one.values[row];
                    const error = one.errors?.[row];
                    const interval = one.intervals?.[row];
                    return (
                      <td key={one.label} data-align="end">
                        {value === null || value === undefined ? '–' : props.format(value)}
                        {error ? ` ± ${props.format(error)}` : null}
                        {interval
                          ? ` (${props.format(interval.low)} – ${props.format(interval.high)})`
                          : null}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </figure>
  );
}
