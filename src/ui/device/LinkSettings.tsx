import { Slider, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkOptions } from '#core/motion/simulator/link';
import { useStudio } from '../parts/studio-context';
import classes from './SimulatedPerson.module.css';

/** How badly the simulated radio does. */
export function LinkSettings({ onChange }: { onChange(): void }) {
  const { t } = useTranslation('device');
  const { simulator } = useStudio().device;
  const { dropRate, clumpMs, clockSkewPpm } = simulator.link;
  const set = (options: Partial<LinkOptions>) => {
    simulator.setLink(options);
    onChange();
  };
  return (
    <details className={classes.link}>
      <summary>{t('link.title')}</summary>
      <Text size="sm" c="dimmed" mt={4}>
        {t('link.text')}
      </Text>
      <div className={classes.sliders}>
        <LinkSlider
          label={t('link.drop')}
          unit="percent"
          initial={Math.round(dropRate * 100)}
          max={30}
          step={1}
          onEnd={(value) => set({ dropRate: value / 100 })}
        />
        <LinkSlider
          label={t('link.clump')}
          unit="ms"
          initial={clumpMs}
          max={240}
          step={15}
          onEnd={(value) => set({ clumpMs: value })}
        />
        <LinkSlider
          label={t('link.skew')}
          unit="ppm"
          help={t('link.skewHelp')}
          initial={clockSkewPpm}
          min={-200}
          max={200}
          step={5}
          onEnd={(value) => set({ clockSkewPpm: value })}
        />
      </div>
    </details>
  );
}

interface LinkSliderProps {
  readonly label: string;
  readonly unit: 'percent' | 'ms' | 'ppm';
  readonly help?: string;
  readonly initial: number;
  readonly min?: number;
  readonly max: number;
  readonly step: number;
  onEnd(value: number): void;
}

function LinkSlider({ label, unit, help, initial, min = 0, max, step, onEnd }: LinkSliderProps) {
  const { t } = useTranslation('device');
  const [value, setValue] = useState(initial);
  const id = useId();
  const text = (shown: number) => t(`link.${unit}`, { value: shown });
  return (
    <div>
      <div className={classes.label}>
        <span id={id}>{label}</span>
        <span>{text(value)}</span>
      </div>
      <Slider
        aria-labelledby={id}
        min={min}
        max={max}
        step={step}
        value={value}
        label={null}
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': text(value) }}
        onChange={setValue}
        onChangeEnd={onEnd}
      />
      {help !== undefined && (
        <Text size="xs" c="dimmed" mt={6}>
          {help}
        </Text>
      )}
    </div>
  );
}
