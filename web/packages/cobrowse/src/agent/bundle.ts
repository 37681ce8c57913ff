//! The script `cobrowse-agent.js`: everything of the agent's side, and the frame's half where the page is the frame.

import { serveEmbed } from './embedded.ts';

export * from './index.ts';

const frame = document.querySelector<HTMLElement>('[data-ombud-cobrowse-embed]');
if (frame) serveEmbed(frame);
