//! What the customer reads, in four languages. The words of the consent are part of what was agreed to: whoever changes one
//! of them raises `VERSION`.

import { type Ask, type Extra } from './messages.ts';

/** Told in the docs, beside the hash of each consent. */
export const VERSION = '2026-11';

/** Each in the languages of `LANGUAGES`, in their order. */
export const TABLE = {
  title: [
    '{agent} of {company} would like to see this page',
    '{agent} på {company} vill se den här sidan',
    '{agent} von {company} möchte diese Seite sehen',
    '{agent} de {company} quiere ver esta página',
  ],
  hidden: [
    'Never shown: passwords, one-time codes, card numbers, files, other tabs, and what {company} has not released.',
    'Visas aldrig: lösenord, engångskoder, kortnummer, filer, andra flikar och det som {company} inte har släppt fram.',
    'Nie gezeigt: Passwörter, Einmalcodes, Kartennummern, Dateien, andere Tabs und was {company} nicht freigegeben hat.',
    'Nunca se muestran: contraseñas, códigos de un solo uso, números de tarjeta, archivos, otras pestañas ni lo que {company} no ha autorizado.',
  ],
  extras: ['{agent} may also:', '{agent} får även:', '{agent} darf auch:', '{agent} también puede:'],
  draw: ['Point and draw', 'Peka och rita', 'Zeigen und zeichnen', 'Señalar y dibujar'],
  scroll: ['Scroll this page', 'Rulla sidan', 'Die Seite scrollen', 'Desplazar la página'],
  control: ['Click and fill in', 'Klicka och fylla i', 'Klicken und ausfüllen', 'Pulsar y rellenar'],
  controlMore: [
    'Where {company} allows it. You are always asked before anything is sent or paid, and before this site is left.',
    'Där {company} tillåter det. Du tillfrågas alltid innan något skickas eller betalas, och innan sajten lämnas.',
    'Wo {company} es erlaubt. Sie werden immer gefragt, bevor etwas gesendet oder bezahlt oder die Website verlassen wird.',
    'Donde {company} lo permite. Siempre se le pregunta antes de enviar o pagar algo y antes de salir del sitio.',
  ],
  record: ['Record this', 'Spela in detta', 'Dies aufzeichnen', 'Grabar esto'],
  end: [
    'You can pause or end this at any time.',
    'Du kan pausa eller avsluta när som helst.',
    'Sie können jederzeit anhalten oder beenden.',
    'Puede pausar o terminar cuando quiera.',
  ],
  moreTitle: [
    '{agent} of {company} asks for one thing more',
    '{agent} på {company} ber om en sak till',
    '{agent} von {company} bittet um noch etwas',
    '{agent} de {company} pide algo más',
  ],
  accept: ['Show this page', 'Visa sidan', 'Seite zeigen', 'Mostrar la página'],
  allow: ['Allow', 'Tillåt', 'Erlauben', 'Permitir'],
  no: ['No, thanks', 'Nej tack', 'Nein, danke', 'No, gracias'],
  codeTitle: ['Read out this code', 'Läs upp koden', 'Lesen Sie den Code vor', 'Lea este código'],
  codeLeft: ['Good for {min} min', 'Gäller {min} min', 'Gilt {min} Min.', 'Válido {min} min'],
  copy: ['Copy', 'Kopiera', 'Kopieren', 'Copiar'],
  sees: [
    '{agent} sees this page',
    '{agent} ser sidan',
    '{agent} sieht diese Seite',
    '{agent} ve esta página',
  ],
  see: ['{agent} see this page', '{agent} ser sidan', '{agent} sehen diese Seite', '{agent} ven esta página'],
  paused: ['Nobody sees this page', 'Ingen ser sidan', 'Niemand sieht diese Seite', 'Nadie ve esta página'],
  pause: ['Pause', 'Pausa', 'Anhalten', 'Pausar'],
  resume: ['Go on', 'Fortsätt', 'Fortsetzen', 'Continuar'],
  stop: ['End', 'Avsluta', 'Beenden', 'Terminar'],
  confirmTitle: [
    'Let {agent} press “{name}”?',
    'Låta {agent} trycka på ”{name}”?',
    'Darf {agent} auf „{name}“ klicken?',
    '¿Dejar que {agent} pulse «{name}»?',
  ],
} as const;

export type Key = keyof typeof TABLE;
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
  const say = (key: Key): string => words(key, { agent, company });
  return {
    title: say(isMore ? 'moreTitle' : 'title'),
    told: isMore ? [] : [...(purpose === 'support' ? [] : [purpose]), say('hidden')],
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
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  const bytes = await subtle?.digest('SHA-256', new TextEncoder().encode(text));
  return !bytes
    ? null
    : [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
