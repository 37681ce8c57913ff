//! Pictures in released places: by the hash that the manifest gives, or else as pixels where the rule releases those.

import { BODY, FITS, FORMATS, LIMIT, type Writer } from '../../wire/index.ts';
import { type Body } from '../bodies.ts';
import { type Ground } from '../details.ts';
import { parts, units } from '../looks.ts';
import { type Release } from '../policy.ts';
import { contentOf } from './controls.ts';
import { lengthOf } from './layers.ts';

type Drawable = HTMLImageElement | HTMLCanvasElement | HTMLVideoElement;

interface Taken {
  /** What it was made of: an address, or a time for what has none. */
  source: string;
  format: number;
  bytes: Uint8Array | null;
  /** Tells one picture from the next. */
  number: number;
}

/** A canvas changes without a word: it is asked again so often. */
const CANVAS_EVERY_MS = 2_000;
/** No picture is taken with more pixels on a side than it is drawn with, and never with more than this. */
const SIDE_MAX = 1_600;
const QUALITY = 0.85;

export class Pictures {
  private readonly taken = new WeakMap<Element, Taken>();
  private numbers = 0;
  private isEnded = false;

  constructor(private readonly ground: Ground) {}

  end(): void {
    this.isEnded = true;
  }

  of(element: Element, style: CSSStyleDeclaration, box: DOMRect, release: Release): Body | null {
    const address = element.tagName === 'IMG' ? (element as HTMLImageElement).currentSrc : '';
    const asset = address === '' ? 0 : this.ground.asset(address);
    const fit = fitOf(style, box);
    if (asset > 0)
      return {
        key: `${release}/${asset}/${fit.join()}`,
        look: null,
        write(out) {
          out.byte(BODY.picture);
          out.whole(release);
          out.whole(asset);
          for (const number of fit) out.whole(number);
        },
      };
    if (!this.ground.hasPixels(release) || !isTakable(element)) return null;
    const taken = this.take(element, address, box);
    const { bytes } = taken;
    return bytes && pixels(release, taken, bytes, fit);
  }

  /** What was last taken of it; a newer one is asked for where there may be one. */
  private take(element: Drawable, address: string, box: DOMRect): Taken {
    const known = this.taken.get(element);
    const due = address === '' ? String(Math.floor(performance.now() / CANVAS_EVERY_MS)) : address;
    if (known?.source === due) return known;
    const taken: Taken = known
      ? { ...known, source: due }
      : { source: due, format: 0, bytes: null, number: 0 };
    this.taken.set(element, taken);
    const canvas = drawn(element, box);
    canvas?.toBlob((blob) => void this.keep(element, taken, blob), 'image/webp', QUALITY);
    return taken;
  }

  private async keep(element: Element, taken: Taken, blob: Blob | null): Promise<void> {
    const format = FORMATS.indexOf(blob?.type ?? '');
    if (!blob || format < 0 || blob.size > LIMIT.pixelsBytes) return;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const isOther =
      !taken.bytes || taken.bytes.length !== bytes.length || taken.bytes.some((one, at) => one !== bytes[at]);
    if (this.isEnded || !isOther) return;
    this.numbers += 1;
    Object.assign(taken, { bytes, format, number: this.numbers });
    this.ground.again(element);
  }
}

function isTakable(element: Element): element is Drawable {
  if (element.tagName === 'IMG')
    return (element as HTMLImageElement).complete && (element as HTMLImageElement).naturalWidth > 0;
  return (
    element.tagName === 'CANVAS' ||
    (element.tagName === 'VIDEO' && (element as HTMLVideoElement).readyState > 1)
  );
}

function sizeOf(element: Drawable): [number, number] {
  if ('naturalWidth' in element) return [element.naturalWidth, element.naturalHeight];
  return 'videoWidth' in element
    ? [element.videoWidth, element.videoHeight]
    : [element.width, element.height];
}

/** The picture on a canvas as large as it is shown; null where another site forbids to read it. */
function drawn(element: Drawable, box: DOMRect): HTMLCanvasElement | null {
  const [wide, high] = sizeOf(element);
  if (wide === 0 || high === 0) return null;
  const shown = Math.max(box.width / wide, box.height / high) * devicePixelRatio;
  const scale = Math.min(1, shown, SIDE_MAX / Math.max(wide, high));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(wide * scale));
  canvas.height = Math.max(1, Math.round(high * scale));
  const context = canvas.getContext('2d');
  try {
    context?.drawImage(element, 0, 0, canvas.width, canvas.height);
    context?.getImageData(0, 0, 1, 1);
  } catch {
    return null;
  }
  return canvas;
}

function pixels(release: Release, taken: Taken, bytes: Uint8Array, fit: number[]): Body {
  const { format } = taken;
  return {
    key: `${release}:${taken.number}/${fit.join()}`,
    look: null,
    write(out: Writer): void {
      out.byte(BODY.pixels);
      out.whole(release);
      out.whole(format);
      out.whole(bytes.length);
      out.raw(bytes);
      for (const number of fit) out.whole(number);
    },
  };
}

function fitOf(style: CSSStyleDeclaration, box: DOMRect): number[] {
  const [x = '50%', y = '50%'] = parts(style.objectPosition, ' ');
  const [left, top, wide, high] = contentOf(style, box);
  const right = units(`${box.width}px`) - left - wide;
  const bottom = units(`${box.height}px`) - top - high;
  return [
    Math.max(0, FITS.indexOf(style.objectFit)),
    lengthOf(x) ?? 0,
    lengthOf(y) ?? 0,
    ...[top, right, bottom, left].map((inset) => Math.max(0, inset)),
  ];
}
