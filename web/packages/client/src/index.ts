export * from './api.ts';
export * from './chat.ts';
export * from './clock.ts';
export * from './contract.ts';
export * from './problem.ts';
export * from './socket.ts';
export * from './outbox.ts';
export * from './plain.ts';
export type * as Schema from './schema.ts';
