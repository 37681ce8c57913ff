// Help that is not about one purchase, and the customer's rights.

import type { OpeningHours } from '@ombud/client';
import { Card, useLanguage } from '@ombud/ui';
import { Ear, HeartHandshake, Landmark, MessageSquareWarning, ShieldCheck } from 'lucide-react';
import { useSession } from '../app/session.tsx';
import { useWords } from '../app/words.ts';
import { LinkRow, Page, Part } from '../parts/page.tsx';
import { ShowPage } from '../parts/show-page.tsx';

export function Help() {
  const say = useWords();
  const { company } = useSession();
  const { support, ombudsman } = company;
  return (
    <Page title={say('nav.help')} lead={say('help.lead')}>
      <div className="p-rows">
        <LinkRow
          link={{ to: '/help/paying' }}
          icon={HeartHandshake}
          title={say('hardship.title')}
          about={say('home.hardshipAbout')}
        />
        <LinkRow
          link={{ to: '/help/support' }}
          icon={Ear}
          title={say('needs.title')}
          about={say('needs.short')}
        />
        <LinkRow
          link={{ to: '/help/complaints' }}
          icon={MessageSquareWarning}
          title={say('complaints.title')}
          about={say('complaints.short')}
        />
        <LinkRow
          link={{ to: '/settings', hash: 'data' }}
          icon={ShieldCheck}
          title={say('data.title')}
          about={say('data.short')}
        />
      </div>
      <ShowPage />
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
            <Hours hours={support.hours ?? []} />
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

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** A Monday, from which the names of the days are counted. */
const A_MONDAY = Date.UTC(2026, 0, 5, 12);
const DAY_MS = 86_400_000;

/** When somebody answers the phone: the days by their names in the reader's language. */
function Hours({ hours }: { hours: OpeningHours[] }) {
  const { locale } = useLanguage();
  const name = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const nameOf = (day: string) => name.format(A_MONDAY + DAYS.indexOf(day) * DAY_MS);
  return (
    <ul className="o-soft">
      {hours.map((row) => (
        <li key={row.days.join() + row.from}>{`${row.days
          .filter((day) => DAYS.includes(day))
          .map(nameOf)
          .join(', ')} ${row.from}–${row.to} (${row.timezone})`}</li>
      ))}
    </ul>
  );
}
