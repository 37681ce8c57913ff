//! A made-up desk, for developing and testing the console without a server. It is never part of a build that ships.

export * from './clock.ts';
export * from './complaints.ts';
export * from './conversations.ts';
export * from './figures.ts';
export * from './people.ts';
export * from './suggestions.ts';
export * from './translations.ts';
export * from './threads.ts';
