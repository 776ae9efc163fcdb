import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LayerSpec } from '#core/model/architecture';
import type { Activation, Padding, Pair, Shape } from '#core/model/graph';
import { CountField } from '../parts/CountField';
import classes from './LayerEditor.module.css';

/** Above these a layer alone is more than a small board holds. */
const MOST_FILTERS = 512;
const MOST_KERNEL = 999;
const MOST_DROPOUT = 0.9;

const ACTIVATIONS: readonly Activation[] = ['none', 'relu', 'relu6'];

export interface LayerEditorFieldsProps {
  readonly layer: LayerSpec;
  /** What the layer reads, where it is known. */
  readonly input: Shape | undefined;
  readonly disabled: boolean;
  /** `what` names the setting. */
  onChange(layer: LayerSpec, what: string): void;
}

/** The settings of one layer. */
export function LayerEditorFields({ layer, input, disabled, onChange }: LayerEditorFieldsProps) {
  const { t } = useTranslation('train');
  const set = <T extends LayerSpec>(of: T, change: Partial<T>) =>
    onChange({ ...of, ...change }, Object.keys(change).join());
  const count = (key: 'filters' | 'units', value: number, write: (value: number) => void) => (
    <CountField
      label={t(`layers.field.${key}`)}
      value={value}
      least={1}
      most={MOST_FILTERS}
      disabled={disabled}
      onChange={write}
    />
  );
  const pair = (key: 'kernel' | 'stride' | 'pool', value: Pair, write: (value: Pair) => void) => (
    <PairFields
      names={[t(`layers.field.${key}Height`), t(`layers.field.${key}Width`)]}
      value={value}
      oneColumn={input?.[1] === 1}
      disabled={disabled}
      onChange={write}
    />
  );
  const padding = (value: Padding, write: (value: Padding) => void) => (
    <Select
      size="xs"
      label={t('layers.field.padding')}
      data={(['same', 'valid'] as const).map((one) => ({
        value: one,
        label: t(`layers.field.${one}`),
      }))}
      value={value}
      allowDeselect={false}
      disabled={disabled}
      onChange={(next) => next && write(next as Padding)}
    />
  );
  const activation = (value: Activation, write: (value: Activation) => void) => (
    <Select
      size="xs"
      label={t('layers.field.activation')}
      data={ACTIVATIONS.map((one) => ({ value: one, label: t(`layers.field.${one}`) }))}
      value={value}
      allowDeselect={false}
      disabled={disabled}
      onChange={(next) => next && write(next as Activation)}
    />
  );

  switch (layer.kind) {
    case 'conv2d':
    case 'depthwiseConv2d':
      return (
        <div className={classes.fields}>
          {layer.kind === 'conv2d' &&
            count('filters', layer.filters, (filters) => set(layer, { filters }))}
          {pair('kernel', layer.kernel, (kernel) => set<typeof layer>(layer, { kernel }))}
          {pair('stride', layer.strides, (strides) => set<typeof layer>(layer, { strides }))}
          {padding(layer.padding, (next) => set<typeof layer>(layer, { padding: next }))}
          {activation(layer.activation, (next) => set<typeof layer>(layer, { activation: next }))}
          <Switch
            size="xs"
            className={classes.switch}
            label={t('layers.field.batchNorm')}
            description={t('layers.field.batchNormHelp')}
            checked={layer.batchNorm}
            disabled={disabled}
            onChange={({ currentTarget }) =>
              set<typeof layer>(layer, { batchNorm: currentTarget.checked })
            }
          />
        </div>
      );
    case 'maxPool2d':
    case 'averagePool2d':
      return (
        <div className={classes.fields}>
          {pair('pool', layer.size, (size) => set(layer, { size }))}
          {padding(layer.padding, (next) => set(layer, { padding: next }))}
        </div>
      );
    case 'lstm':
      return (
        <div className={classes.fields}>
          {count('units', layer.units, (units) => set(layer, { units }))}
        </div>
      );
    case 'dense':
      return (
        <div className={classes.fields}>
          {count('units', layer.units, (units) => set(layer, { units }))}
          {activation(layer.activation, (next) => set(layer, { activation: next }))}
        </div>
      );
    case 'dropout':
      return (
        <div className={classes.fields}>
          <CountField
            label={t('layers.field.rate')}
            value={layer.rate}
            least={0}
            most={MOST_DROPOUT}
            decimals={2}
            increment={0.05}
            disabled={disabled}
            onChange={(rate) => set(layer, { rate })}
          />
        </div>
      );
    case 'residual':
      return (
        <div className={classes.fields}>
          {activation(layer.activation, (next) => set(layer, { activation: next }))}
        </div>
      );
    default:
      return null;
  }
}

interface PairFieldsProps {
  readonly names: readonly [string, string];
  readonly value: Pair;
  /** Nothing lies beside: the second number is left out while it is 1. */
  readonly oneColumn: boolean;
  readonly disabled: boolean;
  onChange(value: Pair): void;
}

function PairFields({ names, value, oneColumn, disabled, onChange }: PairFieldsProps) {
  const field = (at: 0 | 1) => (
    <CountField
      label={names[at]}
      value={value[at]}
      least={1}
      most={MOST_KERNEL}
      disabled={disabled}
      onChange={(next) => onChange(at === 0 ? [next, value[1]] : [value[0], next])}
    />
  );
  return (
    <>
      {field(0)}
      {!(oneColumn && value[1] === 1) && field(1)}
    </>
  );
}
