//! The two questions that only the customer answers: whether to show the page, and whether something is to be done on it.

import { button, h, icon, type Child } from './dom.ts';
import { EXTRAS, type Ask, type Grant } from './messages.ts';
import { type Stage } from './stage.ts';
import { type Does } from './target.ts';
import { consentOf, hashOf, textOf, type Words } from './words.ts';

/** A press that was meant for what was there a moment ago is no answer. */
const ARMED_AFTER_MS = 500;
/** They neither show nor change anything of the customer's. */
const HARMLESS: readonly Grant[] = ['draw', 'scroll'];

interface Question {
  title: string;
  parts: Child[];
  yes: string;
  no: string;
  /** Withdraws it: the answer is then no. */
  signal: AbortSignal;
}

/** Asks, and settles with the answer. Escape is no. */
function question(stage: Stage, { title, parts, yes, no, signal }: Question): Promise<boolean> {
  return new Promise((answered) => {
    const shownAt = performance.now();
    const answer = (isYes: boolean): void => {
      stage.close(dialog);
      answered(isYes);
    };
    const armed = (isYes: boolean) => () => {
      if (performance.now() - shownAt > ARMED_AFTER_MS) answer(isYes);
    };
    // The words have the keyboard first, so that a key that is still down answers nothing.
    const heading = h('h2', { id: 'title', tabindex: '-1', autofocus: true }, title);
    const buttons = h(
      'div',
      { class: 'answers' },
      button(armed(true), { class: 'main' }, yes),
      button(armed(false), {}, no),
    );
    const dialog = h(
      'dialog',
      { 'aria-labelledby': 'title' },
      h('div', { class: 'words' }, heading, ...parts),
      buttons,
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      if (event.isTrusted) answer(false);
    });
    signal.addEventListener('abort', () => answer(false));
    if (signal.aborted) answered(false);
    else stage.open(dialog);
  });
}

/** What the customer answered to an ask. */
export interface Answer {
  /** What is granted anew; null where the customer said no. */
  grants: Grant[] | null;
  /** Of the words that were shown; null where the browser cannot tell. */
  hash: string | null;
}

/** Shows what is asked, each grant apart. `had` is what is granted already. */
export async function askConsent(
  stage: Stage,
  words: Words,
  ask: Ask,
  had: readonly Grant[],
  signal: AbortSignal,
): Promise<Answer> {
  const isMore = had.includes('view');
  const extras = EXTRAS.filter((grant) => ask.wants.includes(grant) && !had.includes(grant));
  const consent = consentOf(words, ask, extras, isMore);
  const hash = hashOf(textOf(consent));
  // Where one thing is asked, yes is yes to it.
  const isOne = isMore && extras.length === 1;
  const boxes = consent.extras.map(({ grant, name, more }) => {
    const box = h('input', { type: 'checkbox', checked: isOne || HARMLESS.includes(grant) });
    return {
      grant,
      box,
      row: h('label', {}, !isOne && box, icon(grant), h('span', {}, name, h('small', {}, more))),
    };
  });
  const hidden = consent.told.pop();
  const isYes = await question(stage, {
    ...consent,
    parts: [
      ...consent.told.map((told) => h('p', {}, told)),
      hidden !== undefined && h('p', { class: 'hidden' }, icon('lock'), h('span', {}, hidden)),
      boxes.length > 0 && h('fieldset', {}, h('legend', {}, consent.heading), ...boxes.map(({ row }) => row)),
      h('p', { class: 'end' }, consent.end),
    ],
    signal,
  });
  const ticked = boxes.filter(({ box }) => box.checked).map(({ grant }) => grant);
  return { grants: isYes ? ticked : null, hash: await hash };
}

/** Names what an agent wants to press, and what that does. */
export function askConfirm(
  stage: Stage,
  words: Words,
  agent: string,
  name: string,
  does: Does,
  signal: AbortSignal,
): Promise<boolean> {
  return question(stage, {
    title: words('confirmTitle', { agent, name }),
    parts: [does.leaves !== undefined && h('p', {}, `→ ${does.leaves}`)],
    yes: words('allow'),
    no: words('no'),
    signal,
  });
}
