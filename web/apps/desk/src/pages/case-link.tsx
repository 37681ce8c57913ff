//! Another case, by the end of its id: the beginning is the time, and alike for cases of one day.

import { Link } from '@tanstack/react-router';

export function CaseLink({ id }: { id: string }) {
  return (
    <Link to="/disputes/$id" params={{ id }}>
      <code>{id.slice(-8)}</code>
    </Link>
  );
}
