//! Things one reads: icons, badges, cards, avatars, banners, empty and waiting states, money and time.

import {
  CircleAlert,
  CircleCheck,
  Info,
  Sparkles,
  StickyNote,
  TriangleAlert,
  Cog,
  type LucideIcon,
} from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { moneyParts, useFormat, type MoneyValue } from '../i18n/format.ts';
import { useUiText } from '../i18n/provider.tsx';
import { useNow } from '../hooks.ts';
import { hueOf, initialsOf } from './names.ts';

export type Tone = 'neutral' | 'accent' | 'danger' | 'warning' | 'success' | 'info' | 'ai' | 'note';

/** A picture beside words. It is silent: the words say it. */
export function Icon({
  of: Glyph,
  size = 18,
  className,
}: {
  of: LucideIcon;
  size?: number;
  className?: string;
}) {
  return <Glyph size={size} strokeWidth={1.85} aria-hidden="true" focusable="false" className={className} />;
}

const TONE_ICONS: Partial<Record<Tone, LucideIcon>> = {
  danger: CircleAlert,
  warning: TriangleAlert,
  success: CircleCheck,
  info: Info,
  ai: Sparkles,
  note: StickyNote,
};

/** A short state in words. An icon and the words carry it; colour only helps. */
export function Badge(props: { tone?: Tone; icon?: LucideIcon | null; children: ReactNode }) {
  const tone = props.tone ?? 'neutral';
  const icon = props.icon === null ? undefined : (props.icon ?? TONE_ICONS[tone]);
  return (
    <span className="o-badge" data-tone={tone}>
      {icon ? <Icon of={icon} size={12} /> : null}
      {props.children}
    </span>
  );
}

export function Count({ value, tone }: { value: number; tone?: Tone }) {
  const format = useFormat();
  return (
    <span className="o-count" data-tone={tone}>
      {format.number(value)}
    </span>
  );
}

export function Card(props: {
  title?: string;
  level?: 2 | 3;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  const Title = props.level === 3 ? 'h3' : 'h2';
  return (
    <section className="o-card" aria-label={props.title}>
      {props.title ? (
        <header className="o-card-head">
          <Title>{props.title}</Title>
          {props.actions}
        </header>
      ) : null}
      <div className={props.flush ? undefined : 'o-card-body'}>{props.children}</div>
    </section>
  );
}

/** A face: initials for people, a sign for the assistant and the system. Decoration beside a written name. */
export function Avatar({
  name,
  kind,
  size = 32,
}: {
  name: string;
  kind?: 'person' | 'ai' | 'system';
  size?: number;
}) {
  const style = { '--size': `${size / 16}rem`, '--hue': hueOf(name) } as CSSProperties;
  return (
    <span className="o-avatar" data-kind={kind ?? 'person'} style={style} aria-hidden="true">
      {kind === 'ai' ? (
        <Icon of={Sparkles} size={size / 2} />
      ) : kind === 'system' ? (
        <Icon of={Cog} size={size / 2} />
      ) : (
        initialsOf(name)
      )}
    </span>
  );
}

/** Something to know now, in the place where it matters. */
export function Banner(props: {
  tone: Tone;
  icon?: LucideIcon;
  title?: string;
  actions?: ReactNode;
  live?: boolean;
  children?: ReactNode;
}) {
  const icon = props.icon ?? TONE_ICONS[props.tone];
  return (
    <div className="o-banner" data-tone={props.tone} role={props.live ? 'status' : undefined}>
      {icon ? <Icon of={icon} /> : null}
      <div className="o-banner-text">
        {props.title ? <strong>{props.title}</strong> : null}
        {props.children ? <div>{props.children}</div> : null}
      </div>
      {props.actions}
    </div>
  );
}

/** Nothing here, why, and what one can do about it. */
export function EmptyState(props: {
  icon: LucideIcon;
  title: string;
  level?: 2 | 3;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const Title = props.level === 3 ? 'h3' : 'h2';
  return (
    <div className="o-empty">
      <span className="o-empty-mark">
        <Icon of={props.icon} size={26} />
      </span>
      <Title>{props.title}</Title>
      {props.children ? <p>{props.children}</p> : null}
      {props.actions}
    </div>
  );
}

/** The shape of what is coming. */
export function Skeleton({ lines = 3, height = 16 }: { lines?: number; height?: number }) {
  const t = useUiText();
  return (
    <div role="status" className="o-stack" style={{ '--gap': '0.5rem' } as CSSProperties}>
      <span className="o-hidden">{t('ui.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="o-skeleton" style={{ height, width: `${100 - ((line * 23) % 45)}%` }} />
      ))}
    </div>
  );
}

/** An amount, with tabular numerals so that columns stand straight. */
export function Money({ value, signed }: { value: MoneyValue; signed?: boolean }) {
  const format = useFormat();
  return (
    <span className="o-nowrap">
      {moneyParts(format.locale, value, signed ?? false).map((part, index) =>
        part.type === 'integer' || part.type === 'fraction' ? (
          <span key={index} className="o-digits">
            {part.value}
          </span>
        ) : (
          part.value
        ),
      )}
    </span>
  );
}

/** A moment. `relative` says how far away, and the full time stays in the title. */
export function DateTime(props: {
  at: string | Date;
  show?: 'relative' | 'day' | 'time' | 'full' | 'short';
}) {
  const format = useFormat();
  const now = useNow();
  const at = new Date(props.at);
  if (Number.isNaN(at.getTime())) return null;
  const text = {
    relative: () => format.relative(at, now),
    day: () => format.day(at),
    short: () => format.shortDay(at),
    time: () => format.time(at),
    full: () => format.dateTime(at),
  }[props.show ?? 'full']();
  return (
    <time dateTime={at.toISOString()} title={format.dateTime(at)} className="o-num o-nowrap">
      {text}
    </time>
  );
}

/** Names and values, side by side. Empty values are left out. */
export function Facts({ items }: { items: [name: string, value: ReactNode][] }) {
  return (
    <dl className="o-facts">
      {items
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** How much of something is there, from 0 to 1. */
export function Meter({
  label,
  share,
  tone,
  text,
}: {
  label: string;
  share: number;
  tone?: Tone;
  text?: string;
}) {
  const format = useFormat();
  const shown = Math.min(1, Math.max(0, share));
  const words = text ?? format.percent(shown);
  return (
    <div className="o-meter" data-tone={tone}>
      <div className="o-row o-spread o-small">
        <span>{label}</span>
        <span className="o-num o-soft">{words}</span>
      </div>
      <div
        className="o-meter-track"
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(shown * 100)}
        aria-valuetext={words}
      >
        <div className="o-meter-fill" style={{ width: `${shown * 100}%` }} />
      </div>
    </div>
  );
}

/** One number that matters, and what it means. `explain` stands beside its name. */
export function Stat(props: { label: string; value: ReactNode; explain?: ReactNode; children?: ReactNode }) {
  return (
    <div className="o-card o-stat">
      <span className="o-row o-spread o-small o-soft o-stat-name">
        {props.label}
        {props.explain}
      </span>
      <span className="o-stat-value">{props.value}</span>
      {props.children ? <span className="o-small o-soft">{props.children}</span> : null}
    </div>
  );
}
