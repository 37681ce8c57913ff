//! The larger client: what `capture` tells, where the customer's pointer is, and in released places also pictures, drawings
//! and what styles draw. That part is loaded when the first thing is released.

import { capture as captured, type CaptureOptions } from '../capture.ts';
import { type Details, type Ground, type More } from '../details.ts';
import { loadDetails } from './load.ts';
import { Pointer } from './pointer.ts';

export type { CaptureOptions } from '../capture.ts';
export type { Assets } from '../assets.ts';
export { PolicyError, type Policy, type PolicyRule } from '../policy.ts';

/** As the smaller client's: begins to send what is drawn on this page, and gives a function that ends it. */
export function capture(options: CaptureOptions): () => void {
  return captured(options, more);
}

/** What the larger client tells besides. */
export const more = (ground: Ground): More => new Larger(ground);

class Larger implements More {
  private readonly pointer: Pointer;
  private details: Details | null = null;
  private isWanted = false;
  private isEnded = false;

  constructor(private readonly ground: Ground) {
    this.pointer = new Pointer(ground);
  }

  beginPass(isAllNew: boolean): void {
    this.pointer.tell();
    this.details?.beginPass(isAllNew);
  }

  want(): void {
    if (this.isWanted) return;
    this.isWanted = true;
    loadDetails().then(
      (make) => {
        if (this.isEnded) return;
        this.details = make(this.ground);
        this.ground.looks.details = this.details;
        this.ground.all();
      },
      // Without them what is released is told as the smallest client does.
      () => undefined,
    );
  }

  end(): void {
    this.isEnded = true;
    this.pointer.end();
    this.details?.end();
  }
}
