//! What a rule would show of a page, by the place of a box alone: nothing of the page is kept that could be shown instead.
//! Pure.

export type Sample = 'heading' | 'picture' | 'field' | 'text';

/** A step of a place, from the page inwards: `@order-summary`, `dd:2`, `text.1`. */
export interface PlaceStep {
  name: string;
  /** The element or the kind of box; empty for what developers named. */
  kind: string;
  sample: Sample;
}

const PICTURES = new Set(['img', 'svg', 'canvas', 'video', 'picture', 'image']);
const FIELDS = new Set(['input', 'textarea', 'select', 'field']);

function sampleOf(kind: string): Sample {
  if (/^h[1-6]$/.test(kind)) return 'heading';
  if (PICTURES.has(kind)) return 'picture';
  return FIELDS.has(kind) ? 'field' : 'text';
}

export function stepsOf(place: string): PlaceStep[] {
  return place.split(' > ').map((name) => {
    const kind = name.startsWith('@') ? '' : (name.split(/[:.]/)[0] ?? '');
    return { name, kind, sample: sampleOf(kind) };
  });
}

/** Whether the last part of a selector may mean a step: by the name that developers gave, or by the element. */
function means(last: string, step: PlaceStep): boolean {
  if (step.kind === '') {
    const named = /\[data-ombud-id=["']?([^"'\]]+)["']?\]/.exec(last);
    return named !== null && step.name === `@${named[1] ?? ''}`;
  }
  return /^[a-z][a-z0-9]*/i.exec(last)?.[0].toLowerCase() === step.kind;
}

/**
 * From which step on all is shown: the innermost that one part of the selector may mean. Null where the place alone cannot
 * tell, as of classes.
 */
export function shownFrom(steps: readonly PlaceStep[], selector: string): number | null {
  const lasts = selector.split(',').map(
    (part) =>
      part
        .trim()
        .split(/\s*[>+~]\s*|\s+/)
        .pop() ?? '',
  );
  const found = steps.findLastIndex((step) => lasts.some((last) => means(last, step)));
  return found < 0 ? null : found;
}
