//! Where the details come from in a script: from a file that lies beside it.

import { type MakeDetails } from '../details.ts';
import { later } from '../../later.ts';

interface Later {
  OmbudCobrowseDetails: { makeDetails: MakeDetails };
}

export const loadDetails = async (): Promise<MakeDetails> =>
  (await later<Later>('details')).OmbudCobrowseDetails.makeDetails;
