//! Things on a page that an agent may try to act on, by what is to become of it.

export interface Case {
  name: string;
  /** What bears `data-t` is acted on. */
  html: string;
  /** All five if absent. */
  acts?: string[];
  act?: object;
  /** What the customer is told. */
  says?: string;
  /** Whether all of it is released; it is if absent. */
  isShown?: false;
}

const WRITES = ['type', 'select', 'check'];
const OFF_FOCUS = ['click', ...WRITES];
const T = 'data-t';
const field = (name: string, attributes: string, isWritable = true): Case => ({
  name,
  html: `<input ${T}="${name}" ${attributes} ${isWritable ? 'data-ombud-writable' : ''}>`,
});
const wrapped = (name: string, before: string, after: string): Case => ({
  name,
  html: `${before}<button type="button" ${T}="${name}">Press</button>${after}`,
});

/** Nothing of it is ever done. */
export const FORBIDDEN: readonly Case[] = [
  field('a password', 'type=password value=hunter2'),
  field('a password shown in the clear', 'type=password value=hunter2 data-clear'),
  field('a one-time code', 'autocomplete=one-time-code'),
  field('a one-time code by name', 'name=otp'),
  field('a card number', 'autocomplete=cc-number'),
  field('a card number by name', 'name=cardnumber'),
  field('a card security code', 'autocomplete="section-a cc-csc"'),
  field('a card security code by label', 'aria-label=CVC'),
  field('an IBAN', 'name=iban'),
  field('a national id', 'name=personnummer'),
  field('a field that holds a card number', 'value="4111 1111 1111 1111"'),
  field('a file', 'type=file'),
  field('a disabled field', 'disabled'),
  { ...field('a field read only', 'readonly'), acts: WRITES },
  { ...field('a field that is not writable', '', false), acts: WRITES },
  { ...field('a check that is not writable', 'type=checkbox', false), acts: ['click', ...WRITES] },
  { ...field('a range', 'type=range'), acts: WRITES },
  { ...field('a colour', 'type=color'), acts: WRITES },
  {
    name: 'a choice not writable',
    html: `<select ${T}="a choice not writable"><option>1<option>2</select>`,
    acts: WRITES,
  },
  { name: 'an area not writable', html: `<textarea ${T}="an area not writable"></textarea>`, acts: WRITES },
  {
    name: 'a label of a password',
    html: `<label ${T}="a label of a password">Secret <input type=password></label>`,
  },
  {
    name: 'a label of a file',
    html: `<label ${T}="a label of a file" for=f>Send</label><input type=file id=f hidden>`,
  },
  {
    name: 'a label of a check',
    html: `<label ${T}="a label of a check">Agreed <input type=checkbox></label>`,
  },
  {
    name: 'what can be edited',
    html: `<div ${T}="what can be edited" contenteditable data-ombud-writable>Words</div>`,
  },
  { ...wrapped('a redacted button', '', ''), isShown: false },
  {
    ...wrapped('a redacted button around what is shown', '', ''),
    isShown: false,
    html: `<button ${T}="a redacted button around what is shown"><span data-ombud-show>Press</span></button>`,
  },
  { ...field('a redacted field', 'type=text', false), isShown: false },
  { name: 'a redacted link', html: `<a ${T}="a redacted link" href="#there">Go</a>`, isShown: false },
  wrapped('hidden again', '<div data-ombud-hide>', '</div>'),
  wrapped('hidden again and writable', '<div data-ombud-hide data-ombud-writable>', '</div>'),
  wrapped('covered', '<div class=under>', '</div><div class=over></div>'),
  wrapped('covered by glass', '<div class=under>', '</div><div class="over glass"></div>'),
  wrapped('covered by a link', '<div class=under>', '</div><a class="over glass" href="#x"></a>'),
  wrapped('invisible', '<div class=invisible>', '</div>'),
  wrapped('transparent', '<div class=clear>', '</div>'),
  wrapped('almost transparent', '<div class=faint>', '</div>'),
  wrapped('filtered away', '<div class=filtered>', '</div>'),
  wrapped('cut away', '<div class=cut>', '</div>'),
  wrapped('beside the page', '<div class=aside>', '</div>'),
  wrapped('without size', '<div class=tiny>', '</div>'),
  wrapped('dead to the pointer', '<div class=dead>', '</div>'),
  wrapped('inert', '<div inert>', '</div>'),
  wrapped('not displayed', '<div class=none>', '</div>'),
  { name: 'disabled', html: `<button ${T}="disabled" disabled>Press</button>` },
  {
    name: 'disabled by its set',
    html: `<fieldset disabled><button ${T}="disabled by its set">Press</button></fieldset>`,
  },
  {
    name: 'disabled for readers',
    html: `<button ${T}="disabled for readers" aria-disabled=true>Press</button>`,
  },
  {
    name: 'a frame',
    html: `<iframe ${T}="a frame" srcdoc="<button onclick='parent.events.push(1)'>x</button>"></iframe>`,
  },
  {
    name: 'a picture',
    html: `<svg ${T}="a picture" width=40 height=20 onclick="events.push('svg')"><rect width=40 height=20 /></svg>`,
  },
  {
    name: 'a link to a script',
    acts: OFF_FOCUS,
    html: `<a ${T}="a link to a script" href="javascript:events.push('script')">Go</a>`,
  },
  {
    name: 'a link to data',
    acts: OFF_FOCUS,
    html: `<a ${T}="a link to data" href="data:text/html,x">Go</a>`,
  },
  {
    name: 'a link to mail',
    acts: OFF_FOCUS,
    html: `<a ${T}="a link to mail" href="mailto:a@b.example">Go</a>`,
  },
  {
    name: 'a form sent by script',
    acts: ['click'],
    html: `<form action="/sent"></form><button type=button class=quiet ${T}="a form sent by script" onclick="this.previousElementSibling.requestSubmit()">Press</button>`,
  },
  {
    name: 'a form sent past its event',
    acts: ['click'],
    html: `<form action="/sent" method=post></form><button type=button class=quiet ${T}="a form sent past its event" onclick="this.previousElementSibling.submit()">Press</button>`,
  },
  {
    name: 'another site by script',
    acts: ['click'],
    html: `<button type=button class=quiet ${T}="another site by script" onclick="location.href='https://other.example/'">Press</button>`,
  },
  {
    name: 'a window by script',
    acts: ['click'],
    html: `<button type=button class=quiet ${T}="a window by script" onclick="window.open('https://other.example/')&&events.push('opened')">Press</button>`,
  },
  { name: 'a plain box', acts: WRITES, html: `<div ${T}="a plain box">Words</div>` },
];

/** Done only when the customer said so. */
export const ASKED: readonly Case[] = [
  {
    name: 'a button that sends',
    html: `<form><button ${T}="a button that sends">Go</button></form>`,
    says: '“Go”',
  },
  {
    name: 'a field that sends',
    html: `<form><input type=submit ${T}="a field that sends" value=Go></form>`,
    says: '“Go”',
  },
  {
    name: 'a label of what sends',
    html: `<form><label ${T}="a label of what sends" for=s>Go</label> <input id=s type=submit></form>`,
  },
  {
    name: 'one outside its form',
    html: `<form id=o></form><button form=o ${T}="one outside its form">Go</button>`,
  },
  {
    name: 'a form to another site',
    says: 'other.example',
    html: `<form action="https://other.example/pay"><button ${T}="a form to another site">Go</button></form>`,
  },
  {
    name: 'a link to another site',
    html: `<a ${T}="a link to another site" href="https://other.example/x">Read</a>`,
    says: 'other.example',
  },
  {
    name: 'words in a link',
    html: `<a href="https://other.example/x"><b ${T}="words in a link">Read</b></a>`,
    says: 'other.example',
  },
  {
    name: 'a link to a new window',
    html: `<a ${T}="a link to a new window" target=_blank href="/x">Read</a>`,
  },
  { name: 'a download', html: `<a ${T}="a download" download href="/x">Read</a>` },
  {
    name: 'what is marked',
    html: `<div data-ombud-confirm><button type=button ${T}="what is marked">Go</button></div>`,
  },
  {
    name: 'what is called so',
    html: `<button type=button ${T}="what is called so">Betala 1 200 kr</button>`,
    says: 'Betala 1 200 kr',
  },
  {
    name: 'what empties a form',
    html: `<form><button type=reset ${T}="what empties a form">Empty</button></form>`,
  },
];

export const ALLOWED: readonly Case[] = [
  { name: 'a button', html: `<button type=button ${T}="a button">Press</button>` },
  {
    name: 'words in a button',
    html: `<button type=button data-n="words in a button"><b ${T}="words in a button">Press</b></button>`,
  },
  { name: 'a link in the page', html: `<a href="#here" ${T}="a link in the page">Here</a>` },
  { ...field('a text field', ''), acts: ['type'] },
  {
    name: 'a text area',
    html: `<textarea data-ombud-writable ${T}="a text area"></textarea>`,
    acts: ['type'],
  },
  {
    name: 'a choice',
    html: `<select data-ombud-writable ${T}="a choice"><option>one<option>two</select>`,
    acts: ['select'],
  },
  { ...field('a check', 'type=checkbox'), acts: ['check'] },
  {
    name: 'a label',
    html: `<label ${T}="a label">Label <input type=checkbox data-ombud-writable data-n="of a label"></label>`,
  },
  { ...field('a radio', 'type=radio'), acts: ['check'] },
  { ...field('one to focus', '', false), acts: ['focus'] },
  { name: 'far below', html: `<div class=far></div><button type=button ${T}="far below">Press</button>` },
  {
    name: 'a scroller',
    html: `<div class=scroller ${T}="a scroller"><div class=far></div></div>`,
    act: { do: 'scroll', x: 0, y: 400 },
  },
];

const STYLE = `body{margin:0} .cell{position:absolute;width:180px;height:60px;overflow:visible}
.under{position:absolute;inset:0}.over{position:absolute;inset:0;background:#ccc}.glass{background:none}
.invisible{visibility:hidden}.clear{opacity:0}.faint{opacity:.05}.filtered{filter:opacity(0)}.cut{clip-path:circle(0)}
.aside{position:absolute;left:-9000px}.tiny{width:2px;height:2px;overflow:hidden}.tiny button{width:2px;height:2px;padding:0;border:0;overflow:hidden;font-size:0}
.dead{pointer-events:none}.none{display:none}.far{height:900px}.scroller{height:50px;overflow:auto}
iframe{width:100px;height:40px}input[type=file]{width:120px}`;

/** What happens on the page, in `window.events`. */
const SCRIPT = `window.events = [];
const nameOf = (one) => one.dataset.n ?? one.closest('[data-t]')?.dataset.t;
addEventListener('click', (event) => {
  if (!event.target.closest('.quiet')) events.push('click ' + nameOf(event.target)); });
for (const type of ['input', 'change']) addEventListener(type, ({ target }) => {
  const says = target.matches('[type=checkbox],[type=radio]') ? (target.checked ? 'on' : 'off') : target.value;
  events.push(type + ' ' + says + ' in ' + nameOf(target)); });
addEventListener('focusin', ({ target }) => nameOf(target) && !target.matches('.quiet') && events.push('focus ' + nameOf(target)));
addEventListener('submit', (event) => { events.push('submit'); event.preventDefault(); });
addEventListener('reset', () => events.push('reset'));
// A library that watches a field replaces the setter of the element.
for (const field of document.querySelectorAll('input,textarea'))
  if (!field.matches('[type=checkbox],[type=radio],[type=file],[type=submit]'))
    Object.defineProperty(field, 'value', { configurable: true,
      get() { return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(this), 'value').get.call(this); },
      set() { events.push('by the setter of the element'); } });
const seen = document.querySelector('[data-clear]'); if (seen) setTimeout(() => (seen.type = 'text'), 1500);`;

/** A page with each case in a place of its own. */
export function intentPage(cases: readonly Case[]): string {
  const cells = cases.map(({ html, isShown }, at) => {
    const place = `left:${20 + (at % 6) * 200}px;top:${20 + Math.floor(at / 6) * 70}px`;
    return `<div class="cell" style="${place}" ${isShown === false ? '' : 'data-ombud-show'}>${html}</div>`;
  });
  const plain = `<div class="cell" style="left:20px;top:1000px" data-ombud-show><button type=button data-t="a plain button">Plain</button></div>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Cases</title><style>${STYLE}</style>
<script src="/full.js"></script><body><main style="display:block;height:1200px">${cells.join('\n')}${plain}</main>
<script>${SCRIPT}</script></body></html>`;
}
