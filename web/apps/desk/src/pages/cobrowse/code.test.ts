import { expect, it } from 'vitest';
import { codeOf, halves, isWhole, refusalOf, socketAt } from './code.ts';

it.each([
  ['', '', ''],
  ['12', '12', '12'],
  [' 123 456 ', '123456', '123 456'],
  ['12-34-56', '123456', '123 456'],
  ['Code: 482913, thanks', '482913', '482 913'],
  ['1234567890', '123456', '123 456'],
  ['1234', '1234', '123 4'],
])('finds the code in %o', (text, code, shown) => {
  expect([codeOf(text), halves(codeOf(text)), isWhole(code)]).toEqual([code, shown, code.length === 6]);
});

it.each([
  [404, 'wrong'],
  [410, 'wrong'],
  [422, 'wrong'],
  [429, 'tries'],
  [403, null],
  [500, null],
])('knows what a refusal of %i means', (status, means) => {
  expect(refusalOf(status)).toBe(means);
});

it.each([
  ['wss://n1.example/v1/cobrowse/socket', 'wss://n1.example/v1/cobrowse/socket'],
  ['https://n1.example/v1/cobrowse/socket', 'wss://n1.example/v1/cobrowse/socket'],
  ['/v1/cobrowse/socket', 'wss://desk.example/v1/cobrowse/socket'],
])('goes to %s', (given, address) => {
  expect(socketAt(given, 'https://desk.example/desk/')).toBe(address);
});
