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
];
