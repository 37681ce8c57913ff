//! Complaints of the made-up desk, at every point of their clocks, and the letters that answer them.

import type { Schema } from '@ombud/client';
import { ago, ahead, DAY, HOUR } from './clock.ts';

const complaint = (
  id: string,
  customer_id: string,
  days: number,
  text: string,
  more: Partial<Schema.Complaint> = {},
): Schema.Complaint => ({
  id,
  customer_id,
  jurisdiction: 'gb',
  text,
  state: 'open',
  received_at: ago(days * DAY),
  about_payment_services: true,
  acknowledge_by: ahead((3 - days) * DAY),
  summary_until: ahead((3.2 - days) * DAY),
  respond_by: ahead((56 - days) * DAY),
  letters: [],
  ...more,
});

const FINAL: Schema.Letter = {
  language: 'sv',
  subject: 'Vårt slutliga svar på ditt klagomål',
  text: 'Hej,\nTack för ditt klagomål och för ditt tålamod. Detta är vårt slutliga svar.\nDu fick fel besked av oss, och det beklagar vi. Vi betalar dig 150,00 kr.\nOm du inte håller med kan ombudsmannen se på saken.\nMed vänlig hälsning\nAcme Pay',
};

export const COMPLAINTS: Schema.Complaint[] = [
  complaint(
    'complaint-1',
    'cust-82',
    2,
    'This is unacceptable, I lost 40 euro because of your reminder fee.',
    { order_id: 'ord-255' },
  ),
  complaint(
    'complaint-2',
    'cust-14',
    51,
    'Nobody has told me anything for seven weeks. I want to know who decides, and when.',
    { acknowledged_at: ago(50 * DAY) },
  ),
  complaint('complaint-3', 'cust-40', 5, 'Sie haben mir zweimal gemahnt, obwohl ich bezahlt hatte.', {
    jurisdiction: 'de',
  }),
  complaint('complaint-4', 'cust-31', 20, 'Ni lovade att ringa tillbaka och gjorde det aldrig.', {
    jurisdiction: 'se',
    acknowledged_at: ago(19 * DAY),
    order_id: 'ord-243',
  }),
  complaint('complaint-5', 'cust-7', 24, 'Jag fick fel besked om min retur.', {
    jurisdiction: 'se',
    state: 'answered',
    acknowledged_at: ago(23 * DAY),
    finding: 'upheld',
    letters: [{ letter: 'final_response', at: ago(3 * DAY), written: FINAL }],
  }),
];

/** One answer waits for somebody else: it pays more than one person may give. */
export const REQUESTS: Schema.Task[] = [
  {
    id: 'task-redress',
    kind: 'approve_request',
    state: 'open',
    order_id: 'ord-243',
    due_at: ahead(30 * HOUR),
    created_at: ago(18 * HOUR),
    details: {
      why: 'above what one person may do alone',
      action: 'complaint.redress',
      amount: { minor: 25_000, currency: 'GBP' },
      requester: 'user-lucia',
      complaint_answer: {
        complaint: 'complaint-4',
        answer: {
          letter: 'final_response',
          finding: 'upheld',
          contents: [],
          reasons: 'Vi lovade att ringa och gjorde det inte. Det var vårt fel.',
          redress: { distress_minor: 25_000, fees: [] },
        },
      },
    },
  },
];

const FINDINGS: Record<Schema.Finding, string> = {
  upheld: 'You are right, and we are sorry.',
  partly_upheld: 'You are right in part.',
  rejected: 'We do not think that we did anything wrong.',
};

/** A letter as the server would write it, much shortened. */
export function draftOf(wanted: Schema.DraftComplaintLetter): Schema.ComplaintDraft {
  const { answer, delay } = wanted;
  const reasons = answer?.reasons ?? delay?.reasons;
  const lacks = [
    ...(reasons ? [] : [delay ? 'reasons_for_delay' : 'reasons']),
    ...(delay && !delay.expected_on ? ['expected_date'] : []),
  ];
  const lines = [
    'Dear customer,',
    delay
      ? 'We have not come to an answer to your complaint yet, and are sorry about that.'
      : 'Thank you for your complaint, and for your patience. This is our final response.',
    answer ? FINDINGS[answer.finding] : '',
    reasons ?? '',
    answer?.redress?.distress_minor ? `We pay you £${(answer.redress.distress_minor / 100).toFixed(2)}.` : '',
    delay?.expected_on ? `We expect to answer by ${delay.expected_on}.` : '',
    'You have the right to refer your complaint to the Financial Ombudsman Service, free of charge, but you must do so within six months of the date of this letter.',
    'If you do not refer your complaint in time, the Financial Ombudsman Service will not have our permission to consider it, and so will only be able to do so in very limited circumstances.',
    'Financial Ombudsman Service: https://www.financial-ombudsman.org.uk',
    'Yours sincerely\nAcme Pay',
  ];
  return {
    letter: {
      language: 'en',
      subject: delay ? 'Your complaint takes longer' : 'Our final response to your complaint',
      text: lines.filter((line) => line !== '').join('\n'),
    },
    contents: [],
    lacks,
  };
}
