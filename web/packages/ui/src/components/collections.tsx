//! Tabs and tables.

import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import { useUiText } from '../i18n/provider.tsx';
import { Button } from './controls.tsx';
import { Count, Icon, type Tone } from './display.tsx';

export interface TabEntry {
  id: string;
  label: string;
  count?: number;
  countTone?: Tone;
  content: ReactNode;
}

export function Tabs(props: {
  label: string;
  tabs: TabEntry[];
  selected?: string;
  onChange?: (id: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  // Where there is no room for all of them, the one that was chosen is in sight.
  const reveal = () =>
    requestAnimationFrame(() => {
      const chosen = list.current?.querySelector('[data-selected]');
      chosen?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  return (
    <AriaTabs
      className="o-tabs"
      selectedKey={props.selected}
      onSelectionChange={(id) => {
        props.onChange?.(String(id));
        reveal();
      }}
    >
      <TabList ref={list} aria-label={props.label} className="o-tab-list">
        {props.tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="o-tab">
            {tab.label}
            {tab.count === undefined ? null : <Count value={tab.count} tone={tab.countTone} />}
          </Tab>
        ))}
      </TabList>
      {props.tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="o-tab-panel">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}

export interface Column<Row> {
  id: string;
  label: string;
  cell: (row: Row) => ReactNode;
  align?: 'start' | 'end';
  /** Makes the column sortable by this value. */
  sortBy?: (row: Row) => string | number;
}

interface Sorting {
  column: string;
  descending: boolean;
}

function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const by = columns.find((column) => column.id === sorting?.column)?.sortBy;
  if (!by || !sorting) return rows;
  const direction = sorting.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [by(a), by(b)];
    return left < right ? -direction : left > right ? direction : 0;
  });
}

/** Roles of a table's parts, for where they are not drawn as such. */
const PART = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

/**
 * A table of records. It scrolls sideways inside its own frame, which the keyboard reaches too. Where the page is narrow each
 * record is a card with the names of its columns; the roles are written out, because what is not drawn as a table is not one
 * to a screen reader either.
 */
export function Table<Row>(props: {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  sort?: Sorting;
  /** Shown in place of the rows when there are none. */
  empty?: ReactNode;
  /** Many columns of numbers: closer together, and where it scrolls the first column stays, on a narrow page too. */
  dense?: boolean;
  /** So many rows at first; a button shows the others. */
  fold?: number;
}) {
  const t = useUiText();
  const [sorting, setSorting] = useState(props.sort);
  const [isWhole, setWhole] = useState(false);
  const all = useMemo(() => sorted(props.rows, props.columns, sorting), [props.rows, props.columns, sorting]);
  const isFolded = props.fold !== undefined && all.length > props.fold;
  const rows = isFolded && !isWhole ? all.slice(0, props.fold) : all;
  if (props.rows.length === 0 && props.empty) return <div className="o-table-wrap">{props.empty}</div>;
  const directionOf = (id: string) =>
    sorting?.column !== id ? 'none' : sorting.descending ? ('descending' as const) : ('ascending' as const);
  const table = (
    // What scrolls must be reachable by the keyboard (WCAG 2.1.1). A group and no region: the card
    // around it is the landmark, often of the same name.
    <div
      className="o-table-wrap"
      data-dense={props.dense}
      role="group"
      aria-label={props.label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <table className="o-table" {...PART.table}>
        <thead {...PART.group}>
          <tr {...PART.row}>
            {props.columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                {...PART.head}
                data-align={column.align}
                aria-sort={column.sortBy ? directionOf(column.id) : undefined}
              >
                {column.sortBy ? (
                  <button
                    type="button"
                    className="o-sort"
                    title={t('ui.sort', { column: column.label })}
                    onClick={() =>
                      setSorting({ column: column.id, descending: directionOf(column.id) === 'ascending' })
                    }
                  >
                    {column.label}
                    <Icon
                      of={
                        directionOf(column.id) === 'none'
                          ? ArrowUpDown
                          : sorting?.descending
                            ? ArrowDown
                            : ArrowUp
                      }
                      size={12}
                    />
                  </button>
                ) : (
                  column.label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...PART.group}>
          {rows.map((row) => (
            <tr key={props.rowId(row)} {...PART.row}>
              {props.columns.map((column) => (
                <td key={column.id} {...PART.cell} data-align={column.align} data-label={column.label}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  if (!isFolded) return table;
  return (
    <div className="o-folded">
      {table}
      <Button size="s" variant="quiet" aria-expanded={isWhole} onPress={() => setWhole(!isWhole)}>
        {isWhole ? t('ui.show_fewer') : t('ui.show_all', { count: all.length })}
      </Button>
    </div>
  );
}
