//! The leak page in a real Chromium: nothing that was planted leaves, and what is released arrives.
import { ACTS, found, HTML_PLACES, leakPage, SHAPED, SPLIT, type LeakPage } from '@ombud/cobrowse/leaks';
import { Model } from '@ombud/cobrowse/view';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentOn } from './cobrowse-leaks-run.ts';
import { bundle } from './cobrowse-site.ts';
import { launch } from './site.mjs';

const SEEDS = [1, 7_919, 104_729];
/** What only the larger client tells. */
const OF_FULL = ['released before'];
let browser: Browser;
const MODES = ['production', 'full'] as const;
let scripts: Record<(typeof MODES)[number], string>;

beforeAll(async () => {
  const [launched, production, full] = await Promise.all([launch(), bundle(), bundle('full')]);
  browser = launched;
  scripts = { production, full };
});
afterAll(() => browser.close());

/** Runs the capture on the page, and does on it what is to be done. */
function sent(page: LeakPage, options: string, script: string): ReturnType<typeof sentOn> {
  const begin = `(emit, failed) => OmbudCobrowse.capture({ ...${options}, onFrame: emit, onError: failed })`;
  return sentOn(browser, page, script, begin);
}

/** Every text that ever was in the frames, in its order. Every frame must be one that the other side takes. */
function textsIn(frames: Uint8Array[]): string[] {
  const model = new Model();
  const texts: string[] = [];
  for (const frame of frames) {
    const { added, changed } = model.take(frame);
    for (const node of [...added, ...changed])
      if (node.body?.kind === 'lines') texts.push(...node.body.lines.map((line) => line.text));
  }
  expect(model.isReady).toBe(true);
  return texts;
}

/** What else than words ever was in the frames: kinds of bodies that show something. */
function shownIn(frames: Uint8Array[]): string[] {
  const model = new Model();
  return frames.flatMap((frame) => {
    const { added, changed } = model.take(frame);
    return [...added, ...changed].flatMap((node) =>
      node.body && node.body.kind !== 'bars' ? [node.body.kind] : [],
    );
  });
}

const namesOf = (words: string[], page: LeakPage) =>
  words.map((word) => [...page.places, ...page.controls].find((one) => one.word === word)?.name ?? word);

describe.each(MODES)('the leak page and the client of mode %s', (mode) => {
  it('has places enough, each with a word of its own', () => {
    const page = leakPage(1);
    const words = [...page.places, ...page.controls].map((one) => one.word);
    expect(new Set(words).size).toBe(words.length);
    expect(HTML_PLACES.length + ACTS.length).toBeGreaterThan(250);
  });

  it.each(SEEDS)('lets nothing out that is not released, from seed %i', async (seed) => {
    const page = leakPage(seed);
    const { frames, errors } = await sent(page, '{}', scripts[mode]);
    expect(errors).toEqual([]);
    const texts = textsIn(frames);
    const planted = page.places.map((one) => one.word);
    expect(namesOf(found(frames, texts, planted), page)).toEqual([]);
    const shaped = SHAPED.flatMap(([, number]) => [number, number.replace(/[^\p{L}\p{N}]/gu, '')]);
    const numbers = [...shaped, ...SPLIT.map(([, number]) => number)];
    expect(found(frames, texts, numbers)).toEqual([]);
    const controls = page.controls
      .filter((one) => mode === 'full' || !OF_FULL.includes(one.name))
      .map((one) => one.word);
    const arrived = new Set(found(frames, texts, controls));
    expect(
      namesOf(
        controls.filter((word) => !arrived.has(word)),
        page,
      ),
    ).toEqual([]);
  });

  it('lets nothing out at all under a policy without rules', async () => {
    const page = leakPage(3);
    const policy = { hash: '0'.repeat(64), rules: [] };
    const { frames } = await sent(page, JSON.stringify({ policy }), scripts[mode]);
    expect(textsIn(frames)).toEqual([]);
    expect(shownIn(frames)).toEqual([]);
    const all = [...page.places, ...page.controls].map((one) => one.word);
    expect(found(frames, [], all)).toEqual([]);
  });

  it('lets out what a rule names, and with it the number of the rule', async () => {
    const page = leakPage(5);
    const rules = [
      { id: 7, effect: 'show', selector: 'h2, section > ul > li' },
      { id: 8, effect: 'hide', selector: 'li' },
    ];
    const { frames } = await sent(
      page,
      JSON.stringify({ policy: { hash: 'a'.repeat(64), rules } }),
      scripts[mode],
    );
    const model = new Model();
    for (const frame of frames) model.take(frame);
    const bodies = [...model.nodes.values()].flatMap((node) =>
      node.body?.kind === 'lines' ? [node.body] : [],
    );
    const heading = page.places.find((one) => one.name === 'text: heading')?.word;
    expect(bodies.map((body) => [body.rule, body.lines[0]?.text])).toEqual([[7, heading]]);
  });
});

describe('a detector that finds nothing', () => {
  it('is no detector: words in every form are found', () => {
    const word = 'kqzmbvnhrtwpxcjd';
    const forms = [
      Buffer.from(word),
      Buffer.from(word, 'utf16le'),
      Buffer.from(Buffer.from(`ab${word}cd`).toString('base64')),
      Buffer.from(Buffer.from(word).toString('hex')),
      Buffer.from(`..${word.slice(3, 10)}..`),
    ];
    for (const form of forms) expect(found([Uint8Array.from(form)], [], [word])).toEqual([word]);
    expect(found([], [word.slice(0, 4), word.slice(4, 8)], [word])).toEqual([word]);
    expect(found([Uint8Array.from(Buffer.from('nothing of it'))], ['nor here'], [word])).toEqual([]);
  });
});
