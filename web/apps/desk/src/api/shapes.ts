//! Shapes of the desk's own operations that openapi.json may not describe yet.

import type { Conversation, Schema } from '@ombud/client';

export type Money = Schema.Money;
/** A purchase in a list. */
export type OrderRow = Schema.Page_OrderSummary['items'][number];

/** What the next person must know, so that the customer never has to say it again. */
export interface Brief {
  why: string;
  /** What the assistant said of it in its own words. */
  summary?: string | undefined;
  ai_did: string[];
  promised: { text: string; due_at?: string | null }[];
  open_question?: string | null;
  mood?: 'calm' | 'worried' | 'upset' | 'angry' | 'distressed' | null;
  support_needs: string[];
  deadline?: { at: string; what: string } | null;
  /** All that run, the nearest first. */
  deadlines?: { at: string; what: string }[];
  /** What the customer answered already. */
  told?: { asked: string; answer: string; seq: number }[];
  next?: NextStep[];
  in_short?: { wanted?: string | null; facts: string[]; done: string[]; stands: string };
  sources: { kind: 'policy' | 'order' | 'dispute' | 'message'; label: string; ref: string }[];
}

export type NextAct = Schema.NextAct;
/** What is best done next, and why. */
export interface NextStep {
  act: NextAct;
  what: string;
  why: string;
  order_id?: string | null;
  dispute_id?: string | null;
}
export type Suggestion = Schema.Suggestion;

export interface TimelineEntry {
  at: string;
  kind: string;
  title: string;
  amount?: Money | null;
  state?: string | null;
  order_id?: string | null;
  dispute_id?: string | null;
  conversation_id?: string | null;
  complaint_id?: string | null;
}

export interface Macro {
  id: string;
  name: string;
  language: string;
  text: string;
  shared: boolean;
}

/** A macro with the facts of a conversation in its places. */
export interface RenderedMacro {
  id: string;
  language: string;
  text: string;
  /** Places that could not be filled, and stand in the text as they were written. */
  missing: string[];
}

/** What the rules would say about a dispute as it stands. */
/** How sure a share is: Wilson's interval, 95 %. */
export interface ShareInterval {
  low: number;
  high: number;
  of: number;
}

export interface ReportDay {
  date: string;
  /** By the name of the share. */
  intervals?: Record<string, ShareInterval>;
  /** Somebody may come back still, and two of the shares may fall. */
  provisional?: boolean;
  contacts: number;
  first_response_p50_s: number | null;
  first_response_p90_s: number | null;
  self_service_share: number | null;
  sla_share: number | null;
  automated_share: number | null;
  first_contact_resolution_share: number | null;
  wrong_decision_share: number | null;
  overturn_share: number | null;
  csat: number | null;
}

export interface Report {
  days: ReportDay[];
  totals: Omit<ReportDay, 'date'>;
  agents: {
    user_id: string;
    name: string;
    conversations: number;
    first_response_p50_s: number | null;
    csat: number | null;
    overturned: number;
  }[];
}

export interface Estimate {
  mean: number;
  standard_error: number;
}

export interface RoutingRules {
  ageing_points_per_minute: number;
  critical_from_points: number;
  reserved_seats: number;
}

/** Who comes, and who is there. With `log`, who comes and how long it takes are the log's. */
export interface SimulatedLoad {
  log?: { from: string; to: string };
  contacts_per_hour?: number;
  critical_share?: number;
  seats: number;
  critical_seats: number;
  service_mean_s?: number;
  patience_mean_s: number;
  hours?: number;
  surge?: { factor: number; begins_hour: number; lasts_minutes: number } | null;
}

export interface SimulationRequest {
  load: SimulatedLoad;
  runs: number;
  rules: RoutingRules[];
}

export type SimulationFigure = 'in_time_share' | 'abandoned_share' | 'wait_mean_s';
export type SimulationFigures = Record<SimulationFigure, Estimate>;

export interface SimulationClass extends SimulationFigures {
  name: string;
  /** From the first rules, told from each pair of runs. Absent for the first rules themselves. */
  difference?: SimulationFigures | null;
}

/** The rules of the desk: what can be tried, and what else belongs to them. */
export interface DeskRouting extends RoutingRules {
  critical_skills: string[];
  handle_time_s: number;
  call_back_from_s: number;
}

/** The rules in force. Version 0 is what ships. */
export interface PublishedRouting {
  version: number;
  proposed_by?: string | null;
  proposed_at?: string | null;
  rules: DeskRouting;
}

export interface Simulation {
  contacts: number;
  results: { rules: RoutingRules; classes: SimulationClass[] }[];
}

export interface Scorecard {
  id: string;
  conversation_id: string;
  number: number | string;
  agent_name: string;
  at: string;
  scores: Record<string, number>;
  comment?: string | null;
  by_name?: string | null;
}

/** A resolved conversation that deserves a second look. */
export interface SuggestedScorecard {
  conversation_id: string;
  number: number | string;
  agent_name?: string | null;
  resolved_at: string;
  /** Such as `overturned`, `critical`, `low_csat`, `complaint`, `long_wait`, `random`. */
  why: string[];
}

export interface OwnSession {
  id: string;
  created_at: string;
  last_seen_at: string;
  user_agent: string;
  method: string;
}

export interface Passkey {
  id: string;
  name: string;
  created_at: string;
  last_used_at?: string | null;
}

export interface CustomRole {
  id: string;
  name: string;
  base_role: string;
  /** Actions that the role has not. */
  taken: string[];
}

export interface BusinessHours {
  version?: number;
  time_zone: string;
  /** Dates on which the desk is closed all day. */
  holidays?: string[];
  days: { day: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'; from: string; until: string }[];
}

export type Availability = 'available' | 'busy' | 'away';
export type ViewName =
  | 'mine'
  | 'mentions'
  | 'waiting'
  | 'unassigned'
  | 'open'
  | 'snoozed'
  | 'resolved'
  | 'critical'
  | 'complaints';
export type Counts = Partial<Record<ViewName, number>>;
export type ConversationPage = { items: Conversation[]; next_cursor?: string | null };
