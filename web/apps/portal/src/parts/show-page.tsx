// The customer asks somebody of the desk to look at the page with them.

import { Banner, Button, Card, useLanguage } from '@ombud/ui';
import { useMutation } from '@tanstack/react-query';
import { MonitorPlay } from 'lucide-react';
import { showPage } from '../app/cobrowse.ts';
import { useWords } from '../app/words.ts';
import { Part } from './page.tsx';

export function ShowPage() {
  const say = useWords();
  const { locale } = useLanguage();
  const show = useMutation({ mutationFn: () => showPage(locale) });
  return (
    <Part title={say('cobrowse.title')}>
      <Card>
        <div className="o-stack">
          <p>{say('cobrowse.about')}</p>
          {show.isError ? <Banner tone="danger">{say('cobrowse.failed')}</Banner> : null}
          <div className="o-row">
            <Button icon={MonitorPlay} isPending={show.isPending} onPress={() => show.mutate()}>
              {say('cobrowse.start')}
            </Button>
          </div>
        </div>
      </Card>
    </Part>
  );
}
