// A secret that is shown once: to be copied now, or never.

import { Banner, Button, useToast } from '@ombud/ui';
import { Copy } from 'lucide-react';
import { useWords } from '../app/words.ts';

export function Secret({ value }: { value: string }) {
  const say = useWords();
  const toast = useToast();
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => toast({ tone: 'success', text: say('secret.copied') }),
      () => undefined,
    );
  return (
    <Banner
      tone="success"
      live
      title={say('secret.title')}
      actions={
        <Button size="s" icon={Copy} onPress={() => void copy()}>
          {say('secret.copy')}
        </Button>
      }
    >
      <code className="m-secret">{value}</code>
    </Banner>
  );
}
