import { expect, it } from 'vitest';
import { invitationIn } from './invitation.ts';

it.each([
  ['Look: https://shop.example/help#ombud-cobrowse=eyJ0.c2ln, please', 'Look: ', 'eyJ0.c2ln', ', please'],
  ['http://localhost:8080/portal/#ombud-cobrowse=a_b-c.d', '', 'a_b-c.d', ''],
  ['https://shop.example/a?b=c#ombud-cobrowse=x%2Fy', '', 'x/y', ''],
])('finds the link in %o', (text, before, token, after) => {
  expect(invitationIn(text)).toMatchObject({ before, token, after });
});

it.each(['', 'https://shop.example/help', '#ombud-cobrowse=abc', 'https://shop.example/#ombud-cobrowse='])(
  'finds none in %o',
  (text) => {
    expect(invitationIn(text)).toBeUndefined();
  },
);
