//! Tables as CSV (RFC 4180), for a spreadsheet. A value that a spreadsheet would run as a formula is made text.

import { currencyDigits, type MoneyValue } from './i18n/format.ts';

export type Cell = string | number | boolean | null | undefined;

function cellOf(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n') + '\r\n';
}

/** Records as rows, with the names of the first one's fields on top. */
export function csvOfRecords(records: readonly object[]): string {
  const names = Object.keys(records[0] ?? {});
  return csvOf(
    names,
    records.map((record) => names.map((name) => (record as Record<string, Cell>)[name])),
  );
}

/** Minor units as a plain decimal number with a point, whatever the reader's language. */
export function decimalOf(value: MoneyValue): string {
  const digits = currencyDigits(value.currency);
  return (value.amount_minor / 10 ** digits).toFixed(digits);
}

/** Hands a file to the reader. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/** Hands a table to the reader. The mark in front tells old spreadsheets that it is UTF-8. */
export function saveCsv(name: string, text: string): void {
  saveFile(name, new Blob(['\u{feff}', text], { type: 'text/csv;charset=utf-8' }));
}
