//! Language, light or dark, and how dense.

import { Card, LanguageSelect, Segments, ThemeSwitch, useAppearance, type Density } from '@ombud/ui';
import { useT } from '../../words/index.ts';

export function AppearanceSection() {
  const t = useT();
  const { density, setDensity } = useAppearance();
  return (
    <Card title={t('settings.look')}>
      <div className="o-stack d-narrow">
        <LanguageSelect />
        <div className="o-field">
          <span className="o-label">{t('settings.theme')}</span>
          <ThemeSwitch />
        </div>
        <div className="o-field">
          <span className="o-label">{t('settings.density')}</span>
          <Segments<Density>
            label={t('settings.density')}
            value={density}
            onChange={setDensity}
            choices={[
              { id: 'comfortable', label: t('settings.density.comfortable') },
              { id: 'compact', label: t('settings.density.compact') },
            ]}
          />
          <span className="o-description">{t('settings.density.help')}</span>
        </div>
      </div>
    </Card>
  );
}
