import { describe, expect, it } from 'vitest';
import { BINDINGS, commandOf, keysOf, type Stroke } from './bindings.ts';

const stroke = (part: Partial<Stroke>): Stroke => ({
  code: '',
  key: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...part,
});

describe('the keyboard', () => {
  it.each([
    ['palette', { code: 'KeyK', key: 'k', ctrlKey: true }],
    ['palette', { code: 'KeyK', key: 'k', metaKey: true }],
    ['next', { code: 'KeyJ', key: 'j', altKey: true }],
    ['previous', { code: 'KeyK', key: 'k', altKey: true }],
    ['resolve', { code: 'KeyE', key: 'e', altKey: true }],
    ['resolve_next', { code: 'KeyE', key: 'e', altKey: true, ctrlKey: true }],
    ['reply', { code: 'KeyL', key: 'l', altKey: true }],
    ['note', { code: 'KeyP', key: 'p', altKey: true }],
    ['snooze', { code: 'KeyM', key: 'm', altKey: true }],
    ['side_panel', { code: 'KeyO', key: 'o', altKey: true }],
    ['suggestion', { code: 'KeyI', key: 'i', altKey: true }],
    ['send', { code: 'Enter', key: 'Enter', ctrlKey: true }],
    ['help', { code: 'Slash', key: '/', ctrlKey: true }],
  ] as const)('%s also while one writes', (command, keys) => {
    expect(commandOf(stroke(keys), true)).toBe(command);
    expect(commandOf(stroke(keys), false)).toBe(command);
  });

  it.each([
    ['actions', { code: 'KeyA', key: 'a' }],
    ['hand_over', { code: 'KeyH', key: 'h' }],
    ['sources', { code: 'KeyS', key: 's' }],
    ['help', { code: 'Slash', key: '?' }],
    ['search', { code: 'Slash', key: '/' }],
  ] as const)('%s only while nobody writes', (command, keys) => {
    expect(commandOf(stroke(keys), false)).toBe(command);
    expect(commandOf(stroke(keys), true)).toBeUndefined();
  });

  it('knows Alt+E where Alt types another letter, as on a Mac', () => {
    expect(commandOf(stroke({ code: 'KeyE', key: '´', altKey: true }), true)).toBe('resolve');
  });
  it('leaves composed writing alone', () => {
    expect(commandOf(stroke({ code: 'KeyA', key: 'a', isComposing: true }), false)).toBeUndefined();
  });
  it('gives every chord to one command', () => {
    const chords = BINDINGS.map(({ code, key, mod, alt }) =>
      JSON.stringify([code, key, mod ?? false, alt ?? false]),
    );
    expect(new Set(chords).size).toBe(chords.length);
  });
  it('writes keys as the machine has them', () => {
    expect(keysOf('palette', false)).toBe('Ctrl K');
    expect(keysOf('resolve_next', true)).toBe('⌘ ⌥ E');
  });
});
