//! What the line of time says of a co-browsing session. Pure.

export interface Detail {
  id: string;
  /** Who of the desk was there. */
  names: string[];
  /** Everything that the customer ever allowed. */
  granted: string[];
  /** From the first yes to the end; null while it goes on, and where there was no yes. */
  seconds: number | null;
  end: string | null;
  /** There is a recording that whoever asked may watch. */
  isRecorded: boolean;
}

interface Said {
  cobrowse_id?: unknown;
  people?: unknown;
  granted?: unknown;
  shown_ms?: unknown;
  ended_why?: unknown;
  recording_ms?: unknown;
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** Reads a detail; what is not as it should be is left out. */
export function detailOf(value: unknown): Detail {
  const said = (typeof value === 'object' && value !== null ? value : {}) as Said;
  const people = Array.isArray(said.people) ? (said.people as { name?: unknown }[]) : [];
  return {
    id: typeof said.cobrowse_id === 'string' ? said.cobrowse_id : '',
    names: texts(people.map((person) => person.name)),
    granted: texts(said.granted),
    seconds: typeof said.shown_ms === 'number' ? said.shown_ms / 1000 : null,
    end: typeof said.ended_why === 'string' ? said.ended_why : null,
    isRecorded: typeof said.recording_ms === 'number',
  };
}
