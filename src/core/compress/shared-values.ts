import type { Int8Graph, Int8Layer } from './int8-graph';

/** How many values the weights of one layer have, and what that comes to. */
export interface SharedValues {
  readonly layer: string;
  readonly weights: number;
  /** Different int8 numbers among them. */
  readonly values: number;
  /** Of a number that says which of them a weight is: whole bits. */
  readonly codeBits: number;
  /** Bits a weight of the best code without context (Shannon 1948): what compression can reach. */
  readonly idealBits: number;
}

/** Layer by layer, those with weights only. An LSTM's matrices count together. */
export function sharedValues(graph: Int8Graph): SharedValues[] {
  return graph.layers.flatMap((layer) => {
    const weights = int8Weights(layer);
    if (weights.length === 0) return [];
    const counts = new Map<number, number>();
    for (const weight of weights) counts.set(weight, (counts.get(weight) ?? 0) + 1);
    let idealBits = 0;
    for (const count of counts.values()) {
      const share = count / weights.length;
      idealBits += share === 1 ? 0 : -share * Math.log2(share);
    }
    return [
      {
        layer: layer.name,
        weights: weights.length,
        values: counts.size,
        codeBits: Math.ceil(Math.log2(counts.size)),
        idealBits,
      },
    ];
  });
}

/** All weights of a layer, none of one without; of an LSTM gate by gate. */
export function int8Weights(layer: Int8Layer): Int8Array {
  if (layer.kind === 'lstm') {
    return Int8Array.from(
      layer.gates.flatMap((gate) => [...gate.weights.data, ...gate.recurrentWeights.data]),
    );
  }
  return 'weights' in layer ? layer.weights.data : new Int8Array();
}
