// The shapes that pages share: a page with its heading, a way back, and what stands in while something is read.

import { Banner, Button, Icon, Skeleton } from '@ombud/ui';
import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowLeft, ChevronRight, RefreshCw, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../app/words.ts';
import { useFailure } from './failure.ts';

export function Page(props: {
  title: string;
  lead?: ReactNode;
  back?: { label: string; link: LinkProps };
  children: ReactNode;
}) {
  return (
    <div className="p-page">
      <title>{props.title}</title>
      <header className="p-head">
        {props.back ? (
          <Link {...props.back.link} className="p-back">
            <Icon of={ArrowLeft} size={16} />
            {props.back.label}
          </Link>
        ) : null}
        <h1>{props.title}</h1>
        {props.lead ? <div className="p-lead">{props.lead}</div> : null}
      </header>
      {props.children}
    </div>
  );
}

/** A part of a page with its heading. */
export function Part(props: { title: string; id?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="p-part" id={props.id} aria-label={props.title}>
      <div className="o-row o-spread">
        <h2>{props.title}</h2>
        {props.actions}
      </div>
      {props.children}
    </section>
  );
}

/** A row that leads somewhere: a picture, a title, a line about it. */
export function LinkRow(props: {
  link: LinkProps;
  icon: LucideIcon;
  title: ReactNode;
  about?: ReactNode;
  end?: ReactNode;
  tone?: string;
}) {
  return (
    <Link {...props.link} className="p-row">
      <span className="p-row-mark" data-tone={props.tone}>
        <Icon of={props.icon} />
      </span>
      <span className="o-grow">
        <span className="p-row-title">{props.title}</span>
        {props.about ? <span className="p-row-about">{props.about}</span> : null}
      </span>
      {props.end}
      <Icon of={ChevronRight} className="p-row-arrow" />
    </Link>
  );
}

interface Asked<T> {
  data: T | undefined;
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** Shows what was read, or its shape while it comes, or that it did not come. */
export function Loaded<T>(props: { of: Asked<T>; lines?: number; children: (data: T) => ReactNode }) {
  const { of: asked } = props;
  if (asked.data !== undefined) return props.children(asked.data);
  if (asked.isPending) return <Skeleton lines={props.lines ?? 4} height={20} />;
  return <Failed error={asked.error} again={asked.refetch} />;
}

export function Failed(props: { error: unknown; again?: () => unknown }) {
  const say = useWords();
  const failure = useFailure();
  return (
    <Banner
      tone="warning"
      live
      actions={
        props.again ? (
          <Button size="s" icon={RefreshCw} onPress={() => void props.again?.()}>
            {say('again')}
          </Button>
        ) : undefined
      }
    >
      {failure(props.error)}
    </Banner>
  );
}
