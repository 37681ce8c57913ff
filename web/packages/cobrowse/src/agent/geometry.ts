//! From where the agent's mouse is to where that is on the customer's page, and back.

import { UNITS_PER_PX } from '../wire/index.ts';
import { type Point } from './protocol.ts';

/** In CSS pixels. */
export interface Size {
  width: number;
  height: number;
}
export interface Spot {
  x: number;
  y: number;
}

export type Zoom = 'fit' | 'full';

/** The scale at which a window is shown in a stage. It is never made larger than it is. */
export function scaleOf(view: Size, stage: Size, zoom: Zoom): number {
  if (zoom === 'full' || view.width <= 0 || view.height <= 0) return 1;
  return Math.max(0.05, Math.min(1, stage.width / view.width, stage.height / view.height));
}

/** How the customer's window lies on the agent's screen. */
export interface Lie {
  /** The corner of the picture, in CSS pixels of the agent's window. */
  left: number;
  top: number;
  scale: number;
  /** How far the customer's page is scrolled, in CSS pixels. */
  scroll: Spot;
}

/** A place in the customer's window, in CSS pixels. */
export function inView(lie: Lie, at: Spot): Spot {
  return { x: (at.x - lie.left) / lie.scale, y: (at.y - lie.top) / lie.scale };
}

/** A place in the customer's page, in whole quarters of a CSS pixel. */
export function inPage(lie: Lie, at: Spot): Point {
  const spot = inView(lie, at);
  return [
    Math.round((spot.x + lie.scroll.x) * UNITS_PER_PX),
    Math.round((spot.y + lie.scroll.y) * UNITS_PER_PX),
  ];
}

/** Where a place of the customer's page is on the picture, in CSS pixels from its corner. */
export function onPicture(lie: Lie, [x, y]: Point): Spot {
  return {
    x: (x / UNITS_PER_PX - lie.scroll.x) * lie.scale,
    y: (y / UNITS_PER_PX - lie.scroll.y) * lie.scale,
  };
}

/** The box between two corners. */
export function boxOf(a: Point, b: Point): { x: number; y: number; w: number; h: number } {
  return {
    x: Math.min(a[0], b[0]),
    y: Math.min(a[1], b[1]),
    w: Math.abs(a[0] - b[0]),
    h: Math.abs(a[1] - b[1]),
  };
}
