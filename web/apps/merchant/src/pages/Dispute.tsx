// One dispute: what the customer says, what the carrier says, what is asked of the shop, and the answer.

import { merchantTurn } from '@ombud/client';
import { Badge, Banner, Button, Card, Facts, Icon, Money, PageHead, useToast } from '@ombud/ui';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, FileText } from 'lucide-react';
import { useSession } from '../app/session.tsx';
import { useWords, useFormat } from '../app/words.ts';
import { assign, useAct, useDispute, useDisputes, useOrder, type Dispute as Whole } from '../data/queries.ts';
import { Answer } from '../parts/answer-form.tsx';
import { Appeal } from '../parts/appeal.tsx';
import { Deadline } from '../parts/deadline.tsx';
import { Decision } from '../parts/decision.tsx';
import { useFailure } from '../parts/failure.ts';
import { Loaded } from '../parts/loaded.tsx';
import { evidenceName, reasonName } from '../parts/words.ts';
import { StateBadge } from './Disputes.tsx';

const route = getRouteApi('/disputes/$disputeId');

export function Dispute() {
  const { disputeId } = route.useParams();
  const dispute = useDispute(disputeId);
  return (
    <div className="o-page">
      <Loaded of={dispute} lines={10}>
        {(found) => <Page dispute={found} />}
      </Loaded>
    </div>
  );
}

function Page({ dispute }: { dispute: Whole }) {
  const say = useWords();
  const turn = merchantTurn(dispute);
  const clock = dispute.clocks.find(
    (one) => one.kind !== 'proposal_due' && one.kind !== 'instalment' && one.kind !== 'return_pause_ends',
  );
  return (
    <>
      <title>{`${reasonName(dispute.reason, say)} · ${dispute.order_id}`}</title>
      <Link to="/" className="m-back">
        <Icon of={ArrowLeft} size={16} />
        {say('nav.disputes')}
      </Link>
      <PageHead
        title={reasonName(dispute.reason, say)}
        actions={
          <>
            <StateBadge dispute={{ state: dispute.state, outcome: dispute.closing?.outcome }} />
            {turn === 'closed' ? null : <Deadline at={clock?.due_at} />}
          </>
        }
      >
        {dispute.order_id} · <Money value={dispute.amount} />
        {dispute.sub_issue === 'unspecified' ? '' : ` · ${say(`sub.${dispute.sub_issue}`)}`}
      </PageHead>
      <div className="m-columns">
        <div className="o-stack m-main">
          <Evidence dispute={dispute} party="consumer" title={say('theirs.title')} />
          {turn === 'respond' ? <Answer dispute={dispute} /> : null}
          {turn === 'may_appeal' ? <Appeal dispute={dispute} /> : null}
          {turn === 'under_review' ? (
            <Banner tone="info" title={say('turn.under_review')}>
              {say('review.about')}
            </Banner>
          ) : null}
          {dispute.proposal ? <Proposal dispute={dispute} /> : null}
          <Decision dispute={dispute} />
          <Evidence dispute={dispute} party="merchant" title={say('ours.title')} />
        </div>
        <div className="o-stack">
          <Stake dispute={dispute} />
          <Whose dispute={dispute} />
          <Order dispute={dispute} />
        </div>
      </div>
    </>
  );
}

function Proposal({ dispute }: { dispute: Whole }) {
  const say = useWords();
  const write = useFormat();
  const { proposal } = dispute;
  if (!proposal) return null;
  return (
    <Banner
      tone={proposal.state === 'accepted' ? 'success' : 'info'}
      title={say('proposal.title', { amount: write.money(proposal.amount) })}
    >
      {say(`proposal.${proposal.state}`, { date: write.dateTime(proposal.expires_at) })}
    </Banner>
  );
}

/** What the shop stands to lose, and what is held of it already. */
function Stake({ dispute }: { dispute: Whole }) {
  const say = useWords();
  const write = useFormat();
  const { held, closing } = dispute;
  const given = dispute.granted ?? closing?.returned;
  return (
    <Card title={say('stake.title')}>
      <Facts
        items={[
          [say('stake.claimed'), write.money(dispute.claimed)],
          // What is over is in dispute no more: only what became of it counts.
          [say('stake.now'), closing ? null : write.money(dispute.amount)],
          [say('stake.held'), held ? write.money(held.amount) : null],
          [say('stake.fee'), held && held.fee.amount_minor > 0 ? write.money(held.fee) : null],
          [say('stake.granted'), given ? write.money(given) : null],
          [say('stake.liable'), closing ? say(`liable.${closing.liable}`) : null],
          [say('stake.opened'), write.dateTime(dispute.opened_at)],
        ]}
      />
    </Card>
  );
}

/** Who at the shop looks after it, and a way to take it or give it back. */
function Whose({ dispute }: { dispute: Whole }) {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { session } = useSession();
  const disputes = useDisputes();
  const act = useAct((user: string | null) => assign(dispute.id, user));
  const row = disputes.data?.find((one) => one.id === dispute.id);
  const me = session.user_id;
  if (!me || !row || dispute.state === 'closed') return null;
  const isMine = row.assignee?.user_id === me;
  const change = () =>
    act.mutate(isMine ? null : me, { onError: (error) => toast({ tone: 'danger', text: failure(error) }) });
  return (
    <Card title={say('whose.title')}>
      <div className="o-row o-spread">
        <span>
          {isMine
            ? say('whose.you')
            : (row.assignee?.name ?? say(row.assignee ? 'whose.other' : 'whose.nobody'))}
        </span>
        <Button size="s" onPress={change} isPending={act.isPending}>
          {say(isMine ? 'whose.leave' : 'whose.take')}
        </Button>
      </div>
    </Card>
  );
}

function Order({ dispute }: { dispute: Whole }) {
  const say = useWords();
  const write = useFormat();
  const order = useOrder(dispute.order_id);
  return (
    <Loaded of={order}>
      {(file) => {
        const { order: sale, shipments, scans, returns, refunds } = file;
        const address = sale.approved_address;
        return (
          <>
            <Card title={say('order.title')}>
              <ul className="m-lines">
                {sale.lines.map((line) => (
                  <li
                    key={line.id}
                    data-disputed={dispute.lines.length === 0 || dispute.lines.includes(line.id)}
                  >
                    <span>
                      {line.name}
                      {dispute.lines.includes(line.id) ? (
                        <>
                          {' '}
                          <Badge tone="warning" icon={null}>
                            {say('order.disputed')}
                          </Badge>
                        </>
                      ) : null}
                    </span>
                    <Money value={{ amount_minor: line.amount_minor, currency: sale.currency }} />
                  </li>
                ))}
              </ul>
              <Facts
                items={[
                  [say('order.date'), write.dateTime(sale.at)],
                  [say('order.promised'), sale.promised_by ? write.day(sale.promised_by) : null],
                  [
                    say('order.address'),
                    address
                      ? [address.line1, address.postal_code, address.city, write.region(address.country)]
                          .filter(Boolean)
                          .join(', ')
                      : null,
                  ],
                  [
                    say('order.returns'),
                    returns.length > 0 ? returns.map((one) => write.day(one.at)).join(', ') : null,
                  ],
                  [
                    say('order.refunds'),
                    refunds.length > 0
                      ? refunds
                          .map((one) =>
                            write.money({ amount_minor: one.amount_minor, currency: sale.currency }),
                          )
                          .join(', ')
                      : null,
                  ],
                ]}
              />
            </Card>
            {shipments.map((shipment) => (
              <Card key={shipment.id} title={say('parcel.title')}>
                <p className="o-soft">
                  {[shipment.carrier, shipment.tracking_id].filter(Boolean).join(' · ')}
                </p>
                <ol className="m-scans">
                  {scans
                    .filter((scan) => scan.shipment_id === shipment.id)
                    .sort((a, b) => b.at.localeCompare(a.at))
                    .map((scan) => (
                      <li key={scan.at + scan.code}>
                        <span>
                          {say(`scan.${scan.code}`)}
                          {scan.recipient ? <span className="o-soft">{` · ${scan.recipient}`}</span> : null}
                        </span>
                        <span className="o-small o-soft o-nowrap">{write.dateTime(scan.at)}</span>
                      </li>
                    ))}
                </ol>
              </Card>
            ))}
          </>
        );
      }}
    </Loaded>
  );
}

function Evidence({
  dispute,
  party,
  title,
}: {
  dispute: Whole;
  party: 'consumer' | 'merchant';
  title: string;
}) {
  const say = useWords();
  const write = useFormat();
  const items = dispute.evidence.filter((item) => item.party === party);
  const { statement } = dispute;
  const isTheirs = party === 'consumer';
  if (items.length === 0 && !isTheirs) return null;
  return (
    <Card title={title}>
      <div className="o-stack">
        {isTheirs && statement.text ? <blockquote className="m-quote">{statement.text}</blockquote> : null}
        {isTheirs ? (
          <Facts
            items={[
              [
                say('theirs.contacted'),
                statement.merchant_contacted_at ? write.day(statement.merchant_contacted_at) : null,
              ],
              [say('theirs.said'), statement.merchant_said ?? null],
            ]}
          />
        ) : null}
        {items.length === 0 && !statement.text ? <p className="o-soft">{say('theirs.none')}</p> : null}
        <ul className="m-evidence">
          {items.map((item) => (
            <li key={item.id}>
              <span className="o-strong">{evidenceName(item.type, say)}</span>
              <span className="o-small o-soft">{write.dateTime(item.received_at)}</span>
              {item.late ? (
                <Badge tone="warning" icon={null}>
                  {say('evidence.late')}
                </Badge>
              ) : null}
              {item.text ? <p className="o-wrap">{item.text}</p> : null}
              {item.file ? (
                <a
                  className="m-file-link"
                  href={`/v1/disputes/${dispute.id}/evidence/${item.id}/file`}
                  target="_blank"
                  rel="noreferrer"
                >
                  <Icon of={FileText} size={16} />
                  {item.file.name ?? evidenceName(item.type, say)}
                </a>
              ) : null}
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}
