//! Where marks and intents come from in a script: from a file that lies beside it.

import { later } from '../later.ts';
import type * as Hands from './hands.ts';

interface Later {
  OmbudCobrowseHands: typeof Hands;
}

export const loadHands = async (): Promise<typeof Hands> => (await later<Later>('hands')).OmbudCobrowseHands;
