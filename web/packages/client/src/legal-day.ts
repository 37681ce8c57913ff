// The day on which a legal period ends. The API says the first instant that is late: a midnight where the law counts,
// which is another date for whoever reads it elsewhere. What is shown is the last day of the period, in that place.

/** The zone in which each jurisdiction counts its days, as policy/calendars.toml has them. */
const ZONES: Record<string, string> = {
  gb: 'Europe/London',
  se: 'Europe/Stockholm',
  de: 'Europe/Berlin',
  es: 'Europe/Madrid',
  us: 'America/New_York',
  'us-ny': 'America/New_York',
  au: 'Australia/Sydney',
  br: 'America/Sao_Paulo',
  fr: 'Europe/Paris',
  nl: 'Europe/Amsterdam',
  pl: 'Europe/Warsaw',
  no: 'Europe/Oslo',
  dk: 'Europe/Copenhagen',
  fi: 'Europe/Helsinki',
  at: 'Europe/Vienna',
  it: 'Europe/Rome',
  pt: 'Europe/Lisbon',
  ie: 'Europe/Dublin',
  be: 'Europe/Brussels',
  cz: 'Europe/Prague',
  ro: 'Europe/Bucharest',
  ca: 'America/Toronto',
  nz: 'Pacific/Auckland',
};

/** The zone of a jurisdiction; of its country where a part of one is not known by itself. */
export function zoneOf(jurisdiction: string): string {
  const code = jurisdiction.toLowerCase();
  return ZONES[code] ?? ZONES[code.slice(0, 2)] ?? 'UTC';
}

const WRITERS = new Map<string, Intl.DateTimeFormat>();

function dayIn(zone: string, at: number): string {
  const known =
    WRITERS.get(zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  WRITERS.set(zone, known);
  return known.format(at);
}

/** The calendar day, `2026-10-31`, on which an instant falls where the law counts. */
export function legalDay(at: string, jurisdiction: string): string {
  return dayIn(zoneOf(jurisdiction), Date.parse(at));
}

/** The last day, `2026-10-31`, of a period whose first late instant this is. */
export function lastLegalDay(firstLateAt: string, jurisdiction: string): string {
  return dayIn(zoneOf(jurisdiction), Date.parse(firstLateAt) - 1);
}
