//! A letter as its reader gets it: on paper, in their language.

import type { Schema } from '@ombud/client';
import { Badge, Icon, useFormat } from '@ombud/ui';
import { Languages, MailOpen } from 'lucide-react';
import { useWord } from '../words/index.ts';

/** Plain text whose paragraphs stand on lines of their own. */
const paragraphs = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

export function LetterSheet({ letter, to }: { letter: Schema.Letter; to: Schema.Party }) {
  const word = useWord();
  const format = useFormat();
  return (
    <article className="d-letter" aria-label={word('letter.to', to)}>
      <header className="o-row o-spread o-small">
        <span className="o-row o-soft">
          <Icon of={MailOpen} size={14} />
          {word('letter.to', to)}
        </span>
        <Badge icon={Languages}>{format.language(letter.language)}</Badge>
      </header>
      <div lang={letter.language}>
        <p className="d-letter-subject">{letter.subject}</p>
        {paragraphs(letter.text).map((line, index) => (
          <p key={index}>{line}</p>
        ))}
      </div>
    </article>
  );
}
