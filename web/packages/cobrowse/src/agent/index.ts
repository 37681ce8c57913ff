//! The agent's side of co-browsing for any page: `connect` shows a session, `play` a recording, `embed` puts the first into
//! a frame of the server's. docs/cobrowse-agent.md tells how.

export { connect, type ConnectOptions, type LiveView } from './connect.ts';
export { embed, type Embedded, type EmbedOptions } from './embed.ts';
export { play, type Player, type PlayOptions } from './player/player.ts';
export { RecordError, readRecords } from './player/records.ts';
export type { RecordRead } from './player/tape.ts';
export type { Place, Phase } from './link.ts';
export type { Act, Grant, Outcome, Person, SessionState } from './protocol.ts';
export type { SessionEvent, SessionShown } from './session.ts';
export type { Tool } from './tools.ts';
export type { AssetSource } from '../view/index.ts';
