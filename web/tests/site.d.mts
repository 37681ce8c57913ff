import type { Browser } from 'playwright-core';

export function serve(): Promise<{ url: string; close: () => Promise<unknown> }>;
export function launch(): Promise<Browser>;
