import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { LayerSpec } from '#core/model/architecture';
import type { Misfit } from '#core/model/architecture-outline';
import type { Activation, Pair, Shape } from '#core/model/graph';

/** Layers, shapes and what is wrong with them, in words. */
export interface LayerWords {
  name(layer: LayerSpec): string;
  /** The settings in short. */
  summary(layer: LayerSpec): string;
  shape(shape: Shape): string;
  misfit(misfit: Misfit): string;
}

export function useLayerWords(): LayerWords {
  const { t } = useTranslation('train');
  return {
    name: ({ kind }) => t(`layers.kind.${kind}.name`),
    summary: (layer) => parts(layer, t).join(' · '),
    shape: shapeText,
    misfit: ({ reason, input, output }) =>
      t(`layers.misfit.${reason}`, {
        input: shapeText(input),
        output: output && shapeText(output),
      }),
  };
}

function shapeText(shape: Shape): string {
  return shape.join(' × ');
}

function parts(layer: LayerSpec, t: TFunction<'train'>): readonly string[] {
  switch (layer.kind) {
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { kernel, strides, padding, activation, batchNorm } = layer;
      return [
        ...(layer.kind === 'conv2d' ? [t('layers.summary.filters', { count: layer.filters })] : []),
        t('layers.summary.kernel', { size: pairText(kernel) }),
        ...(strides.some((stride) => stride !== 1)
          ? [t('layers.summary.stride', { size: pairText(strides) })]
          : []),
        ...(padding === 'valid' ? [t('layers.summary.valid')] : []),
        ...(batchNorm ? [t('layers.summary.batchNorm')] : []),
        ...activationPart(activation, t),
      ];
    }
    case 'maxPool2d':
    case 'averagePool2d':
      return [
        t('layers.summary.size', { size: pairText(layer.size) }),
        ...(layer.padding === 'valid' ? [t('layers.summary.valid')] : []),
      ];
    case 'lstm':
      return [t('layers.summary.units', { count: layer.units })];
    case 'dense':
      return [
        t('layers.summary.units', { count: layer.units }),
        ...activationPart(layer.activation, t),
      ];
    case 'dropout':
      return [`${Math.round(layer.rate * 100)} %`];
    case 'residual':
      return [
        t('layers.summary.layers', { count: layer.layers.length }),
        ...activationPart(layer.activation, t),
      ];
    default:
      return [];
  }
}

function activationPart(activation: Activation, t: TFunction<'train'>): readonly string[] {
  return activation === 'none' ? [] : [t(`layers.field.${activation}`)];
}

function pairText([height, width]: Pair): string {
  return `${height} × ${width}`;
}
