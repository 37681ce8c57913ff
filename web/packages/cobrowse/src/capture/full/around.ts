//! What is drawn in an element and is no node of the page: what styles put before and after, markers of lists, and the
//! lines of what is inline. No browser tells where such a box lies; that is worked out from what it tells of the style.

import { PROP, signed } from '../../wire/index.ts';
import { wordsBody } from '../bodies.ts';
import { type Around, type Extra, type Ground } from '../details.ts';
import { type Release } from '../policy.ts';
import { sensitiveIn } from '../sensitive.ts';
import { type Fonts } from './fonts.ts';
import { markerOf } from './markers.ts';
import { edges, placed, type Edges } from './placed.ts';
import { madeIn, type Made } from './sheets.ts';

type Which = '::before' | '::after';
const LINES_MAX = 50;
const PER_THOUSAND = 1_000;

/** The nodes that stand for what is drawn in an element. */
interface Own {
  marker?: Text;
  before?: Text;
  after?: Text;
  lines: Text[];
}

export class Arounds {
  private readonly own = new WeakMap<Element, Own>();
  private readonly extras = new WeakMap<Text, Extra>();
  private made = new WeakMap<Node, Made>();

  constructor(
    private readonly ground: Ground,
    private readonly fonts: Fonts,
  ) {}

  /** Style sheets may be others. */
  forget(): void {
    this.made = new WeakMap();
  }

  extra(node: Text): Extra | undefined {
    return this.extras.get(node);
  }

  of(element: Element, style: CSSStyleDeclaration, box: DOMRect, release: Release): Around | null {
    if (style.visibility !== 'visible') return null;
    const lines = style.display === 'inline' ? this.lines(element, style) : [];
    const marker =
      style.display === 'list-item'
        ? markerOf(element, style, box, this.ground.looks, this.fonts, release)
        : null;
    const made = this.madeFor(element);
    const before = made.before ? this.extraOf(element, style, box, '::before', release) : null;
    const after = made.after ? this.extraOf(element, style, box, '::after', release) : null;
    if (!marker && !before && !after && lines.length === 0) return null;
    const own = this.own.get(element) ?? { lines: [] };
    this.own.set(element, own);
    const around: Around = { before: [], after: [] };
    lines.forEach((line, at) => {
      own.lines[at] = this.stand(own.lines[at], line);
      around.before.push(own.lines[at]);
    });
    if (marker) around.before.push((own.marker = this.stand(own.marker, marker)));
    if (before) around.before.push((own.before = this.stand(own.before, before)));
    if (after) around.after.push((own.after = this.stand(own.after, after)));
    return around;
  }

  private stand(node: Text | undefined, extra: Extra): Text {
    const stands = node ?? new Text();
    this.extras.set(stands, extra);
    return stands;
  }

  private madeFor(element: Element): Made {
    const root = element.getRootNode() as Document | ShadowRoot;
    const known = this.made.get(root);
    if (known) return known;
    const made = 'styleSheets' in root ? madeIn(root) : { before: false, after: false };
    this.made.set(root, made);
    return made;
  }

  /** The boxes of an inline element of several lines, each with its background. */
  private lines(element: Element, style: CSSStyleDeclaration): Extra[] {
    const isSeen =
      style.backgroundColor !== 'rgba(0, 0, 0, 0)' ||
      style.borderWidth !== '0px' ||
      style.backgroundImage !== 'none';
    const rects = isSeen ? [...element.getClientRects()].filter((rect) => rect.width > 0) : [];
    if (rects.length < 2) return [];
    return rects.slice(0, LINES_MAX).map((box) => ({
      box,
      look: this.ground.looks.ofBox(style, null, box, true),
      body: null,
    }));
  }

  private extraOf(
    element: Element,
    style: CSSStyleDeclaration,
    box: DOMRect,
    which: Which,
    release: Release,
  ): Extra | null {
    const made = getComputedStyle(element, which);
    const { content } = made;
    if (content === 'none' || content === 'normal' || made.display === 'none') return null;
    const words = wordsOf(content);
    const wide = words === '' ? 0 : this.fonts.width(cased(words, made.textTransform), made);
    const heights = this.fonts.heights(made);
    const own = edges(made);
    const place = placed({
      element,
      style,
      box,
      made,
      own,
      isBefore: which === '::before',
      hasWords: words !== '',
      wide,
      heights,
      fonts: this.fonts,
    });
    if (!place) return null;
    const { rect, turn } = place;
    const look = this.ground.looks.ofBox(made, null, rect, true);
    if (turn) look.push(PROP.turn, ...turn.map((one) => signed(Math.round(one * PER_THOUSAND))));
    const body =
      words === '' || isSecret(words) ? null : this.words(words, made, rect, own, wide, heights, release);
    return look.length === 0 && !body ? null : { box: rect, look, body };
  }

  private words(
    words: string,
    made: CSSStyleDeclaration,
    rect: DOMRect,
    own: Edges,
    wide: number,
    heights: { ascent: number; descent: number },
    release: Release,
  ): Extra['body'] {
    const high = heights.ascent + heights.descent;
    const insideWide = rect.width - own.left - own.right;
    const insideHigh = rect.height - own.top - own.bottom;
    const shift =
      made.textAlign === 'center'
        ? (insideWide - wide) / 2
        : /right|end/.test(made.textAlign)
          ? insideWide - wide
          : 0;
    const lineHigh = Number.parseFloat(made.lineHeight) || high;
    const top =
      made.display === 'inline' || insideHigh < lineHigh
        ? (insideHigh - high) / 2
        : /flex|grid/.test(made.display) && made.alignItems === 'center'
          ? (insideHigh - high) / 2
          : (lineHigh - high) / 2;
    const middle =
      /flex|grid/.test(made.display) && made.justifyContent === 'center' ? (insideWide - wide) / 2 : shift;
    const line = {
      left: Math.max(rect.left, rect.left + own.left + middle),
      top: Math.max(rect.top, rect.top + own.top + top),
      width: wide,
      height: high,
      text: words,
    };
    return wordsBody([line], rect, release, this.ground.looks.ofText(made, null));
  }
}

/** The words of `content`: only those that stand there as such; counters and pictures are left out. */
function wordsOf(content: string): string {
  const [told = ''] = content.split(/" \/ "/);
  let words = '';
  for (const [, quoted, quote] of `${told}`.matchAll(/"((?:[^"\\]|\\.)*)"?|(open-quote|close-quote)/gs))
    words += quoted === undefined ? (quote === 'open-quote' ? '“' : '”') : quoted.replace(/\\(.)/gs, '$1');
  return words;
}

/** Such words may be made of attributes, piece by piece: what could be part of a number or an address stays away. */
function isSecret(words: string): boolean {
  return /[@＠]|\p{Nd}\D*\p{Nd}/u.test(words) || sensitiveIn(words).length > 0;
}

function cased(words: string, transform: string): string {
  if (transform === 'uppercase') return words.toUpperCase();
  return transform === 'lowercase' ? words.toLowerCase() : words;
}
