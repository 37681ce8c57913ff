//! Where the details come from in modules: whoever bundles them makes a file of its own of what is imported here.

import { type MakeDetails } from '../details.ts';

export const loadDetails = async (): Promise<MakeDetails> => (await import('./all.ts')).makeDetails;
