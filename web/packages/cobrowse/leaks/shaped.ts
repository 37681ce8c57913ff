//! Numbers of people and cards, of which none is sent, whoever releases it.

/** Numbers that are never sent, also where they are released. */
export const SHAPED: readonly (readonly [name: string, number: string])[] = [
  ['card number', '4111111111111111'],
  ['card number in groups', '5500 0055 5555 5559'],
  ['card number with dots', '4012.8888.8888.1881'],
  ['card number of 15', '3782 822463 10005'],
  ['card number in single digits', '6 0 1 1 1 1 1 1 1 1 1 1 1 1 1 7'],
  ['card number with odd spaces', '4000\u20090566\u202f5566\u00a05556'],
  ['IBAN', 'DE89370400440532013000'],
  ['IBAN in groups', 'SE45 5000 0000 0583 9825 7466'],
  ['IBAN in small letters', 'gb29nwbk60161331926819'],
  ['Swedish number', '19811218-9876'],
  ['Swedish number without a sign', '198112189876'],
  ['US social security number', '078-05-1120'],
  ['Spanish DNI', '12345678Z'],
  ['Finnish number', '131052-308T'],
  ['British number', 'AB123456C'],
  ['Italian code', 'RSSMRA85T10A562S'],
  ['German number', '86095742719'],
  ['card number after other digits', '1 4000 0025 0000 3155'],
  ['card number before its expiry', '2223 0031 2200 3222 12/27'],
  [
    'card number in digits of Arabic',
    '\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662\u0664\u0662',
  ],
  [
    'card number in digits of Devanagari',
    '\u096b\u0968\u0966\u0966\u096e\u0968\u096e\u0968\u096e\u0968\u096e\u0968\u096e\u0968\u0967\u0966',
  ],
  [
    'card number in full width',
    '\uff15\uff11\uff10\uff15 \uff11\uff10\uff15\uff11 \uff10\uff15\uff11\uff10 \uff15\uff11\uff10\uff10',
  ],
  ['card number with signs of no width', '35\u200b66\u034f00\u202e2020\u20603605\ufeff05'],
  ['card number with soft hyphens', '6011\u00ad0009\u00ad9013\u00ad9424'],
  ['Norwegian IBAN in groups', 'NO93 8601 1117 947'],
  ['French IBAN', 'FR14 2004 1010 0505 0001 3M02 606'],
  ['Swedish number of somebody old', '121212+1212'],
  ['Swedish number with a space', '811218 9876'],
  ['Danish number', '070761-4285'],
  ['French number', '1 85 05 78 006 084 36'],
  ['Belgian number', '85.07.30-033.28'],
  ['Swiss number', '756.9217.0769.85'],
  ['Dutch number', '111222333'],
  ['Polish number', '44051401359'],
  ['Norwegian number', '010190 12349'],
  ['Brazilian number', '529.982.247-25'],
  ['Indian number', '2345 6789 0124'],
  ['Chinese number', '11010519491231002X'],
  ['Czech number', '736028/5163'],
  ['Spanish number of a foreigner', 'X-1234567-L'],
  ['number of a telephone abroad', '+46 70 174 06 05'],
];

const CARD = ['4242', '4242', '4242', '4242'];
const pieces = (groups: readonly string[], tag: string): string =>
  groups.map((group) => `<${tag}>${group}</${tag}>`).join('');

/** Card numbers in pieces: the number and HTML for a released place. */
export const SPLIT: readonly (readonly [name: string, number: string, template: string])[] = [
  ['in elements of a line', '4242424242424242', `<p>${pieces(CARD, 'b')}</p>`],
  ['in elements of a digit', '5555555555554444', `<p>${pieces([...'5555555555554444'], 'i')}</p>`],
  [
    'in cells',
    '5105105105105100',
    `<table><tr>${pieces(['5105', '1051', '0510', '5100'], 'td')}</tr></table>`,
  ],
  [
    'in blocks in blocks',
    '4012888888881881',
    ['4012', '8888', '8888', '1881'].map((group) => `<div><div><p>${group}</p></div></div>`).join(''),
  ],
  [
    'in fields',
    '4000056655665556',
    ['4000', '0566', '5566', '5556'].map((group) => `<input size="4" value="${group}">`).join(''),
  ],
  [
    'around what is not drawn',
    '5200828282828210',
    '<p>5200<i hidden>x</i>8282<i style="display:none">x</i>8282<i style="font-size:0">x</i>8210</p>',
  ],
  [
    'around what is hidden',
    '3566002020360505',
    '<p>3566<i data-ombud-hide>ab</i>0020<i data-ombud-hide>ab</i>2036<i data-ombud-hide>ab</i>0505</p>',
  ],
  ['over lines', '6200000000000005', '<p>6200<br>0000<wbr>0000<br>0005</p>'],
  [
    'in a shadow',
    '4000002500003155',
    `<div><template shadowrootmode="open">${pieces(['4000', '0025', '0000', '3155'], 'b')}</template></div>`,
  ],
];
