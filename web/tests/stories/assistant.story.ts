//! The assistant with customers in four languages: ten whole conversations of each, from the portal to the changed
//! plan, case or refund, with the books held to the minor unit; and three that go to a person, with a brief.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { Server, type Agent } from './api.ts';
import { booksOf, CHECKS, shows, until, wordsOf } from './assistant-books.ts';
import { ENGLISH } from './assistant-talks-en.ts';
import { GERMAN } from './assistant-talks-de.ts';
import { SPANISH } from './assistant-talks-es.ts';
import { SWEDISH } from './assistant-talks-sv.ts';
import type { Language, Talk, Tap, ToPerson } from './assistant-talk.ts';
import { Feeder, type Cast } from './assistant-world.ts';
import { Program } from './server.ts';
import { played, type Stage } from './stage.ts';

const LANGUAGES = [ENGLISH, SWEDISH, GERMAN, SPANISH];
/** Few: the purchases of these stories are fed by themselves. */
const ORDERS = 5;
const START_MS_MAX = 900_000;
const HELLOS_MAX = 60;

/** What is noted of a request, by why a person comes. */
const HOW: Record<ToPerson['why'], string> = {
  asked: 'words',
  procedure: 'assistant',
  not_understood: 'assistant',
  critical: 'critical_moment',
};

let program: Program | undefined;
let server: Server;
let feeder: Feeder;
let desk: Agent;
const casts = new Map<Talk | ToPerson, Cast>();

beforeAll(async () => {
  program = await Program.start(ORDERS, 'act');
  server = new Server(program.reached);
  feeder = new Feeder(server);
  for (const cast of await feeder.cast(LANGUAGES)) casts.set(cast.talk, cast);
  await learnt();
  desk = await server.hire('Anna Sand', { languages: ['en', 'sv', 'de', 'es'] });
}, START_MS_MAX);

/** Until the assistant has learnt, people answer: somebody says hello until it does. */
async function learnt(): Promise<void> {
  for (let tried = 0; tried < HELLOS_MAX; tried += 1) {
    const key = await server.customer(`talks-hello-${tried}`, 'Ada Byron');
    const message = { client_id: randomUUID(), text: 'hello' };
    const opened = { channel: 'chat', language: 'en', message };
    const { id } = await server.must<{ id: string }>('POST', '/v1/conversations', key, opened);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const events = await server.events(id);
    if (events.some((event) => event.by.kind === 'ai')) return;
  }
  throw new Error('the assistant does not answer');
}

afterAll(async () => {
  const key = program && server.key('AUDITOR_KEY');
  const books = key && (await server.must<{ balanced: boolean }>('GET', '/v1/ledger/trial-balance', key));
  await program?.stop();
  if (books) expect(books.balanced, 'the books of everybody together').toBe(true);
});

/** What a customer has on their page: the messages, in their language. */
class Chat {
  readonly page: Page;
  readonly #words: Record<string, string>;

  private constructor(page: Page, words: Record<string, string>) {
    this.page = page;
    this.#words = words;
  }

  static async open(stage: Stage, { customer, language }: Cast): Promise<Chat> {
    const page = await stage.page('customer', { locale: language.language });
    const token = server.vouch(customer, language.customer, language.language);
    await page.goto(`/portal/messages#token=${token}`);
    const words = wordsOf(language.language);
    await page.getByRole('textbox', { name: words['chat.write'] }).waitFor();
    return new Chat(page, words);
  }

  /** Says it, and waits until it is answered: by the assistant, or by the news that a person comes. */
  async say(said: string | Tap): Promise<void> {
    const answers = this.page.locator('.p-message[data-by="ai"], .p-notice');
    const before = await answers.count();
    if (typeof said === 'string') {
      const input = this.page.getByRole('textbox', { name: this.#words['chat.write'] });
      await input.fill(said);
      await input.press('Enter');
    } else {
      await this.page.getByRole('button', { name: said.tap, exact: true }).last().press('Enter');
    }
    await until(async () =>
      expect(await answers.count(), `answers to ${JSON.stringify(said)}`).toBeGreaterThan(before),
    );
  }

  receipts(): Promise<number> {
    return this.page.locator('.p-receipt').count();
  }

  text(key: string): string {
    return this.#words[key] ?? key;
  }
}

async function conversationOf({ customer }: Cast): Promise<string> {
  const path = `/v1/conversations?customer_id=${customer}`;
  const { items } = await server.must<{ items: { id: string }[] }>('GET', path, server.key('AGENT_KEY'));
  expect(items).toHaveLength(1);
  return items[0]?.id ?? '';
}

const castOf = (talk: Talk | ToPerson): Cast => {
  const cast = casts.get(talk);
  if (!cast) throw new Error(`nobody says ${talk.name}`);
  return cast;
};

/** From the first word to the receipt, and then the books and the page of the purchase. */
async function whole(stage: Stage, talk: Talk): Promise<void> {
  const cast = castOf(talk);
  const before = await booksOf(server, cast);
  const chat = await Chat.open(stage, cast);
  for (const said of talk.says) await chat.say(said);
  await until(async () => expect(await chat.receipts(), 'receipts').toBe(1));
  if (talk.comes === 'moved') await stage.clean(chat.page, 'a receipt among choices');
  // What the provider takes arrives after the turn.
  const check = async () => {
    const after = await booksOf(server, cast);
    return CHECKS[talk.comes](cast, before, after, server, feeder.now);
  };
  const shown = await until(check);
  const conversation = await server.conversation(await conversationOf(cast));
  expect([conversation.language, conversation.floor.holder], 'nobody else was needed').toEqual([
    cast.language.language,
    'ai',
  ]);
  await shows(chat.page, cast, shown);
}

interface Brief {
  why: string;
  ai_did: string[];
  open_question?: string;
}

/** Until a person is asked for; then what that person sees, and that nothing is asked twice. */
async function toPerson(stage: Stage, talk: ToPerson): Promise<void> {
  const cast = castOf(talk);
  const before = await booksOf(server, cast);
  const chat = await Chat.open(stage, cast);
  for (const said of talk.says) await chat.say(said);
  await chat.page.locator('.p-notice').getByText(chat.text('chat.ev.human_requested')).waitFor();
  const id = await conversationOf(cast);
  const conversation = await server.conversation(id);
  expect([conversation.language, conversation.floor.holder]).toEqual([cast.language.language, 'nobody']);
  const events = await server.events(id);
  const request = events.find((event) => event.kind === 'human_requested');
  expect(request?.body.how).toBe(HOW[talk.why]);
  if (talk.skill) expect(conversation.skills).toContain(talk.skill);
  const { comes } = talk;
  if (comes)
    await until(async () => CHECKS[comes](cast, before, await booksOf(server, cast), server, feeder.now));

  // Nothing that was asked before is asked again, and the assistant says nothing more.
  const asked = events.findIndex((event) => event.kind === 'human_requested');
  const said = events.map((event) =>
    event.kind === 'message' && event.by.kind === 'ai' ? String(event.body.text) : '',
  );
  const questions = said.filter((text) => text.includes('?'));
  expect(new Set(questions).size, questions.join('\n')).toBe(questions.length);
  const after = said.slice(asked + 1).filter((text) => text.includes('?'));
  expect(after, 'no question after the hand-off').toEqual([]);

  // The console shows why, what was done and said, and what is open.
  const brief = await server.must<Brief>('GET', `/v1/conversations/${id}/brief`, desk.session);
  const page = await stage.desk(desk, `/inbox/waiting/${id}`);
  const card = page.getByRole('region', { name: 'Hand-off brief' });
  await card.getByText(brief.why, { exact: false }).first().waitFor();
  for (const did of brief.ai_did) await card.getByText(did, { exact: false }).first().waitFor();
  if (brief.open_question) await card.getByText(brief.open_question, { exact: false }).first().waitFor();
  if (talk.why !== 'critical')
    expect(brief.ai_did.length, 'what the assistant did and said').toBeGreaterThan(0);
}

describe.concurrent.each<Language>(LANGUAGES)('the assistant in $language', ({ talks, persons }) => {
  for (const talk of talks) it(talk.name, () => played(server, (stage) => whole(stage, talk)));
  for (const talk of persons)
    it(`a person: ${talk.name}`, () => played(server, (stage) => toPerson(stage, talk)));
});
