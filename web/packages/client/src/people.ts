// Who signs in, and what a company and its customers say about themselves: described by hand until the
// generated types cover it.

import type { Actor, Need } from './schema.ts';

export interface Session {
  id: string;
  /** `user`, `customer` or `visitor`. */
  kind: string;
  tenant: string;
  user_id?: string | null;
  customer_id?: string | null;
  merchant_id?: string | null;
  name: string;
  email?: string | null;
  role: string;
  custom_role?: string | null;
  locale?: string | null;
  theme?: string | null;
  languages: string[];
  skills: string[];
  actions: string[];
  expires_at: string;
  second_factor: boolean;
}

export interface SignInMethods {
  password: boolean;
  passkey: boolean;
  code: boolean;
  oidc: { id: string; name: string }[];
}

export interface User {
  id: string;
  name: string;
  /** Absent for colleagues who only need a name, as are the rest of what only leaders see. */
  email?: string | null;
  role: string;
  custom_role?: string | null;
  merchant_id?: string | null;
  languages?: string[] | null;
  skills?: string[] | null;
  capacity_units?: number | null;
  /** `invited`, `active` or `disabled`. */
  state: string;
  second_factor?: boolean | null;
  last_seen_at?: string | null;
}

export interface SupportNeed {
  id: string;
  need: Need;
  note?: string | null;
  purpose: string;
  consent_at: string;
  review_on: string;
  created_at: string;
  created_by?: Actor;
}

/** Every kind of support need: what helps a person, never why they need it. One that is missing does not compile. */
const EVERY_NEED: Record<Need, true> = {
  plain_language: true,
  large_print: true,
  interpreter: true,
  more_time: true,
  phone_only: true,
  no_phone: true,
  hearing: true,
  sight: true,
  carer: true,
  other: true,
};
export const NEEDS = Object.keys(EVERY_NEED) as readonly Need[];

/** Some days of the week: `days` are English names in lower case, times are local to `timezone`. */
export interface OpeningHours {
  days: string[];
  from: string;
  to: string;
  timezone: string;
}

export interface Company {
  tenant: string;
  name: string;
  languages: string[];
  support?: { phone?: string | null; email?: string | null; hours?: OpeningHours[] };
  pauses?: { return_days: number; problem_days: number };
  ombudsman?: { name: string; url: string } | null;
  privacy_url?: string | null;
}

export interface Notifications {
  email: { payment_due: boolean; case_updates: boolean; messages: boolean };
  sms: { payment_due: boolean; case_updates: boolean; messages: boolean };
  phone?: string | null;
}
