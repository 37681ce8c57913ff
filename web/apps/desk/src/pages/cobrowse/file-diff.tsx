//! What a policy file changes: in words, and line by line.

import type { RedactionRuleDiff } from '../../api/cobrowse.ts';
import { useT } from '../../words/index.ts';
import { changesOf } from './lines.ts';

const SIGNS = { same: ' ', gone: '−', new: '+' } as const;

/** A sentence in which what stands between backticks is code. */
function WithCode({ text }: { text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>));
}

export function FileDiff({
  before,
  file,
  rules,
}: {
  before: string;
  file: string;
  rules: RedactionRuleDiff[];
}) {
  const t = useT();
  const changed = rules.filter((rule) => rule.turn !== 'same');
  return (
    <div className="d-diff-whole">
      {changed.map((rule) => (
        <div key={rule.id}>
          <strong>{t('cobrowse.rule', { id: String(rule.id) })}</strong>
          <ul className="d-plain-list">
            {rule.gained.map((words) => (
              <li key={words}>
                {'+ '}
                <WithCode text={words} />
              </li>
            ))}
            {rule.lost.map((words) => (
              <li key={words}>
                {'− '}
                <WithCode text={words} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {/* What scrolls must be reachable by the keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="d-diff" role="group" tabIndex={0} aria-label={t('cobrowse.diff')}>
        {changesOf(before, file).map((line, index) => (
          <code key={index} data-kind={line?.kind ?? 'left_out'}>
            {line ? `${SIGNS[line.kind]} ${line.text}` : '⋯'}
          </code>
        ))}
      </pre>
    </div>
  );
}
