//! The leak page, and the search for what it planted.

export { leakPage, type LeakPage, type Planted } from './page.ts';
export { ACTS, CONTROLS } from './acts.ts';
export { HTML_PLACES } from './places.ts';
export { SHAPED, SPLIT } from './shaped.ts';
export { found } from './search.ts';
