//! Files of the company's manifest for a drawing: asked for once, by their hash, when something is drawn that needs them.

import { fontName } from './css.ts';
import { type Model } from './model.ts';

/** Gives the bytes of a hash (SHA-256, hexadecimal digits) with their type, or null if there are none. Whoever gives
 * them has held them against the hash. */
export type AssetSource = (sha256: string) => Promise<Blob | null>;

interface Kept {
  url: string | null;
  blob: Promise<Blob | null>;
}

export class DrawnAssets {
  private readonly kept = new Map<string, Kept>();
  private readonly fonts = new Set<string>();

  constructor(
    private readonly model: Model,
    private readonly page: Document,
    private readonly source: AssetSource | null,
  ) {}

  /** Where a picture can be had; null while it is on its way, and `then` is called when it is there. */
  url(asset: number, then: () => void): string | null {
    const hash = this.model.assets[asset - 1];
    if (hash === undefined) return null;
    const kept = this.keep(hash);
    if (kept.url === null)
      void kept.blob.then((blob) => {
        if (!blob) return;
        kept.url ??= URL.createObjectURL(blob);
        then();
      });
    return kept.url;
  }

  /** Sets the texts that name a font in it, as soon as it is there; then `then` is called. */
  font(asset: number, then: () => void): void {
    const hash = this.model.assets[asset - 1];
    const view = this.page.defaultView as (Window & typeof globalThis) | null;
    const name = `${fontName(asset)} ${hash ?? ''}`;
    if (hash === undefined || !view || this.fonts.has(name)) return;
    this.fonts.add(name);
    void this.keep(hash)
      .blob.then((blob) => blob?.arrayBuffer())
      .then(async (bytes) => {
        if (!bytes) return;
        // Whatever weight is asked of it, the file is the one that the customer's browser took.
        const face = new view.FontFace(fontName(asset), bytes, { weight: '1 1000' });
        this.page.fonts.add(await face.load());
        then();
      })
      .catch(() => undefined);
  }

  end(): void {
    for (const { url } of this.kept.values()) if (url !== null) URL.revokeObjectURL(url);
    this.kept.clear();
  }

  private keep(hash: string): Kept {
    const known = this.kept.get(hash);
    if (known) return known;
    const blob = this.source?.(hash).catch(() => null) ?? Promise.resolve(null);
    const kept = { url: null, blob };
    this.kept.set(hash, kept);
    return kept;
  }
}
