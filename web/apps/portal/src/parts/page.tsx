// The shapes that pages share: a page with its heading, a way back, and what stands in while something is read.

import { ApiError } from '@ombud/client';
import { Banner, Button, EmptyState, Icon, Skeleton } from '@ombud/ui';
import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowLeft, ChevronRight, RefreshCw, SearchX, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../app/words.ts';
import { useFailure } from './failure.ts';

export function Page(props: {
  title: string;
  lead?: ReactNode;
  back?: { label: string; link: LinkProps };
  /** What only the customer sees, also where they show their page to somebody of the desk. */
  isPrivate?: boolean;
  /** What the page is called where somebody of the desk asks for a box in it that they cannot see. */
  component?: string;
  children: ReactNode;
}) {
  const shown = props.isPrivate ? {} : { 'data-ombud-show': '' };
  return (
    <div className="p-page" data-ombud-id={props.component} {...shown}>
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
export function Loaded<T>(props: {
  of: Asked<T>;
  lines?: number;
  /** What is said where there is no such thing, or not for this reader, and where they can go from there. */
  missing?: string;
  back?: { label: string; to: LinkProps['to'] };
  children: (data: T) => ReactNode;
}) {
  const say = useWords();
  const { of: asked } = props;
  if (asked.data !== undefined) return props.children(asked.data);
  if (asked.isPending) return <Skeleton lines={props.lines ?? 4} height={20} />;
  if (props.missing && isMissing(asked.error))
    return (
      <div className="p-page">
        <title>{props.missing}</title>
        <EmptyState
          icon={SearchX}
          title={props.missing}
          actions={props.back ? <Link to={props.back.to}>{props.back.label}</Link> : undefined}
        >
          {say('missing.about')}
        </EmptyState>
      </div>
    );
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

/** There is no such thing, or it is another customer's, which is told alike; an id may also be none at all. */
function isMissing(error: unknown): boolean {
  return error instanceof ApiError && [400, 403, 404].includes(error.status);
}

/** The text of a letter, a line a paragraph. */
export function Paragraphs({ text }: { text: string }) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => <p key={index}>{line}</p>);
}
