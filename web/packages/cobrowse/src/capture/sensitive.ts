//! Fields whose values are never sent, also where a rule releases them: passwords, one-time codes, card fields.

export { isSensitiveValue, sensitiveIn } from './shapes.ts';

/** Names that people give to such fields, and tokens of `autocomplete` (HTML, 4.10.18.7) that name what a thief wants. */
const NAMES =
  /\bcc-|pass(wor[dt]|wd|code|phrase)|kennwort|l[öo]senord|contrase|pin.?code|one.?time|cv[cv]|csc|\b(pin|otp|[im]?tan|ssn|dni|nie|cp[fr]|bsn)\b|(security|verification|auth|sms|sicherheits|säkerhets).?[ck]od|card.?(no\b|num|holder|exp)|expir|(kort|karten|person)nummer|tarjeta|iban|social.?sec|national.?(id|ins)|steuer.?id/i;
const NAMED_BY = 'type autocomplete name id placeholder title aria-label data-testid'.split(' ');
const MAIL = /\be.?mail|mail\b|e.?post\b|correo|@/i;

/** Fields that were a password once: a page that shows it in the clear makes it `type=text`. */
export const passwords = new WeakSet<Element>();

/** Whether what this field holds must never leave the page. */
export function isSecretField(field: Element): boolean {
  const { type, maxLength } = field as HTMLInputElement;
  if (type === 'password') passwords.add(field);
  // A field of one sign is for one digit of a code.
  return (
    passwords.has(field) || /^(file|hidden)$/.test(type) || maxLength === 1 || NAMES.test(calledOf(field))
  );
}

/** Whether a field is for an e-mail address. Such a one is told letter by letter before it can be known as one. */
export function isMailField(field: Element): boolean {
  return field.tagName === 'INPUT' && MAIL.test(calledOf(field));
}

/** All that a field is called. */
function calledOf(field: Element): string {
  return NAMED_BY.map((name) => field.getAttribute(name)).join('\n') + '\n' + labelOf(field);
}

/** What a field is called beside it. A button says what it does, and holds nothing. */
function labelOf(field: Element): string {
  if (field.tagName === 'BUTTON' || /^(submit|button|reset)$/.test((field as HTMLInputElement).type))
    return '';
  const root = field.getRootNode() as Document;
  const ids = field.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const labels = [
    ...((field as HTMLInputElement).labels ?? []),
    ...ids.map((id) => root.getElementById?.(id)),
  ];
  return labels.map((label) => label?.textContent?.slice(0, LABEL_CHARACTERS_MAX)).join(' ');
}

const LABEL_CHARACTERS_MAX = 200;
