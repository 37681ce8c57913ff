import type { Plugin } from 'vite';

export interface Manifest {
  /** SHA-256 in hexadecimal digits by path of the site, or by whole address. */
  files: Record<string, string>;
}
export function manifestOf(folder: string, base?: string): Promise<Manifest>;
export function ombudAssets(options?: { fileName?: string }): Plugin;
