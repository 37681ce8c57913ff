//! What a press is meant for, what is hidden, and what it says.
import { describe, expect, it } from 'vitest';
import { type NodeShown } from '../view/index.ts';
import { FLAG, KIND, type Kind } from '../wire/index.ts';
import { actOn } from './control.ts';
import { isRedacted, meantBy, saysOf, scrollerOf, valueOf } from './hit.ts';

let ids = 0;
function node(kind: Kind, part: Partial<NodeShown> = {}, ...children: NodeShown[]): NodeShown {
  ids += 1;
  const rest = {
    flags: 0,
    x: 0,
    y: 0,
    w: 400,
    h: 400,
    look: 0,
    state: 0,
    scrollX: 0,
    scrollY: 0,
    body: null,
  };
  const made: NodeShown = { id: ids, kind, ...rest, parent: null, children, ...part };
  for (const child of children) child.parent = made;
  return made;
}
const words = (...texts: string[]): NodeShown =>
  node(KIND.text, {
    body: { kind: 'lines', rule: 1, look: 0, lines: texts.map((text) => ({ x: 0, y: 0, w: 9, h: 9, text })) },
  });
const bars = (): NodeShown => node(KIND.text, { body: { kind: 'bars', lines: 1, last: 0 } });

describe('a press', () => {
  it('on words in a control or link is meant for that', () => {
    for (const kind of [KIND.button, KIND.link, KIND.choice]) {
      const text = words('Pay');
      const control = node(kind, {}, node(KIND.box, {}, text));
      node(KIND.box, {}, control);
      expect(meantBy(text)).toBe(control);
    }
  });

  it('on words elsewhere is meant for their box, on a box for itself', () => {
    const text = words('Order');
    const box = node(KIND.box, {}, text);
    expect(meantBy(text)).toBe(box);
    expect(meantBy(box)).toBe(box);
  });

  it.each([
    [KIND.button, 0, { do: 'click' }],
    [KIND.box, 0, { do: 'click' }],
    [KIND.check, 0, { do: 'check', on: true }],
    [KIND.check, 8, { do: 'check', on: false }],
    [KIND.radio, 0, { do: 'check', on: true }],
    [KIND.field, 0, null],
    [KIND.choice, 0, null],
  ])('on kind %i in state %i becomes %o', (kind, state, act) => {
    expect(actOn(node(kind, { state }))).toEqual(act);
  });
});

describe('a node', () => {
  it.each([
    ['a redacted text', bars(), true],
    ['a released text', words('x'), false],
    ['an image', node(KIND.image), true],
    ['a field without words', node(KIND.field), true],
    ['a box', node(KIND.box), false],
    ['a button', node(KIND.button), false],
  ])('is hidden or not: %s', (_name, one, isHidden) => {
    expect(isRedacted(one)).toBe(isHidden);
  });

  it('says what is released in it, cut short', () => {
    expect(saysOf(node(KIND.button, {}, bars(), words('Open  the'), words('dispute')))).toBe(
      'Open the dispute',
    );
    expect(saysOf(node(KIND.box, {}, words('x'.repeat(90))))).toHaveLength(40);
    expect(saysOf(node(KIND.box, {}, bars()))).toBe('');
  });

  it('has a value where it is filled and released', () => {
    const body = words('hello').body;
    expect(valueOf(node(KIND.field, { body, state: 1 }))).toBe('hello');
    expect(valueOf(node(KIND.field, { body, state: 0 }))).toBe('');
    expect(valueOf(node(KIND.field, { state: 1 }))).toBe('');
  });

  it('scrolls where what is in it reaches over its edge', () => {
    const inner = node(KIND.box, { h: 900 });
    const list = node(KIND.box, { flags: FLAG.clip, h: 400 }, inner);
    const card = node(KIND.box, { flags: FLAG.clip, h: 800 }, list);
    node(KIND.box, {}, card);
    expect(scrollerOf(inner)).toBe(list);
    expect(scrollerOf(card)).toBeNull();
    expect(scrollerOf(null)).toBeNull();
  });
});
