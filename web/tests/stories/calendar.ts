//! Statutory dates counted a second time, from the holidays as they are written down and the browser's knowledge of zones.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../../../policy/calendars.toml', import.meta.url));
const DAY_MS = 86_400_000;

export interface Calendar {
  zone: string;
  holidays: ReadonlySet<string>;
}

/** The calendar of a jurisdiction; a part of a country has its country's. */
export function calendarOf(jurisdiction: string): Calendar {
  const country = jurisdiction.split('-')[0] ?? '';
  const [, section = ''] = readFileSync(FILE, 'utf8').split(`[calendar.${country}]`);
  const [own = ''] = section.split('\n[');
  const zone = /^zone = "(.+)"$/m.exec(own)?.[1];
  if (!zone) throw new Error(`policy/calendars.toml has no calendar of ${country}`);
  return { zone, holidays: new Set(own.match(/\d{4}-\d\d-\d\d/g)) };
}

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The day that it is in a zone. */
export const dayOf = (at: string, { zone }: Calendar): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(at));

/** So many working days later; the day itself does not count. */
export function plusWorkingDays(day: string, days: number, { holidays }: Calendar): string {
  let left = days;
  let at = day;
  while (left > 0) {
    at = plusDays(at, 1);
    const isWeekend = [0, 6].includes(new Date(`${at}T00:00:00Z`).getUTCDay());
    if (!isWeekend && !holidays.has(at)) left -= 1;
  }
  return at;
}

/** The first instant after a local day. */
export function endOf(day: string, { zone }: Calendar): number {
  const midnight = Date.parse(`${plusDays(day, 1)}T00:00:00Z`);
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    midnight,
  );
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(offset) ?? [];
  return midnight - Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
