//! Rows as a file (RFC 4180), for a spreadsheet.

type Cell = string | number | boolean | null | undefined;

/** A cell that a spreadsheet would take for a formula is made text: a name must not compute. */
function cell(value: Cell): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as CSV, the names of the first row's fields on top. */
export function csvOf(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => cell((row as Record<string, Cell>)[name])).join(','));
  return [names.join(','), ...lines].join('\r\n') + '\r\n';
}

export function downloadCsv(name: string, rows: readonly object[]): void {
  const url = URL.createObjectURL(new Blob(['\u{feff}', csvOf(rows)], { type: 'text/csv;charset=utf-8' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
