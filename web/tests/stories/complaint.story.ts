//! Dissatisfaction is a complaint, whatever it is called: heard at once, with its clocks, for a person to close.
import { expect } from 'vitest';
import { story } from './stage.ts';
import { choose, identify, write } from './hands.ts';

const DAY_MS = 86_400_000;
const EIGHT_WEEKS_MS = 56 * DAY_MS;

story(
  'what sounds like a complaint is logged as one, with its dates, and only a person ends it',
  async (stage) => {
    const { server } = stage;
    const anna = await server.hire('Anna Sand');
    const { page, widget } = await stage.shop('customer');
    await identify(page, server.vouch('cust-0', 'Ada Byron'));
    await widget.getByRole('button', { name: 'Help' }).press('Enter');
    await widget.getByRole('button', { name: 'Write to us' }).press('Enter');
    const id = await stage.begun(page, () =>
      write(widget, 'This is unacceptable, I lost 40 euro because of you'),
    );
    await widget.getByText('This is unacceptable').first().waitFor();
    await stage.clean(page, 'the widget with a complaint');

    const desk = await stage.desk(anna, '/inbox/complaints');
    await choose(desk, id);
    await desk.getByText(/A complaint was heard and logged/).waitFor();
    await stage.clean(desk, 'the conversation with a complaint');

    const { complaint_id } = await server.conversation(id);
    const complaint = await server.must<Record<string, string>>(
      'GET',
      `/v1/complaints/${complaint_id}`,
      server.key('COMPLIANCE_KEY'),
    );
    const received = Date.parse(complaint.received_at ?? complaint.opened_at ?? complaint.created_at ?? '');
    expect(complaint.state).toBe('open');
    expect(
      Date.parse(complaint.summary_until ?? '') - received,
      JSON.stringify(complaint),
    ).toBeGreaterThanOrEqual(2 * DAY_MS);
    const weeks = Date.parse(complaint.respond_by ?? '') - received;
    expect(Math.abs(weeks - EIGHT_WEEKS_MS), JSON.stringify(complaint)).toBeLessThan(2 * DAY_MS);

    // The people who answer for complaints see it with its dates.
    const signedIn = await server.ask('POST', '/v1/sign-in/password', '', {
      email: 'compliance@demo.example',
      password: server.key('COMPLIANCE_PASSWORD'),
    });
    const cleo = { ...anna, name: 'Cleo Berg', session: signedIn.cookie ?? '' };
    const office = await stage.desk(cleo, '/complaints');
    await office.locator('tbody tr').first().waitFor();
    await office
      .getByText(/unacceptable, I lost 40 euro/)
      .first()
      .waitFor();
    await stage.clean(office, 'the complaints');

    // The final answer is written with what law asks for, and shown before it is sent.
    await office
      .locator('tbody tr')
      .filter({ hasText: 'unacceptable' })
      .first()
      .getByRole('link')
      .press('Enter');
    await office.getByRole('radio', { name: 'Final response' }).press('Space');
    await office.getByRole('radio', { name: 'Upheld', exact: true }).press('Space');
    await office.getByLabel('Reasons').fill('The fee was charged by mistake.');
    const letter = office.getByRole('article', { name: 'Letter to' });
    await letter.getByText('The fee was charged by mistake.').waitFor();
    const send = office.getByRole('button', { name: 'Send the letter' });
    await office.getByText('It cannot be sent yet').waitFor();
    expect(await send.isEnabled()).toBe(false);

    // Who the ombudsman is belongs to the company's details; then the letter says where else one can go.
    const operator = server.key('OPERATOR_KEY');
    const company = await server.must<Record<string, unknown>>('GET', '/v1/company?tenant=demo', operator);
    const { languages, support, privacy_url, home_market } = company;
    await server.must('PUT', '/v1/company', operator, {
      languages,
      support,
      privacy_url,
      home_market,
      ombudsman: { name: 'Financial Ombudsman Service', url: 'https://www.financial-ombudsman.org.uk' },
    });
    await office.getByLabel('Reasons').fill('The fee was charged by mistake, and is given back.');
    // In the customer's language, whatever that is.
    await letter
      .getByText(/Financial Ombudsman Service/)
      .first()
      .waitFor();
    await stage.clean(office, 'the answer to a complaint');

    // The assistant does not end it.
    const { customer_id } = await server.conversation(id);
    const end = await server.ask<{ code?: string }>(
      'POST',
      `/v1/conversations/${id}/resolve`,
      server.key('AI_KEY'),
      {},
      {
        'ombud-customer': customer_id,
      },
    );
    expect([end.status, end.body.code]).toEqual([422, 'needs_person']);

    // A person answers it, and the letter stays to be read.
    await expect.poll(() => send.isEnabled()).toBe(true);
    await send.press('Enter');
    await office.getByText('The letter is sent').waitFor();
    await office.getByText('Letters sent').waitFor();
  },
);
