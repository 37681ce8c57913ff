// A file of one's own, to be saved. It is fetched with the session, also where that is no cookie.

import { Button, useToast } from '@ombud/ui';
import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useFailure } from './failure.ts';

/** Long enough for the browser to take the file over. */
const KEPT_MS = 60_000;

export function FileLink(props: { path: string; name: string; icon: LucideIcon }) {
  const toast = useToast();
  const failure = useFailure();
  const [isPending, setPending] = useState(false);
  const save = async () => {
    setPending(true);
    try {
      const url = URL.createObjectURL(await api.file(props.path));
      const link = document.createElement('a');
      link.href = url;
      link.download = props.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
    } catch (error) {
      toast({ tone: 'danger', text: failure(error) });
    } finally {
      setPending(false);
    }
  };
  return (
    <span className="p-link-icon">
      <Button size="s" variant="soft" icon={props.icon} onPress={() => void save()} isPending={isPending}>
        {props.name}
      </Button>
    </span>
  );
}
