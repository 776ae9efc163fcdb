import type { Int8Graph } from '#core/compress/int8-graph';
import type { ModelGraph } from '#core/model/graph';

/** What a `.tflite` file holds: a network in int8, or one in float32 throughout. */
export type TfliteModel =
  | {
      readonly kind: 'int8';
      readonly graph: Int8Graph;
      /** Whether the file takes and gives int8, or float32 that it quantises itself. */
      readonly ends: 'int8' | 'float';
    }
  | { readonly kind: 'float'; readonly graph: ModelGraph };
