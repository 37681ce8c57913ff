//! Dissatisfaction is a complaint, whatever it is called: heard at once, with its clocks, for a person to close.
import { randomUUID } from 'node:crypto';
import type { Schema } from '@ombud/client';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { calendarOf, dayOf, endOf, plusDays, plusWorkingDays } from './calendar.ts';
import { story } from './stage.ts';
import { choose, identify, write } from './hands.ts';

const WORDS = 'This is unacceptable, I lost 40 euro because of you';
const SUMMARY_WORKING_DAYS = 3;
const FINAL_DAYS = 56;
const OMBUDSMAN = { name: 'The Ombudsman of the demo', url: 'https://ombudsman.example/complain' };

type Complaint = Schema.Complaint;

/** The dates that law puts on a complaint, counted here and held against those that it has. */
function expectDates(complaint: Complaint): void {
  const calendar = calendarOf(complaint.jurisdiction);
  const day = dayOf(complaint.received_at, calendar);
  const summary = endOf(plusWorkingDays(day, SUMMARY_WORKING_DAYS, calendar), calendar);
  const final = endOf(plusDays(day, FINAL_DAYS), calendar);
  const dates = [complaint.summary_until, complaint.respond_by].map((at) => Date.parse(at));
  expect(dates, JSON.stringify(complaint)).toEqual([summary, final]);
}

story(
  'what sounds like a complaint is logged as one, with its dates, and only a person ends it',
  async (stage) => {
    const { server } = stage;
    const compliance = server.key('COMPLIANCE_KEY');
    const anna = await server.hire('Anna Sand');
    const { page, widget } = await stage.shop('customer');
    await identify(page, server.vouch('cust-0', 'Ada Byron'));
    await widget.getByRole('button', { name: 'Help' }).press('Enter');
    await widget.getByRole('button', { name: 'Write to us' }).press('Enter');
    expect(WORDS).not.toMatch(/complain/i);
    const id = await stage.begun(page, () => write(widget, WORDS));
    await widget.getByText(WORDS).first().waitFor();
    await stage.clean(page, 'the widget with a complaint');

    const desk = await stage.desk(anna, '/inbox/complaints');
    await choose(desk, id);
    await desk.getByText(/A complaint was heard and logged/).waitFor();
    await stage.clean(desk, 'the conversation with a complaint');

    // Its clocks run from the instant of the words; three working days and eight weeks, over holidays too.
    const { complaint_id } = await server.conversation(id);
    const path = `/v1/complaints/${complaint_id}`;
    const complaint = await server.must<Complaint>('GET', path, compliance);
    expect(complaint).toMatchObject({
      state: 'open',
      text: expect.stringContaining('I lost 40 euro') as string,
    });
    const heard = (await server.events(id)).find((event) => event.kind === 'message');
    expect(complaint.received_at).toBe(heard?.at);
    expectDates(complaint);
    for (const received_at of ['2026-04-02T10:00:00Z', '2025-12-23T22:30:00Z', '2026-10-24T12:00:00Z']) {
      const body = { customer_id: 'cust-0', text: 'Taken in late, by letter.', received_at };
      const late = await server.must<Complaint>('POST', '/v1/complaints', compliance, body);
      expectDates(late);
      await server.must('POST', `/v1/complaints/${late.id}/withdraw`, compliance, {});
    }

    // The people who answer for complaints, and who leads the desk, see it with its dates.
    const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });
    const rowOf = (view: Page) => view.locator('tbody tr').filter({ hasText: WORDS }).first();
    for (const who of ['supervisor', 'compliance'] as const) {
      const lead = await server.signIn(who, `The ${who}`);
      const view = await stage.desk(lead, '/complaints');
      await rowOf(view).waitFor();
      await stage.clean(view, `the complaints, for the ${who}`);
      await rowOf(view).getByRole('link').press('Enter');
      await view.getByRole('heading', { name: 'Complaint of' }).waitFor();
      for (const at of [complaint.summary_until, complaint.respond_by]) {
        const [day = '', month = ''] = long.format(new Date(at)).split(' ');
        const term = new RegExp(`${day} ${month.slice(0, 3)}`);
        await view.locator('.d-term').filter({ hasText: term }).first().waitFor();
      }
      await stage.clean(view, `the complaint, for the ${who}`);
    }

    // The final answer is written with what law asks for, and shown before it is sent.
    const office = await stage.desk(await server.signIn('compliance', 'Cleo Berg'), '/complaints');
    await rowOf(office).getByRole('link').press('Enter');
    await office.getByRole('radio', { name: 'Final response' }).press('Space');
    await office.getByRole('radio', { name: 'Upheld', exact: true }).press('Space');
    await office.getByLabel('Reasons').fill('The fee was charged by mistake.');
    const letter = office.getByRole('article', { name: 'Letter to' });
    await letter.getByText('The fee was charged by mistake.').waitFor();
    const send = office.getByRole('button', { name: 'Send the letter' });
    await office.getByText('It cannot be sent yet').waitFor();
    expect(await send.isEnabled()).toBe(false);

    // Who decides when company and customer do not agree is said once, by the company; then the letter says
    // where else one can go.
    const { languages, support, home_market, privacy_url } = await server.must<Schema.Company>(
      'GET',
      '/v1/company?tenant=demo',
      '',
    );
    const said = { languages, support, home_market, privacy_url, ombudsman: OMBUDSMAN };
    await server.must('PUT', '/v1/company', server.key('OPERATOR_KEY'), said);
    await office.getByLabel('Reasons').fill('The fee was charged by mistake, and is given back.');
    await letter.getByText(OMBUDSMAN.name).first().waitFor();
    await stage.clean(office, 'the answer to a complaint');
    const answer = { letter: 'final_response', finding: 'partly_upheld' };
    const reasons = 'We charged the fee while your case was open.';
    const draft = await server.must<Schema.ComplaintDraft>('POST', `${path}/draft`, compliance, {
      answer: { ...answer, reasons },
    });
    expect(draft.lacks).toEqual([]);
    for (const part of ['ombudsman_address', 'ombudsman_leaflet', 'six_month_line', 'waiver_wording']) {
      expect(draft.contents).toContain(part);
    }
    for (const words of [reasons, OMBUDSMAN.name, OMBUDSMAN.url]) {
      expect(draft.letter.text).toContain(words);
    }
    const bare = await server.ask('POST', `${path}/answer`, compliance, {
      ...answer,
      contents: ['decision'],
    });
    expect(bare.status, JSON.stringify(bare.body)).toBe(422);

    // The assistant ends neither the conversation nor the complaint, and may not say that it is over.
    const { customer_id } = await server.conversation(id);
    const as = { 'ombud-customer': customer_id };
    const ai = (to: string, body: object = {}) =>
      server.ask<{ code?: string }>('POST', to, server.key('AI_KEY'), body, as);
    const end = await ai(`/v1/conversations/${id}/resolve`);
    expect([end.status, end.body.code]).toEqual([422, 'needs_person']);
    const tries: [string, object][] = [
      ['answer', { ...answer, reasons }],
      ['close', { no_reply: false }],
      ['withdraw', {}],
    ];
    for (const [deed, body] of tries) {
      expect([403, 404], deed).toContain((await ai(`${path}/${deed}`, body)).status);
    }
    const text = { client_id: randomUUID(), text: 'Your complaint is closed.', epoch: 0 };
    await ai(`/v1/conversations/${id}/messages`, text);
    expect((await server.must<Complaint>('GET', path, compliance)).state).toBe('open');

    // A person does, with that letter, which the customer gets as it was written.
    await expect.poll(() => send.isEnabled()).toBe(true);
    const shown = await letter.textContent();
    await send.press('Enter');
    await office.getByText('The letter is sent').waitFor();
    await office.getByText('Letters sent').waitFor();
    const answered = await server.must<Complaint>('GET', path, compliance);
    const written = answered.letters.at(-1)?.written?.text ?? '';
    for (const words of ['The fee was charged by mistake, and is given back.', OMBUDSMAN.name]) {
      expect(written).toContain(words);
      expect(shown).toContain(words);
    }
  },
);
