// Help that is not about one purchase, and the customer's rights.

import { Card } from '@ombud/ui';
import { Ear, HeartHandshake, Landmark, MessageSquareWarning, ShieldCheck } from 'lucide-react';
import { useSession } from '../app/session.tsx';
import { useWords } from '../app/words.ts';
import { LinkRow, Page, Part } from '../parts/page.tsx';

export function Help() {
  const say = useWords();
  const { company } = useSession();
  const { support, ombudsman } = company;
  return (
    <Page title={say('nav.help')} lead={say('help.lead')}>
      <div className="p-rows">
        <LinkRow link={{ to: '/help/paying' }} icon={HeartHandshake} title={say('hardship.title')} about={say('home.hardshipAbout')} />
        <LinkRow link={{ to: '/help/support' }} icon={Ear} title={say('needs.title')} about={say('needs.short')} />
        <LinkRow link={{ to: '/help/complaints' }} icon={MessageSquareWarning} title={say('complaints.title')} about={say('complaints.short')} />
        <LinkRow link={{ to: '/settings', hash: 'data' }} icon={ShieldCheck} title={say('data.title')} about={say('data.short')} />
      </div>
      {support?.phone || support?.email ? (
        <Part title={say('help.reach')}>
          <Card>
            {support.phone ? (
              <p>
                <a href={`tel:${support.phone.replaceAll(' ', '')}`}>{support.phone}</a>
              </p>
            ) : null}
            {support.email ? (
              <p>
                <a href={`mailto:${support.email}`}>{support.email}</a>
              </p>
            ) : null}
            {support.hours ? <p className="o-soft">{support.hours}</p> : null}
          </Card>
        </Part>
      ) : null}
      {ombudsman ? (
        <Part title={say('help.ombudsman')}>
          <p className="o-soft">{say('help.ombudsmanAbout')}</p>
          <p>
            <a className="p-link-icon" href={ombudsman.url} rel="noreferrer">
              <Landmark size={16} aria-hidden="true" />
              {ombudsman.name}
            </a>
          </p>
        </Part>
      ) : null}
    </Page>
  );
}
