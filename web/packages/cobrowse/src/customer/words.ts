//! What the customer reads, in four languages. The words of the consent are part of what was agreed to: whoever changes one
//! of them raises `VERSION`.

import { type Ask, type Extra } from './messages.ts';

export const VERSION = '2026-11';

/** Each in the languages of `LANGUAGES`, in their order. */
const TABLE = {
  title: [
    '{agent} would like to see this page',
    '{agent} vill se den här sidan',
    '{agent} möchte diese Seite sehen',
    '{agent} quiere ver esta página',
  ],
  lead: [
    '{agent} of {company} would see it while you use it, to help you.',
    '{agent} på {company} skulle se den medan du använder den, för att hjälpa dig.',
    '{agent} von {company} würde sie sehen, während Sie sie benutzen, um Ihnen zu helfen.',
    '{agent} de {company} la vería mientras usted la usa, para ayudarle.',
  ],
  purpose: ['What for: {purpose}', 'Varför: {purpose}', 'Wozu: {purpose}', 'Para qué: {purpose}'],
  hidden: [
    'Never shown: passwords, one-time codes, card numbers, files, other tabs, and what {company} has not released.',
    'Visas aldrig: lösenord, engångskoder, kortnummer, filer, andra flikar och det som {company} inte har släppt fram.',
    'Nie gezeigt: Passwörter, Einmalcodes, Kartennummern, Dateien, andere Tabs und was {company} nicht freigegeben hat.',
    'Nunca se muestran: contraseñas, códigos de un solo uso, números de tarjeta, archivos, otras pestañas ni lo que {company} no ha autorizado.',
  ],
  extras: [
    '{agent} may also:',
    '{agent} får även:',
    '{agent} darf auch:',
    '{agent} también puede:',
  ],
  draw: [
    'Point and draw',
    'Peka och rita',
    'Zeigen und zeichnen',
    'Señalar y dibujar',
  ],
  scroll: ['Scroll this page', 'Rulla sidan', 'Die Seite scrollen', 'Desplazar la página'],
  control: ['Click and fill in', 'Klicka och fylla i', 'Klicken und ausfüllen', 'Pulsar y rellenar'],
  controlMore: [
    'Where {company} allows it. Sending, paying and leaving this site always ask you first.',
    'Där {company} tillåter det. Att skicka, betala och lämna sajten frågar alltid dig först.',
    'Wo {company} es erlaubt. Vor Absenden, Bezahlen und Verlassen der Website werden Sie immer gefragt.',
    'Donde {company} lo permite. Enviar, pagar y salir del sitio siempre se le pregunta antes.',
  ],
  record: ['Record this', 'Spela in detta', 'Dies aufzeichnen', 'Grabar esto'],
  end: [
    'You can pause or end at any time.',
    'Du kan pausa eller avsluta när som helst.',
    'Sie können jederzeit anhalten oder beenden.',
    'Puede pausar o terminar en cualquier momento.',
  ],
  accept: ['Show this page', 'Visa sidan', 'Seite zeigen', 'Mostrar la página'],
  moreTitle: [
    '{agent} of {company} asks for more',
    '{agent} på {company} ber om mer',
    '{agent} von {company} bittet um mehr',
    '{agent} de {company} pide algo más',
  ],
  allow: ['Allow', 'Tillåt', 'Erlauben', 'Permitir'],
  no: ['No, thanks', 'Nej tack', 'Nein, danke', 'No, gracias'],
  codeTitle: [
    'Read out this code',
    'Läs upp den här koden',
    'Lesen Sie diesen Code vor',
    'Lea este código en voz alta',
  ],
  codeLeft: ['Valid for {n} min', 'Gäller i {n} min', 'Gültig für {n} Min.', 'Válido {n} min'],
  copy: ['Copy', 'Kopiera', 'Kopieren', 'Copiar'],
  sees: ['{agent} sees this page', '{agent} ser sidan', '{agent} sieht diese Seite', '{agent} ve esta página'],
  paused: [
    'Paused. Nobody sees this page.',
    'Pausad. Ingen ser sidan.',
    'Angehalten. Niemand sieht die Seite.',
    'En pausa. Nadie ve la página.',
  ],
  pause: ['Pause', 'Pausa', 'Anhalten', 'Pausar'],
  resume: ['Go on', 'Fortsätt', 'Fortsetzen', 'Continuar'],
  stop: ['End', 'Avsluta', 'Beenden', 'Terminar'],
  ended: [
    'Ended. This page is not shown.',
    'Avslutad. Sidan visas inte.',
    'Beendet. Die Seite wird nicht gezeigt.',
    'Terminado. La página no se muestra.',
  ],
  confirmTitle: [
    'Let {agent} press “{name}”?',
    'Låta {agent} trycka på ”{name}”?',
    'Darf {agent} auf „{name}“ klicken?',
    '¿Dejar que {agent} pulse «{name}»?',
  ],
  sends: [
    'This sends what is filled in.',
    'Det skickar det som är ifyllt.',
    'Das sendet, was ausgefüllt ist.',
    'Esto envía lo rellenado.',
  ],
} as const;

export type Key = keyof typeof TABLE;
export const KEYS = Object.keys(TABLE) as Key[];
export const LANGUAGES = ['en', 'sv', 'de', 'es'] as const;

export interface Words {
  language: string;
  (key: Key, values?: Record<string, string>): string;
}

/** The words of the first wish that there are: `sv-FI` is served by `sv`. */
export function wordsOf(wishes: readonly (string | undefined)[]): Words {
  const short = wishes.map((wish) => wish?.toLowerCase().split('-')[0] ?? '');
  const at = LANGUAGES.indexOf((short.find((one) => LANGUAGES.includes(one as 'en')) ?? 'en') as 'en');
  const say = (key: Key, values: Record<string, string> = {}): string =>
    TABLE[key][at]?.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole) ?? '';
  return Object.assign(say, { language: LANGUAGES[at] ?? 'en' });
}

/** What a consent dialog says. */
export interface Consent {
  title: string;
  /** Paragraphs before what may be ticked, the last of them about what is never shown. */
  told: string[];
  extras: { grant: Extra; name: string; more: string }[];
  /** Above `extras`. */
  heading: string;
  end: string;
  yes: string;
  no: string;
}

/** The words for what is asked; `isMore` where the page is shown already. */
export function consentOf(words: Words, ask: Ask, extras: readonly Extra[], isMore: boolean): Consent {
  const { agent, company, purpose } = ask;
  const say = (key: Key): string => words(key, { agent, company, purpose });
  return {
    title: say(isMore ? 'moreTitle' : 'title'),
    told: isMore ? [] : [say('lead'), ...(purpose === 'support' ? [] : [say('purpose')]), say('hidden')],
    heading: extras.length > 0 ? say('extras') : '',
    extras: extras.map((grant) => ({
      grant,
      name: say(grant),
      more: grant === 'control' ? say('controlMore') : '',
    })),
    end: say('end'),
    yes: say(isMore ? 'allow' : 'accept'),
    no: say('no'),
  };
}

/** The words of a consent as they are hashed: one a line, in the order in which they are read, none that are empty. */
export function textOf({ title, told, heading, extras, end, yes, no }: Consent): string {
  const named = extras.flatMap(({ name, more }) => [name, more]);
  return [title, ...told, heading, ...named, end, yes, no].filter(Boolean).join('\n');
}

/** SHA-256 of a text in UTF-8, 64 hexadecimal digits; null where the browser has none, which is on pages without TLS. */
export async function hashOf(text: string): Promise<string | null> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  const bytes = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
