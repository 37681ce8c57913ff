//! The books after a talk: what must have come of it, to the minor unit, and that the portal says the same.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { Server } from './api.ts';
import type { Comes } from './assistant-talk.ts';
import { offerOf, type Cast } from './assistant-world.ts';
import { dayOf, calendarOf, plusDays } from './calendar.ts';

const PAUSE_DAYS = 14;
const RETURN_DAYS = 28;
const PROTECTED_DAYS = 28;
const EXTENSION_DAYS = 10;
/** From the world: what was paid at first, and what a part is. */
const PARTS = 3;
/** How long something may take to become so. */
const SO_MS_MAX = 60_000;

/** Tries again for some time, and then says what was wrong; stories that run at once cannot use vitest's own. */
export async function until<T>(check: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + SO_MS_MAX; ;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

interface Instalment {
  seq: number;
  due_on: string;
  state: string;
  open_minor: number;
}
export interface Plan {
  id: string;
  status: string;
  paused_until?: string;
  outstanding: { amount_minor: number };
  fees_outstanding: { amount_minor: number };
  instalments: Instalment[];
  fees: { state: string; amount_minor: number }[];
}
interface File {
  plans: Plan[];
  returns: { state: string; tracking_id?: string }[];
  dispute_ids: string[];
}
interface Dispute {
  id: string;
  state: string;
  reason: string;
  sub_issue: string;
  statement?: { text: string };
  amount: { amount_minor: number };
  held: { amount: { amount_minor: number }; fee: { amount_minor: number } };
  closing?: { outcome: string; returned: { amount_minor: number } };
}
interface Entry {
  lines: { account: string; currency: string; amount_minor: number }[];
}

/** An order with its entries, as they stood at one time. */
export interface Books {
  file: File;
  plan: Plan;
  entries: number;
  /** What lies on each kind of account: `recv`, `cash`, `hold`, `m_pay`, `m_recv` … */
  lies: Record<string, number>;
}

/** Reads an order's books, and holds every entry to its zero. */
export async function booksOf(server: Server, { order }: Cast): Promise<Books> {
  const key = server.key('AGENT_KEY');
  const file = await server.must<File>('GET', `/v1/orders/${order}`, key);
  const entries = await server.must<Entry[]>('GET', `/v1/orders/${order}/entries?limit=100`, key);
  const lies: Record<string, number> = {};
  for (const { lines } of entries) {
    expect(lines.reduce((sum, line) => sum + line.amount_minor, 0)).toBe(0);
    for (const { account, amount_minor } of lines) {
      // A fee is owed on an account of its own; income has one for each kind.
      const kind = account.startsWith('inc:') ? account : (account.split(':')[0] ?? '');
      lies[kind] = (lies[kind] ?? 0) + amount_minor;
    }
  }
  const [plan] = file.plans;
  if (!plan) throw new Error(`${order} has no plan`);
  expect(lies.recv ?? 0, 'what is owed is what the plan still asks for').toBe(plan.outstanding.amount_minor);
  return { file, plan, entries: entries.length, lies };
}

const moved = (before: Books, after: Books): Record<string, number> => {
  const kinds = new Set([...Object.keys(before.lies), ...Object.keys(after.lies)]);
  const all = [...kinds].map((kind) => [kind, (after.lies[kind] ?? 0) - (before.lies[kind] ?? 0)] as const);
  return Object.fromEntries(all.filter(([, minor]) => minor !== 0));
};

async function disputeOf(server: Server, { file }: Books): Promise<Dispute> {
  expect(file.dispute_ids).toHaveLength(1);
  return server.must('GET', `/v1/disputes/${file.dispute_ids[0] ?? ''}`, server.key('AGENT_KEY'));
}

const dues = (books: Books): string[] => books.plan.instalments.map((one) => one.due_on);

/** The shop's two accounts together: what it is owed, and what it owes. */
const shops = (change: Record<string, number>): number => (change.m_pay ?? 0) + (change.m_recv ?? 0);

/** What must be in the books now, and what the purchase's page must say of it. */
type Check = (cast: Cast, before: Books, after: Books, server: Server, now: number) => Promise<Shown> | Shown;
/** Days and amounts that the page shows. */
interface Shown {
  days?: string[];
  minor?: number[];
  words?: string[];
}

const paused =
  (days: number): Check =>
  ({ market }, before, after, _, now) => {
    const today = dayOf(new Date(now).toISOString(), calendarOf(market));
    expect(after.plan.status).toBe('paused');
    expect(after.plan.paused_until).toBe(plusDays(today, days));
    expect(moved(before, after)).toEqual({});
    return { days: [plusDays(today, days)] };
  };

const paid =
  (parts: number): Check =>
  ({ total }, before, after) => {
    const minor = (total / PARTS) * parts;
    expect(after.plan.outstanding.amount_minor).toBe(before.plan.outstanding.amount_minor - minor);
    expect(moved(before, after)).toEqual({ cash: minor, recv: -minor });
    return parts === PARTS - 1 ? { minor: [total], words: ['plan.paid'] } : { minor: [total / PARTS] };
  };

export const CHECKS: Record<Comes, Check> = {
  paused: paused(PAUSE_DAYS),
  protected: paused(PROTECTED_DAYS),
  moved: (_, before, after) => {
    const [first, second, third] = dues(before);
    expect(dues(after)).toEqual([first, plusDays(second ?? '', EXTENSION_DAYS), third]);
    expect(moved(before, after)).toEqual({});
    return { days: [plusDays(second ?? '', EXTENSION_DAYS)] };
  },
  paid: paid(1),
  settled: paid(PARTS - 1),
  returned: async (cast, before, after, server, now) => {
    expect(after.file.returns).toHaveLength(1);
    const [made] = after.file.returns;
    expect(made?.state).toBe('reported');
    const said = cast.talk.says.find((one) => typeof one === 'string' && /\d{3}/.test(one));
    if (said) expect(made?.tracking_id).toBe(said);
    return paused(RETURN_DAYS)(cast, before, after, server, now);
  },
  opened: async (cast, before, after, server) => {
    const dispute = await disputeOf(server, after);
    const told = cast.talk.says.filter((one) => typeof one === 'string');
    expect([dispute.reason, dispute.sub_issue]).toEqual(cast.talk.about);
    expect(told, 'the statement is what the customer wrote for it').toContain(dispute.statement?.text);
    expect(dispute.amount.amount_minor).toBe(cast.total);
    expect(dispute.state).not.toBe('closed');
    expect(after.plan.status).toBe('paused');
    const held = dispute.held.amount.amount_minor + dispute.held.fee.amount_minor;
    const change = moved(before, after);
    expect([change.hold ?? 0, shops(change), change.recv ?? 0]).toEqual([-held, held, 0]);
    return { words: [`reason.${dispute.reason}`] };
  },
  waived: ({ currency }, before, after) => {
    const [fee] = after.plan.fees;
    expect(after.plan.fees.map((one) => one.state)).toEqual(['waived']);
    expect(after.plan.fees_outstanding.amount_minor).toBe(0);
    const owed = before.plan.fees_outstanding.amount_minor;
    expect(owed, currency).toBe(fee?.amount_minor);
    expect(Object.values(moved(before, after)).sort((a, b) => a - b)).toEqual([-owed, owed]);
    return { minor: [after.plan.outstanding.amount_minor] };
  },
  withdrawn: async (_, before, after, server) => {
    const dispute = await disputeOf(server, after);
    expect([dispute.state, dispute.closing?.outcome]).toEqual(['closed', 'withdrawn']);
    expect(after.lies.hold ?? 0, 'nothing is held any more').toBe(0);
    expect(after.plan.status).toBe('active');
    const change = moved(before, after);
    expect([change.hold ?? 0, shops(change)]).toEqual([-(before.lies.hold ?? 0), before.lies.hold ?? 0]);
    return { minor: [after.plan.outstanding.amount_minor], words: [`reason.${dispute.reason}`] };
  },
  accepted: async (cast, before, after, server) => {
    const dispute = await disputeOf(server, after);
    const offer = offerOf(cast);
    expect([dispute.state, dispute.closing?.outcome]).toEqual(['closed', 'consumer_partial']);
    expect(dispute.closing?.returned.amount_minor).toBe(offer);
    expect(after.plan.outstanding.amount_minor).toBe(before.plan.outstanding.amount_minor - offer);
    expect(after.lies.hold ?? 0, 'nothing is held any more').toBe(0);
    expect(moved(before, after).recv).toBe(-offer);
    return { minor: [cast.total - offer] };
  },
};

/** The portal's own words. */
export const wordsOf = (language: string): Record<string, string> =>
  JSON.parse(
    readFileSync(fileURLToPath(new URL(`../../locales/${language}/portal.json`, import.meta.url)), 'utf8'),
  ) as Record<string, string>;

/** What the page of the purchase must show: amounts and days as the customer's language writes them. */
export async function shows(
  page: Page,
  cast: Cast,
  { days = [], minor = [], words = [] }: Shown,
): Promise<void> {
  const { language } = cast.language;
  const texts = wordsOf(language);
  // A narrow space and a usual one look alike.
  const plain = (text: string): string => text.replaceAll(/\s/g, ' ');
  const day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const digits = (value: number): string =>
    new Intl.NumberFormat(language, { minimumFractionDigits: 2 }).format(value / 100);
  const wanted = [
    ...days.map((one) => day.format(new Date(`${one}T12:00:00Z`)).replace(/\.$/, '')),
    ...minor.map((one) => digits(one).replace(/[.,]00$/, '')),
    ...words.map((key) => texts[key] ?? key),
  ].map(plain);
  await page.goto(`/portal/purchases/${cast.order}`);
  const main = page.locator('main');
  await main.getByText(cast.talk.item).first().waitFor();
  const missing = async (): Promise<string[]> => {
    const text = plain(await main.innerText());
    return wanted.filter((one) => !text.includes(one));
  };
  const where = `what the page of ${cast.order} does not show`;
  await until(async () => expect(await missing(), where).toEqual([]));
}
