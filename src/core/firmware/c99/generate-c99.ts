import { valueCount } from '#core/model/shapes';
import type { Int8Graph, Int8Layer } from '../../compress/int8-graph';
import { cComment } from '../c-text';
import { createCSource } from './c-source';
import { layerFactors, shiftsRight } from './factors';
import type { Traits } from './kernels/blocks';
import type { WeightBits } from './kernels/code-book';
import { depthwiseOutputsKernel } from './kernels/depthwise-outputs';
import { lstmKernels } from './kernels/lstm';
import { outputsKernel } from './kernels/outputs';
import { add } from './layers/add';
import { conv2d, depthwiseConv2d } from './layers/conv2d';
import { dense } from './layers/dense';
import type { LayerCode, LayerPlace, ModelCode, WeightKernels } from './layers/layer-code';
import { lstm } from './layers/lstm';
import { mean } from './layers/mean';
import { pad } from './layers/pad';
import { pointwise } from './layers/pointwise';
import { pool2d } from './layers/pool2d';
import { softmax } from './layers/softmax';
import { planMemory } from './memory-plan';
import { type CodeBooks, planWeightBits } from './weight-bits';

export interface C99Options {
  /** Begins the C names; a C identifier. */
  readonly prefix?: string;
  /** Calls `<prefix>_trace(id, values, size)`, which the caller writes, as each value is there. */
  readonly trace?: boolean;
  /**
   * Keeps weights that share few values as places in a book of these values, where that makes the
   * whole smaller (`auto`, if absent): it takes more instructions.
   */
  readonly codeBooks?: CodeBooks;
}

/** A network in C without an interpreter. */
export interface C99Model {
  /** `model.h` and `model.c`. */
  readonly header: string;
  readonly source: string;
  /** Static memory, without the caller's input and output. */
  readonly ramBytes: number;
  /** Weights and tables. */
  readonly constBytes: number;
}

/**
 * The graph as one translation unit of strict C99, which gives what `run-int8` gives. Throws
 * `Failure` (`model-unsupported`) on an LSTM whose cell state has a scale out of reason.
 */
export function generateC99(graph: Int8Graph, options: C99Options = {}): C99Model {
  const { prefix = 'nodlab_model', trace = false, codeBooks = 'auto' } = options;
  const source = createCSource();
  const plan = planMemory(graph, trace);
  const traits = traitsOf(graph);
  const bits = planWeightBits(graph, codeBooks);
  const model: ModelCode = {
    graph,
    source,
    traits,
    kernels: {
      8: weightKernels(traits, 8),
      4: weightKernels(traits, 4),
      2: weightKernels(traits, 2),
    },
    bitsOf: (index) => bits[index]!,
  };
  const codes = graph.layers.map((layer, index) =>
    plan.silent.has(index)
      ? null
      : layerCode(layer, model, {
          id: index + 1,
          from: graph.values[layer.inputs[0]!]!,
          to: graph.values[index + 1]!,
          scratch: plan.scratch[index]!,
          keepsRows: !plan.lastRowOnly.has(index),
        }),
  );
  const units = graph.layers.map((layer) => (layer.kind === 'lstm' ? layer.units : 0));
  const cells = Math.max(0, ...units);
  const size = valueCount(graph.values.at(-1)!.shape);
  const statements: string[] = [];
  const traceOf = (id: number) => {
    const count = valueCount(graph.values[id]!.shape);
    return trace ? [`  ${prefix}_trace(${id}, ${plan.places[id]!}, ${count});`] : [];
  };
  for (const [index, layer] of graph.layers.entries()) {
    const code = codes[index];
    if (code) {
      statements.push(
        `  { /* ${index + 1}: ${layer.kind} ${cComment(layer.name)} */`,
        `    const int8_t *x = ${plan.places[layer.inputs[0]!]!};`,
        ...layer.inputs.slice(1).map((id) => `    const int8_t *x2 = ${plan.places[id]!};`),
        `    int8_t *y = ${plan.places[index + 1]!};`,
        ...code().map((line) => `    ${line}`),
        '  }',
      );
    }
    statements.push(...traceOf(index + 1));
  }
  if (plan.places.at(-1) !== 'output') {
    statements.push(`  memcpy(output, ${plan.places.at(-1)!}, ${size});`);
  }

  const name = prefix.toUpperCase();
  const run = `void ${prefix}_run(const int8_t *input, int8_t *output)`;
  const traced = `void ${prefix}_trace(int32_t value, const int8_t *numbers, int32_t count);\n`;
  const header = `/* Made by Nodlab: a quantised network in C99. */
#ifndef ${name}_H
#define ${name}_H

#include <stdint.h>

#define ${name}_INPUT_SIZE ${valueCount(graph.values[0]!.shape)}
#define ${name}_OUTPUT_SIZE ${size}

#ifdef __cplusplus
extern "C" {
#endif

/* Runs one window; input and output, which must not overlap, have the sizes above. It keeps its
   values in static memory, so that one call must end before the next begins. */
${run};
${trace ? `/* Yours: takes each value as soon as it is computed. */\n${traced}` : ''}
#ifdef __cplusplus
}
#endif

#endif
`;
  return {
    header,
    source: [
      HEAD,
      plan.arenaBytes > 0 ? `static int8_t arena[${plan.arenaBytes}];` : '',
      cells > 0 ? `static int16_t cells[${cells}];` : '',
      source.text(),
      `${run} {`,
      ...statements,
      '}',
      '',
    ]
      .filter((part, at) => part !== '' || at > 2)
      .join('\n'),
    ramBytes: plan.arenaBytes + 2 * cells,
    constBytes: source.tableBytes(),
  };
}

const HEAD = `/* Made by Nodlab: a quantised network in C99, bit for bit what TensorFlow Lite Micro computes. Right
   shifts of negative numbers are taken to be arithmetic, as in all compilers for microcontrollers.
   Define NODLAB_USE_DSP to use the DSP instructions of Armv7E-M and Armv8-M: the same bits. */
#include "model.h"
#include <string.h>
`;

function weightKernels(traits: Traits, bits: WeightBits): WeightKernels {
  return {
    outputs: outputsKernel(traits, bits),
    depthwiseOutputs: depthwiseOutputsKernel(traits, bits),
    lstm: lstmKernels(bits),
  };
}

function traitsOf({ layers, values }: Int8Graph): Traits {
  const factors = layers.flatMap((layer, index) =>
    layer.kind === 'conv2d' || layer.kind === 'depthwiseConv2d' || layer.kind === 'dense'
      ? [layerFactors(layer, values[layer.inputs[0]!]!, values[index + 1]!)]
      : [],
  );
  return {
    factorTables: factors.some(({ uniform }) => !uniform),
    rightOnly: factors.every(shiftsRight),
  };
}

function layerCode(
  layer: Int8Layer,
  model: ModelCode,
  place: LayerPlace & { readonly keepsRows: boolean },
): LayerCode | null {
  switch (layer.kind) {
    case 'conv2d':
      return conv2d(layer, model, place);
    case 'depthwiseConv2d':
      return depthwiseConv2d(layer, model, place);
    case 'dense':
      return dense(layer, model, place);
    case 'maxPool2d':
    case 'averagePool2d':
      return pool2d(layer, model, place);
    case 'mean':
      return mean(model, place);
    case 'softmax':
      return softmax(model, place);
    case 'add':
      return add(layer, model, place, model.graph.values[layer.inputs[1]!]!);
    case 'pad':
      return pad(layer, place);
    case 'relu':
    case 'relu6':
    case 'logistic':
    case 'tanh':
    case 'requantise':
      return pointwise(layer, model, place);
    case 'lstm':
      return lstm(layer, model, place, place.keepsRows);
    case 'reshape':
    case 'lastFrame':
      return null;
  }
}
