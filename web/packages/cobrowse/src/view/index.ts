//! What the other side sees: the model of the page from its frames, and its drawing.

export type { AssetSource } from './assets.ts';
export { Drawing, EMPTY_PAGE, SANDBOX } from './draw.ts';
export type { Look } from './look.ts';
export type { BodyShown, LineShown, ShapeShown } from './body.ts';
export { Model, type Change, type NodeShown } from './model.ts';
