//! Traps of releasing: what stands in a released place and must not be told all the same.
import { type Place } from './places.ts';

/** Each in an element that is released. */
const RELEASED: readonly (readonly [name: string, template: string])[] = [
  ['hidden choice', '<select><option>x</option><option data-ombud-hide selected>%</option></select>'],
  [
    'choice of a hidden group',
    '<select><optgroup label="x" data-ombud-hide><option selected>%</option></optgroup></select>',
  ],
  [
    'hidden choice of several',
    '<select multiple><option selected>x</option><option selected data-ombud-hide>%</option></select>',
  ],
  ['label of a hidden choice', '<select><option data-ombud-hide selected label="%">x</option></select>'],
  ['field that is not visible', '<input style="visibility:hidden" value="%">'],
  ['area that is not visible', '<div style="visibility:hidden"><textarea>%</textarea></div>'],
  ['field of dots', '<input style="-webkit-text-security:disc" value="%">'],
  ['text of dots', '<p style="-webkit-text-security:disc">%</p>'],
  ['field with a label of a password', '<label>Password <input value="%"></label>'],
  ['field with a label for it', '<label for="tr1">Security code</label><input id="tr1" value="%">'],
  ['field labelled by another', '<b id="tr2">Passwort</b><input aria-labelledby="tr2" value="%">'],
  ['field with a title of a code', '<input title="Verification code" value="%">'],
  ['field for a pass phrase', '<input name="passphrase" value="%">'],
  ['field of an expiry', '<input name="expiryMonth" value="%">'],
  ['field of an address', '<input type="email" value="%">'],
  ['field named as of an address', '<input name="email" value="%">'],
  ['file of a button', '<input type="file" title="%">'],
  ['words of a list', '<input list="tr3"><datalist id="tr3"><option value="%">%</option></datalist>'],
  ['address with a dot spelt out', '<p>% [at] example [dot] com</p>'],
  ['address from right to left', '<p style="unicode-bidi:bidi-override;direction:rtl">moc.elpmaxe@%</p>'],
  ['address in letters of all scripts', '<p>%@bücher.example</p>'],
  ['address with a sign of full width', '<p>%＠example．com</p>'],
  [
    'address in blocks of their own',
    '<div><div><p>%</p></div></div><div><div><p>@example.com</p></div></div>',
  ],
  ['address around something hidden', '<p>%<i hidden>x </i>@<i style="display:none"> x</i>example.com</p>'],
  [
    'hidden in a slot',
    '<div><template shadowrootmode="open"><slot></slot></template><b data-ombud-hide>%</b></div>',
  ],
  [
    'hidden around a slot',
    '<div><template shadowrootmode="open"><i data-ombud-hide><slot></slot></i></template>%</div>',
  ],
  ['hidden contents', '<div data-ombud-hide style="display:contents"><p>%</p></div>'],
  [
    'frame with hidden inside',
    '<iframe width="90" height="40" srcdoc="<b data-ombud-show>x<i data-ombud-hide>%</i></b>"></iframe>',
  ],
  [
    'hidden frame',
    '<iframe data-ombud-hide width="90" height="40" srcdoc="<b data-ombud-show>%</b>"></iframe>',
  ],
  ['words of an object', '<object>%</object>'],
  ['words of a canvas', '<canvas width="9" height="9">%</canvas>'],
  ['words of a film', '<video width="9" height="9">%</video>'],
  ['summary of an image map', '<map name="tr4"><area alt="%" href="#"></map>'],
];

export const TRAPS: readonly Place[] = RELEASED.map(([name, template]) => [
  'trap',
  name,
  `<div data-ombud-show>${template}</div>`,
]);
