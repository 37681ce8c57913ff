import type { Page } from 'playwright-core';

export interface PageEntry {
  name: string;
  path: string;
  ready: string;
  keys?: string[];
  press?: string;
  then?: string;
}
export const DESK_PAGES: PageEntry[];
export const DESK_OVERLAYS: PageEntry[];
export function firstDispute(): Promise<string>;
export function open(page: Page, site: string, entry: PageEntry, dispute: string): Promise<void>;
