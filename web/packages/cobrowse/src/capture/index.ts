//! `OmbudCobrowse.capture`: what is drawn on this page, as frames for the other side; nothing that is not released.

export { capture, type CaptureOptions } from './capture.ts';
export { type Assets } from './mirror.ts';
export { PolicyError, type Policy, type PolicyRule } from './policy.ts';
