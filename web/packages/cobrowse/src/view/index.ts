//! What the other side sees: the model of the page, from its frames.

export { Model, type BodyShown, type Change, type NodeShown } from './model.ts';
export type { Look } from './look.ts';
