//! A picture of what a proposed rule would show, with made-up contents in the shape of the place.

import { useT } from '../../words/index.ts';
import { shownFrom, stepsOf, type PlaceStep } from './preview.ts';

interface PreviewProps {
  place: string;
  selector: string;
  /** Whether the rule shows pictures and drawings too. */
  pixels: boolean;
}

export function RulePreview({ place, selector, pixels }: PreviewProps) {
  const t = useT();
  const steps = stepsOf(place);
  const from = shownFrom(steps, selector);
  return (
    <section className="d-rule-preview" aria-label={t('blind.preview')}>
      <h3 className="d-mini">{t('blind.preview')}</h3>
      <p className="o-small o-soft">{t(from === null ? 'blind.preview.unknown' : 'blind.preview.about')}</p>
      {from === null ? null : (
        <div className="d-rule-preview-both">
          <figure>
            <figcaption>{t('blind.preview.now')}</figcaption>
            <Drawn steps={steps} from={steps.length} pixels={false} />
          </figure>
          <figure>
            <figcaption>{t('blind.preview.then')}</figcaption>
            <Drawn steps={steps} from={from} pixels={pixels} />
          </figure>
        </div>
      )}
    </section>
  );
}

/** Boxes in boxes, each with something else of its own beside what is in it. `from`: the first step that is shown. */
function Drawn({ steps, from, pixels }: { steps: PlaceStep[]; from: number; pixels: boolean }) {
  const [step, ...inner] = steps;
  if (!step) return null;
  const isShown = from <= 0;
  return (
    <div className="d-rule-preview-box" data-shown={isShown}>
      <code>{step.name}</code>
      {inner.length > 0 ? (
        <>
          <Content sample="text" isShown={isShown} />
          <Drawn steps={inner} from={from - 1} pixels={pixels} />
        </>
      ) : (
        <Content sample={step.sample} isShown={isShown && (step.sample !== 'picture' || pixels)} />
      )}
    </div>
  );
}

function Content({ sample, isShown }: { sample: PlaceStep['sample']; isShown: boolean }) {
  const t = useT();
  const words = t(`blind.preview.${sample}`);
  return (
    <span className="d-rule-preview-text" data-sample={sample}>
      {isShown ? (
        words
      ) : (
        <span className="d-rule-preview-bar" role="img" aria-label={t('blind.preview.hidden')} />
      )}
    </span>
  );
}
