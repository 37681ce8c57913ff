//! What agents do on the page: they mark it, and ask for acts on it. Loaded when the first of them does.

export { Intents } from './intent.ts';
export { Marks } from './marks.ts';
