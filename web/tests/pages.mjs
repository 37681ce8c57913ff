// Every page of the console, by name: the accessibility test and the screenshots walk the same list.
export const DESK_PAGES = [
  { name: 'sign-in', path: '/desk/?signed=out', ready: 'form' },
  { name: 'inbox', path: '/desk/inbox/mine?signed=in', ready: '.d-row' },
  { name: 'conversation', path: '/desk/inbox/mine/conv-1?signed=in', ready: '.d-bubble' },
  { name: 'critical', path: '/desk/inbox/critical/conv-3?signed=in', ready: '.d-bubble' },
  { name: 'offer', path: '/desk/inbox/waiting?signed=in&offer=on', ready: '.d-offer' },
  { name: 'by-mail', path: '/desk/inbox/mine/conv-6?signed=in', ready: '.d-delivery' },
  { name: 'by-phone', path: '/desk/inbox/mine/conv-7?signed=in', ready: '.d-call-back' },
  { name: 'call', path: '/desk/tasks?signed=in&call=on', ready: '.d-call' },
  { name: 'disputes', path: '/desk/disputes?signed=in', ready: 'tbody tr' },
  { name: 'dispute', path: '/desk/disputes/DISPUTE?signed=in', ready: '.d-sides' },
  { name: 'tasks', path: '/desk/tasks?signed=in', ready: 'tbody tr' },
  { name: 'complaints', path: '/desk/complaints?signed=in', ready: 'tbody tr' },
  { name: 'complaint', path: '/desk/complaints/complaint-1?signed=in', ready: '.d-action-form' },
  { name: 'complaint-pending', path: '/desk/complaints/complaint-4?signed=in', ready: '.d-letter' },
  { name: 'customers', path: '/desk/customers?signed=in', ready: 'tbody tr' },
  { name: 'customer', path: '/desk/customers/cust-2?signed=in', ready: '.d-timeline' },
  { name: 'macros', path: '/desk/macros?signed=in', ready: '.o-card' },
  { name: 'supervisor', path: '/desk/supervisor?signed=in', ready: '.u-wrap' },
  {
    name: 'what-if',
    path: '/desk/what-if?signed=in',
    ready: '.o-card',
    press: '.o-page-head .o-button[data-variant=primary]',
    then: '.u-wrap',
  },
  { name: 'assistant', path: '/desk/assistant?signed=in', ready: 'tbody tr' },
  {
    name: 'assistant-results',
    path: '/desk/assistant?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(2)',
    then: '.u-wrap',
  },
  {
    name: 'assistant-reviews',
    path: '/desk/assistant?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(3)',
    then: 'tbody .o-button',
  },
  {
    name: 'assistant-evaluation',
    path: '/desk/assistant?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(5)',
    then: '.u-wrap',
  },
  { name: 'cobrowse', path: '/desk/cobrowse?signed=in', ready: '.o-table-wrap tbody tr' },
  {
    name: 'cobrowse-recordings',
    path: '/desk/cobrowse?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(2)',
    then: '.d-filters',
  },
  {
    name: 'cobrowse-reviews',
    path: '/desk/cobrowse?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(3)',
    then: 'tbody .o-button',
  },
  {
    name: 'cobrowse-figures',
    path: '/desk/cobrowse?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(4)',
    then: '.d-plot',
  },
  {
    name: 'cobrowse-watch',
    path: '/desk/cobrowse?signed=in&recording=co-1',
    ready: '.d-watch aside .o-button',
    press: '.d-watch aside .o-button',
    then: '.d-criterion',
  },
  {
    name: 'cobrowse-proof',
    path: '/desk/cobrowse?signed=in&recording=co-1',
    ready: '.d-proof .o-button',
    press: '.d-proof .o-button',
    then: '.d-proof .d-hash',
  },
  {
    name: 'cobrowse-blind',
    path: '/desk/cobrowse?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(5)',
    then: '.d-blind-spot',
  },
  {
    name: 'cobrowse-policy',
    path: '/desk/cobrowse?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(6)',
    then: '.d-changes',
  },
  { name: 'quality', path: '/desk/quality?signed=in', ready: '.o-table-wrap tbody tr' },
  {
    name: 'quality-suggested',
    path: '/desk/quality?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(2)',
    then: 'tbody .o-button',
  },
  {
    name: 'quality-ratings',
    path: '/desk/quality?signed=in',
    ready: '.o-tab',
    press: '.o-tab:nth-child(3)',
    then: '.d-comments',
  },
  { name: 'settings-account', path: '/desk/settings/account?signed=in', ready: '.o-card' },
  { name: 'settings-look', path: '/desk/settings/look?signed=in', ready: '.o-card' },
  { name: 'settings-people', path: '/desk/settings/people?signed=in', ready: 'tbody tr' },
  { name: 'settings-hours', path: '/desk/settings/hours?signed=in', ready: '.d-hours' },
];

/** The dispute that the recording of the demo world has first. */
export async function firstDispute() {
  const { readFile } = await import('node:fs/promises');
  const recorded = JSON.parse(
    await readFile(new URL('../apps/desk/dev/recorded.json', import.meta.url), 'utf8'),
  );
  return recorded.answers['/v1/disputes?limit=100'].items[0].id;
}

/** Opens a page of the list and waits until it shows what it is for. */
export async function open(page, site, entry, dispute) {
  await page.goto(site + entry.path.replace('DISPUTE', dispute), { waitUntil: 'load' });
  await page.locator(entry.ready).first().waitFor({ timeout: 15_000 });
  for (const key of entry.keys ?? []) await page.keyboard.press(key);
  if (entry.press) await page.locator(entry.press).first().click();
  if (entry.then) await page.locator(entry.then).first().waitFor({ timeout: 15_000 });
}

/** What opens over the pages: the same checks, after some keys. */
export const DESK_OVERLAYS = [
  {
    name: 'actions',
    path: '/desk/inbox/mine/conv-1?signed=in',
    ready: '.d-bubble',
    keys: ['a'],
    then: '.d-action',
  },
  {
    name: 'preview',
    path: '/desk/inbox/mine/conv-1?signed=in',
    ready: '.d-bubble',
    keys: ['a'],
    press: 'li:nth-child(3) .d-action',
    then: '.d-plan-change',
  },
  {
    name: 'letter',
    path: '/desk/complaints/complaint-1?signed=in',
    ready: '.d-action-form',
    press: '.o-radio >> nth=3',
    then: '.d-letter',
  },
  {
    name: 'palette',
    path: '/desk/inbox/mine/conv-1?signed=in',
    ready: '.d-bubble',
    keys: ['Control+k'],
    then: '.o-palette-list',
  },
  {
    name: 'help',
    path: '/desk/inbox/mine/conv-1?signed=in',
    ready: '.d-bubble',
    keys: ['Control+/'],
    then: '.d-keys',
  },
  {
    name: 'macro',
    path: '/desk/inbox/mine/conv-1?signed=in',
    ready: '.d-bubble',
    keys: ['Alt+l', '/'],
    then: '.d-completions',
  },
  {
    name: 'hand-over',
    path: '/desk/inbox/mine/conv-1?signed=in',
    ready: '.d-bubble',
    keys: ['h'],
    then: '[role=dialog]',
  },
  {
    name: 'second-factor',
    path: '/desk/settings/account?signed=in',
    ready: '.o-card',
    press: '.o-card .o-button:has(.lucide-shield-check)',
    then: '.d-qr',
  },
];
