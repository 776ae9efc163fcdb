import type { Int8Graph } from '#core/compress/int8-graph';
import { checkGraph } from './check-graph';
import type { FileGraph } from './file-graph';
import { type FlatTable, identifierOf, openFlatBuffer } from './flat-table';
import { modelGraphOf } from './model-graph';
import { operatorName } from './other-operators';
import { readGraph } from './read-graph';
import * as schema from './schema';
import { invalid, readTensors, unsupported } from './tensor-reader';
import type { TfliteModel } from './tflite-model';

/**
 * Reads a `.tflite` file of the operators that `write-tflite` writes, from whoever wrote it
 * (`docs/formats/tflite.md`). Throws `Failure`: `file-invalid` where the bytes are no such file, or
 * `model-unsupported` where they hold what is not run. Sizes are checked before anything is
 * allocated, so hostile bytes cost no more than a few times the file itself.
 */
export function readTflite(file: Uint8Array): TfliteModel {
  if (identifierOf(file) !== schema.FILE_IDENTIFIER) {
    throw invalid('the file has no TFL3 mark: it is no .tflite file');
  }
  const model = openFlatBuffer(file);
  const version = model.uint32(schema.Model.version, 0);
  if (version !== schema.SCHEMA_VERSION) throw unsupported(`schema version ${version}`);
  const subgraphs = model.tables(schema.Model.subgraphs);
  if (subgraphs.length !== 1) throw unsupported(`${subgraphs.length} subgraphs`);
  const subgraph = subgraphs[0]!;
  const tensors = readTensors(subgraph, model.tables(schema.Model.buffers));
  const { graph, ends } = readGraph(subgraph, readOperatorNames(model), tensors);
  checkGraph(graph);
  if (isInt8(graph)) return { kind: 'int8', graph, ends };
  return { kind: 'float', graph: modelGraphOf(graph) };
}

/** The graph of an int8 file, whatever its ends. Throws `Failure` as `readTflite` does. */
export function readInt8Graph(file: Uint8Array): Int8Graph {
  const model = readTflite(file);
  if (model.kind !== 'int8') throw unsupported('float32 values');
  return model.graph;
}

/** Weights were read as the values' arithmetic asks, so that the values tell for all. */
function isInt8(graph: FileGraph): graph is Int8Graph {
  return graph.values.every(({ quantisation }) => quantisation !== undefined);
}

function readOperatorNames(model: FlatTable): string[] {
  const { OperatorCode } = schema;
  return model
    .tables(schema.Model.operator_codes)
    .map((code) =>
      operatorName(
        Math.max(
          code.int8(OperatorCode.deprecated_builtin_code, 0),
          code.int32(OperatorCode.builtin_code, 0),
        ),
      ),
    );
}
