//! Where marks and intents come from in modules: whoever bundles them makes a file of its own of what is imported here.

import type * as Hands from './hands.ts';

export const loadHands = (): Promise<typeof Hands> => import('./hands.ts');
